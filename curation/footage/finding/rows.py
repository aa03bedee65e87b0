"""Reads the catalogue for the search index: PostgreSQL's binary COPY, straight into columns, no row of Python.

Every field of these COPYs is a number and never NULL, so that all rows have one length in bytes and numpy reads them
where they lie (the format: PostgreSQL's manual, COPY, "Binary Format").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from curation.footage.arrivals import publicly
from curation.footage.finding import standing
from curation.footage.models import Station
from curation.search import coding
from curation.search.batch import Batch, FootageRows, ObservationRows
from curation.species.models import Taxon

HEADER = 19  # bytes before the first row: signature, flags, length of an extension that nobody uses
MISSING = coding.MISSING

_FOOTAGE = {
    "id": ("f.id", "i8"),
    "state": (
        "CASE WHEN f.alarm <> '' AND f.state <> 'withdrawn' THEN %(quarantined)s"
        " ELSE coalesce(array_position(%(states)s::text[], f.state::text), 0) END::int4",
        "i4",
    ),
    "station": ("coalesce(f.station_id, 0)", "i8"),
    "captured": ("coalesce(floor(extract(epoch FROM f.captured_at))::int8, %(missing)s)", "i8"),
    "captured_exact": ("f.captured_exact::int4", "i4"),
    "utc_offset": (
        "coalesce(extract(epoch FROM f.captured_at AT TIME ZONE coalesce(s.time_zone, %(zone)s)"
        " - (f.captured_at AT TIME ZONE 'UTC'))::int4, 0)",
        "i4",
    ),
    "duration": ("coalesce(f.duration, 'NaN')", "f8"),
    "light": ("coalesce(array_position(%(lights)s::text[], f.light::text), 0)", "i4"),
    "quality": ("coalesce(f.quality::int4, -1)", "i4"),
    "blank": ("coalesce(f.blank::int4, -1)", "i4"),
    "alarm": ("coalesce(array_position(%(alarms)s::text[], f.alarm::text), 0)", "i4"),
    "demo": ("f.demo::int4", "i4"),
    "animal_share": ("coalesce(f.animal_share, 'NaN')", "f8"),
    "sharpness": ("coalesce(f.sharpness, 'NaN')", "f8"),
    "embargo_until": ("coalesce(extract(epoch FROM f.embargo_until)::float8, 'NaN')", "f8"),
}
_OBSERVATION = {
    "footage": ("{footage}", "i8"),
    "method": ("(o.classification_method = 'machine')::int4", "i4"),
    "species": ("coalesce(o.taxon_id, 0)", "i8"),
    "behaviour": (
        "CASE o.behavior WHEN '' THEN 0 ELSE coalesce(array_position(%(behaviours)s::text[],"
        " o.behavior::text), -1) END::int4",
        "i4",
    ),
    "count": ("coalesce(o.count, 0)::int4", "i4"),
    "sex": ("coalesce(array_position(%(sexes)s::text[], o.sex::text), 0)", "i4"),
    "life_stage": ("coalesce(array_position(%(stages)s::text[], o.life_stage::text), 0)", "i4"),
    "individual": ("coalesce(o.individual_id, 0)", "i8"),
    "type": ("coalesce(array_position(%(types)s::text[], o.observation_type::text), 0)", "i4"),
    "id": ("o.id", "i8"),
    "editorial": ("o.editorial::int4", "i4"),
    "machine": ("coalesce(array_position(%(machines)s::text[], o.classified_by::text), -1)", "i4"),
}
_PARAMETERS: dict[str, Any] = {
    "states": list(coding.STATES),
    "quarantined": coding.STATES.index("quarantined") + 1,
    "missing": MISSING,
    "lights": list(coding.LIGHTS),
    "alarms": list(coding.ALARMS),
    "behaviours": list(coding.BEHAVIOURS),
    "sexes": list(coding.SEXES),
    "stages": list(coding.LIFE_STAGES),
    "types": list(coding.TYPES),
}

Among = Sequence[int] | range
"""Keys of footage, or a range of them."""


def batch(among: Among, *, tables: bool = False) -> Batch:
    """What the index shall hold of this footage; keys without a row are removed. `tables`: with zones and ancestors."""
    found = _footage(among)
    removed = np.setdiff1d(np.asarray(among, np.int64), found["id"]) if not isinstance(among, range) else ()
    tags = _tags(among)
    return Batch(
        footage=_footage_rows(found),
        observations=_observation_rows(among),
        texts=_texts(among, tags=tags),
        tags=tags,
        removed=removed,
        zones=zones() if tables else {},
        ancestors=ancestors() if tables else {},
    )


def zones() -> dict[int, str]:
    """The zone of every station."""
    return dict(Station.objects.values_list("pk", "zone"))


def ancestors() -> dict[int, tuple[int, ...]]:
    """The taxa above every taxon, nearest first."""
    parents: dict[int, int | None] = dict(Taxon.objects.values_list("pk", "parent_id"))
    found: dict[int, tuple[int, ...]] = {}
    for taxon in parents:
        above: list[int] = []
        parent: int | None = parents[taxon]
        while parent is not None and parent not in above:
            above.append(parent)
            parent = parents.get(parent)
        found[taxon] = tuple(above)
    return found


def highest_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM curation_footage")
        return int(cursor.fetchone()[0])


# ------------------------------------------------------------------------------------------------------ reading


def _among(column: str, among: Among) -> tuple[str, dict[str, Any]]:
    if isinstance(among, range):
        return f"{column} >= %(first)s AND {column} < %(end)s", {"first": among.start, "end": among.stop}
    return f"{column} = ANY(%(keys)s)", {"keys": [int(key) for key in among]}


def _copied(fields: dict[str, tuple[str, str]], source: str, parameters: dict[str, Any]) -> NDArray:
    """The rows of a SELECT as a structured array."""
    chosen = ", ".join(f"({expression})::{_SQL[kind]}" for expression, kind in fields.values())
    query = f"COPY (SELECT {chosen} {source}) TO STDOUT (FORMAT binary)"
    connection.ensure_connection()
    known = _PARAMETERS | standing.parameters() | {"zone": settings.TIME_ZONE} | parameters
    # psycopg's own cursor: Django's one for debugging takes no parameters here.
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(query, known) as copy,
    ):
        data = b"".join(bytes(part) for part in copy)
    layout = [("fields", ">i2")]
    for name, (_expression, kind) in fields.items():
        layout += [(f"{name}:bytes", ">i4"), (name, f">{kind}")]
    return np.frombuffer(data[HEADER:-2], np.dtype(layout))


_SQL = {"i8": "int8", "i4": "int4", "f8": "float8"}


def _footage(among: Among) -> NDArray:
    where, keys = _among("f.id", among)
    return _copied(
        _FOOTAGE, f"FROM curation_footage f LEFT JOIN curation_station s ON s.id = f.station_id WHERE {where}", keys
    )


def _named(column: NDArray, values: Sequence[str]) -> NDArray:
    """Codes from 1 as the strings they stand for; 0 is none."""
    return np.array(["", *values], dtype=object)[column]


def _known(column: NDArray, *, missing: int = 0) -> NDArray:
    """Numbers as objects, None for what is missing."""
    known = column.astype(object)
    known[column == missing] = None
    return known


def _footage_rows(found: NDArray) -> FootageRows:
    return FootageRows(
        id=found["id"].astype(np.int64),
        state=_named(found["state"], coding.STATES),
        station=_known(found["station"]),
        captured=found["captured"].astype(np.int64),
        captured_exact=found["captured_exact"].astype(np.bool_),
        utc_offset=found["utc_offset"].astype(np.int64),
        duration=found["duration"].astype(np.float64),
        light=_named(found["light"], coding.LIGHTS),
        quality=_known(found["quality"], missing=-1),
        blank=np.array([None, False, True], dtype=object)[found["blank"] + 1],
        alarm=_named(found["alarm"], coding.ALARMS),
        demo=found["demo"].astype(np.bool_),
        animal_share=found["animal_share"].astype(np.float64),
        sharpness=found["sharpness"].astype(np.float64),
        embargo_until=found["embargo_until"].astype(np.float64),
    )


def _observation_rows(among: Among) -> ObservationRows:
    """Observations of the footage itself, and of the events that it belongs to."""
    own, keys = _among("o.footage_id", among)
    events, _keys = _among("f.id", among)
    of_event = (
        "FROM curation_observation o JOIN curation_footage f ON f.event_id = o.event_id"
        f" WHERE o.footage_id IS NULL AND {events}"
    )
    direct = _copied(_of("o.footage_id"), f"FROM curation_observation o WHERE {own}", keys)
    shared = _copied(_of("f.id"), of_event, keys)
    found = np.concatenate([direct, shared]) if len(shared) else direct
    found = found[standing.counting(found)]
    behaviours = _named(np.maximum(found["behaviour"], 0), coding.BEHAVIOURS)
    strange = np.flatnonzero(found["behaviour"] < 0)
    if len(strange):
        words = _behaviours(found["id"][strange])
        behaviours[strange] = [words.get(int(key), "") for key in found["id"][strange]]
    return ObservationRows(
        footage=found["footage"].astype(np.int64),
        method=np.array(["human", "machine"], dtype=object)[found["method"]],
        species=_known(found["species"]),
        behaviour=behaviours,
        count=found["count"].astype(np.float64),
        sex=_named(found["sex"], coding.SEXES),
        life_stage=_named(found["life_stage"], coding.LIFE_STAGES),
        individual=_known(found["individual"]),
        type=_named(found["type"], coding.TYPES),
    )


def _of(footage: str) -> dict[str, tuple[str, str]]:
    return {name: (expression.format(footage=footage), kind) for name, (expression, kind) in _OBSERVATION.items()}


def _behaviours(observations: Iterable[int]) -> dict[int, str]:
    """Words for behaviour that are not Pugmark's own, as packages bring them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, behavior FROM curation_observation WHERE id = ANY(%s)", [[int(key) for key in observations]]
        )
        return dict(cursor.fetchall())


