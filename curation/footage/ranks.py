"""Why footage stands where it stands among the rarest, in words; the numbers are those of `curation.search.rarity`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from curation.footage.models import Individual, Observation
from curation.search.ask import Part
from curation.species.models import Taxon

WORTH = {"size": 1.5}  # bits; what counts less is not told
LEAST = 0.25
SHOWN = 3  # reasons on a card
SEASONS = {
    "spring": lambda: pgettext("rare in", "spring"),
    "summer": lambda: pgettext("rare in", "summer"),
    "autumn": lambda: pgettext("rare in", "autumn"),
    "winter": lambda: pgettext("rare in", "winter"),
}
QUARTERS = {
    1: lambda: _("between midnight and 6"),
    2: lambda: _("in the morning"),
    3: lambda: _("in the afternoon"),
    4: lambda: _("in the evening"),
}


def sentences(parts: Sequence[Part], *, taxa: Mapping[int, Taxon]) -> list[str]:
    """The strongest reasons of one piece of footage, as a card tells them; strongest first."""
    told = (
        SAID[part.code](part.params, taxa)
        for part in parts
        if part.value >= WORTH.get(part.code, LEAST) and part.code in SAID
    )
    return list(islice((sentence for sentence in told if sentence), SHOWN))


def _name(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    taxon = taxa.get(params.get("species", 0))
    return taxon.name_in(get_language() or "en") if taxon else _("this animal")


def _species(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    seen = int(params["seen"])
    return ngettext("the only observation of %(species)s", "one of %(count)s observations of %(species)s", seen) % {
        "count": seen,
        "species": _name(params, taxa),
    }


def _stage(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    if params["value"] == Observation.LifeStage.JUVENILE:
        return _("young %(species)s") % {"species": _name(params, taxa)}
    return _("a subadult %(species)s") % {"species": _name(params, taxa)}


def _behaviour(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    label = dict(Observation.BEHAVIORS).get(params["value"], params["value"])
    return _("seldom seen: %(behaviour)s") % {"behaviour": label}


def _number(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    return _("%(number)s at once") % {"number": str(params["value"]).replace("-", "–")}


def _zone(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    return _("seldom in %(zone)s") % {"zone": params["value"]}


def _season(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    season = SEASONS.get(params["value"])
    return _("seldom in %(season)s") % {"season": season()} if season else ""


def _hour(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    quarter = QUARTERS.get(int(params["value"]) + 1)
    return _("seldom %(when)s") % {"when": quarter()} if quarter else ""


def _first_individual(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    individual = Individual.objects.filter(pk=params["individual"]).prefetch_related("names").first()
    name = str(individual) if individual else _("this individual")
    return _("first record of %(name)s") % {"name": name}


def _first_in_zone(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    return _("first %(species)s in %(zone)s") % {"species": _name(params, taxa), "zone": params["zone"]}


def _size(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    return _("large in the picture")


def _daylight(params: Mapping[str, Any], taxa: Mapping[int, Taxon]) -> str:
    return _("by daylight")


Saying = Callable[[Mapping[str, Any], Mapping[int, Taxon]], str]
SAID: dict[str, Saying] = {
    "species": _species,
    "life_stage": _stage,
    "behaviour": _behaviour,
    "number": _number,
    "zone": _zone,
    "season": _season,
    "hour": _hour,
    "first_individual": _first_individual,
    "first_in_zone": _first_in_zone,
    "size": _size,
    "daylight": _daylight,
}
