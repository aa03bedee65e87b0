"""Words of a search that mean more than a name: young, sex, behaviour, day and night, in the desk's languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation

from curation.footage.models import Observation
from curation.species.names import normalise

# What people type besides the words that the pages show.
MORE = {
    (
        "life_stage",
        "juvenile",
    ): "cub cubs young kitten kittens fawn piglet 幼崽 幼兽 幼虎 幼豹 小虎 虎崽 детёныш тигрёнок 새끼",
    ("life_stage", "subadult"): "亚成体 亚成年",
    ("sex", "female"): "雌 雌性 母 母虎",
    ("sex", "male"): "雄 雄性 公 公虎",
    ("light", "night"): "night infrared ir 夜 夜间 夜晚 红外",
    ("light", "day"): "day daylight daytime 白天 日间",
    ("behavior", "drinking"): "drink drinks 喝水",
    ("behavior", "feeding"): "eat eats eating 进食 吃",
    ("behavior", "running"): "run runs 奔跑 跑",
    ("behavior", "walking"): "walk walks 行走 走",
    ("behavior", "fighting"): "fight fights 打斗",
    ("behavior", "hunting"): "hunt hunts 捕猎",
    ("behavior", "resting"): "rest sleep sleeping 休息 睡觉",
    ("behavior", "playing"): "play plays 玩耍 嬉戏",
}


@dataclass(frozen=True)
class Meaning:
    """A field of footage (`light`) or of an observation, and the value that a word stands for."""

    field: str
    value: str


@cache
def _words() -> dict[str, set[Meaning]]:
    words: dict[str, set[Meaning]] = defaultdict(set)
    for (field, value), text in MORE.items():
        for word in text.split():
            words[normalise(word)].add(Meaning(field, value))
    choices = [
        *(("behavior", value, label) for value, label in Observation.BEHAVIORS),
        *(("life_stage", value, label) for value, label in Observation.LifeStage.choices),
        *(("sex", value, label) for value, label in Observation.Sex.choices),
    ]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field, value, label in choices:
                words[normalise(str(label))].add(Meaning(field, value))
    return dict(words)


def meanings(word: str) -> frozenset[Meaning]:
    """What a word of a search stands for besides names; empty for most words."""
    return frozenset(_words().get(normalise(word), set()))
