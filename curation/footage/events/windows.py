"""Stretches of a station's time: events are formed anew there and nowhere else.

A window holds the pieces that changed. All pieces no further than the gap from it, and all others of the events that
those are in, may change their event with them; nothing beyond can, for it lies further than the gap from all of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from curation.footage.models import EventDue


class Window(NamedTuple):
    """From `start` to `end` at a station: of first and last moment of what was filmed there."""

    station: int
    start: datetime
    end: datetime


# An event that keeps its pieces, whatever is grouped around it.
HELD = """(e.event_id <> '' OR EXISTS (
    SELECT 1 FROM curation_observation o WHERE o.event_id = e.id AND o.footage_id IS NULL))"""

ENDS = "f.captured_at + make_interval(secs => COALESCE(f.duration, 0))"

# Pieces no further than the gap from a window. No file is longer than a day, so the index bounds the search.
NEAR = f"""
spans AS MATERIALIZED (
    SELECT w.station_id, w.starts - make_interval(secs => %(gap)s) AS lo, w.ends + make_interval(secs => %(gap)s) AS hi
    FROM unnest(%(at)s::bigint[], %(from)s::timestamptz[], %(to)s::timestamptz[]) AS w(station_id, starts, ends)
), near AS MATERIALIZED (
    SELECT DISTINCT f.id, f.event_id FROM spans s JOIN curation_footage f
    ON f.station_id = s.station_id AND f.captured_at BETWEEN s.lo - interval '1 day' AND s.hi AND {ENDS} >= s.lo
    WHERE f.captured_exact
)"""  # noqa: S608 - no value from outside

# Where events lie in which pieces of the windows still are, though they were filmed elsewhere or at another time.
ELSEWHERE = f"""
WITH {NEAR} SELECT DISTINCT e.station_id, e.start, e."end" FROM near n JOIN curation_footage f ON f.id = n.id
JOIN curation_event e ON e.id = n.event_id WHERE e.station_id IS NOT NULL AND NOT {HELD}
  AND (e.station_id <> f.station_id OR f.captured_at NOT BETWEEN e.start AND e."end")
"""  # noqa: S608 - no value from outside

# Pieces of the windows leave the events of other stations.
ARRIVED = f"""
WITH {NEAR} UPDATE curation_footage f SET event_id = NULL FROM near n JOIN curation_event e ON e.id = n.event_id
WHERE f.id = n.id AND e.station_id IS DISTINCT FROM f.station_id AND NOT {HELD} RETURNING e.id
"""  # noqa: S608 - no value from outside

OF_PIECES = f"""
SELECT f.station_id, f.captured_at, {ENDS} FROM curation_footage f
WHERE f.id = ANY(%(ids)s) AND f.station_id IS NOT NULL AND f.captured_at IS NOT NULL AND f.captured_exact
UNION SELECT e.station_id, e.start, e."end" FROM curation_footage f JOIN curation_event e ON e.id = f.event_id
WHERE f.id = ANY(%(ids)s) AND e.event_id = '' AND e.station_id IS NOT NULL
"""  # noqa: S608 - no value from outside

DUE = 'DELETE FROM curation_eventdue WHERE station_id = ANY(%s) RETURNING station_id, start, "end"'


def asked(statement: str, parameters: Any) -> list[Window]:
    """Rows of a statement as windows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Window(*row) for row in cursor.fetchall()]


def arrays(windows: Collection[Window], *, gap: int) -> dict[str, Any]:
    """Windows as the parameters of NEAR."""
    return {
        "gap": gap,
        "at": [window.station for window in windows],
        "from": [window.start for window in windows],
        "to": [window.end for window in windows],
    }


def of_pieces(footage_ids: Collection[int]) -> list[Window]:
    """When and where these pieces were filmed, and the events that they are still in."""
    return asked(OF_PIECES, {"ids": list(footage_ids)})


def elsewhere(windows: Collection[Window], *, gap: int) -> list[Window]:
    """Further windows that must be looked at with these, or after them where they are of another station."""
    return asked(ELSEWHERE, arrays(windows, gap=gap))


def taken(stations: Collection[int]) -> list[Window]:
    """What is due at these stations; it is due no more."""
    return asked(DUE, [list(stations)])


def note(windows: Iterable[Window]) -> None:
    """Have these looked at by the job that `due.begin` starts. Joins the transaction that is open."""
    EventDue.objects.bulk_create(
        [EventDue(station_id=one.station, start=one.start, end=one.end) for one in windows], batch_size=5000
    )
