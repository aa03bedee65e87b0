"""Finds footage: a query becomes SQL, a page at a time, each page from where the last one ended."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db.models import Count, Exists, F, Func, OrderBy, OuterRef, Q, QuerySet, TextField, Value
from django.utils import timezone

from curation.footage.models import Footage, Observation, Station
from curation.footage.query import BEHAVIORS, LIGHTS, TAGGING, FootageQuery
from curation.footage.selectors import current_observations, failed, waiting
from curation.footage.vocabulary import meanings
from curation.species.models import Taxon
from curation.species.selectors import name_index, with_descendants

PAGE = 24
LONGEST_NAME = 6  # words of a species' name that are tried together
FAR_PAST, FAR_FUTURE = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Found:
    """One page of a search. `total` is exact; `after` is the cursor of the next page, empty on the last."""

    items: list[Footage]
    total: int
    after: str
    milliseconds: float


@dataclass(frozen=True)
class Term:
    """One word of the text, or several that name a species together."""

    text: str
    taxa: frozenset[str]  # scientific names


def terms(text: str) -> list[Term]:
    """Split a text so that whole names in any language stay together: “Siberian tiger snow” is two terms."""
    index = name_index()
    words = text.split()
    found: list[Term] = []
    while words:
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            joined = " ".join(words[:length])
            exact = index.exact(joined)
            if exact or length == 1:
                found.append(Term(joined, frozenset(exact or index.find(joined))))
                words = words[length:]
                break
    return found


def apply(query: FootageQuery, base: QuerySet[Footage], *, places: bool) -> QuerySet[Footage]:
    """`base` narrowed to the query. `places`: whether the reader may search by exact places and original names."""
    found = base.filter(state_of(query.state))
    observed = _observation(query)
    if observed is not None:
        found = found.filter(observed)
    if query.light:
        found = found.filter(light=query.light)
    if query.zone:
        found = found.filter(station__zone__in=query.zone)
    if query.station:
        found = found.filter(station__code__in=query.station) if places else found.none()
    if query.since:
        found = found.filter(captured_at__gte=_midnight(query.since))
    if query.until:
        found = found.filter(captured_at__lt=_midnight(min(query.until, FAR_FUTURE) + timedelta(days=1)))
    if query.shortest is not None:
        found = found.filter(duration__gte=query.shortest)
    if query.longest is not None:
        found = found.filter(duration__lte=query.longest)
    if query.tagging:
        found = found.filter(_tagging(query.tagging))
    if query.q:
        found = found.alias(all_tags=Func(F("tags"), Value("\n"), function="array_to_string", output_field=TextField()))
    for term in terms(query.q):
        found = found.filter(_text(term, places=places))
    return found


def state_of(state: str) -> Q:
    return {
        "failed": failed,
        "waiting": waiting,
        "quarantined": lambda: Q(state=Footage.State.QUARANTINED),
        "withdrawn": lambda: Q(state=Footage.State.WITHDRAWN),
    }.get(state, lambda: Q(state=Footage.State.READY))()


def _seen() -> QuerySet[Observation]:
    return current_observations().filter(footage=OuterRef("pk"))


def _observation(query: FootageQuery) -> Exists | None:
    """Both are asked of the same observation: a tiger that drinks, not a tiger beside a deer that does."""
    seen = _seen()
    if query.species:
        seen = seen.filter(taxon__in=with_descendants(query.species))
    if query.behaviour:
        seen = seen.filter(behavior__in=query.behaviour)
    return Exists(seen) if query.species or query.behaviour else None


def _tagging(tagging: str) -> Q:
    human = Exists(Observation.objects.filter(footage=OuterRef("pk"), classification_method=Observation.Method.HUMAN))
    machine = Exists(
        Observation.objects.filter(footage=OuterRef("pk"), classification_method=Observation.Method.MACHINE)
    )
    return {"approved": Q(human), "machine": Q(machine) & ~Q(human)}.get(tagging, ~Q(human) & ~Q(machine))


def _text(term: Term, *, places: bool) -> Q:
    """A term is a name of a species seen, a word with a meaning, or part of a tag or a note."""
    asked = Q(notes__icontains=term.text) | Q(all_tags__icontains=term.text)
    if term.taxa:
        asked |= Q(Exists(_seen().filter(taxon__in=with_descendants(term.taxa))))
    for meaning in meanings(term.text):
        if meaning.field == "light":
            asked |= Q(light=meaning.value)
        else:
            asked |= Q(Exists(_seen().filter(**{meaning.field: meaning.value})))
    asked |= Q(station__zone__icontains=term.text)
    if places:
        asked |= (
            Q(station__code__iexact=term.text) | Q(folder__icontains=term.text) | Q(original_name__icontains=term.text)
        )
    number = re.fullmatch(r"[Ff](\d{1,12})", term.text)
    return asked | Q(pk=int(number.group(1))) if number else asked


def _midnight(day: date) -> datetime:
    day = min(max(day, FAR_PAST), FAR_FUTURE + timedelta(days=1))  # years that every zone and the database know
    return timezone.make_aware(datetime.combine(day, clock.min))


# ------------------------------------------------------------------------------------------------- order and pages


def _order(sort: str) -> tuple[OrderBy, OrderBy]:
    if sort == "rarest":
        return (F("rarity").desc(), F("pk").desc())
    return (F("captured_at").desc(nulls_last=True), F("pk").desc())


def cursor(footage: Footage, *, sort: str) -> str:
    """Where a page ends, as an address can say it."""
    if sort == "rarest":
        return f"{footage.rarity!r}~{footage.pk}"
    moment = footage.captured_at
    return f"{moment.astimezone(UTC).isoformat() if moment else ''}~{footage.pk}"


def _after(found: QuerySet[Footage], text: str, *, sort: str) -> QuerySet[Footage]:
    """What comes after a cursor. Raises ValueError for text that is none."""
    value, _, number = text.rpartition("~")
    key = int(number)
    if sort == "rarest":
        rarity = float(value)
        return found.filter(Q(rarity__lt=rarity) | Q(rarity=rarity, pk__lt=key))
    if not value:
        return found.filter(captured_at__isnull=True, pk__lt=key)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(text)
    return found.filter(Q(captured_at__lt=moment) | Q(captured_at=moment, pk__lt=key) | Q(captured_at__isnull=True))


def run(query: FootageQuery, base: QuerySet[Footage], *, places: bool, after: str = "", size: int = PAGE) -> Found:
    """One page and the exact count. A cursor that makes no sense gives the first page."""
    began = time.perf_counter()
    found = apply(query, base, places=places)
    total = found.count()
    rest = found
    if after:
        try:
            rest = _after(found, after, sort=query.sort)
        except (ValueError, OverflowError):
            rest = found
    shown = rest.select_related("station").prefetch_related("observations__taxon__names")
    rows = list(shown.order_by(*_order(query.sort))[: size + 1])
    items = rows[:size]
    more = cursor(items[-1], sort=query.sort) if len(rows) > size else ""
    return Found(items, total, more, (time.perf_counter() - began) * 1000)


# ---------------------------------------------------------------------------------------------------------- facets


@dataclass(frozen=True)
class Facet:
    """A value that would narrow the search, and to how many pieces."""

    value: str
    count: int | None


@dataclass(frozen=True)
class Facets:
    species: list[tuple[Taxon, int | None]]
    behaviour: list[Facet]
    light: list[Facet]
    zone: list[Facet]
    station: list[Facet]
    tagging: list[Facet]


def facets(query: FootageQuery, base: QuerySet[Footage], *, places: bool) -> Facets:
    """Counts for each filter, as if that filter itself were not set."""

    def without(name: str) -> QuerySet[Footage]:
        nothing = getattr(FootageQuery(), name)
        return apply(replace(query, **{name: nothing}), base, places=places).order_by()

    def counted(found: QuerySet[Footage], field: str) -> list[Facet]:
        rows = found.exclude(**{f"{field}__isnull": True}).values_list(field).annotate(pieces=Count("pk"))
        return [Facet(str(value), count) for value, count in rows.order_by("-pieces", field) if value]

    species = _observed("taxon", without("species"))
    taxa = Taxon.objects.prefetch_related("names").in_bulk([key for key, _count in species])
    untagged = without("tagging")
    return Facets(
        species=[(taxa[key], count) for key, count in species if key in taxa],
        behaviour=[Facet(str(value), count) for value, count in _observed("behavior", without("behaviour")) if value],
        light=counted(without("light"), "light"),
        zone=counted(without("zone"), "station__zone"),
        station=counted(without("station"), "station__code") if places else [],
        tagging=[Facet(name, untagged.filter(_tagging(name)).count()) for name in TAGGING],
    )


def uncounted(*, places: bool) -> Facets:
    """Every value that could be asked for, where counting them would keep the reader waiting."""
    stations = Station.objects.order_by("zone").values_list("zone", flat=True).distinct()
    codes = Station.objects.values_list("code", flat=True) if places else []
    return Facets(
        species=[(taxon, None) for taxon in Taxon.objects.prefetch_related("names")],
        behaviour=[Facet(value, None) for value in BEHAVIORS],
        light=[Facet(value, None) for value in LIGHTS],
        zone=[Facet(zone, None) for zone in stations if zone],
        station=[Facet(code, None) for code in codes],
        tagging=[Facet(name, None) for name in TAGGING],
    )


def _observed(field: str, found: QuerySet[Footage]) -> list[tuple[Any, int]]:
    seen = current_observations().filter(footage__in=found.values("pk")).exclude(**{f"{field}__isnull": True})
    rows = seen.order_by().values_list(field).annotate(pieces=Count("footage", distinct=True))
    return list(rows.order_by("-pieces", field))
