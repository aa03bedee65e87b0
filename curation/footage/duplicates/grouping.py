"""Puts footage into groups of near duplicates, a few pieces at a time.

Two pieces are joined where their fingerprints lie closer than `likeness.ALIKE` and their durations differ by a tenth
at most, the closest first, and never against a person's decision that two pieces are no duplicates: such a pair keeps
the groups apart that it lies across.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from curation.footage.models import Footage, NotDuplicate
from curation.video.surveying.likeness import ALIKE, BANDS, Likeness, distance

LOCK = 0x7075676C696B65  # "puglike": one grouping at a time
DURATION = 0.1  # of the longer one, by which durations may differ
SHORT = 1.0  # seconds by which short ones may differ
CANDIDATES = 200  # that share most keys with a piece
ROWS = 50_000  # that the index hands out at most for one piece; beyond that it leaves some out
LARGEST = 150  # pieces whose group is worked out anew as a whole; larger groups only grow

# Rows that share keys with a piece, most shared keys first. Two shared keys among ten million strangers are chance
# once in 200,000 times; recordings that are alike share many.
FIND = """
SELECT f.id FROM curation_footage f
CROSS JOIN LATERAL (SELECT count(*) AS keys FROM unnest(f.likeness_bands) AS key WHERE key = ANY(%(bands)s)) AS shared
WHERE f.likeness_bands && %(bands)s::int[] AND f.id <> %(key)s
ORDER BY shared.keys DESC, f.id LIMIT %(most)s
"""

WRITE = """
UPDATE curation_footage f SET likeness_group = n.kin, likeness_best = f.likeness_best AND n.kin IS NOT NULL
FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, kin)
WHERE f.id = n.id AND f.likeness_group IS DISTINCT FROM n.kin
"""


@dataclass(frozen=True)
class Print:
    """What of a piece is compared."""

    key: int
    likeness: Likeness
    duration: float | None
    group: int | None


def place(footage_ids: Collection[int]) -> int:
    """Put these pieces into their groups, and out of those where they no longer belong; returns how many changed.

    Safe to repeat. Pieces without fingerprint belong to no group.
    """
    return sum(_settle({key}) for key in footage_ids)


@transaction.atomic
def forget(footage_ids: Collection[int]) -> int:
    """Take pieces out of their groups, as before they are deleted; what they held together falls apart."""
    _lock()
    keys = list(footage_ids)
    groups = set(
        Footage.objects.filter(pk__in=keys, likeness_group__isnull=False).values_list("likeness_group", flat=True)
    )
    left = set(Footage.objects.filter(likeness_group__in=groups).exclude(pk__in=keys).values_list("pk", flat=True))
    Footage.objects.filter(pk__in=keys).update(likeness_group=None, likeness_best=False)
    return _work_out(left)


def regroup(footage_ids: Collection[int]) -> int:
    """Work out anew the groups that these pieces are in, as after a decision."""
    return _settle(set(footage_ids))


def tidy() -> int:
    """Dissolve groups of which one piece is left, as after footage was deleted elsewhere; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE curation_footage SET likeness_group = NULL, likeness_best = false WHERE likeness_group IN ("
            "SELECT likeness_group FROM curation_footage WHERE likeness_group IS NOT NULL "
            "GROUP BY likeness_group HAVING count(*) = 1)"
        )
        return int(cursor.rowcount)


@transaction.atomic
def _settle(keys: set[int]) -> int:
    _lock()
    prints = _prints(Q(pk__in=keys))
    near = set(keys)
    for one in prints.values():
        near |= _near(one)
    groups = set(
        Footage.objects.filter(pk__in=near, likeness_group__isnull=False).values_list("likeness_group", flat=True)
    )
    near |= set(Footage.objects.filter(likeness_group__in=groups).values_list("pk", flat=True))
    return _work_out(near)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _prints(which: Q) -> dict[int, Print]:
    rows = Footage.objects.filter(which).order_by("pk").values_list("pk", "likeness", "duration", "likeness_group")
    return {key: Print(key, Likeness(tuple(frames)), duration, group) for key, frames, duration, group in rows}


def _near(one: Print) -> set[int]:
    """Keys of the pieces that are alike this one."""
    bands = _telling(Footage.objects.values_list("likeness_bands", flat=True).get(pk=one.key))
    if not bands:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gin_fuzzy_search_limit', %s, true)", [str(ROWS)])
        cursor.execute(FIND, {"bands": bands, "key": one.key, "most": CANDIDATES})
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT set_config('gin_fuzzy_search_limit', '0', true)")
    return {other.key for other in _prints(Q(pk__in=found)).values() if apart(one, other) is not None}


def _telling(bands: Iterable[int]) -> list[int]:
    """Keys without those of a hash that is all black or all white: too many pieces have them."""
    plain = {band << 16 | value for band in range(BANDS) for value in (0, 0xFFFF)}
    return [key for key in bands if key not in plain]


def apart(one: Print, other: Print) -> float | None:
    """How different two pieces are (0 the same), None where they are no near duplicates."""
    if one.duration is not None and other.duration is not None:
        allowed = max(SHORT, DURATION * max(one.duration, other.duration))
        if abs(one.duration - other.duration) > allowed:
            return None
    found = distance(one.likeness, other.likeness)
    return found if found <= ALIKE else None


def _work_out(keys: set[int]) -> int:
    """Write the groups among these pieces, which hold all pieces of each group that they touch."""
    prints = list(_prints(Q(pk__in=keys)).values())
    rows = list(prints)
    kin = {one.key: one.key for one in rows}
    whole = len(rows) <= LARGEST
    edges = sorted(
        (found, one.key, other.key)
        for place_, one in enumerate(rows)
        for other in rows[place_ + 1 :]
        if (found := apart(one, other) if whole or one.group != other.group or one.group is None else 0.0) is not None
    )
    against = _decided(keys)
    members = {one.key: {one.key} for one in rows}
    for _found, one, other in edges:
        first, second = sorted((kin[one], kin[other]))
        if first == second or any(against.get(key, set()) & members[second] for key in members[first]):
            continue
        for key in members[second]:
            kin[key] = first
        members[first] |= members.pop(second)
    groups = {key: kin[key] if len(members[kin[key]]) > 1 else None for key in kin}
    return _write(groups)


def _decided(keys: set[int]) -> dict[int, set[int]]:
    """By piece the others that people said are no duplicates of it."""
    against: dict[int, set[int]] = {}
    for first, second in NotDuplicate.objects.filter(first__in=keys, second__in=keys).values_list("first", "second"):
        against.setdefault(first, set()).add(second)
        against.setdefault(second, set()).add(first)
    return against


def _write(groups: dict[int, int | None]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(groups), list(groups.values())])
        changed = int(cursor.rowcount)
    if changed:
        _one_best({group for group in groups.values() if group is not None})
    return changed


def _one_best(groups: set[int]) -> None:
    """Where groups came together, only the best of the older one stays the best."""
    best = Footage.objects.filter(likeness_group__in=groups, likeness_best=True).order_by("likeness_group", "pk")
    known: set[int | None] = set()
    for key, group in list(best.values_list("pk", "likeness_group")):
        if group in known:
            Footage.objects.filter(pk=key).update(likeness_best=False)
        known.add(group)
