"""Why footage stands where it stands among the rarest, in words; the numbers are those of `curation.search.rarity`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
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
    language = get_language() or "en"
    told = (
        _sentence(part, taxon=taxa.get(int(part.params.get("species", 0))), language=language)
        for part in parts
        if part.value >= WORTH.get(part.code, LEAST) and part.code in TOLD_OF
    )
    return list(islice((sentence for sentence in told if sentence), SHOWN))


def _sentence(part: Part, *, taxon: Taxon | None, language: str) -> str:
    of = part.params.get(TOLD_OF[part.code], "")
    if part.code == "first_individual":
        return _first_individual(of)
    return _said(part.code, taxon.name_in(language) if taxon else "", of, language)


@lru_cache(maxsize=4096)
def _said(code: str, species: str, of: Any, language: str) -> str:
    """The sentence in the language that is active, which is `language`; many cards of many pages say the same."""
    return SAID[code](species or _("this animal"), of)


def _species(species: str, of: Any) -> str:
    return ngettext("the only observation of %(species)s", "one of %(count)s observations of %(species)s", int(of)) % {
        "count": int(of),
        "species": species,
    }


def _stage(species: str, of: Any) -> str:
    if of == Observation.LifeStage.JUVENILE:
        return _("young %(species)s") % {"species": species}
    return _("a subadult %(species)s") % {"species": species}


def _behaviour(species: str, of: Any) -> str:
    return _("seldom seen: %(behaviour)s") % {"behaviour": dict(Observation.BEHAVIORS).get(of, of)}


def _number(species: str, of: Any) -> str:
    return _("%(number)s at once") % {"number": str(of).replace("-", "–")}


def _zone(species: str, of: Any) -> str:
    return _("seldom in %(zone)s") % {"zone": of}


def _season(species: str, of: Any) -> str:
    season = SEASONS.get(of)
    return _("seldom in %(season)s") % {"season": season()} if season else ""


def _hour(species: str, of: Any) -> str:
    quarter = QUARTERS.get(int(of) + 1)
    return _("seldom %(when)s") % {"when": quarter()} if quarter else ""


def _first_individual(of: Any) -> str:
    individual = Individual.objects.filter(pk=of).prefetch_related("names").first()
    name = str(individual) if individual else _("this individual")
    return _("first record of %(name)s") % {"name": name}


def _first_in_zone(species: str, of: Any) -> str:
    return _("first %(species)s in %(zone)s") % {"species": species, "zone": of}


def _size(species: str, of: Any) -> str:
    return _("large in the picture")


def _daylight(species: str, of: Any) -> str:
    return _("by daylight")


TOLD_OF = {
    "species": "seen",
    "life_stage": "value",
    "behaviour": "value",
    "number": "value",
    "zone": "value",
    "season": "value",
    "hour": "value",
    "first_individual": "individual",
    "first_in_zone": "zone",
    "size": "",
    "daylight": "",
}
"""Which parameter of each part its sentence needs besides the species."""
Saying = Callable[[str, Any], str]
SAID: dict[str, Saying] = {
    "species": _species,
    "life_stage": _stage,
    "behaviour": _behaviour,
    "number": _number,
    "zone": _zone,
    "season": _season,
    "hour": _hour,
    "first_in_zone": _first_in_zone,
    "size": _size,
    "daylight": _daylight,
}
