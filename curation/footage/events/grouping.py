"""Puts footage into events: the pieces of one station with no longer gap between them than was set.

The gap runs from the end of what was filmed so far to the start of the next piece. A piece that stands alone has no
event. Two kinds of events keep exactly their pieces: those that a package named, and those of which somebody has said
something as a whole, for what was said was said of these pieces. All others keep their keys as far as they can: a new
burst takes the event that most of its pieces were in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from curation.footage.events import windows as of_time
from curation.footage.events.gap import seconds
from curation.footage.events.windows import ARRIVED, ENDS, HELD, NEAR, Window
from curation.footage.models import EventDue, Station
from curation.jobs.messages import declare_notes
from curation.jobs.work import Work, handler

KIND = "group_events"
STATIONS_AT_ONCE = 200  # in one transaction
LOCK = 0x70756765  # "puge": first half of the advisory lock that one grouping of a station holds

declare_notes({"events": _("Putting footage into events")})

LOCKED = "SELECT pg_advisory_xact_lock(%s, (id %% 2147483647)::int) FROM unnest(%s::bigint[]) AS id ORDER BY id"

STRAYED = f"""
UPDATE curation_footage f SET event_id = NULL FROM curation_event e
WHERE e.id = f.event_id AND {{which}} AND NOT {HELD}
  AND (f.station_id IS DISTINCT FROM e.station_id OR f.captured_at IS NULL OR NOT f.captured_exact)
RETURNING e.id
"""  # noqa: S608 - no value from outside

# The pieces that are grouped: those of whole stations, or those that windows may change.
EVERYTHING = f"""
pieces AS MATERIALIZED (
    SELECT f.id, f.station_id, f.event_id, f.captured_at AS starts, {ENDS} AS ends
    FROM curation_footage f LEFT JOIN curation_event e ON e.id = f.event_id
    WHERE f.station_id = ANY(%(stations)s) AND f.captured_at IS NOT NULL AND f.captured_exact
      AND (e.id IS NULL OR NOT {HELD})
)"""  # noqa: S608 - no value from outside

AROUND = f"""
{NEAR}, chosen AS MATERIALIZED (
    SELECT id FROM near UNION
    SELECT f.id FROM (SELECT DISTINCT event_id FROM near WHERE event_id IS NOT NULL) n
    JOIN curation_footage f ON f.event_id = n.event_id
), pieces AS MATERIALIZED (
    SELECT f.id, f.station_id, f.event_id, f.captured_at AS starts, {ENDS} AS ends
    FROM chosen JOIN curation_footage f ON f.id = chosen.id LEFT JOIN curation_event e ON e.id = f.event_id
    WHERE f.station_id = ANY(%(stations)s) AND f.captured_at IS NOT NULL AND f.captured_exact
      AND (e.id IS NULL OR NOT {HELD})
)"""  # noqa: S608 - no value from outside

GROUPED = """
WITH {pieces}, marked AS (
    SELECT *, (starts > max(ends) OVER (PARTITION BY station_id ORDER BY starts, id
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                        + make_interval(secs => %(gap)s))::int AS begins
    FROM pieces
), numbered AS MATERIALIZED (
    SELECT *, COALESCE(sum(begins) OVER (PARTITION BY station_id ORDER BY starts, id), 0) AS burst FROM marked
), bursts AS MATERIALIZED (
    SELECT station_id, burst, min(starts) AS starts, max(ends) AS ends
    FROM numbered GROUP BY station_id, burst HAVING count(*) > 1
), claims AS (
    SELECT station_id, burst, event_id, count(*) AS pieces
    FROM numbered JOIN bursts USING (station_id, burst) WHERE event_id IS NOT NULL
    GROUP BY station_id, burst, event_id
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY station_id, burst ORDER BY pieces DESC, event_id) AS of_burst,
              row_number() OVER (PARTITION BY event_id ORDER BY pieces DESC, station_id, burst) AS of_event
    FROM claims
), wanted AS MATERIALIZED (
    SELECT b.*, r.event_id IS NULL AS fresh,
           COALESCE(r.event_id, nextval(pg_get_serial_sequence('curation_event', 'id'))) AS event
    FROM bursts b LEFT JOIN ranked r
         ON r.station_id = b.station_id AND r.burst = b.burst AND r.of_burst = 1 AND r.of_event = 1
), made AS (
    INSERT INTO curation_event (id, station_id, event_id, start, "end")
    SELECT event, station_id, '', starts, ends FROM wanted WHERE fresh RETURNING 1
), dated AS (
    UPDATE curation_event e SET start = w.starts, "end" = w.ends, station_id = w.station_id
    FROM wanted w WHERE e.id = w.event AND NOT w.fresh
      AND (e.start, e."end", e.station_id) IS DISTINCT FROM (w.starts, w.ends, w.station_id) RETURNING 1
), moved AS (
    UPDATE curation_footage f SET event_id = w.event
    FROM numbered n LEFT JOIN wanted w USING (station_id, burst)
    WHERE f.id = n.id AND f.event_id IS DISTINCT FROM w.event RETURNING f.id, n.event_id AS left_event
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM moved),
       (SELECT array_agg(DISTINCT left_event) FROM moved WHERE left_event IS NOT NULL)