def _texts(among: Among, *, tags: Iterable[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Words for all to find, and the tags that tell a place for those who may know it."""
    noted, keys = _among("id", among)
    said, _keys = _among("footage_id", among)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, 'open', notes FROM curation_footage WHERE notes <> '' AND {noted}"  # noqa: S608  (columns)
            f" UNION ALL SELECT footage_id, 'open', text FROM curation_footagetext WHERE {said}",
            keys,
        )
        found = cursor.fetchall()
    mark = coding.OF_A_PLACE
    return [*found, *((footage, "place", tag[len(mark) :]) for footage, tag in tags if tag.startswith(mark))]


def _tags(among: Among) -> list[tuple[int, str]]:
    """Tags; those that tell a place are marked, as rows that came in past the intake may have them."""
    where, keys = _among("id", among)
    with connection.cursor() as cursor:
        tagged = "SELECT id, unnest(tags) FROM curation_footage WHERE tags <> '{}'"
        cursor.execute(f"{tagged} AND {where}", keys)
        found = cursor.fetchall()
    marked = dict(zip(known := list({tag for _footage, tag in found}), marks(known), strict=True))
    return [(footage, marked[tag]) for footage, tag in found]


def marks(tags: Sequence[str]) -> list[str]:
    """Tags as the index has them: those that tell a place begin with OF_A_PLACE."""
    public = set(publicly(list(tags))) if tags else set()
    return [tag if tag in public else coding.OF_A_PLACE + tag for tag in tags]
