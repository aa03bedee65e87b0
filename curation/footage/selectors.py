"""What may be seen of footage, and by whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from curation.footage.models import Footage, Upload
from curation.footage.states import KIND
from curation.jobs.models import Job

SEE_LOCATIONS = "curation.see_locations"
SEE_QUARANTINE = "curation.see_quarantine"
OPEN = (Job.State.QUEUED, Job.State.RUNNING)


def visible_to(user: Any) -> QuerySet[Footage]:
    """Footage that this person may know of: nothing withdrawn, what is in quarantine only with permission."""
    if not user.has_perm("curation.view_footage"):
        return Footage.objects.none()
    shown = Footage.objects.exclude(state=Footage.State.WITHDRAWN)
    return shown if user.has_perm(SEE_QUARANTINE) else _open(shown)


def listed_for(user: Any) -> QuerySet[Footage]:
    """What the pages of footage list: what is visible, and what was withdrawn for those who may bring it back."""
    if not user.has_perm("curation.change_footage"):
        return visible_to(user)
    if not user.has_perm("curation.view_footage"):
        return Footage.objects.none()
    return Footage.objects.all() if user.has_perm(SEE_QUARANTINE) else _open(Footage.objects.all())


def in_quarantine() -> Q:
    """Footage under an alarm, in whatever state, and what a person put into quarantine (index footage_in_quarantine)"""
    return Q(state=Footage.State.QUARANTINED) | Q(alarm__gt="")


def _open(footage: QuerySet[Footage]) -> QuerySet[Footage]:
    return footage.exclude(state=Footage.State.QUARANTINED).filter(alarm="")


def usable_by(user: Any) -> QuerySet[Footage]:
    """Footage that a clip may be made of; nothing under an alarm, whoever asks."""
    return visible_to(user).filter(state=Footage.State.READY, alarm="")


def sees_locations(user: Any) -> bool:
    """Whether station codes, coordinates, folders and original names may be shown to this person."""
    return bool(user.has_perm(SEE_LOCATIONS))


def failed() -> Q:
    """Footage that could not be read, also where the reading broke off and nobody goes on with it."""
    under_way = Job.objects.filter(kind=KIND, subject=OuterRef("pk"), state__in=OPEN)
    reading = Q(state__in=[Footage.State.REGISTERED, Footage.State.PROBING])
    return Q(state=Footage.State.FAILED) | (reading & ~Exists(under_way) & ~_arriving())


def unattended() -> QuerySet[Footage]:
    """Footage whose reading broke off and that nobody goes on with."""
    return Footage.objects.filter(state__in=[Footage.State.REGISTERED, Footage.State.PROBING]).filter(failed())


def _arriving() -> Exists:
    """An upload's own job is still at it."""
    return Exists(Upload.objects.filter(footage=OuterRef("pk"), job__state__in=OPEN))


def open_job(footage: Footage) -> Job | None:
    """The job that is reading this footage or will."""
    return Job.objects.filter(kind=KIND, subject=footage.pk, state__in=OPEN).order_by("-pk").first()
