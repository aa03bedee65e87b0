"""What raises an alarm: types of observations, and words among the tags."""

from __future__ import annotations

from collections.abc import Iterable

from curation.footage.models import Footage

MACHINE_THRESHOLD = 0.5  # a machine's word counts from this probability on; without a probability it counts

# Most urgent first: footage that shows several gets the first of them.
ORDER = (Footage.Alarm.FIRE, Footage.Alarm.SMOKE, Footage.Alarm.HUMAN, Footage.Alarm.VEHICLE)

# Tags are compared whole and folded; `observationTags` of Camtrap DP hold several, with "|" between them.
WORDS: dict[str, str] = {
    **dict.fromkeys(("fire", "wildfire", "flame", "flames", "火", "火情", "火灾", "明火"), "fire"),
    **dict.fromkeys(("smoke", "烟", "烟雾", "浓烟"), "smoke"),
    **dict.fromkeys(("human", "person", "people", "人", "人员", "人类"), "human"),
    **dict.fromkeys(("vehicle", "car", "truck", "motorcycle", "车", "车辆", "机动车"), "vehicle"),
}


def observation_tags(kind: str) -> dict[str, str]:
    """The field of an observation's `extra` that carries an alarm of this kind, as Camtrap DP writes tags."""
    return {"observationTags": kind}


def most_urgent(kinds: Iterable[str]) -> str:
    """The first of ORDER among `kinds`; empty where there is none."""
    present = set(kinds)
    return next((str(kind) for kind in ORDER if kind in present), "")
