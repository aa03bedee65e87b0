"""From the query of an address to the question that the index answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from pyroaring import BitMap

from curation.footage.collections.selectors import readable_by
from curation.footage.finding import expression, names, rows
from curation.footage.models import Collection, CollectionItem, Footage, Individual, Station
from curation.footage.query import FILTERS, FootageQuery
from curation.footage.selectors import SEE_QUARANTINE, sees_locations, unattended
from curation.search.ask import And, Ask, Has, Ids, Node, Not, Or, Range, Values
from curation.species.models import Taxon

FAR_PAST, FAR_FUTURE = date(1900, 1, 1), date(2200, 1, 1)
DIMENSIONS = {"duration": "duration_band"}
"""Filters that the index calls otherwise."""


@dataclass(frozen=True)
class Reader:
    """What a person may find. `everything` is for jobs that act for nobody."""

    user: Any = None
    everything: bool = False

    @property
    def places(self) -> bool:
        """Whether the reader may search by exact places and original names."""
        return self.everything or sees_locations(self.user)

    @property
    def quarantine(self) -> bool:
        return self.everything or self.user.has_perm(SEE_QUARANTINE)

    @property
    def withdrawn(self) -> bool:
        return self.everything or self.user.has_perm("curation.change_footage")

    @property
    def footage(self) -> bool:
        return self.everything or self.user.has_perm("curation.view_footage")


SYSTEM = Reader(everything=True)


@dataclass(frozen=True)
class Asked:
    """The question, and words that were read as others: mistyped names."""

    ask: Ask
    instead: dict[str, str]


def asked(query: FootageQuery, reader: Reader) -> Asked:
    """What the index is asked for this query of this reader."""
    any_of: dict[str, Values] = {}
    none_of: dict[str, Values] = {}
    for name in FILTERS:
        dimension = DIMENSIONS.get(name, name)
        if wanted := query.wanted(name):
            any_of[dimension] = _values(name, wanted, reader=reader)
        if excluded := query.excluded(name):
            none_of[dimension] = _values(name, excluded, reader=reader)
    instead: dict[str, str] = {}
    parts = [_state_node(query.state, reader=reader), _text_node(query.q, reader=reader, instead=instead)]
    nodes = tuple(part for part in parts if part is not None)
    ask = Ask(
        any_of=any_of,
        none_of=none_of,
        always={"state": _states(query.state, reader=reader)},
        tree=None if not nodes else nodes[0] if len(nodes) == 1 else And(nodes),
        ranges=_ranges(query),
        within=_within(query, reader=reader),
    )
    return Asked(ask, instead)


def across_states(query: FootageQuery, reader: Reader) -> Ask:
    """The same question for every state that this reader may list, whatever state the query names."""
    listed = ["ready", "catalogued", "registered", "probing", "failed"]
    listed += ["quarantined"] * reader.quarantine + ["withdrawn"] * reader.withdrawn
    states: Values = tuple(listed) if reader.footage else ("nothing",)
    return replace(asked(replace(query, state=""), reader).ask, always={"state": states})


# ------------------------------------------------------------------------------------------------------- filters


def _values(name: str, values: tuple[str, ...], *, reader: Reader) -> Values:
    return VALUES[name](values, reader) if name in VALUES else values


def _species(values: tuple[str, ...], reader: Reader) -> Values:
    return _one_at_least(Taxon.objects.filter(scientific_name__in=values).values_list("pk", flat=True))


def _individuals(values: tuple[str, ...], reader: Reader) -> Values:
    kept = Coalesce("merged_into", "pk")  # the code of a dossier that was merged means the one it went into
    return _one_at_least(Individual.objects.filter(code__in=values).values_list(kept, flat=True))


def _stations(values: tuple[str, ...], reader: Reader) -> Values:
    if not reader.places:
        return (-1,)
    return _one_at_least(Station.objects.filter(code__in=values).values_list("pk", flat=True))


def _numbers(values: tuple[str, ...], reader: Reader) -> Values:
    return tuple(int(value) for value in values)


def _tags(values: tuple[str, ...], reader: Reader) -> Values:
    """A tag that tells a place is another value, which only who may know it asks for."""
    marked = rows.marks(values)
    return tuple(marked) if reader.places else tuple(tag for tag in marked if tag in values) or (-1,)


def _months(values: tuple[str, ...], reader: Reader) -> Values:
    return tuple(int(value[:4]) * 12 + int(value[5:]) - 1 for value in values)


def _one_at_least(keys: Any) -> Values:
    """A name that nobody knows asks for something that is not there, not for everything."""
    return tuple(keys) or (-1,)


VALUES: dict[str, Callable[[tuple[str, ...], Reader], Values]] = {
    "species": _species,
    "individual": _individuals,
    "station": _stations,
    "hour": _numbers,
    "quality": _numbers,
    "month": _months,
    "tag": _tags,
}


def _ranges(query: FootageQuery) -> dict[str, Range]:
    ranges: dict[str, Range] = {}
    if query.since or query.until:
        low = _midnight(query.since).timestamp() if query.since else None
        high = _midnight(min(query.until, FAR_FUTURE) + timedelta(days=1)).timestamp() if query.until else None
        ranges["captured"] = Range(low, high)
    if query.shortest is not None or query.longest is not None:
        # The longest duration itself is meant too; the index keeps tenths of a second.
        longest = None if query.longest is None else query.longest + 0.1
        ranges["duration"] = Range(query.shortest, longest)
    return ranges


def _midnight(day: date) -> datetime:
    day = min(max(day, FAR_PAST), FAR_FUTURE + timedelta(days=1))  # years that every zone and the database know
    return timezone.make_aware(datetime.combine(day, clock.min))


# -------------------------------------------------------------------------------------------------- what is allowed


def _states(state: str, *, reader: Reader) -> Values:
    """The states that are looked through; none that the reader may not list."""
    if not reader.footage:
        return ("nothing",)
    allowed = {
        "": ("ready", "catalogued"),
        "waiting": ("registered", "probing"),
        "failed": ("failed", "registered", "probing"),
        "quarantined": ("quarantined",) if reader.quarantine else ("nothing",),
        "withdrawn": ("withdrawn",) if reader.withdrawn else ("nothing",),
    }
    return allowed.get(state, (state,))


def _state_node(state: str, *, reader: Reader) -> Node | None:
    """Footage that waits, and footage whose reading broke off and that nobody goes on with: only the rows tell."""
    if state not in {"waiting", "failed"}:
        return None
    stuck = Ids(BitMap(unattended().values_list("pk", flat=True)))
    return Not(stuck) if state == "waiting" else Or((Has("state", ("failed",)), stuck))


def _within(query: FootageQuery, *, reader: Reader) -> BitMap | None:
    """The intersection of the sets that the query names; None where it names none."""
    sets: list[Any] = []
    if query.collection is not None:
        sets.append(CollectionItem.objects.filter(collection__in=_collections(reader), collection=query.collection))
    if query.event is not None:
        sets.append(Footage.objects.filter(event=query.event))
    if query.look_alike is not None:
        sets.append(Footage.objects.filter(Q(likeness_group=query.look_alike) | Q(pk=query.look_alike)))
    found: BitMap | None = None
    for named in sets:
        keys = BitMap(named.values_list("footage_id" if named.model is CollectionItem else "pk", flat=True))
        found = keys if found is None else found & keys
    return found


def _collections(reader: Reader) -> Any:
    if reader.everything:
        return Collection.objects.all()
    return readable_by(reader.user)


# ------------------------------------------------------------------------------------------------------------ text


def _text_node(text: str, *, reader: Reader, instead: dict[str, str]) -> Node | None:
    said = expression.parse(text)
    return None if said is None else _node(said, reader=reader, instead=instead)


def _node(said: expression.Expression, *, reader: Reader, instead: dict[str, str]) -> Node:
    if isinstance(said, expression.No):
        return Not(_node(said.part, reader=reader, instead=instead))
    if isinstance(said, expression.All | expression.Any):
        parts = tuple(_node(part, reader=reader, instead=instead) for part in said.parts)
        return And(parts) if isinstance(said, expression.All) else Or(parts)
    split = names.terms(said.words, phrase=said.phrase)
    instead.update({term.text: term.instead for term in split if term.instead})
    parts = tuple(
        names.node(term, places=reader.places, taxon_keys=names.keys_of, last=place == len(split) - 1)
        for place, term in enumerate(split)
    )
    return parts[0] if len(parts) == 1 else And(parts)
