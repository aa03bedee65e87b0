"""A search for footage as a value: what the address bar says, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from curation.footage.models import Footage, Observation

TAGGING = ("approved", "machine", "untagged")
STATES = ("ready", "waiting", "failed", "quarantined", "withdrawn")
SORTS = ("rarest", "newest")
LIGHTS = (Footage.Light.DAY.value, Footage.Light.NIGHT.value)
BEHAVIORS = tuple(value for value, _label in Observation.BEHAVIORS)
LONGEST_TEXT = 200


@dataclass(frozen=True)
class FootageQuery:
    """A search. Names of the fields are those of the address; days are in the reader's zone, durations in seconds."""

    q: str = ""
    species: tuple[str, ...] = ()  # scientific names; subspecies are meant too
    behaviour: tuple[str, ...] = ()
    light: str = ""
    zone: tuple[str, ...] = ()
    station: tuple[str, ...] = ()  # codes; only for those who may see them
    since: date | None = None
    until: date | None = None
    shortest: float | None = None
    longest: float | None = None
    tagging: str = ""
    state: str = "ready"
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
    for name, known in (("species", None), ("behaviour", BEHAVIORS), ("zone", None), ("station", None)):
        values = tuple(
            dict.fromkeys(value.replace("\0", "") for value in parameters.getlist(name) if value.replace("\0", ""))
        )
        kept = tuple(value for value in values if known is None or value in known)
        if len(kept) < len(values):
            ignored[name] = ", ".join(value for value in values if value not in kept)[:60]
        found[name] = kept
    for name, choices in (("light", LIGHTS), ("tagging", TAGGING), ("state", STATES), ("sort", SORTS)):
        value = parameters.get(name, "")
        if value in choices:
            found[name] = value
        elif value:
            ignored[name] = value
    for name, read in (
        ("since", date.fromisoformat),
        ("until", date.fromisoformat),
        ("shortest", _seconds),
        ("longest", _seconds),
    ):
        value = parameters.get(name, "").strip()
        try:
            if value:
                found[name] = read(value)
        except ValueError:
            ignored[name] = value[:60]
    return Parsed(FootageQuery(**found), ignored)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e7:
        raise ValueError(text)
    return value
