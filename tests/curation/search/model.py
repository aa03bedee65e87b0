"""The same catalogue as plain Python, looked through from one end to the other: what the index must agree with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from curation.search.ask import And, Ask, Has, Ids, Not, Or, Seen, Word
from curation.search.batch import Batch, FootageRows, ObservationRows
from curation.search.coding import OBSERVATION_DIMENSIONS

ANCESTORS = {1: (10, 100), 2: (10, 100), 3: (11, 100), 4: (100,), 10: (100,), 11: (100,)}
ZONES = {1: "Hunchun", 2: "Hunchun", 3: "Wangqing", 4: "Dongning"}
FIELDS = ("method", "species", "behaviour", "count", "sex", "life_stage", "individual", "type")


@dataclass(frozen=True)
class Sight:
    """One observation."""

    method: str = "human"
    species: int | None = None
    behaviour: str = ""
    count: int | None = None
    sex: str = ""
    life_stage: str = ""
    individual: str = ""
    type: str = "animal"

    def values(self, name: str) -> set:
        if name == "species":
            return {self.species, *ANCESTORS.get(self.species, ())} if self.species else set()
        if name == "number":
            number = self.count or 0
            bands = {1: "1", 2: "2", 3: "3", 4: "4"}
            return {bands.get(number, "5-9" if number < 10 else "10+")} if number > 0 else set()
        value = getattr(self, name)
        return {value} if value else set()


@dataclass(frozen=True)
class Piece:
    """One piece of footage with everything that is said of it."""

    id: int
    state: str = "ready"
    station: int | None = None
    captured: int | None = None
    captured_exact: bool = True
    duration: float | None = None
    light: str = ""
    quality: int | None = None
    alarm: str = ""
    blank: bool | None = None
    embargo_until: int | None = None
    animal_share: float | None = None
    sharpness: float | None = None
    sights: tuple[Sight, ...] = ()
    tags: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def current(self) -> list[Sight]:
        human = [sight for sight in self.sights if sight.method == "human"]
        return human or list(self.sights)

    def values(self, name: str, *, now: int) -> set:
        """The values in a dimension of footage."""
        local = None
        if self.captured is not None:
            local = datetime.datetime.fromtimestamp(self.captured + 8 * 3600, datetime.UTC)
        found = {
            "state": lambda: self.state,
            "alarm": lambda: self.alarm,
            "station": lambda: self.station,
            "zone": lambda: ZONES.get(self.station),
            "light": lambda: self.light,
            "hour": lambda: local.hour if local and self.captured_exact else None,
            "season": lambda: ["winter", "spring", "summer", "autumn"][local.month % 12 // 3] if local else None,
            "month": lambda: local.year * 12 + local.month - 1 if local else None,
            "quality": lambda: self.quality,
            "blank": lambda: None if self.blank is None else "yes" if self.blank else "no",
            "duration_band": self._band,
            "tagging": self._tagging,
            "disputed": lambda: "yes" if self._disputed() else None,
            "demo": lambda: None,
            "rights": lambda: "embargo" if self.embargo_until is not None and self.embargo_until > now else "free",
        }
        if name == "tag":
            return set(self.tags)
        if name in OBSERVATION_DIMENSIONS:
            return set().union(*(sight.values(name) for sight in self.current))
        value = found[name]()
        return set() if value is None or value == "" else {value}

    def _band(self) -> str | None:
        tenths = round((self.duration or 0) * 10)
        if tenths < 1:
            return None
        return "0-10" if tenths < 100 else "10-30" if tenths < 300 else "30-60" if tenths < 600 else "60+"

    def _tagging(self) -> str:
        methods = {sight.method for sight in self.sights}
        return "approved" if "human" in methods else "machine" if methods else "untagged"

    def _disputed(self) -> bool:
        said = {m: {s.species for s in self.sights if s.method == m} for m in ("human", "machine")}
        return bool(said["human"] and said["machine"]) and said["human"] != said["machine"]


def answers(piece: Piece, ask: Ask, *, now: int, leave: str | None = None) -> bool:
    """Whether footage answers, with the `any_of` of one dimension left out."""
    if any(not piece.values(name, now=now) & set(values) for name, values in ask.always.items()):
        return False
    if any(piece.values(name, now=now) & set(values) for name, values in ask.none_of.items()):
        return False
    asked = {name: set(values) for name, values in ask.any_of.items() if name != leave}
    seen = {name: values for name, values in asked.items() if name in OBSERVATION_DIMENSIONS}
    if any(not piece.values(name, now=now) & values for name, values in asked.items() if name not in seen):
        return False
    if seen and not any(_fits(sight, seen) for sight in piece.current):
        return False
    for name, limits in ask.ranges.items():
        number = {"captured": piece.captured, "duration": piece.duration or None}[name]
        if number is None or not (limits.low is None or number >= limits.low):
            return False
        if not (limits.high is None or number < limits.high):
            return False
    if ask.within is not None and piece.id not in ask.within:
        return False
    if ask.without is not None and piece.id in ask.without:
        return False
    return ask.tree is None or holds(piece, ask.tree, now=now)


def _fits(sight: Sight, filters: dict[str, set]) -> bool:
    return all(sight.values(name) & set(values) for name, values in filters.items())


def holds(piece: Piece, node: object, *, now: int) -> bool:
    match node:
        case Has(dimension, values):
            return bool(piece.values(dimension, now=now) & set(values))
        case Seen(filters):
            return any(_fits(sight, filters) for sight in piece.current)
        case Ids(ids):
            return piece.id in ids
        case Word(text, places, _):
            said = [text for scope, text in piece.texts if places or scope == "open"] + list(piece.tags)
            return any(text in words for words in said)
        case Not(part):
            return not holds(piece, part, now=now)
        case And(parts):
            return all(holds(piece, part, now=now) for part in parts)
        case Or(parts):
            return any(holds(piece, part, now=now) for part in parts)
    raise AssertionError(node)


def facet(pieces: list[Piece], ask: Ask, name: str, *, now: int) -> dict:
    """Counts of a dimension as if its own `any_of` were not set."""
    counts: dict = {}
    others = {key: set(values) for key, values in ask.any_of.items() if key in OBSERVATION_DIMENSIONS and key != name}
    for piece in pieces:
        if not answers(piece, ask, now=now, leave=name):
            continue
        if name in OBSERVATION_DIMENSIONS:
            fitting = [sight for sight in piece.current if _fits(sight, others)]
            values = set().union(*(sight.values(name) for sight in fitting)) if fitting else set()
        else:
            values = piece.values(name, now=now)
        for value in values:
            counts[value] = counts.get(value, 0) + 1
    return counts


def batch(pieces: list[Piece], *, removed: list[int] | None = None) -> Batch:
    """What a loader would make of these pieces."""
    names = [name for name in Piece.__dataclass_fields__ if name not in {"sights", "tags", "texts"}]
    sights = [(piece.id, sight) for piece in pieces for sight in piece.sights]
    return Batch(
        footage=FootageRows(**{name: [getattr(piece, name) for piece in pieces] for name in names}),
        observations=ObservationRows(
            footage=[key for key, _ in sights],
            **{name: [getattr(sight, name) for _, sight in sights] for name in FIELDS},
        ),
        texts=[(piece.id, scope, text) for piece in pieces for scope, text in piece.texts],
        tags=[(piece.id, tag) for piece in pieces for tag in piece.tags],
        removed=removed or [],
        zones=ZONES,
        ancestors=ANCESTORS,
    )


__all__ = ["Piece", "Sight", "answers", "batch", "facet", "replace"]
