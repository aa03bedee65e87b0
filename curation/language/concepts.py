"""All concepts with a name of their own: species, known animals, and the terms that people keep.

The names of species and animals are read where they stand, so that a changed name is a changed term at once. Read
once for each state of the tables; not to be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from django.db import connection

from curation.footage.models import Individual, Station
from curation.footage.selectors import sees_locations
from curation.language.models import Term
from curation.species.models import Taxon
from curation.species.names import normalise
from curation.subtitles.languages import LANGUAGES
from curation.translation.glossary import Entry, Form, corpus_entries

# Every change of a row changes these sums: which transaction and statement wrote it last are columns of each row.
_TABLES = ("taxon", "taxonname", "individual", "individualname", "term", "termform")
_WRITTEN = "(SELECT array[count(*), sum(xmin::text::bigint), sum(cmin::text::bigint)] FROM curation_%s)"
_STATE = ", ".join(["SELECT (SELECT array[count(*), max(id)] FROM curation_station)", *(_WRITTEN % t for t in _TABLES)])

State = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One concept and all its forms, whoever gave them.

    `given` are the names that come from the species, the animal and the corpus; `own` those that people added here.
    `pk` is the row of `Term`, None where nobody has added anything. `exact`: a form is the code or name of a camera
    station, so that only those who see exact places may read it.
    """

    key: str
    kind: str
    given: tuple[Form, ...]
    own: tuple[Form, ...]
    note: str = ""
    pk: int | None = None
    taxon: int | None = None
    individual: int | None = None
    plain: Mapping[str, str]
    exact: bool = False

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """What people added first; a word that they forbade is allowed by nobody."""
        forbidden = {(form.language, form.text) for form in self.own if form.status == "forbidden"}
        said = {_grammar(form) for form in self.own}
        rest = (
            form for form in self.given if (form.language, form.text) not in forbidden and _grammar(form) not in said
        )
        return (*self.own, *dict.fromkeys(rest))

    @cached_property
    def entry(self) -> Entry:
        """The concept as the translation engine reads it."""
        return Entry(key=self.key, kind=self.kind, forms=self.forms, note=self.note, common_noun=dict(self.plain))

    @cached_property
    def folded(self) -> str:
        """All that a search compares, one form a line."""
        return "\n".join(
            normalise(text) for text in (self.key, *dict.fromkeys(form.text for form in self.forms), self.note)
        )

    def begins(self, folded: str) -> bool:
        """Whether a form begins with these folded words."""
        return f"\n{self.folded}".find(f"\n{folded}") >= 0

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {tag: next((form.text for form in self.entry.written(tag)), "") for tag in LANGUAGES}

    def name(self, language: str) -> str:
        """The first allowed form in a language; empty where it has none."""
        return self._names.get(language, "")

    def title(self, language: str) -> str:
        """What a list calls it: its name in a language, else in English, else in any, else its key."""
        tags = {tag.lower(): tag for tag in LANGUAGES}
        names = (self.name(tag) for tag in (tags.get(language.lower(), "en"), "en", "zh-Hans"))
        return next((name for name in names if name), self.forms[0].text if self.forms else self.key)


def _grammar(form: Form) -> tuple[str, ...]:
    return form.language, form.text, form.case, form.number, form.gender


def concepts() -> Mapping[str, Concept]:
    """All of them by key: species first, then known animals, then the rest, each in its own order."""
    return _concepts(state())


def concepts_for(user: Any) -> list[Concept]:
    """Those that this person may read."""
    every = concepts().values()
    return list(every) if sees_locations(user) else [one for one in every if not one.exact]


def state() -> State:
    """Changes with every change of a name or term."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return tuple(tuple(column) for column in cursor.fetchone())


@lru_cache(maxsize=2)
def _concepts(_state: State) -> Mapping[str, Concept]:
    terms = list(Term.objects.filter(removed_at=None).prefetch_related("forms"))
    of_taxa = {term.taxon_id: term for term in terms if term.taxon_id}
    of_animals = {term.individual_id: term for term in terms if term.individual_id}
    shipped = {entry.key: entry for entry in corpus_entries()}
    found = [_of_taxon(taxon, of_taxa.get(taxon.pk), shipped) for taxon in Taxon.objects.prefetch_related("names")]
    animals = Individual.objects.filter(merged_into=None).prefetch_related("names").order_by("code")
    found += [
        _of_animal(animal, of_animals.get(animal.pk))
        for animal in animals
        if animal.names.all() or animal.pk in of_animals
    ]
    found += [_of_term(term) for term in terms if not (term.taxon_id or term.individual_id)]
    return MappingProxyType({one.key: one for one in _without_exact(found)})


def _of_taxon(taxon: Taxon, term: Term | None, shipped: Mapping[str, Entry]) -> Concept:
    names = sorted(taxon.names.all(), key=lambda name: (not name.preferred, name.pk))
    known = shipped.get(taxon.scientific_name)
    given = [
        Form(text=name.name, language=name.language, status="preferred" if name.preferred else "admitted")
        for name in names
        if name.language in LANGUAGES
    ]
    return Concept(
        key=taxon.scientific_name,
        kind="taxon",
        given=(*given, *(known.forms if known else ())),
        own=_own(term),
        note=term.note if term else "",
        pk=term.pk if term else None,
        taxon=taxon.pk,
        plain=(known.common_noun if known else {}) | (term.plain if term else {}),
    )


def _of_animal(animal: Individual, term: Term | None) -> Concept:
    return Concept(
        key=animal_key(animal),
        kind="individual",
        given=tuple(Form(text=name.name, language=name.language) for name in animal.names.all()),
        own=_own(term),
        note=term.note if term else "",
        pk=term.pk if term else None,
        individual=animal.pk,
        plain=term.plain if term else {},
    )


def animal_key(animal: Individual) -> str:
    """The key of a known animal's term: its code, which no species and no other term may have."""
    return f"animal {animal.code}"[:120]


def _of_term(term: Term) -> Concept:
    return Concept(key=term.key, kind=term.kind, given=(), own=_own(term), note=term.note, pk=term.pk, plain=term.plain)


def _own(term: Term | None) -> tuple[Form, ...]:
    if term is None:
        return ()
    return tuple(
        Form(
            text=form.text,
            language=form.language,
            case=form.case,
            number=form.number,
            gender=form.gender,
            status=form.status,
        )
        for form in term.forms.all()
    )


def _without_exact(found: Iterable[Concept]) -> Iterable[Concept]:
    """Mark what names a camera station; a station called like its public zone tells nothing."""
    rows = Station.objects.values_list("code", "name", "zone")
    public: set[str] = set()
    places: set[str] = set()
    for code, name, zone in rows.iterator():
        public.add(normalise(zone))
        places.update((normalise(code), normalise(name)))
    secret = places - public - {""}
    for one in found:
        named = {normalise(text) for text in (one.key, *(form.text for form in one.own))}
        yield replace(one, exact=True) if one.kind != "taxon" and named & secret else one
