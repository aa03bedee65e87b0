"""What is known of individuals, each reader's way: only footage that this reader may see, and places as zones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncMonth

from curation.footage.models import Footage, Individual, IndividualName, IndividualPicture, Observation
from curation.footage.selectors import visible_to
from curation.species.names import normalise


def standing() -> QuerySet[Individual]:
    """All dossiers that were not merged into another one."""
    return Individual.objects.filter(merged_into=None)


def names() -> list[tuple[int, str, tuple[str, ...]]]:
    """Key, code and all names in all languages of every dossier, with codes and names of what was merged into it."""
    called: dict[int, list[str]] = {}
    codes: dict[int, str] = {}
    leads: dict[int, int] = {}
    for key, code, into in Individual.objects.order_by("code").values_list("pk", "code", "merged_into"):
        codes[key], leads[key] = code, into or key
        called.setdefault(into or key, []).extend([code] if into else [])
    for key, name in IndividualName.objects.order_by("pk").values_list("individual", "name"):
        called[leads[key]].append(name)
    return [(key, code, tuple(dict.fromkeys(called[key]))) for key, code in codes.items() if leads[key] == key]


def found(words: str) -> list[int]:
    """Keys of the dossiers that are called so in any language, whole names first. Empty words find nothing."""
    wanted = normalise(words)
    if not wanted:
        return []
    ranked = []
    for key, code, called in names():
        ranks = [rank for rank in (_rank(normalise(name), wanted) for name in (code, *called)) if rank is not None]
        if ranks:
            ranked.append((min(ranks), code, key))
    return [key for _rank_, _code, key in sorted(ranked)]


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else None


@dataclass(frozen=True)
class Card:
    """A dossier in the list."""

    individual: Individual
    picture: IndividualPicture | None
    pieces: int
    last: datetime | None


def cards(individuals: Collection[Individual], *, user: Any) -> list[Card]:
    """Cards of these dossiers; a fixed number of statements. Expects `names` and `taxon__names` prefetched."""
    keys = [one.pk for one in individuals]
    visible = visible_to(user)
    direct = (
        Observation.objects.filter(individual__in=keys, footage__in=visible)
        .order_by()
        .values_list("individual")
        .annotate(pieces=Count("footage", distinct=True), last=Max("footage__captured_at"))
    )
    counted = {key: (pieces, last) for key, pieces, last in direct}
    # Linked through an event are few: for these the dossier's own count, in which no piece counts twice.
    through = Observation.objects.filter(individual__in=keys, footage=None).order_by().values_list("individual")
    for (key,) in set(through):
        shown = footage_of(key, user=user).aggregate(pieces=Count("pk"), last=Max("captured_at"))
        counted[key] = (shown["pieces"], shown["last"])
    best = {
        picture.individual_id: picture
        for picture in IndividualPicture.objects.filter(individual__in=keys, footage__in=visible).order_by(
            "best", "-pk"
        )
    }
    return [Card(one, best.get(one.pk), *counted.get(one.pk, (0, None))) for one in individuals]


def footage_of(individual: int, *, user: Any) -> QuerySet[Footage]:
    """All footage that shows this animal, said of the piece or of its whole event, that this person may see."""
    said = Observation.objects.filter(individual=individual).order_by()
    whole = Footage.objects.filter(event__in=said.filter(footage=None).values("event")).order_by()
    return visible_to(user).filter(
        pk__in=said.filter(footage__isnull=False).values("footage").union(whole.values("pk"))
    )


@dataclass(frozen=True)
class Sighting:
    """One piece of footage that shows the animal, and the observations that say so."""

    footage: Footage
    links: tuple[Observation, ...]


def sightings(individual: Individual, pieces: Iterable[Footage]) -> list[Sighting]:
    """Who says that `pieces`, of `footage_of`, show this animal: one statement for all of them."""
    shown = list(pieces)
    said = Q(footage__in=[one.pk for one in shown])
    said |= Q(footage=None, event__in={one.event_id for one in shown if one.event_id})
    links = list(Observation.objects.filter(said, individual=individual).order_by("-classification_method", "pk"))
    return [
        Sighting(
            one,
            tuple(
                link
                for link in links
                if link.footage_id == one.pk or (link.footage_id is None and link.event_id == one.event_id)
            ),
        )
        for one in shown
    ]


@dataclass(frozen=True)
class Month:
    """How much footage shows the animal in one month; `share` of the fullest month, 0..1."""

    start: datetime
    pieces: int
    share: float


@dataclass(frozen=True)
class History:
    """First and last time the animal was filmed, where by zone, and how often month by month."""

    first: Footage | None
    last: Footage | None
    pieces: int
    zones: tuple[tuple[str, int], ...]
    months: tuple[Month, ...]


MONTHS = 36  # the newest that the timeline shows


def history(individual: Individual, *, user: Any) -> History:
    """The animal's life before the cameras, months in the reader's zone."""
    shown = footage_of(individual.pk, user=user)
    dated = shown.filter(captured_at__isnull=False).select_related("station")
    zones = shown.filter(station__isnull=False).order_by().values_list("station__zone").annotate(pieces=Count("pk"))
    by_month = dict(
        dated.order_by().annotate(month=TruncMonth("captured_at")).values_list("month").annotate(pieces=Count("pk"))
    )
    return History(
        first=dated.order_by("captured_at", "pk").first(),
        last=dated.order_by("-captured_at", "-pk").first(),
        pieces=shown.count(),
        zones=tuple(sorted(zones, key=lambda row: (-row[1], row[0]))),
        months=_months(by_month),
    )


def _months(counts: dict[datetime, int]) -> tuple[Month, ...]:
    """Every month from the first to the last, empty ones too, at most the newest MONTHS."""
    if not counts:
        return ()
    most = max(counts.values())
    month, last, told = min(counts), max(counts), []
    while month <= last:
        told.append(Month(month, counts.get(month, 0), counts.get(month, 0) / most))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return tuple(told[-MONTHS:])


@dataclass(frozen=True)
class Label:
    """A name that packages give an animal without dossier."""

    label: str
    taxon: int | None
    pieces: int


MOST_LABELS = 50


def labels(*, user: Any) -> list[Label]:
    """Labels of animals in footage that this person may see and that have no dossier, most pieces first."""
    rows = (
        Observation.objects.filter(individual=None)
        .exclude(individual_label="")
        .filter(Q(footage__in=visible_to(user)) | Q(footage=None))
        .order_by()
        .values_list("individual_label", "taxon")
        .annotate(pieces=Count("pk"))
        .order_by("-pieces", "individual_label")[:MOST_LABELS]
    )
    return [Label(*row) for row in rows]


def linked_to(footage: Footage) -> list[Observation]:
    """Observations that name an animal in this piece, of the piece itself first, then of its event."""
    said = Q(footage=footage)
    if footage.event_id:
        said |= Q(footage=None, event=footage.event_id)
    rows = Observation.objects.filter(said, individual__isnull=False)
    return list(
        rows.select_related("individual__taxon")
        .prefetch_related("individual__names", "individual__taxon__names")
        .order_by(F("footage").asc(nulls_last=True), "pk")
    )
