"""Follows the change log of the catalogue (migration 0005) and brings the index up to it.

The position is a PostgreSQL snapshot: what a transaction wrote that this snapshot did not see is still to be read. So
nothing is missed when transactions commit in another order than they began, and a long one holds nobody up. Each change
only names footage; the rows are read as they are now, so that reading one twice does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection
from pyroaring import BitMap

from curation.footage.finding import rows
from curation.search.batch import Batch

SLICE = 500  # pieces of footage read and applied at once; questions wait for each
LARGE_SLICE = 2_000  # where there are more: twice the time of a small one, for four times as many
BUILD_SLICE = 500_000
KEPT_HOURS = 48  # of the change log; an index that is further behind is built anew


_HERE = "pg_current_snapshot()::text || ' ' || coalesce(pg_current_xact_id_if_assigned()::text, '')"

_CHANGED = (
    "SELECT '-', '{}'::bigint[], "  # noqa: S608  (our own text)
    + _HERE
    + ","
    " pg_snapshot_xmin(%(seen)s::pg_snapshot)"
    " < coalesce((SELECT max(xid) FROM curation_footagechange WHERE kind = 'x'), '0'::xid8)"
    " UNION ALL SELECT kind, ids, '', false FROM curation_footagechange"
    " WHERE kind <> 'x' AND xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)"
    " AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)"
)


class Applies(Protocol):
    """What is kept up to date."""

    def apply(self, batch: Batch) -> object: ...


class LogLost(Exception):
    """The change log no longer reaches back to the position: build the index anew."""


@dataclass
class Follower:
    """How far the index has followed. `pending` is footage that changed and is not applied yet."""

    position: str = ""
    pending: BitMap = field(default_factory=BitMap)
    tables: bool = False  # zones or taxa changed too

    def look(self) -> None:
        """Note what has changed since the last look. Raises LogLost."""
        with connection.cursor() as cursor:
            cursor.execute(_CHANGED, {"seen": self.position})
            for kind, ids, position, lost in cursor:
                if kind == "-":
                    now, gone = _unfinished(position), lost
                elif kind == "f":
                    self.pending.update(ids)
                else:
                    self.tables = True
        if gone:
            raise LogLost
        self.position = now

    def apply_to(self, index: Applies, *, budget: float, most: int | None = None) -> int:
        """Apply what is pending for about `budget` seconds, but nothing if there is more than `most` of it; returns
        how many changes are still outstanding."""
        began = time.monotonic()
        while self.pending or self.tables:
            if most is not None and len(self.pending) + self.tables > most:
                break
            part = self.pending[: SLICE if len(self.pending) <= SLICE else LARGE_SLICE]
            index.apply(rows.batch(list(part), tables=self.tables))
            self.pending -= part
            self.tables = False
            if time.monotonic() - began > budget:
                break
        return len(self.pending) + self.tables


def here() -> str:
    """The position of everything that is committed now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_HERE}")
        return _unfinished(cursor.fetchone()[0])


def _unfinished(position: str) -> str:
    """A snapshot that counts the asking transaction itself as unfinished, as every other transaction would see it.

    PostgreSQL leaves one's own number out of the list of those under way; what this transaction writes later would
    seem to have been seen. `position` is the snapshot's text, a blank and that number, if there is one.
    """
    snapshot, _blank, own = position.partition(" ")
    low, high, under_way = snapshot.split(":")
    if not own or int(own) >= int(high):
        return snapshot
    numbers = sorted({int(own), *(int(number) for number in under_way.split(",") if number)})
    return f"{low}:{high}:{','.join(map(str, numbers))}"


def everything() -> Iterator[Batch]:
    """The whole catalogue, a slice of keys at a time; take `here()` first and follow from there."""
    last = rows.highest_key()
    yield rows.batch(range(0), tables=True)
    for first in range(0, last + 1, BUILD_SLICE):
        yield rows.batch(range(first, min(first + BUILD_SLICE, last + 1)))


def prune() -> int:
    """Forget old changes, and note how far back the log still reaches; returns how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM curation_footagechange WHERE at < now() - make_interval(hours => %s)"
            # Never what an unfinished transaction may still stand before: a snapshot of now must not seem too old.
            " AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING xid)"
            " SELECT max(xid)::text, count(*) FROM gone",
            [KEPT_HOURS],
        )
        newest, count = cursor.fetchone()
        if newest is not None:
            cursor.execute("INSERT INTO curation_footagechange (xid, kind) VALUES (%s::xid8, 'x')", [newest])
    return int(count)


def all_keys() -> BitMap:
    """The keys of all footage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM curation_footage")
        return BitMap(key for (key,) in cursor)
