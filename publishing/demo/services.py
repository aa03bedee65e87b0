"""Make the demo once, and say what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db import connection
from django.utils import timezone

from curation.footage.models import Footage
from publishing.demo import desk, dossiers, edits, past, reels, removal
from publishing.demo.crew import Crew
from publishing.demo.models import Demonstration
from publishing.demo.people import Login, invite, logins
from publishing.demo.plans import Plan

LOCK = 0x70756764656D6F  # "pugdemo"; a PostgreSQL advisory lock: one at a time makes or removes the demo
AGE = timedelta(days=30)  # how long ago the demo's clips were made


class Outcome(Enum):
    """What `start` did."""

    MADE = "made"
    THERE = "there already"
    REMOVED = "removed before"
    OCCUPIED = "footage is there already"
    BUSY = "being made or removed by another process"


def active() -> bool:
    """Whether demo content is there, complete or not."""
    return Demonstration.objects.filter(removed_at__isnull=True).exists()


@contextmanager
def alone() -> Iterator[bool]:
    """True for one process at a time. The lock lives on a connection of its own and ends with it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            row = cursor.fetchone()
            taken = bool(row and row[0])
            try:
                yield taken
            finally:
                if taken:  # said, not left to the server, which may notice the end of a connection late
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        own.close()


def start(plan: Plan, crew: Crew) -> Outcome:
    """Fill an empty installation. Does nothing where footage is, or where the demo was made or removed before.

    What an interruption left half done is cleared and made anew. Raises removal.StillUsed where people work with it.
    """
    with alone() as allowed:
        if not allowed:
            return Outcome.BUSY
        made = Demonstration.objects.order_by("-pk").first()
        if made is not None and made.removed_at:
            return Outcome.REMOVED
        if made is not None and made.finished_at:
            return Outcome.THERE
        if made is not None:
            crew.say("it was interrupted; clearing what is there and beginning again")
            removal.clear(crew.say)
        if Footage.objects.exists():
            return Outcome.OCCUPIED
        _make(made or Demonstration.objects.create(), plan, crew)
        return Outcome.MADE


def _make(row: Demonstration, plan: Plan, crew: Crew) -> None:
    with crew.step("people"):
        crew.people = invite()
    with crew.step("footage"):
        footage = reels.shoot(plan.scenes, crew)
    with crew.step("individuals"):
        dossiers.open_dossiers(plan.dossiers, footage, crew)
    with crew.step("clips"):
        clips = edits.edit(plan.clips, footage, crew)
    with crew.step("translations"):
        edits.translate(plan.clips, clips, crew)
    with crew.step("renders"):
        edits.render(plan.clips, clips, crew)
    with crew.step("calendar"):
        past.date_clips(by=AGE)
        channels = desk.open_channels(plan.channels, crew)
        desk.sign_partners(plan.partners, clips, crew)
        campaigns = desk.begin_campaigns(plan.campaigns, crew)
        desk.choose_house_tags(plan.house_tags, crew)
        desk.fill_calendar(plan.posts, clips, channels, crew, campaigns=campaigns)
    row.finished_at, row.seconds = timezone.now(), crew.seconds
    row.save(update_fields=["finished_at", "seconds"])


@dataclass(frozen=True)
class Status:
    """What there is of the demo: `state` is none, unfinished, made or removed; counts by what is counted."""

    state: str
    counts: dict[str, int]
    logins: list[Login]


def status() -> Status:
    """How the demo stands; the passphrases are told as long as nobody changed them."""
    row = Demonstration.objects.order_by("-pk").first()
    if row is None:
        return Status("none", {}, [])
    if row.removed_at:
        return Status("removed", {}, [])
    return Status("made" if row.finished_at else "unfinished", removal.counts(), logins())
