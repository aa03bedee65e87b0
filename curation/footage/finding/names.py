"""Words of a search that name something of the catalogue: species, individuals, zones, stations, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce
from pyroaring import BitMap
from rapidfuzz.distance import DamerauLevenshtein

from curation.footage.finding import finder
from curation.footage.models import Individual, Station
from curation.footage.vocabulary import meanings
from curation.search.ask import Ask, Has, Ids, Node, Or, Word
from curation.search.words import errors_allowed
from curation.species.models import Taxon
from curation.species.names import NameIndex, normalise
from curation.species.selectors import name_index

LONGEST_NAME = 6  # words of a species' name that are tried together
MOST_FILES = 20_000  # files whose names begin alike; who types less gets these


@dataclass(frozen=True)
class Term:
    """One word of the text, or several that name a species together. `instead`: what was read for a mistyped name."""

    text: str
    taxa: frozenset[str] = frozenset()  # scientific names
    instead: str = ""


def terms(words: Sequence[str], *, phrase: bool = False) -> list[Term]:
    """Split words so that whole names in any language stay together: “Siberian tiger snow” is two terms."""
    index = name_index()
    if phrase:
        joined = " ".join(words)
        return [Term(joined, frozenset(index.exact(joined)))]
    found: list[Term] = []
    left = list(words)
    while left:
        for length in range(min(LONGEST_NAME, len(left)), 0, -1):
            joined = " ".join(left[:length])
            exact = index.exact(joined)
            if exact or length == 1:
                taxa = frozenset(exact or index.find(joined))
                found.append(Term(joined, taxa) if taxa or length > 1 else _forgiven(joined))
                left = left[length:]
                break
    return found


def _forgiven(text: str) -> Term:
    """The term, read as the nearest name where it is none itself."""
    word = normalise(text)
    allowed = errors_allowed(word)
    if not allowed or meanings(text):
        return Term(text)
    best = min(
        ((DamerauLevenshtein.distance(word, known, score_cutoff=allowed), known) for known in _name_words(len(word))),
        default=(allowed + 1, ""),
    )
    if best[0] > allowed:
        return Term(text)
    return Term(text, frozenset(name_index().find(best[1])), instead=best[1])


def _name_words(length: int) -> Iterator[str]:
    by_length = _words_by_length(name_index())
    for near in range(length - 2, length + 3):
        yield from by_length.get(near, ())


@lru_cache(maxsize=2)
def _words_by_length(index: NameIndex) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = {}
    for word in index.words():
        if errors_allowed(word):
            found.setdefault(len(word), set()).add(word)
    return {length: tuple(sorted(words)) for length, words in found.items()}


def node(term: Term, *, places: bool, taxon_keys: Callable[[frozenset[str]], tuple[int, ...]], last: bool) -> Node:
    """All that a term may mean, any of it."""
    found: list[Node] = [Word(term.text, places=places, prefix=last)]
    if term.taxa:
        found.append(Has("species", taxon_keys(term.taxa)))
    for meaning in meanings(term.text):
        dimension = {"behavior": "behaviour"}.get(meaning.field, meaning.field)
        found.append(Has(dimension, (meaning.value,)))
    zones = _zones(term.text)
    if zones:
        found.append(Has("zone", zones))
    individuals = _individuals(term.text)
    if individuals:
        found.append(Has("individual", individuals))
    number = re.fullmatch(r"[Ff](\d{1,9})", term.text)
    if number:
        found.append(Ids(BitMap([int(number.group(1))])))
    if places:
        found += _places(term.text)
    return found[0] if len(found) == 1 else Or(tuple(found))


def _zones(text: str) -> tuple[str, ...]:
    """Zones with footage whose names hold the text; the index knows them all, a look at the stations takes longer."""
    known = finder.finder().facets(Ask(), dimensions=["zone"]).counts["zone"]
    wanted = text.casefold()
    return tuple(str(zone) for zone in known if wanted in str(zone).casefold())[:50]


def _individuals(text: str) -> tuple[int, ...]:
    named = Q(code__iexact=text) | Q(names__name__iexact=text)
    standing = Coalesce("merged_into", "pk")  # a merged dossier's names lead to the one that was kept
    return tuple(Individual.objects.filter(named).order_by().values_list(standing, flat=True).distinct()[:50])


def _places(text: str) -> list[Node]:
    """Stations by code or name; files and folders by the beginning of their names (see migration 0006's indexes)."""
    found: list[Node] = []
    stations = Station.objects.filter(Q(code__iexact=text) | Q(name__icontains=text)).values_list("pk", flat=True)[:500]
    if stations:
        found.append(Has("station", tuple(stations)))
    pattern = text.upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            # In the order of the index, or a prefix that seems frequent is looked for through the whole table.
            "(SELECT id FROM curation_footage WHERE upper(original_name) LIKE %s"
            " ORDER BY upper(original_name) USING ~<~ LIMIT %s)"
            " UNION (SELECT id FROM curation_footage WHERE folder <> '' AND upper(folder) LIKE %s"
            " ORDER BY upper(folder) USING ~<~ LIMIT %s)"
            " UNION (SELECT id FROM curation_footage WHERE media_id <> '' AND media_id = %s LIMIT %s)",
            [pattern, MOST_FILES, pattern, MOST_FILES, text, MOST_FILES],
        )
        files = [key for (key,) in cursor.fetchall()]
    if files:
        found.append(Ids(BitMap(files)))
    return found


def keys_of(scientific_names: frozenset[str]) -> tuple[int, ...]:
    """Keys of taxa; the index knows what lies beneath them."""
    return tuple(Taxon.objects.filter(scientific_name__in=scientific_names).values_list("pk", flat=True))
