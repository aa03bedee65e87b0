"""The filters beside the cards: every value with what it is called, how many it leaves, and whether it is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from curation.footage import search
from curation.footage.models import Footage, Observation
from curation.footage.query import FootageQuery
from curation.species.models import Taxon

SHOWN = 10  # values of one filter; species beyond that are found by typing
COUNTED_UP_TO = 20_000  # pieces found; counting every filter of more takes seconds


@dataclass(frozen=True)
class Choice:
    """One value; `count` is None where it is not counted."""

    value: str
    label: str
    count: int | None
    on: bool


@dataclass(frozen=True)
class Group:
    """One filter. `kind` is `checkbox` (any of several) or `radio` (one)."""

    name: str
    legend: str
    kind: str
    choices: tuple[Choice, ...]


def groups(query: FootageQuery, base: QuerySet[Footage], *, places: bool, total: int) -> list[Group]:
    """All filters that this reader can use, with counts as if each itself were not set. `total`: pieces found."""
    exact = total <= COUNTED_UP_TO
    counted = search.facets(query, base, places=places) if exact else search.uncounted(places=places)
    made = [
        _species(query, counted.species),
        _radio(query, name="tagging", legend=_("Tags"), counted=counted.tagging, labels=_tagging_labels()),
        _several(
            query,
            name="behaviour",
            legend=_("Behaviour"),
            counted=counted.behaviour,
            labels=dict(Observation.BEHAVIORS),
        ),
        _radio(
            query,
            name="light",
            legend=pgettext("of footage", "Light"),
            counted=counted.light,
            labels=dict(Footage.Light.choices),
        ),
        _several(query, name="zone", legend=_("Zone"), counted=counted.zone),
    ]
    if places:
        made.append(_several(query, name="station", legend=_("Station"), counted=counted.station))
    made.append(_states(query, base))
    return [group for group in made if group.choices]


def _tagging_labels() -> dict[str, object]:
    return {"approved": _("Approved by a person"), "machine": _("AI only"), "untagged": _("Untagged")}


def _species(query: FootageQuery, counted: Iterable[tuple[Taxon, int | None]]) -> Group:
    language = get_language() or "en"
    counts = {taxon.scientific_name: (taxon, count) for taxon, count in counted}
    chosen = Taxon.objects.prefetch_related("names").filter(scientific_name__in=query.species)
    made = [
        Choice(
            taxon.scientific_name, taxon.name_in(language), counts.get(taxon.scientific_name, (taxon, 0))[1], on=True
        )
        for taxon in chosen
    ]
    others = [pair for name, pair in counts.items() if name not in query.species]
    made += [Choice(taxon.scientific_name, taxon.name_in(language), count, on=False) for taxon, count in others[:SHOWN]]
    return Group("species", _("Species"), "checkbox", tuple(made))


def _several(
    query: FootageQuery, *, name: str, legend: str, counted: list[search.Facet], labels: dict[str, object] | None = None
) -> Group:
    chosen = getattr(query, name)
    counts = {facet.value: facet.count for facet in counted}
    values = [*chosen, *(value for value in counts if value not in chosen)][: max(SHOWN, len(chosen))]
    made = (
        Choice(value, str((labels or {}).get(value, value)), counts.get(value, 0), value in chosen) for value in values
    )
    return Group(name, legend, "checkbox", tuple(made))


def _radio(
    query: FootageQuery, *, name: str, legend: str, counted: list[search.Facet], labels: dict[str, object]
) -> Group:
    chosen = getattr(query, name)
    counts = {facet.value: facet.count for facet in counted}
    values = [value for value in labels if value and (counts.get(value, 0) != 0 or value == chosen)]
    if not values:
        return Group(name, legend, "radio", ())
    every = Choice("", _("Any"), None, not chosen)
    return Group(
        name, legend, "radio", (every, *(Choice(v, str(labels[v]), counts.get(v, 0), v == chosen) for v in values))
    )


def _states(query: FootageQuery, base: QuerySet[Footage]) -> Group:
    labels = {"ready": _("Ready"), "waiting": _("Being read"), "failed": _("Failed")}
    # What a reader may not list counts nothing, and a state that counts nothing is not offered.
    labels |= {"quarantined": _("Quarantined"), "withdrawn": _("Withdrawn")}
    counts = {name: base.filter(search.state_of(name)).count() for name in labels}
    made = tuple(
        Choice(name if name != "ready" else "", label, counts[name], query.state == name)
        for name, label in labels.items()
        if name == "ready" or counts[name] or query.state == name
    )
    return Group("state", _("State"), "radio", made if len(made) > 1 else ())
