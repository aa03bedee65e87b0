"""Lets footage out of quarantine: by a person with the right, who says why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.models import AlarmNotice, AlarmRelease, Footage, Observation
from curation.footage.selectors import in_quarantine, visible_to
from curation.footage.services import queue_ingest
from curation.footage.states import FOOTAGE
from curation.footage.tagging import name_of

RELEASE = "curation.release_quarantine"
MOST_AT_ONCE = 500


class ReleaseError(Exception):
    """It cannot be released; the message is for a person."""

    SENTENCES: ClassVar = {
        "reason_missing": _("Say why, so that others understand it."),
        "not_allowed": _("You may look at what lies in quarantine, but not release it."),
        "nothing": _("None of these lies in quarantine any more. Load the page again."),
        "too_many": _("Release at most 500 at once."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


def release(ids: Collection[int], *, user: Any, reason: str, false_alarm: bool = False) -> list[Footage]:
    """Let these pieces go, all or none, and note who did it and why; returns those that were still in quarantine.

    With `false_alarm` the person says that nothing of the kind is to be seen: the machine's word for it is then
    answered by the person's. Raises ReleaseError.
    """
    reason = reason.strip()[:300]
    if not user.has_perm(RELEASE):
        raise ReleaseError("not_allowed")
    if not reason:
        raise ReleaseError("reason_missing")
    if len(set(ids)) > MOST_AT_ONCE:
        raise ReleaseError("too_many")
    with transaction.atomic():
        wanted = visible_to(user).filter(in_quarantine(), pk__in=list(ids))
        found = list(wanted.select_for_update().order_by("pk"))
        if not found:
            raise ReleaseError("nothing")
        for footage in found:
            _release(footage, user=user, reason=reason, false_alarm=false_alarm)
        AlarmNotice.objects.filter(footage__in=found, state=AlarmNotice.State.QUEUED).delete()
    return found


def _release(footage: Footage, *, user: User, reason: str, false_alarm: bool) -> None:
    alarm, before = footage.alarm, footage.state
    for kind in sorted({alarm, *_kinds_said(footage)}):
        AlarmRelease.objects.create(
            footage=footage, alarm=kind, false_alarm=false_alarm, reason=reason, released_by=user
        )
    if false_alarm and alarm:
        _correct(footage, alarm=alarm, user=user, reason=reason)
    footage.alarm, footage.alarm_at, footage.withheld_reason = "", None, ""
    footage.save(update_fields=["alarm", "alarm_at", "withheld_reason"])
    if footage.state == Footage.State.QUARANTINED:
        FOOTAGE.move(footage, state_after(footage))
        if footage.state == Footage.State.REGISTERED:
            queue_ingest(footage, user=user)
    data = {"did": "released", "kind": alarm, "reason": reason, "false_alarm": false_alarm}
    log(footage, "wagtail.edit", user=user, data={"alarm": data, "state": {"before": before, "after": footage.state}})


def state_after(footage: Footage) -> str:
    """Where footage goes from quarantine: what was read is ready; what has a file of its own is read now."""
    if footage.probe or (footage.fingerprint and footage.width):
        return Footage.State.READY
    return Footage.State.REGISTERED if footage.file and footage.fingerprint else Footage.State.CATALOGUED


def _kinds_said(footage: Footage) -> set[str]:
    """Everything alarming that is said of it: releasing answers all of it, not only the most urgent."""
    types = footage.observations.filter(observation_type__in=["human", "vehicle"])
    return set(types.values_list("observation_type", flat=True))


def _correct(footage: Footage, *, alarm: str, user: User, reason: str) -> None:
    """The person's own observation against what was said. People's observations of that type were mistaken and go.

    Where a machine has also seen an animal nothing more is stored: a person's word would silence that too, and the
    person has said nothing of it. The release itself stands against the machine's.
    """
    people = footage.observations.filter(classification_method=Observation.Method.HUMAN)
    people.filter(observation_type=alarm).delete()
    said: Sequence[str] = list(footage.observations.values_list("observation_type", flat=True))
    if Observation.Type.ANIMAL in said or people.exists():
        return
    Observation.objects.create(
        footage=footage,
        observation_type=Observation.Type.UNCLASSIFIED,
        classification_method=Observation.Method.HUMAN,
        classified_by=name_of(user),
        classification_timestamp=timezone.now(),
        comments=f"No {alarm}: false alarm. {reason}",
    )
