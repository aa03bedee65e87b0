"""The filters beside the cards: every value with what it is called, how many it leaves, and whether it is set.

Counts come in a second request; the chips above the cards say what is set without counting anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from curation.footage import search
from curation.footage.arrivals import publicly
from curation.footage.models import Footage, Individual, Observation
from curation.footage.query import FILTERS, NOT, STATES, FootageQuery
from curation.species.selectors import taxa_by_key

SHOWN = 7  # values of one filter before “all”
OFFERED = 40  # beyond that they are found by typing
BAR = 40  # height of the tallest bar, in the units of its drawing
MOST_MONTHS = 120  # ten years of bars; older months are found by date

LEGENDS: dict[str, Any] = {
    "species": gettext_lazy("Species"),
    "tagging": gettext_lazy("Tags"),
    "behaviour": gettext_lazy("Behaviour"),
    "hour": gettext_lazy("Hour of the day"),
    "season": gettext_lazy("Season"),
    "month": gettext_lazy("Month"),
    "zone": gettext_lazy("Zone"),
    "station": gettext_lazy("Station"),
    "light": pgettext_lazy("of footage", "Light"),
    "number": gettext_lazy("Number of animals"),
    "life_stage": gettext_lazy("Life stage"),
    "sex": gettext_lazy("Sex"),
    "individual": gettext_lazy("Individual"),
    "quality": gettext_lazy("Picture quality"),
    "duration": gettext_lazy("Length"),
    "rights": gettext_lazy("Rights"),
    "type": gettext_lazy("What is seen"),
    "tag": gettext_lazy("Folders and tags"),
}
OPEN = {"species", "tagging", "behaviour", "hour", "season", "zone"}  # groups that are open until a reader closes them
BARS = {"hour", "month"}
RANKED = ("number", "season", "quality", "duration", "tagging", "light", "life_stage")
"""Filters whose values stand in their own order, not the most frequent first."""

LABELS: dict[str, dict[str, Any]] = {
    "tagging": {
        "approved": gettext_lazy("Approved by a person"),
        "machine": gettext_lazy("AI only"),
        "untagged": gettext_lazy("Untagged"),
    },
    "light": dict(Footage.Light.choices),
    "sex": dict(Observation.Sex.choices),
    "life_stage": dict(Observation.LifeStage.choices),
    "behaviour": dict(Observation.BEHAVIORS),
    "type": dict(Observation.Type.choices),
    "season": {
        "spring": gettext_lazy("Spring"),
        "summer": gettext_lazy("Summer"),
        "autumn": gettext_lazy("Autumn"),
        "winter": gettext_lazy("Winter"),
    },
    "number": {"1": "1", "2": "2", "3": "3", "4": "4", "5-9": "5–9", "10+": gettext_lazy("10 and more")},
    "quality": {
        "3": gettext_lazy("Very good"),
        "2": gettext_lazy("Good"),
        "1": gettext_lazy("Fair"),
        "0": gettext_lazy("Poor"),
    },
    "duration": {
        "0-10": gettext_lazy("under 10 s"),
        "10-30": gettext_lazy("10 to 30 s"),
        "30-60": gettext_lazy("30 to 60 s"),
        "60+": gettext_lazy("a minute and more"),
    },
    "rights": {"free": gettext_lazy("May be published"), "embargo": gettext_lazy("Under embargo")},
}
STATE_LABELS: dict[str, Any] = {
    "": gettext_lazy("Searchable"),
    "ready": gettext_lazy("Ready"),
    "catalogued": gettext_lazy("In the archive"),
    "waiting": gettext_lazy("Being read"),
    "failed": gettext_lazy("Failed"),
    "quarantined": gettext_lazy("Quarantined"),
    "withdrawn": gettext_lazy("Withdrawn"),
}


@dataclass(frozen=True)
class Choice:
    """One value. `on`: asked for; `off`: excluded; `bar`: 0..BAR, against the largest count of its group.

    What a page shows of it is put together here: templates take ten times as long, and a page has hundreds.
    """

    value: str
    label: str
    count: int
    on: bool = False
    off: bool = False
    bar: int = 0

    @property
    def counted(self) -> str:
        """“12,345”."""
        return _grouped(self.count, get_language() or "en")

    @property
    def told(self) -> str:
        return f"{self.label}: {self.counted}"

    @property
    def height(self) -> str:
        return str(self.bar)

    @property
    def leave_out(self) -> str:
        return _leave_out(get_language() or "en") % {"name": self.label}


@lru_cache(maxsize=8192)
def _grouped(count: int, _language: str) -> str:
    return str(intcomma(count))


@lru_cache(maxsize=16)
def _leave_out(_language: str) -> str:
    return _("Leave out: %(name)s")


@dataclass(frozen=True)
class Group:
    """One filter. `shape` is `list`, `bars` or `radio` (one of several); `rest` choices wait behind “all”."""

    name: str
    legend: str
    shape: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()
    open: bool = True

    @property
    def input(self) -> str:
        return "radio" if self.shape == "radio" else "checkbox"

    @property
    def all(self) -> int:
        return len(self.choices) + len(self.rest)


@dataclass(frozen=True)
class Chip:
    """Something that is set, in words, and the address without it."""

    legend: str
    label: str
    off: bool
    without: str


# ---------------------------------------------------------------------------------------------------------- words


def _species_labels(values: Iterable[str]) -> dict[str, str]:
    language = get_language() or "en"
    wanted = set(values)
    return {
        one.scientific_name: one.name_in(language) for one in taxa_by_key().values() if one.scientific_name in wanted
    }


def _individual_labels(values: Iterable[str]) -> dict[str, str]:
    found = Individual.objects.prefetch_related("names").filter(code__in=list(values))
    return {one.code: str(one) for one in found}


def _hour_labels(values: Iterable[str]) -> dict[str, str]:
    return {value: f"{int(value):02}:00–{int(value):02}:59" for value in values}


def month_label(value: str) -> str:
    """“January 2026” of `2026-01`."""
    return _month(value, get_language() or "en")


@lru_cache(maxsize=4096)
def _month(value: str, _language: str) -> str:
    return str(date_format(date(int(value[:4]), int(value[5:7]), 1), "YEAR_MONTH_FORMAT"))


def _month_labels(values: Iterable[str]) -> dict[str, str]:
    return {value: month_label(value) for value in values}


MAKERS: dict[str, Callable[[Iterable[str]], dict[str, str]]] = {
    "species": _species_labels,
    "individual": _individual_labels,
    "hour": _hour_labels,
    "month": _month_labels,
}


def labels(name: str, values: Iterable[str]) -> Mapping[str, Any]:
    """What values of a filter are called, in the reader's language; a value without a name is its own."""
    return MAKERS[name](values) if name in MAKERS else LABELS.get(name, {})


