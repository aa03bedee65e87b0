"""Finds footage: the query of an address is put to the index, and the rows of one page are read from PostgreSQL.

Whoever may not know of footage does not find, count or page through it: the reader's rights are part of the question.
An index that does not answer is an error that the page tells, never an empty result.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.db import connection
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from curation.footage import listing, ranks
from curation.footage.finding import finder
from curation.footage.finding.asking import DIMENSIONS, SYSTEM, Reader, across_states, asked
from curation.footage.models import Footage, Individual, Observation, Station
from curation.footage.query import FILTERS, FootageQuery
from curation.footage.selectors import unattended
from curation.search.ask import Part, Sort
from curation.search.coding import OF_A_PLACE
from curation.search.errors import SearchError
from curation.species.selectors import taxa_by_key

PAGE = 24
SENTENCES = {
    "search_unavailable": _("Not searched: the search is being started. Try again in a moment."),
    "search_timeout": _("Not searched: the search took too long. Ask for less, or try again."),
    "search_failed": _(
        "Not searched: something in the search broke. Try again; tell the administrator if it stays so."
    ),
}
WIDE = ("station", "individual", "tag")
CODED: dict[str, type[Individual | Station]] = {"individual": Individual, "station": Station}
MOST_VALUES = 200
"""Of filters with thousands of values only the most frequent are told, each with its exact count."""

__all__ = [
    "PAGE",
    "SYSTEM",
    "Facet",
    "Facets",
    "Found",
    "Reader",
    "by_state",
    "by_station",
    "facets",
    "keys",
    "run",
    "why",
]


@dataclass(frozen=True)
class Found:
    """One page of a search. `total` is exact; `after` is the cursor of the next page, empty on the last.

    `behind`: so many changes are not in the index yet. `instead`: words that were read as others. `error`: the sentence
    that says why nothing was searched; then there are no items and no total. `reasons`: why each piece stands where it
    does among the rarest, as parts of its score. `beside`: how much the other query finds. Both only if asked for.
    """

    items: list[Footage] = field(default_factory=list)
    total: int = 0
    after: str = ""
    milliseconds: float = 0.0
    behind: int = 0
    instead: Mapping[str, str] = field(default_factory=dict)
    error: Any = ""
    reasons: Mapping[int, list[Part]] = field(default_factory=dict)
    beside: int = 0


def run(
    query: FootageQuery,
    reader: Reader,
    *,
    after: str = "",
    size: int = PAGE,
    explained: bool = False,
    beside: FootageQuery | None = None,
) -> Found:
    """One page and the exact count. A cursor that makes no sense gives the first page."""
    began = time.perf_counter()
    try:
        question = asked(query, reader)
        page = finder.finder().page(
            question.ask,
            sort=cast(Sort, query.sort),
            after=_cursor(after),
            size=size,
            explained=explained,
            beside=None if beside is None else asked(beside, reader).ask,
        )
    except SearchError as error:
        return Found(error=sentence(error))
    items = rows([hit.id for hit in page.hits], reader=reader)
    instead = {word: ", ".join(taken) for word, taken in page.replaced.items()} | question.instead
    return Found(
        items,
        page.total,
        f"{page.next[0]}~{page.next[1]}" if page.next else "",
        (time.perf_counter() - began) * 1000,
        page.behind,
        instead,
        reasons=page.reasons,
        beside=page.beside,
    )


def sentence(error: SearchError) -> Any:
    """What the reader is told instead of a result."""
    return SENTENCES.get(error.code, SENTENCES["search_failed"])


def _cursor(text: str) -> tuple[int, int] | None:
    value, _tilde, key = text.partition("~")
    try:
        return (int(value), int(key)) if 0 <= int(value) < 2**32 and 0 < int(key) < 2**31 else None
    except ValueError:
        return None


def rows(keys: Collection[int], *, reader: Reader | None = None) -> list[Footage]:
    """Footage in this order, with what a card shows at hand: the zone, what is said (`said`), taxa with names.

    With `reader` without what this person may not see: the index may be a moment behind an alarm.
    """
    found = listing.footage(keys)
    events = {one.event_id for one in found.values() if one.event_id is not None}
    of_footage: dict[int, list[Observation]] = {}
    of_events: dict[int, list[Observation]] = {}
    taxa = taxa_by_key()
    for one in listing.observations(found, events=events) if found else ():
        if one.taxon_id is not None and one.taxon_id in taxa:
            one.taxon = taxa[one.taxon_id]
        if one.footage_id is not None:
            one.footage = found[one.footage_id]
            of_footage.setdefault(one.footage_id, []).append(one)
        else:
            of_events.setdefault(one.event_id or 0, []).append(one)
    for key, footage in found.items():
        footage.said = of_footage.get(key, []) + of_events.get(footage.event_id or 0, [])
    return [found[key] for key in keys if key in found and (reader is None or _open(found[key], reader))]


def _open(footage: Footage, reader: Reader) -> bool:
    if footage.state == Footage.State.WITHDRAWN and not reader.withdrawn:
        return False
    return reader.quarantine or not (footage.alarm or footage.state == Footage.State.QUARANTINED)


def keys(query: FootageQuery, reader: Reader) -> BitMap:
    """The keys of everything that the query finds for this reader. Raises SearchError."""
    return finder.finder().ids(asked(query, reader).ask).ids


# ---------------------------------------------------------------------------------------------------------- facets


@dataclass(frozen=True)
class Facet:
    """A value that would narrow the search, and to how many pieces."""

    value: str
    count: int


@dataclass(frozen=True)
class Facets:
    """Counts for each filter, as if that filter itself were not set. `total`: pieces that the whole query finds."""

    counts: Mapping[str, list[Facet]] = field(default_factory=dict)
    total: int = 0
    behind: int = 0
    error: Any = ""

    def values(self, name: str) -> list[Facet]:
        """The values of one filter, most footage first; only those that occur."""
        return self.counts.get(name, [])


def facets(query: FootageQuery, reader: Reader, *, only: Iterable[str] | None = None) -> Facets:
    """Exact counts for all filters that this reader can use, or for some of them."""
    names = [name for name in (FILTERS if only is None else only) if name != "station" or reader.places]
    wanted = [DIMENSIONS.get(name, name) for name in names]
    try:
        most = dict.fromkeys(set(WIDE) & set(wanted), MOST_VALUES)
        counted = finder.finder().facets(asked(query, reader).ask, dimensions=wanted, most=most)
    except SearchError as error:
        return Facets(error=sentence(error))
    told = {}
    for name in names:
        counts = counted.counts.get(DIMENSIONS.get(name, name), {})
        found = _in_words(name, counts)
        told[name] = [Facet(value, count) for value, count in sorted(found, key=lambda pair: (-pair[1], pair[0]))]
    return Facets(told, counted.total, counted.behind)


def by_state(query: FootageQuery, reader: Reader) -> dict[str, int]:
    """How many pieces the query finds in each state that the reader may list; "" is what can be shown. SearchError."""
    ask = across_states(query, reader)
    counts = finder.finder().facets(ask, dimensions=["state"]).counts["state"]
    under_way = counts.get("registered", 0) + counts.get("probing", 0)
    stuck = 0
    if under_way:
        left = BitMap(unattended().values_list("pk", flat=True))
        within = left if ask.within is None else left & ask.within
        stuck = finder.finder().facets(replace(ask, within=within), dimensions=[]).total if within else 0
    told = {state: counts.get(state, 0) for state in ("ready", "catalogued", "quarantined", "withdrawn")}
    told |= {"waiting": under_way - stuck, "failed": counts.get("failed", 0) + stuck}
    return told | {"": told["ready"] + told["catalogued"]}


def _in_words(name: str, counts: Mapping[Any, int]) -> list[tuple[str, int]]:
    """The index's values as an address says them."""
    if name == "species":
        taxa = taxa_by_key()
        return [(taxa[key].scientific_name, count) for key, count in counts.items() if key in taxa]
    if name in CODED:
        codes = _codes(CODED[name], list(counts))
        return [(codes[key], count) for key, count in counts.items() if key in codes]
    if name == "month":
        return [(f"{month // 12:04}-{month % 12 + 1:02}", count) for month, count in counts.items()]
    return [(str(value).removeprefix(OF_A_PLACE), count) for value, count in counts.items()]


