"""What the tags of a piece say, as the corpus' grammar understands it: never more than is tagged."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.utils import timezone

from curation.footage.models import Footage, Observation
from curation.species.models import Taxon
from curation.subtitles.languages import language as find_language
from curation.translation.corpus import ANIMALS, LANGUAGES, SEVERAL, Scene, SceneError, realise

# Camtrap DP behaviours of ours that the corpus can say. "feeding" is not "forage": that is looking for food.
BEHAVIOURS = {
    "walking": "walk", "running": "run", "standing": "stand", "resting": "rest", "drinking": "drink",
    "hunting": "hunt", "scent-marking": "mark", "playing": "play", "climbing": "climb", "swimming": "swim",
    "flying": "fly", "looking": "look",
}  # fmt: skip
# What a station's habitat is called by those who set it up; the first that is met counts.
HABITATS = (
    ("oak", "oak|橡|柞|栎"), ("pine", "pine|红松|松林"), ("stream", "stream|brook|creek|溪"), ("river", "river|河"),
    ("ridge", "ridge|山脊|岭"), ("wetland", "wetland|marsh|swamp|湿地|沼泽"), ("meadow", "meadow|grass|草甸|草地"),
    ("clearing", "clearing|glade|林间空地"), ("valley", "valley|山谷|沟谷"), ("road", "road|公路|林道"),
    ("trail", "trail|path|小道|小径|兽道"), ("rocks", "rock|cliff|岩|石"), ("forest", "forest|wood|taiga|林"),
)  # fmt: skip
COUNTED = 8
MOST_YOUNG = 4
_HAN = re.compile(r"[\u3400-\u9fff]+(?:\s+[\u3400-\u9fff]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž'’\-]*(?:\s+[A-Za-zÀ-ž][A-Za-zÀ-ž'’\-]*)*")
_COLON = {"zh-Hans": "：", "zh-Hant": "：", "ja": "："}


@dataclass(frozen=True)
class Sight:
    """One kind of animal in one piece. `scene` None: the grammar has no sentence for it, only its name.

    zone: the area that may be named to everybody, empty where there is none.
    """

    taxon: Taxon
    scene: Scene | None
    zone: str = ""

    def told(self, language: str, *, with_zone: bool) -> str:
        """The sentence in a language; empty where nothing can be said in it."""
        if self.scene is not None and language in LANGUAGES:
            said = realise(self.scene, language=language)
        else:
            said = _name(self.taxon, language)
        place = zone_name(self.zone, language) if with_zone and said else ""
        return f"{place}{_COLON.get(language, ': ')}{said}" if place else said


def zone_name(zone: str, language: str) -> str:
    """The part of a zone's name that is written as this language is: “Hunchun 珲春”; empty where there is none."""
    script = find_language(language).script
    pattern = _HAN if script == "Hans" else _LATIN if script == "Latn" else None
    found = pattern.search(zone) if pattern else None
    return found.group() if found else ""


def sights(footage: Footage, observations: Sequence[Observation]) -> list[Sight]:
    """Each kind of animal that the answer that counts names (`footage.layers.current`), most animals first.

    Expects `taxon` and the footage's `station` fetched.
    """
    by_taxon: dict[int, list[Observation]] = {}
    for one in observations:
        if one.taxon is not None and one.observation_type == Observation.Type.ANIMAL:
            by_taxon.setdefault(one.taxon.pk, []).append(one)
    zone = footage.station.zone if footage.station else ""
    ordered = sorted(by_taxon.values(), key=lambda seen: -sum(one.count or 1 for one in seen))
    return [Sight(seen[0].taxon, scene_of(footage, seen), zone=zone) for seen in ordered if seen[0].taxon is not None]


def scene_of(footage: Footage, seen: Sequence[Observation]) -> Scene | None:
    """The fullest scene that the grammar can say of these observations of one kind; None where it knows no such animal.

    What cannot be said together is left out in this order: the habitat, sex and age, the behaviour, the time.
    """
    taxon = seen[0].taxon
    if taxon is None or taxon.scientific_name not in ANIMALS:
        return None
    facts = _who(seen) | _when(footage)
    behaviours = {BEHAVIOURS.get(one.behavior, "") for one in seen}
    # Two that do different things do not both do the first one's.
    behaviour = next(iter(behaviours)) if len(behaviours) == 1 else ""
    facts |= {"behaviour": behaviour, "habitat": _habitat(footage)}
    for attempt in _attempts(facts):
        try:
            return Scene(scientific_name=taxon.scientific_name, **attempt)
        except SceneError:
            continue
    return None


def _attempts(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    frames: Iterable[dict[str, Any]] = ({"frame": "sentence"},) if facts["behaviour"] else ()
    for frame in (*frames, {"frame": "camera", "behaviour": ""}):
        whole = facts | frame
        ageless = {"sex": "", "life_stage": "", "young": 0}
        yield whole
        yield whole | {"habitat": ""}
        # A mother's young are animals too: without the family all of them are counted.
        yield whole | ageless | {"count": _several(facts["count"] + facts["young"])}
        yield whole | ageless | {"habitat": "", "count": _several(facts["count"] + facts["young"])}
    yield {"frame": "label"}


def _who(seen: Sequence[Observation]) -> dict[str, Any]:
    """How many, which sex and age; a grown female with young is a mother with them."""
    young = [one for one in seen if one.life_stage == Observation.LifeStage.JUVENILE]
    grown = [one for one in seen if one.life_stage != Observation.LifeStage.JUVENILE]
    number = sum(one.count or 1 for one in seen)
    mother = len(grown) == 1 and (grown[0].count or 1) == 1 and grown[0].sex == Observation.Sex.FEMALE
    cubs = sum(one.count or 1 for one in young)
    if mother and 1 <= cubs <= MOST_YOUNG:
        return {"count": 1, "sex": "female", "life_stage": "", "young": cubs}
    stages = {one.life_stage for one in seen}
    sexes = {one.sex for one in seen}
    stage = next(iter(stages)) if len(stages) == 1 else ""
    return {
        "count": _several(number),
        "sex": next(iter(sexes)) if len(sexes) == 1 else "",
        "life_stage": stage if stage in {"adult", "juvenile"} else "",
        "young": 0,
    }


def _several(number: int) -> int:
    return number if number <= COUNTED else SEVERAL


def _when(footage: Footage) -> dict[str, str]:
    """Season and hour by the station's own clock; no hour where only the day is known."""
    if footage.captured_at is None:
        return {}
    zone: tzinfo = timezone.get_default_timezone()
    if footage.station is not None:
        zone = _zone(footage.station.time_zone) or zone
    local = footage.captured_at.astimezone(zone)
    season = ("winter", "spring", "summer", "autumn")[local.month % 12 // 3]
    return {"season": season} | ({"daytime": _daytime(local.hour)} if footage.captured_exact else {})


def _zone(name: str) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _daytime(hour: int) -> str:
    if 5 <= hour < 10:
        return "morning"
    if 10 <= hour < 17:
        return "day"
    return "evening" if 17 <= hour < 20 else "night"


def _habitat(footage: Footage) -> str:
    told = footage.station.habitat.lower() if footage.station else ""
    return next((key for key, pattern in HABITATS if re.search(pattern, told)), "") if told else ""


def _name(taxon: Taxon, language: str) -> str:
    """What the kind is called, as a label; empty where nobody has named it in this language."""
    names = {name.language: name.name for name in taxon.names.all() if name.preferred}
    name = names.get(language, "")
    return name[:1].upper() + name[1:]
