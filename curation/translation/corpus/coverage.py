"""Scenes that go through the grammar in order, so that every pair of neighbouring words is told at least once."""

import itertools
import random
from collections.abc import Iterator, Sequence

from curation.translation.corpus.fauna import ANIMALS
from curation.translation.corpus.scene import (
    BEHAVIOURS,
    BOUND_HABITATS,
    COUNTS,
    DAYTIMES,
    HABITATS,
    SEASONS,
    WEATHERS,
    Scene,
)

Fields = dict[str, object]

_SEASONAL: list[Fields] = [
    {"season": season, "daytime": daytime} for season in ("", *SEASONS) for daytime in ("", *DAYTIMES)
]
_WEATHERED: list[Fields] = [{"weather": weather} for weather in WEATHERS]
WHENS: tuple[Fields, ...] = (*_SEASONAL, *_WEATHERED)
"""Every circumstance, the first of them none."""


def whos(name: str) -> list[Fields]:
    """Every way in which the corpus counts, sexes and ages this animal."""
    animal = ANIMALS[name]
    found: list[Fields] = [
        {"sex": sex, "life_stage": stage} for sex in ("", "male", "female") for stage in ("", "adult")
    ]
    if animal.grouped:
        found += [{"count": count} for count in COUNTS[1:]]
    if animal.young:
        found += [{"life_stage": "juvenile", "count": count} for count in (COUNTS if animal.grouped else (1,))]
        found += [{"sex": "female", "young": young} for young in range(1, 5)]
    return found


def covering(rng: random.Random) -> Iterator[Scene]:
    """Some hundred thousand scenes: who with what, where and when, and when with what and where, in every frame."""
    for name, animal in ANIMALS.items():
        acts = [act for act in BEHAVIOURS if act in animal.behaviours]
        everyone = whos(name)
        for who in everyone:
            yield Scene(scientific_name=name, frame="image", **who)  # type: ignore[arg-type]
            for habitat in ("", *HABITATS):
                yield from _places(name, who, habitat, rng=rng)
            for act, when in itertools.chain(
                ((act, {}) for act in acts),
                ((act, rng.choice(WHENS)) for act in acts for _ in range(4)),
                ((rng.choice(acts), when) for when in WHENS),
            ):
                yield _deed(name, who, act, when, rng=rng)
            yield from _bare(name, who, acts, rng=rng)
        for when, habitat in itertools.product(WHENS, ("", *HABITATS)):
            yield from _times(name, rng.choice(everyone), habitat, when)
        for when, act in itertools.product(WHENS, acts):
            yield _deed(name, rng.choice(everyone), act, when, rng=rng)


def _deed(name: str, who: Fields, act: str, when: Fields, *, rng: random.Random) -> Scene:
    habitat = rng.choice(BOUND_HABITATS.get(act, ("", *HABITATS)))
    return Scene(scientific_name=name, behaviour=act, habitat=habitat, **who, **when)  # type: ignore[arg-type]


def _bare(name: str, who: Fields, acts: Sequence[str], *, rng: random.Random) -> Iterator[Scene]:
    """Deeds without a place, so that the act is the last word: three circumstances each, for some are held out."""
    for act in acts:
        if act not in BOUND_HABITATS:
            for when in ({}, *rng.sample(WHENS, 3)):
                yield Scene(scientific_name=name, behaviour=act, **who, **when)  # type: ignore[arg-type]


def _places(name: str, who: Fields, habitat: str, *, rng: random.Random) -> Iterator[Scene]:
    frames = ("camera", "still", "label") if habitat else ("camera", "label")
    for frame in frames:
        if frame == "label" and who.get("young"):
            continue
        when = {} if frame == "still" else rng.choice(WHENS)
        yield Scene(scientific_name=name, frame=frame, habitat=habitat, **who, **when)  # type: ignore[arg-type]


def _times(name: str, who: Fields, habitat: str, when: Fields) -> Iterator[Scene]:
    yield Scene(scientific_name=name, frame="camera", habitat=habitat, **who, **when)  # type: ignore[arg-type]
    if not who.get("young"):
        yield Scene(scientific_name=name, frame="label", habitat=habitat, **who, **when)  # type: ignore[arg-type]