def _codes(model: type[Individual | Station], keys: list[int]) -> dict[int, str]:
    """Codes by key. One parameter for all keys: Django would make, and compile, one for each of hundreds."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, code FROM {model._meta.db_table} WHERE id = ANY(%s)", [keys])  # noqa: S608
        return dict(cursor.fetchall())


def by_station(query: FootageQuery, reader: Reader) -> dict[int, int]:
    """How many pieces of each station the query finds, by the station's key: for the map, which generalises places by
    the reader's role. Raises SearchError."""
    counts = finder.finder().map(asked(query, reader).ask).counts["station"]
    return {int(station): count for station, count in counts.items()}


def by_month(query: FootageQuery, reader: Reader) -> list[Facet]:
    """How many pieces of each month (`2026-01`) the query finds, in order of time."""
    return sorted(facets(query, reader, only=["month"]).values("month"), key=lambda facet: facet.value)


def total(query: FootageQuery, reader: Reader) -> int:
    """How many pieces the query finds. Raises SearchError."""
    return int(finder.finder().facets(asked(query, reader).ask, dimensions=[]).total)


def why(found: Found) -> dict[int, list[str]]:
    """Why each piece of an explained page stands where it does among the rarest, strongest reason first."""
    # Whatever a reason names was seen in one of the pieces, and `rows` has put it there.
    seen = (one for footage in found.items for one in footage.said or ())
    taxa = {one.taxon_id: one.taxon for one in seen if one.taxon is not None and one.taxon_id is not None}
    return {key: ranks.sentences(told, taxa=taxa) for key, told in found.reasons.items()}
