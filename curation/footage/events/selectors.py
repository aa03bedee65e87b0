"""What a reader sees of events: only the footage that this reader may see, and never where it was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from curation.footage.cards import current
from curation.footage.models import Event, Footage, Observation
from curation.footage.selectors import visible_to


@dataclass(frozen=True)
class Place:
    """Where a piece stands in its event: the `number`-th of `pieces`, counted from 1 in the order of filming."""

    event: int
    number: int
    pieces: int


def strip(event_id: int, *, user: Any) -> QuerySet[Footage]:
    """The footage of an event that this person may see, in the order in which it was filmed."""
    return visible_to(user).filter(event=event_id).order_by("captured_at", "pk")


def shown(event_id: int, *, user: Any) -> Event | None:
    """The event, if this person may see any of its footage."""
    return Event.objects.filter(pk=event_id).first() if strip(event_id, user=user).exists() else None


def events_of(footage_ids: Collection[int], *, user: Any) -> dict[int, Place]:
    """The place of each of these pieces in its event, by footage key; pieces without company are left out.

    Two statements, whatever the number of pieces.
    """
    visible = visible_to(user)
    events = visible.filter(pk__in=list(footage_ids), event__isnull=False).order_by().values_list("event", flat=True)
    numbered = (
        visible.filter(event__in=list(set(events)))
        .annotate(number=Window(RowNumber(), partition_by=F("event"), order_by=[F("captured_at").asc(), F("pk").asc()]))
        .order_by("event", "number")
        .values_list("event", "number", "pk")
    )
    rows: list[tuple[int, int, int]] = [(int(event or 0), number, key) for event, number, key in numbered]
    pieces = {event: number for event, number, _key in rows}  # the last number of each event
    wanted = set(footage_ids)
    return {key: Place(event, number, pieces[event]) for event, number, key in rows if key in wanted}


def neighbours(footage: Footage, *, user: Any) -> tuple[int | None, int | None]:
    """Keys of the pieces before and after this one in its event."""
    keys = list(strip(footage.event_id or 0, user=user).values_list("pk", flat=True))
    if footage.pk not in keys:
        return None, None
    at = keys.index(footage.pk)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def said_of(event_id: int) -> QuerySet[Observation]:
    """What was said of the event as a whole."""
    return (
        Observation.objects.filter(event=event_id, footage__isnull=True)
        .select_related("taxon", "individual")
        .prefetch_related("taxon__names", "individual__names")
    )


@dataclass(frozen=True)
class Seen:
    """One species over all pieces of an event: in how many, and the largest number in any of them."""

    observation: Observation
    pieces: int
    most: int | None
    machine: bool


def species_of(pieces: Collection[Footage]) -> list[Seen]:
    """What is seen in an event as one, most often first. Expects `observations__taxon__names` prefetched."""
    found: dict[tuple[int | None, str], list[Observation]] = {}
    for footage in pieces:
        for one in current(list(footage.observations.all())):
            found.setdefault((one.taxon_id, one.observation_type), []).append(one)
    seen = [_seen(rows) for rows in found.values()]
    return sorted(seen, key=lambda one: (one.observation.taxon_id is None, -one.pieces))


def _seen(rows: list[Observation]) -> Seen:
    by_piece: dict[int | None, int] = {}
    for one in rows:
        by_piece[one.footage_id] = by_piece.get(one.footage_id, 0) + (one.count or 0)
    machine = all(one.classification_method == Observation.Method.MACHINE for one in rows)
    return Seen(rows[0], len(by_piece), max(by_piece.values()) or None, machine)
