"""The familiarity filter of the small model: every run of three pieces that its training text holds."""

import itertools
import random
from pathlib import Path

from curation.translation.corpus import LANGUAGES, phrases, realise, variants
from curation.translation.corpus.coverage import covering
from curation.translation.corpus.scene import scenes
from curation.translation.familiarity import Familiarity, grams
from curation.translation.families import Pieces
from curation.translation.training.pairs import SOURCES

SCENES = 50_000
"""Random scenes per language, besides those that go through the grammar in order."""

WORDINGS = 3
"""Other wordings of each scene in a source language."""


def known_grams(pieces: Pieces, *, language: str, count: int, seed: int) -> set[str]:
    """Trigrams of `count` captions that training could have seen in `language`, on either side."""
    rng = random.Random(seed)  # noqa: S311 - repeatable scenes, not secrets
    known: set[str] = set()
    texts: set[str] = set()
    for phrase in phrases(language=language):
        texts |= {phrase, phrase.removesuffix("."), phrase.removesuffix("。")}
    for scene in itertools.chain(covering(rng), scenes(seed=seed, count=count)):
        if scene.held_out:
            continue
        texts.add(realise(scene, language=language))
        if language in SOURCES:
            texts |= {variants(scene, language=language, rng=rng) for _ in range(WORDINGS)}
    for text in texts:
        known |= grams(pieces.cut(text), language=language)
    return known


def write_field(folder: Path, *, output: Path) -> int:
    """Build the filter for the tokenizer in `folder`; returns how many trigrams it knows."""
    pieces = Pieces(folder, family="m2m100")
    known: set[str] = set()
    for language in LANGUAGES:
        known |= known_grams(pieces, language=language, count=SCENES, seed=23)
    Familiarity.of(known).write(output)
    return len(known)
