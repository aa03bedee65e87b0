"""Taxa by any of their names, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.db import connection

from curation.species.models import Taxon
from curation.species.names import Name, NameIndex


@dataclass(frozen=True)
class _Row:
    """A taxon of the database as the index of names reads it."""

    scientific_name: str
    synonyms: tuple[str, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True)
class TaxonMatch:
    """A taxon and which of its names was meant."""

    taxon: Taxon
    name: str
    language: str


def name_index() -> NameIndex:
    """All names of all taxa; built once for each state of the table."""
    return _index(*_state())


def taxa_by_key() -> Mapping[int, Taxon]:
    """All taxa with their names at hand; read once for each state of the table. Not to be changed."""
    return _taxa(*_state())


def _state() -> tuple[int | None, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.last, n.number, t.last, t.number FROM"
            " (SELECT max(id) AS last, count(*) AS number FROM curation_taxonname) AS n,"
            " (SELECT max(id) AS last, count(*) AS number FROM curation_taxon) AS t"
        )
        return tuple(cursor.fetchone())


@lru_cache(maxsize=2)
def _taxa(*_state: int | None) -> Mapping[int, Taxon]:
    taxa = Taxon.objects.prefetch_related("names").in_bulk()
    for taxon in taxa.values():
        taxon.preferred = taxon.preferred_names()
    return MappingProxyType(taxa)


@lru_cache(maxsize=2)
def _index(*_state: int | None) -> NameIndex:
    return NameIndex(
        _Row(
            taxon.scientific_name,
            tuple(taxon.synonyms),
            tuple(Name(taxon.scientific_name, name.name, name.language, name.preferred) for name in taxon.names.all()),
        )
        for taxon in Taxon.objects.prefetch_related("names")
    )


def match_taxa(text: str, *, limit: int = 20) -> list[TaxonMatch]:
    """Taxa that `text` may mean, best first, each with the name that fits. Empty text matches nothing."""
    found = name_index().matches(text)[:limit]
    taxa = Taxon.objects.prefetch_related("names").in_bulk(
        [name.scientific_name for name in found], field_name="scientific_name"
    )
    return [
        TaxonMatch(taxa[name.scientific_name], name.text, name.language)
        for name in found
        if name.scientific_name in taxa
    ]


def find_taxa(text: str, *, limit: int = 20) -> list[Taxon]:
    """Taxa by any name in any language: whole names, beginnings, and parts of names in scripts without spaces."""
    return [match.taxon for match in match_taxa(text, limit=limit)]


def with_descendants(scientific_names: Iterable[str]) -> set[int]:
    """Primary keys of these taxa and of everything beneath them."""
    found = set(Taxon.objects.filter(scientific_name__in=list(scientific_names)).values_list("pk", flat=True))
    newest = found
    while newest:
        newest = set(Taxon.objects.filter(parent__in=newest).values_list("pk", flat=True)) - found
        found = found | newest
    return found
