"""Fingerprints by which two files of the same recording are found: encoded anew, scaled, turned, or cut a little.

A camera stands for months before the same trees, so whole pictures of one station are all alike. What is
fingerprinted is the moving animal alone, against the picture without it, at eight moments of its track. Clips in
which nothing is seen to move have no likeness and are never near duplicates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FRAMES = 8
BITS = 64
BAND_BITS = 16
KEPT = 0.75
BANDS = BITS // BAND_BITS
# Measured by benchmarks/motion.py: the same recording lies below, others above.
ALIKE = 0.175


@dataclass(frozen=True)
class Likeness:
    """Up to eight 64-bit hashes of the animal at moments of its track, in order; signed, as databases keep them."""

    frames: tuple[int, ...] = ()


def distance(one: Likeness, other: Likeness) -> float:
    """How different two recordings are: 0 the same, about 0.4 unrelated, 1 where either has no likeness.

    Each moment is held against all of the other, and the best three in four count: a cut or another encoder spoils
    some moments.
    """
    if not one.frames or not other.frames:
        return 1.0
    return max(_from(one.frames, other.frames), _from(other.frames, one.frames))


def _from(frames: Sequence[int], others: Sequence[int]) -> float:
    nearest = sorted(min(_bits(mine ^ theirs) for theirs in others) for mine in frames)
    kept = nearest[: max(1, math.ceil(len(nearest) * KEPT))]
    return sum(kept) / len(kept) / BITS


def _bits(value: int) -> int:
    return (value & (2**BITS - 1)).bit_count()


def bands(likeness: Likeness) -> tuple[int, ...]:
    """Keys for finding candidates: two recordings that share one may be alike, and those alike nearly always do.

    Each is 16 bits of one hash with their place in it: 0 to 2**18 - 1, sorted, without repetition.
    """
    keys = set()
    for frame in likeness.frames:
        for band in range(BANDS):
            keys.add(band << BAND_BITS | (frame >> (band * BAND_BITS)) & (2**BAND_BITS - 1))
    return tuple(sorted(keys))