# ---------------------------------------------------------------------------------------------------------- chips


def chips(query: FootageQuery) -> list[Chip]:
    """All that is set, in the order of the filters, each with the address that lacks it."""
    made = []
    for name in LEGENDS:
        values: tuple[str, ...] = getattr(query, name)
        if not values:
            continue
        called = labels(name, [value.removeprefix(NOT) for value in values])
        for value in values:
            bare = value.removeprefix(NOT)
            rest = tuple(other for other in values if other != value)
            made.append(
                Chip(
                    legend=str(LEGENDS[name]),
                    label=str(called.get(bare, bare)),
                    off=value.startswith(NOT),
                    without=replace(query, **cast(dict[str, Any], {name: rest})).querystring(),
                )
            )
    return made + _other_chips(query)


def _other_chips(query: FootageQuery) -> list[Chip]:
    """Ranges, the state, an event, near duplicates."""
    told: list[tuple[str, str, str]] = []
    if query.since:
        told.append(("since", pgettext("date", "from"), str(date_format(query.since, "DATE_FORMAT"))))
    if query.until:
        told.append(("until", pgettext("date", "to"), str(date_format(query.until, "DATE_FORMAT"))))
    if query.shortest is not None:
        told.append(("shortest", _("at least"), _("%(seconds)s s") % {"seconds": number_format(query.shortest_text)}))
    if query.longest is not None:
        told.append(("longest", _("at most"), _("%(seconds)s s") % {"seconds": number_format(query.longest_text)}))
    if query.state:
        told.append(("state", _("State"), str(STATE_LABELS[query.state])))
    if query.event is not None:
        told.append(("event", _("Event"), f"E{query.event}"))
    if query.look_alike is not None:
        told.append(("look_alike", _("Near duplicates of"), f"F{query.look_alike}"))
    nothing = FootageQuery()
    return [
        Chip(legend, label, off=False, without=replace(query, **{name: getattr(nothing, name)}).querystring())
        for name, legend, label in told
    ]


