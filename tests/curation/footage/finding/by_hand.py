"""The search as anybody would do it by hand: every piece looked at, one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.timezone import localtime

from curation.footage.models import Footage, Observation
from curation.footage.query import FILTERS, FootageQuery
from curation.species.models import Taxon

OBSERVED = {"species", "behaviour", "number", "sex", "life_stage", "type", "individual"}
SHOWN = {"": {"ready", "catalogued"}}


def everything() -> list[Footage]:
    return list(Footage.objects.select_related("station").prefetch_related("observations__taxon"))


def current(footage: Footage) -> list[Observation]:
    """What people say; what machines say only where no person has said anything."""
    said = list(footage.observations.all())
    return [one for one in said if one.classification_method == "human"] or said


def lineage(taxon: Taxon | None) -> set[str]:
    names = set()
    while taxon is not None:
        names.add(taxon.scientific_name)
        taxon = taxon.parent
    return names


def observed(one: Observation, name: str) -> set[str]:
    """The values of one observation in one filter."""
    count = one.count or 0
    bands = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 10**9)]
    return {
        "species": lambda: lineage(one.taxon),
        "behaviour": lambda: {one.behavior} - {""},
        "sex": lambda: {one.sex} - {""},
        "life_stage": lambda: {one.life_stage} - {""},
        "type": lambda: {one.observation_type},
        "individual": lambda: set(),
        "number": lambda: {
            f"{low}+" if high > 10**8 else str(low) if low == high else f"{low}-{high}"
            for low, high in bands
            if low <= count <= high
        },
    }[name]()


def has(footage: Footage, name: str) -> set[str]:
    """The values of a piece in a filter that is not of its observations."""
    filmed = localtime(footage.captured_at) if footage.captured_at else None
    methods = {one.classification_method for one in footage.observations.all()}
    values = {
        "light": lambda: footage.light,
        "zone": lambda: footage.station.zone if footage.station else "",
        "station": lambda: footage.station.code if footage.station else "",
        "season": lambda: ["winter", "spring", "summer", "autumn"][filmed.month % 12 // 3] if filmed else "",
        "hour": lambda: str(filmed.hour) if filmed and footage.captured_exact else "",
        "month": lambda: f"{filmed:%Y-%m}" if filmed else "",
        "quality": lambda: "" if footage.quality is None else str(footage.quality),
        "tagging": lambda: "approved" if "human" in methods else "machine" if methods else "untagged",
        "rights": lambda: "embargo" if footage.embargo_until else "free",
        "duration": lambda: band(footage.duration),
    }
    if name == "tag":
        return set(footage.tags)
    return {values[name]()} - {""}


def band(seconds: float | None) -> str:
    if not seconds:
        return ""
    return next(name for name, end in [("0-10", 10), ("10-30", 30), ("30-60", 60), ("60+", 1e9)] if seconds < end)


def fits(footage: Footage, query: FootageQuery, *, text: Callable[[Footage, str], bool]) -> bool:
    if footage.state not in SHOWN.get(query.state, {query.state}):
        return False
    filmed = localtime(footage.captured_at).date() if footage.captured_at else None
    if (query.since or query.until) and filmed is None:
        return False
    if (query.since and filmed < query.since) or (query.until and filmed > query.until):
        return False
    if (query.shortest is not None or query.longest is not None) and not footage.duration:
        return False
    if query.shortest is not None and footage.duration < query.shortest:
        return False
    if query.longest is not None and footage.duration > query.longest:
        return False
    if query.q and not text(footage, query.q):
        return False
    return filtered(footage, query)


def filtered(footage: Footage, query: FootageQuery) -> bool:
    seen = current(footage)
    for name in FILTERS:
        wanted, excluded = set(query.wanted(name)), set(query.excluded(name))
        if name in OBSERVED:
            if any(observed(one, name) & excluded for one in seen):
                return False
        elif (wanted and not wanted & has(footage, name)) or excluded & has(footage, name):
            return False
    together = [name for name in OBSERVED if query.wanted(name)]
    return not together or any(all(observed(one, name) & set(query.wanted(name)) for name in together) for one in seen)


def counts(
    pieces: Iterable[Footage], query: FootageQuery, name: str, *, text: Callable[[Footage, str], bool]
) -> dict[str, int]:
    """How many pieces each value of a filter leaves, as if the filter asked for nothing."""
    free = replace(query, **{name: tuple(f"!{value}" for value in query.excluded(name))})
    found: Counter[str] = Counter()
    for footage in pieces:
        if not fits(footage, free, text=text):
            continue
        if name not in OBSERVED:
            found.update(has(footage, name))
            continue
        together = [other for other in OBSERVED if free.wanted(other)]
        answering = [
            one for one in current(footage) if all(observed(one, other) & set(free.wanted(other)) for other in together)
        ]
        found.update(set().union(*(observed(one, name) for one in answering)))
    return dict(found)
