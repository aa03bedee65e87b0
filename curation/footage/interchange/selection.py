"""What is exported: a whole package, what a search finds, or everything; handed out by thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from pyroaring import BitMap

from curation.footage.interchange.reasons import InterchangeError
from curation.footage.models import Footage, Observation, Package

CHUNK = 5_000
FOOTAGE = (
    "pk", "package_id", "media_id", "source_path", "original_name", "media_type", "captured_at", "duration", "extra",
    "deployment_id", "station_id", "event_id", "frame_rate", "fingerprint", "width", "height",
)  # fmt: skip
OBSERVATION = (
    "pk", "footage_id", "event_id", "deployment_id", "package_id", "observation_id", "event_start", "event_end",
    "observation_type", "taxon_id", "taxon__scientific_name", "count", "sex", "life_stage", "behavior",
    "individual_label", "individual__code", "bbox", "extra", "classification_method", "classified_by",
    "classification_timestamp", "classification_probability", "comments", "editorial", "event__event_id",
    "event__package_id", "event__start", "event__end", "event__station_id",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Selection:
    """`package`: all of it, with the deployments and events that have no footage. Else `keys` of footage; None is all
    but what was withdrawn, and what is in quarantine only with `quarantined`. `watch` is told of each pass through the
    keys how many more of them were handed out."""

    package: Package | None = None
    keys: BitMap | None = None
    quarantined: bool = False
    watch: Callable[[int], None] | None = field(default=None, compare=False)

    def footage(self) -> Iterator[list[Row]]:
        """Rows of FOOTAGE, in the order of their keys."""
        if self.keys is None:
            yield from _in_order(self._everything(), FOOTAGE)
            return
        keys = iter(self.keys)
        while chunk := list(islice(keys, CHUNK)):
            yield list(Footage.objects.filter(pk__in=chunk).order_by("pk").values(*FOOTAGE))
            if self.watch is not None:
                self.watch(len(chunk))

    def _everything(self) -> QuerySet[Footage]:
        if self.package is not None:
            return Footage.objects.filter(package=self.package)
        hidden = [Footage.State.WITHDRAWN]
        found = Footage.objects.exclude(state__in=hidden)
        if not self.quarantined:
            found = found.exclude(state=Footage.State.QUARANTINED).filter(alarm="")
        return found

    def observations(self) -> Iterator[list[Row]]:
        """Rows of OBSERVATION: of the footage, and of the events that the footage takes part in."""
        if self.package is not None:
            mine = Q(package=self.package) | Q(footage__package=self.package)
            yield from _in_order(Observation.objects.filter(mine), OBSERVATION)
            return
        events = BitMap()
        for chunk in self.footage():
            keys = [row["pk"] for row in chunk]
            events.update(row["event_id"] for row in chunk if row["event_id"] is not None)
            yield list(Observation.objects.filter(footage__in=keys).order_by("pk").values(*OBSERVATION))
        remaining = iter(events)
        while some := list(islice(remaining, CHUNK)):
            whole = Observation.objects.filter(event__in=some, footage=None)
            yield list(whole.order_by("pk").values(*OBSERVATION))


def _in_order(rows: QuerySet[Any], columns: tuple[str, ...]) -> Iterator[list[Any]]:
    """All rows by thousands, each page from where the last one ended."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk").values(*columns)[:CHUNK]):
        yield chunk
        last = chunk[-1]["pk"]


def by_footage(observations: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in observations:
        if row["footage_id"] is not None:
            found.setdefault(row["footage_id"], []).append(row)
    return found


def observed(keys: list[int]) -> dict[int, list[Row]]:
    """Observations of these pieces of footage."""
    return by_footage(Observation.objects.filter(footage__in=keys).order_by("pk").values(*OBSERVATION))


def chosen(*, package: str = "", query: str = "", quarantined: bool = False) -> Selection:
    """The selection that an operator names. `package` is an identifier or a name; `query` what the library's address
    says after `?`. Raises InterchangeError, or SearchError where the index does not answer."""
    if package:
        found = Package.objects.filter(Q(identifier=package) | Q(name=package)).order_by("-pk").first()
        if found is None:
            raise InterchangeError("package_unknown", value=package)
        return Selection(package=found)
    if not query.strip("? "):
        return Selection(quarantined=quarantined)
    return Selection(keys=_found(query))


def _found(query: str) -> BitMap:
    from django.http import QueryDict

    from curation.footage import search
    from curation.footage.query import parse

    parsed = parse(QueryDict(query.removeprefix("?")))
    for name, value in parsed.ignored.items():
        raise InterchangeError("query_ignored", field=name, value=value)
    return search.keys(parsed.query, search.SYSTEM)