"""

EMPTIED = """
DELETE FROM curation_event e WHERE e.event_id = '' AND {which}
  AND NOT EXISTS (SELECT 1 FROM curation_footage f WHERE f.event_id = e.id)
  AND NOT EXISTS (SELECT 1 FROM curation_observation o WHERE o.event_id = e.id)
"""


@dataclass(frozen=True)
class Grouped:
    """What a grouping changed: events made and removed, pieces that came into another event or into none."""

    made: int = 0
    removed: int = 0
    moved: int = 0

    def __add__(self, other: Grouped) -> Grouped:
        return Grouped(self.made + other.made, self.removed + other.removed, self.moved + other.moved)


def group(
    station_ids: Collection[int] | None = None,
    *,
    footage_ids: Collection[int] | None = None,
    gap: int | None = None,
) -> Grouped:
    """Group the footage of these stations, or what lies around these pieces and around their events; else all.

    Safe to repeat: what is grouped already is not written again. `gap` in seconds defaults to the one that is set.
    """
    if footage_ids is not None:
        return _group_pieces(list(footage_ids), gap=seconds() if gap is None else gap)
    total = Grouped()
    for grouped, _fraction in steps(station_ids, gap=gap):
        total += grouped
    return total


def steps(station_ids: Collection[int] | None = None, *, gap: int | None = None) -> Iterator[tuple[Grouped, float]]:
    """`group` of whole stations in transactions of 200 each, with how much of it is done (0..1)."""
    longest = seconds() if gap is None else gap
    if station_ids is None:
        station_ids = Station.objects.order_by("pk").values_list("pk", flat=True)
    stations = sorted(station_ids)
    for first in range(0, len(stations), STATIONS_AT_ONCE):
        batch = stations[first : first + STATIONS_AT_ONCE]
        yield _group_stations(batch, gap=longest), (first + len(batch)) / len(stations)


def group_due(stations: Collection[int], *, gap: int) -> Grouped:
    """Group what is due at these stations, at most 200; what that brings up of other stations becomes due there."""
    with transaction.atomic():
        _lock(stations)
        grouped, further = _group_windows(of_time.taken(stations), gap=gap)
        of_time.note(further)
    return grouped


@transaction.atomic
def _group_stations(stations: list[int], *, gap: int) -> Grouped:
    _lock(stations)
    EventDue.objects.filter(station__in=stations).delete()
    with connection.cursor() as cursor:
        cursor.execute(STRAYED.format(which="e.station_id = ANY(%s)"), [stations])
        strayed = cursor.rowcount
        cursor.execute(GROUPED.format(pieces=EVERYTHING), {"stations": stations, "gap": gap})
        made, moved, _left = cursor.fetchone()
        cursor.execute(EMPTIED.format(which="e.station_id = ANY(%s)"), [stations])  # also what a removed file left
        return Grouped(made=made, removed=cursor.rowcount, moved=moved + strayed)


@transaction.atomic
def _group_pieces(footage_ids: list[int], *, gap: int) -> Grouped:
    todo = of_time.of_pieces(footage_ids)
    with connection.cursor() as cursor:
        cursor.execute(STRAYED.format(which="f.id = ANY(%s)"), [footage_ids])
        strayed = [row[0] for row in cursor.fetchall()]
    total = Grouped(moved=len(strayed))
    while todo:
        _lock({window.station for window in todo})
        grouped, todo = _group_windows(todo, gap=gap)
        total += grouped
    return total + Grouped(removed=_remove_empty(strayed))


def _group_windows(windows: list[Window], *, gap: int) -> tuple[Grouped, list[Window]]:
    """Group what these windows may change; also returns windows of other stations that must be grouped next."""
    stations = {window.station for window in windows}
    found = of_time.elsewhere(windows, gap=gap)
    windows = [*windows, *(window for window in found if window.station in stations)]
    given = of_time.arrays(windows, gap=gap)
    with connection.cursor() as cursor:
        cursor.execute(ARRIVED, given)
        arrived = [row[0] for row in cursor.fetchall()]
        cursor.execute(GROUPED.format(pieces=AROUND), given | {"stations": list(stations)})
        made, moved, left = cursor.fetchone()
    removed = _remove_empty([*arrived, *(left or [])])
    grouped = Grouped(made=made, removed=removed, moved=moved + len(arrived))
    return grouped, [window for window in found if window.station not in stations]


def _remove_empty(events: list[int]) -> int:
    if not events:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED.format(which="e.id = ANY(%s)"), [events])
        return cursor.rowcount


def _lock(stations: Collection[int]) -> None:
    """Hold these stations until the transaction ends: two groupings of one station would make events twice."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [LOCK, sorted(stations)])


@handler(KIND)
def regroup(work: Work) -> dict[str, Any]:
    """The job that groups all stations, as after the gap was changed. Cancelled, it leaves whole stations."""
    total = Grouped()
    for grouped, fraction in steps(gap=work.job.payload.get("gap")):
        total += grouped
        work.report(fraction, "events")
        work.stop_if_cancelled()
    return {"made": total.made, "removed": total.removed, "moved": total.moved}
