"""Sentence pairs for training and for measuring, drawn from the corpus in every direction."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from curation.translation.corpus import LANGUAGES, Scene, phrases, realise, scenes, variants
from curation.translation.corpus.scene import random_scene

SOURCES = ("zh-Hans", "en")
PAIRS = tuple((source, target) for source in SOURCES for target in LANGUAGES if source != target)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One sentence and its translation, with their BCP-47 tags."""

    source: str
    target: str
    source_text: str
    target_text: str


def _phrase(rng: random.Random, *, source: str, target: str) -> Pair:
    spoken, written = phrases(language=source), phrases(language=target)
    at = rng.randrange(len(spoken))
    text = spoken[at]
    if rng.random() < 0.25:
        text = text.removesuffix("。").removesuffix(".")
    return Pair(source=source, target=target, source_text=text, target_text=written[at])


def training_pairs(rng: random.Random) -> Iterator[Pair]:
    """Pairs without end; held-out scenes never come. One in twelve is a house phrase, half are reworded."""
    while True:
        source, target = rng.choice(PAIRS)
        if rng.random() < 1 / 12:
            yield _phrase(rng, source=source, target=target)
            continue
        scene = random_scene(rng)
        if scene.held_out:
            continue
        reworded = rng.random() < 0.5
        text = variants(scene, language=source, rng=rng) if reworded else realise(scene, language=source)
        yield Pair(source=source, target=target, source_text=text, target_text=realise(scene, language=target))


def held_out_scenes(*, seed: int, count: int) -> list[Scene]:
    """Distinct scenes that training never saw."""
    found: dict[Scene, None] = {}
    for scene in scenes(seed=seed, count=count * 80):
        if scene.held_out:
            found[scene] = None
        if len(found) == count:
            break
    return list(found)
