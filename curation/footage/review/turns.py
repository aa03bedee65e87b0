"""Whose turn it is to look at what: pieces in order, each for one person at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from pyroaring import BitMap

from curation.footage.models import ReviewEntry
from curation.footage.review import queue
from curation.footage.selectors import usable_by
from curation.species.models import Taxon

RESERVED = timedelta(minutes=5)
FEW = 20_000  # pieces of a search up to which they are looked up by key
BATCH = 2_000
FARTHEST = 100_000  # places of one heap that are looked through for a search

# The heaps there are, found by jumps through the index instead of reading it.
_HEAPS = """
WITH RECURSIVE found AS (
    (SELECT heap FROM curation_reviewentry ORDER BY heap LIMIT 1)
    UNION ALL
    SELECT (SELECT heap FROM curation_reviewentry e WHERE e.heap > found.heap ORDER BY heap LIMIT 1)
    FROM found WHERE found.heap IS NOT NULL
) SELECT heap FROM found WHERE heap IS NOT NULL
"""


def heaps() -> list[int]:
    """Heaps in the order of the queue: rare species, common species, animals of unknown species, untagged, blank."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAPS)
        there = [row[0] for row in cursor.fetchall()]
    counts = queue.species_counts()
    position = dict(Taxon.objects.filter(pk__in=there).values_list("pk", "position"))
    # What is not a species comes last: 0, -1, -2. Among equally rare species the desk's own order decides.
    return sorted(
        there, key=lambda heap: (heap <= 0, -heap if heap <= 0 else counts.get(heap, 0), position.get(heap, 0))
    )


def take(user: User, *, number: int, within: BitMap | None = None, without: Collection[int] = ()) -> list[int]:
    """Reserve the next pieces for a person; those that this person holds already come first where they stand.

    `within`: only these pieces (a search). `without`: pieces that the page has already.
    """
    found: list[int] = []
    with transaction.atomic():
        for part in _candidates(user, within=within, without=without, number=number):
            wanted = ReviewEntry.objects.select_for_update(skip_locked=True).filter(_free(user), pk__in=part)
            locked = set(wanted.values_list("pk", flat=True))
            visible = set(usable_by(user).filter(pk__in=locked).values_list("pk", flat=True))
            found += [key for key in part if key in visible][: number - len(found)]
            if len(found) >= number:
                break
        until = timezone.now() + RESERVED
        ReviewEntry.objects.filter(pk__in=found).update(reserved_by=user.pk, reserved_until=until)
    return found


def _free(user: User) -> Q:
    """Neither somebody else's now nor skipped by this person."""
    unreserved = Q(reserved_until=None) | Q(reserved_until__lt=timezone.now()) | Q(reserved_by=user.pk)
    return unreserved & ~Q(passed_by__contains=[user.pk])


def _candidates(user: User, *, within: BitMap | None, without: Collection[int], number: int) -> Iterator[list[int]]:
    """Keys in order, in parts."""
    free = ReviewEntry.objects.filter(_free(user)).exclude(pk__in=list(without))
    order = heaps()
    if within is not None and len(within) <= FEW:
        places = {heap: place for place, heap in enumerate(order)}
        # One array: ten thousand parameters would take a second to bind.
        here = free.extra(where=["curation_reviewentry.footage_id = ANY(%s)"], params=[list(within)])
        rows = here.values_list("heap", "doubt", "pk")
        ordered = sorted(rows, key=lambda row: (places.get(row[0], len(places)), -row[1], row[2]))
        yield from ([row[2] for row in ordered[first : first + BATCH]] for first in range(0, len(ordered), BATCH))
        return
    for heap in order:
        yield from _of_heap(free.filter(heap=heap), within=within, size=number * 4 if within is None else BATCH)


def _of_heap(rows: Any, *, within: BitMap | None, size: int) -> Iterator[list[int]]:
    """The keys of one heap from the most doubtful on, by keyset, each part four times the one before."""
    last: tuple[int, int] | None = None
    seen = 0
    while seen < FARTHEST:
        here = rows
        if last is not None:
            here = rows.filter(Q(doubt__lt=last[0]) | Q(doubt=last[0], pk__gt=last[1]), doubt__lte=last[0])
        part = list(here.order_by("-doubt", "pk").values_list("doubt", "pk")[:size])
        if not part:
            return
        last, seen, size = part[-1], seen + len(part), min(size * 4, BATCH)
        keys = [key for _doubt, key in part if within is None or key in within]
        if keys:
            yield keys


def elsewhere(user: User) -> dict[str, Any]:
    """What colleagues hold at this moment: how many pieces, and when the first comes free if nobody decides."""
    held = ReviewEntry.objects.filter(reserved_until__gt=timezone.now()).exclude(reserved_by=user.pk)
    told = held.aggregate(number=Count("pk"), until=Min("reserved_until"))
    return {"number": told["number"], "until": told["until"].isoformat() if told["until"] else None}


def give_back(user: User, ids: Collection[int]) -> None:
    """Let others have what this person holds and did not look at."""
    ReviewEntry.objects.filter(reserved_by=user.pk, pk__in=list(ids)).update(reserved_by=None, reserved_until=None)


def skip(user: User, footage: int) -> None:
    """Not for this person; somebody else may know."""
    _passed(footage, "array_append(array_remove(passed_by, %(user)s), %(user)s)", user)


def unskip(user: User, footage: int) -> None:
    """Undo of `skip`."""
    _passed(footage, "array_remove(passed_by, %(user)s)", user)


def _passed(footage: int, expression: str, user: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE curation_reviewentry SET passed_by = {expression}, reserved_by_id = NULL, reserved_until = NULL "  # noqa: S608
            "WHERE footage_id = %(footage)s",
            {"user": user.pk, "footage": footage},
        )
