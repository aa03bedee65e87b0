"""Keeps footage from view: quarantine until a ranger has looked, withdrawal when rights end. Each with its reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.alarms import releasing
from curation.footage.alarms.outbox import queue_notices
from curation.footage.alarms.releasing import ReleaseError
from curation.footage.models import Footage
from curation.footage.selectors import SEE_QUARANTINE
from curation.footage.states import FOOTAGE
from curation.jobs.graph import UndeclaredTransition

AFTER = {
    "quarantine": Footage.State.QUARANTINED,
    "withdraw": Footage.State.WITHDRAWN,
    "release": Footage.State.READY,
}

_AT_REST = (*AFTER.values(), Footage.State.CATALOGUED)  # nobody is reading the file just now


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


def withhold(
    footage: Footage, *, action: str, reason: str, user: User, alarm: str = "", false_alarm: bool = False
) -> Footage:
    """Do one of AFTER's actions and note who did it and why. Raises WithholdingError or ReleaseError.

    `alarm` is the kind that a person sees where footage goes into quarantine. What was withdrawn comes back without a
    reason; what lies in quarantine is released with one.
    """
    reason = reason.strip()[:300]
    if action not in actions_for(footage, user=user):
        raise WithholdingError("not_possible")
    if action == "release" and _in_quarantine(footage):
        releasing.release([footage.pk], user=user, reason=reason, false_alarm=false_alarm)
        footage.refresh_from_db()
        return footage
    if action != "release" and not reason:
        raise WithholdingError("reason_missing")
    return _move(footage, action=action, reason=reason, user=user, alarm=alarm if alarm in Footage.Alarm else "")


@transaction.atomic
def _move(footage: Footage, *, action: str, reason: str, user: User, alarm: str) -> Footage:
    before = footage.state
    changes: dict[str, Any] = {"withheld_reason": "" if action == "release" else reason}
    after = _back(footage) if action == "release" else AFTER[action]
    if action == "quarantine":
        changes |= {"alarm": alarm, "alarm_at": timezone.now()}
    try:
        FOOTAGE.move(footage, after, **changes)
    except UndeclaredTransition as error:
        raise WithholdingError("not_possible") from error
    if action == "quarantine" and alarm:
        queue_notices({footage.pk: alarm})
    log(
        footage,
        "wagtail.edit",
        user=user,
        data={"state": {"before": before, "after": footage.state, "reason": reason, "alarm": footage.alarm}},
    )
    return footage


def _back(footage: Footage) -> str:
    """Where withdrawn footage goes: what was never read goes back into the archive."""
    return Footage.State.CATALOGUED if footage.fingerprint is None else Footage.State.READY


def _in_quarantine(footage: Footage) -> bool:
    return footage.state == Footage.State.QUARANTINED or bool(footage.alarm)


def actions_for(footage: Footage, *, user: Any) -> list[str]:
    """What this person can do with this footage now; quarantine is for those who can see what lies in it."""
    possible = []
    if user.has_perm("curation.change_footage") and footage.state in _AT_REST:
        names = ["quarantine", "withdraw"] + ["release"] * (footage.state == Footage.State.WITHDRAWN)
        possible = [name for name in names if FOOTAGE.allows(footage.state, AFTER[name])]
    if not user.has_perm(SEE_QUARANTINE):
        possible = [name for name in possible if name != "quarantine"]
    if _in_quarantine(footage):
        possible = [name for name in possible if name == "withdraw"]
        possible += ["release"] * user.has_perm(releasing.RELEASE)
    return possible


__all__ = ["AFTER", "ReleaseError", "WithholdingError", "actions_for", "withhold"]
