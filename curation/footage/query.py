"""A search for footage as a value: what the address bar says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from curation.footage.models import Observation
from curation.search import coding

STATES = ("ready", "catalogued", "waiting", "failed", "quarantined", "withdrawn")
SORTS = coding.SORTS
BEHAVIORS = tuple(value for value, _label in Observation.BEHAVIORS)
HOURS = tuple(str(hour) for hour in range(24))
LONGEST_TEXT = 200
MOST_VALUES = 60  # of one filter in one address
NOT = "!"  # before a value: everything but this

CHOICES: dict[str, tuple[str, ...]] = {
    "number": coding.NUMBERS,
    "sex": coding.SEXES,
    "life_stage": coding.LIFE_STAGES,
    "type": coding.TYPES,
    "light": coding.LIGHTS,
    "season": coding.SEASONS,
    "hour": HOURS,
    "quality": ("0", "1", "2", "3"),
    "duration": coding.DURATION_BANDS,
    "tagging": coding.TAGGING,
    "rights": ("free", "embargo"),
}
"""Filters whose values are known beforehand."""

OPEN = ("species", "behaviour", "individual", "zone", "station", "tag", "month")
"""Filters whose values come with the catalogue: scientific names, codes of individuals and stations, `2026-01`."""

FILTERS = (*OPEN, *CHOICES)


@dataclass(frozen=True)
class FootageQuery:
    """A search. Names of the fields are those of the address; days are in the reader's zone, durations in seconds.

    The values of one filter are alternatives; a value after `!` is excluded. `species` means its subspecies too.
    """

    q: str = ""
    species: tuple[str, ...] = ()
    behaviour: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    life_stage: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    individual: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    station: tuple[str, ...] = ()  # codes; only for those who may see them
    season: tuple[str, ...] = ()
    hour: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    duration: tuple[str, ...] = ()
    tagging: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    shortest: float | None = None
    longest: float | None = None
    collection: int | None = None
    event: int | None = None
    look_alike: int | None = None
    state: str = ""  # nothing: what can be shown, read or only catalogued
    sort: str = "rarest"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return replace(self, sort="rarest") != FootageQuery()

    @property
    def shortest_text(self) -> str:
        """As a number field takes it, whatever the reader's language."""
        return "" if self.shortest is None else _text(self.shortest)

    @property
    def longest_text(self) -> str:
        return "" if self.longest is None else _text(self.longest)

    def wanted(self, name: str) -> tuple[str, ...]:
        """The values of a filter that are asked for."""
        return tuple(value for value in getattr(self, name) if not value.startswith(NOT))

    def excluded(self, name: str) -> tuple[str, ...]:
        """The values of a filter that are not to be found."""
        return tuple(value[len(NOT) :] for value in getattr(self, name) if value.startswith(NOT))

    def parameters(self) -> list[tuple[str, str]]:
        """As an address says it, without what is the default."""
        told: list[tuple[str, str]] = []
        for known in fields(self):
            value = getattr(self, known.name)
            if value == known.default:
                continue
            values = value if isinstance(value, tuple) else (value,)
            told.extend((known.name, _text(one)) for one in values)
        return told

    def querystring(self) -> str:
        return urlencode(self.parameters())


@dataclass(frozen=True)
class Parsed:
    """A query and the parameters that were no good and are left out."""

    query: FootageQuery
    ignored: Mapping[str, str] = field(default_factory=dict)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, date) else str(value)


def parse(parameters: QueryDict) -> Parsed:
    """Read an address. What cannot be meant is left out and told, never guessed."""
    found: dict[str, Any] = {"q": " ".join(parameters.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT].strip()}
    ignored: dict[str, str] = {}
    for name in FILTERS:
        found[name] = _values(parameters, name, ignored=ignored)
    for name, choices in (("state", STATES), ("sort", SORTS)):
        value = parameters.get(name, "")
        if value in choices:
            found[name] = value
        elif value:
            ignored[name] = value[:60]
    for name, read in READ.items():
        value = parameters.get(name, "").strip()
        try:
            if value:
                found[name] = read(value)
        except ValueError:
            ignored[name] = value[:60]
    return Parsed(FootageQuery(**found), ignored)


def from_querystring(text: str) -> FootageQuery:
    """The query that `FootageQuery.querystring` wrote, or an address bar says; a leading `?` is fine."""
    return parse(QueryDict(text.removeprefix("?"))).query


def _values(parameters: QueryDict, name: str, *, ignored: dict[str, str]) -> tuple[str, ...]:
    given = (value.replace("\0", "") for value in parameters.getlist(name))
    values = tuple(dict.fromkeys(value for value in given if value.removeprefix(NOT)))
    kept = tuple(value for value in values if _known(name, value.removeprefix(NOT)))[:MOST_VALUES]
    if len(kept) < len(values):
        ignored[name] = ", ".join(value for value in values if value not in kept)[:60]
    return kept


def _known(name: str, value: str) -> bool:
    if name == "month":
        return re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value) is not None
    return name in OPEN or value in CHOICES[name]


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e7:
        raise ValueError(text)
    return value


def _key(text: str) -> int:
    value = int(text)
    if not 0 < value < 2**62:
        raise ValueError(text)
    return value


READ = {
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "shortest": _seconds,
    "longest": _seconds,
    "collection": _key,
    "event": _key,
    "look_alike": _key,
}
