"""Scenes and house phrases in every language, and the other ways in which an editor may write the same scene."""

import json
import random
from functools import cache
from importlib import resources
from types import ModuleType

from curation.translation.corpus.languages import ar, de, en, es, fr, ja, ko, mn, pt, ru, zh_hans
from curation.translation.corpus.paraphrase import reworded_en, reworded_zh
from curation.translation.corpus.scene import Scene

MODULES: dict[str, ModuleType] = {
    "zh-Hans": zh_hans,
    "en": en,
    "ru": ru,
    "ko": ko,
    "ja": ja,
    "es": es,
    "fr": fr,
    "de": de,
    "ar": ar,
    "pt": pt,
    "mn": mn,
}
LANGUAGES = tuple(MODULES)
"""BCP-47 tags of the languages in which a scene can be told."""


def realise(scene: Scene, *, language: str) -> str:
    """The scene as one caption in `language` (a tag of `LANGUAGES`; `KeyError` for another)."""
    text: str = MODULES[language].realise(scene)
    return text


def variants(scene: Scene, *, language: str, rng: random.Random) -> str:
    """The scene as an editor may also have typed it: sources for training, never a target.

    Only zh-Hans and en are source languages; for the others this is `realise`.
    """
    text = realise(scene, language=language)
    if language == "zh-Hans":
        return reworded_zh(text, scene=scene, rng=rng)
    if language == "en":
        return reworded_en(text, scene=scene, rng=rng)
    return text


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("curation.translation.corpus").joinpath("phrases.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))


def phrases(*, language: str) -> tuple[str, ...]:
    """The fixed house phrases in one language, in the same order in every language."""
    return tuple(row[language] for row in _table())