# ---------------------------------------------------------------------------------------------------------- groups


def groups(query: FootageQuery, reader: search.Reader, counted: search.Facets) -> list[Group]:
    """All filters that this reader can use, with counts as if each itself were not set."""
    told = {name: counted.values(name) for name in LEGENDS if name in FILTERS}
    if not reader.places and told.get("tag"):
        public = set(publicly([facet.value for facet in told["tag"][: 2 * OFFERED]]))
        told["tag"] = [facet for facet in told["tag"] if facet.value in public]
    made = [_group(name, query, values) for name, values in told.items()]
    return [group for group in made if group.choices] + _states(query, reader)


def _group(name: str, query: FootageQuery, counted: list[search.Facet]) -> Group:
    wanted, excluded = query.wanted(name), query.excluded(name)
    counts = {facet.value: facet.count for facet in counted}
    for value in (*wanted, *excluded):
        counts.setdefault(value, 0)
    ordered = _ordered(name, counts, first=(*wanted, *excluded))
    if name == "month":
        ordered = months_between(ordered)
    called = labels(name, ordered)
    most = max(counts.values(), default=0)
    choices = tuple(
        Choice(
            value,
            str(called.get(value, value)),
            counts.get(value, 0),
            on=value in wanted,
            off=value in excluded,
            bar=_bar(counts.get(value, 0), most),
        )
        for value in ordered
    )
    shape = "bars" if name in BARS else "list"
    shown = len(choices) if shape == "bars" else max(SHOWN, len(wanted) + len(excluded))
    return Group(
        name,
        str(LEGENDS[name]),
        shape,
        choices[:shown],
        choices[shown:OFFERED],
        open=name in OPEN or bool(wanted or excluded),
    )


def _ordered(name: str, counts: Mapping[str, int], *, first: tuple[str, ...]) -> list[str]:
    if name == "hour":
        return [str(hour) for hour in range(24)] if counts else []
    if name == "month":
        return sorted(counts)
    if name in RANKED:
        return [value for value in LABELS[name] if value in counts]
    return [*dict.fromkeys(first), *(value for value in counts if value not in first)]


def months_between(months: list[str]) -> list[str]:
    """Every month from the first to the last of these, ten years at most: bars without gaps."""
    if not months:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (months[0], months[-1]))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(max(first, last - MOST_MONTHS + 1), last + 1)]


def _bar(count: int, most: int) -> int:
    """At least one unit high where there is anything at all."""
    return 0 if not count else max(1, round(BAR * count / most))


def _states(query: FootageQuery, reader: search.Reader) -> list[Group]:
    """States other than what can be searched; one that the reader may not list counts nothing and is not offered."""
    counts = search.by_state(query, reader)
    offered = [state for state in STATES if counts[state] or state == query.state]
    if set(offered) <= {"ready"}:
        return []
    every = Choice("", str(STATE_LABELS[""]), counts[""], on=not query.state)
    choices = (Choice(state, str(STATE_LABELS[state]), counts[state], on=query.state == state) for state in offered)
    return [Group("state", _("State"), "radio", (every, *choices), open=bool(query.state))]


def with_more(query: FootageQuery, **more: str) -> str:
    """A query's address with further parameters; empty ones are left out."""
    told = QueryDict(query.querystring(), mutable=True)
    for name, value in more.items():
        if value:
            told[name] = value
    return told.urlencode()
