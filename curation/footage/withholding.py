"""Keeps footage from view: quarantine until a ranger has looked, withdrawal when rights end. Each with its reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.models import Footage
from curation.footage.selectors import SEE_QUARANTINE
from curation.footage.states import FOOTAGE
from curation.jobs.graph import UndeclaredTransition

AFTER = {
    "quarantine": Footage.State.QUARANTINED,
    "withdraw": Footage.State.WITHDRAWN,
    "release": Footage.State.READY,
}


class WithholdingError(Exception):
    """It cannot be withheld or released so; the message is for a person."""

    SENTENCES: ClassVar = {
        "reason_missing": _("Say why, so that others understand it."),
        "not_possible": _("This cannot be done with footage in the state it is in now. Load the page again."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


@transaction.atomic
def withhold(footage: Footage, *, action: str, reason: str, user: User) -> Footage:
    """Do one of AFTER's actions and note who did it and why. Raises WithholdingError; releasing needs no reason."""
    reason = reason.strip()[:300]
    if action not in actions_for(footage, user=user):
        raise WithholdingError("not_possible")
    if action != "release" and not reason:
        raise WithholdingError("reason_missing")
    before = footage.state
    try:
        FOOTAGE.move(footage, AFTER[action], withheld_reason="" if action == "release" else reason)
    except UndeclaredTransition as error:
        raise WithholdingError("not_possible") from error
    log(
        footage, "wagtail.edit", user=user, data={"state": {"before": before, "after": footage.state, "reason": reason}}
    )
    return footage


def actions_for(footage: Footage, *, user: Any) -> list[str]:
    """What this person can do with this footage now; quarantine is for those who can see what lies in it."""
    if not user.has_perm("curation.change_footage") or footage.state not in AFTER.values():
        return []
    possible = [name for name, after in AFTER.items() if FOOTAGE.allows(footage.state, after)]
    return [name for name in possible if name != "quarantine" or user.has_perm(SEE_QUARANTINE)]
