"""Reads one page of footage as cards show it: two statements, only the columns that a card needs, no row read twice.

Django's own way would put its statements together anew for each page and read forty columns more, which takes longer
than everything else about a page. What is not read here is fetched when somebody asks a row for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from django.db import connection, models

from curation.footage.models import Footage, Observation, Station

FOOTAGE = (
    "id", "state", "file", "event_id", "station_id", "captured_at", "captured_exact", "light", "duration", "poster",
    "scrub_sheet", "scrub", "proxy", "error_code", "error_params", "alarm",
)  # fmt: skip
STATION = ("id", "zone")
OBSERVATION = (
    "id", "footage_id", "event_id", "observation_type", "taxon_id", "count", "sex", "life_stage", "behavior",
    "individual_id", "editorial", "classification_method", "classified_by", "classification_probability",
)  # fmt: skip

Convert = Callable[[Any, Any, Any], Any]


def footage(keys: Collection[int]) -> dict[int, Footage]:
    """Footage by key with its station's zone; keys without a row are left out."""
    own, stations = _columns(Footage, FOOTAGE), _columns(Station, STATION)
    found: dict[int, Footage] = {}
    zones: dict[int, Station] = {}
    statement = (
        f"SELECT {_chosen(Footage, 'f', FOOTAGE)}, {_chosen(Station, 's', STATION)} FROM curation_footage f"  # noqa: S608
        " LEFT JOIN curation_station s ON s.id = f.station_id WHERE f.id = ANY(%s)"
    )
    for row in _rows(statement, [list(keys)]):
        one = _made(Footage, own, row[: len(FOOTAGE)])
        place = row[len(FOOTAGE) :]
        if place[0] is not None:
            one.station = zones.setdefault(place[0], _made(Station, stations, place))
        found[one.pk] = one
    return found


def observations(footage: Collection[int], *, events: Collection[int]) -> list[Observation]:
    """What is said of this footage, and of these events as a whole; oldest first."""
    columns = _columns(Observation, OBSERVATION)
    of_events = " UNION ALL SELECT * FROM curation_observation WHERE footage_id IS NULL AND event_id = ANY(%s)"
    statement = (
        f"SELECT {_chosen(Observation, 'o', OBSERVATION)} FROM (SELECT * FROM curation_observation"  # noqa: S608
        f" WHERE footage_id = ANY(%s){of_events if events else ''}) o ORDER BY o.id"
    )
    keys = [list(footage), list(events)] if events else [list(footage)]
    return [_made(Observation, columns, row) for row in _rows(statement, keys)]


def _rows(statement: str, keys: list[list[int]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, keys)
        return cursor.fetchall()


@cache
def _chosen(model: type[models.Model], alias: str, names: tuple[str, ...]) -> str:
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    return ", ".join(f'{alias}."{columns[name]}"' for name in names)


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[str, Convert | None], ...]:
    """The names with what turns a value of the database into one of ours, in the order of the names."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return tuple((name, getattr(fields[name], "from_db_value", None)) for name in names)


def _made(model: type[Any], columns: tuple[tuple[str, Convert | None], ...], values: tuple[Any, ...]) -> Any:
    """A row as Django makes one, its other columns deferred.

    Without `Model.__init__`, which would set each deferred column apart.
    """
    one = object.__new__(model)
    one._state = models.base.ModelState()
    one._state.db, one._state.adding = connection.alias, False
    for (name, convert), value in zip(columns, values, strict=True):
        one.__dict__[name] = value if convert is None else convert(value, None, connection)
    return one
