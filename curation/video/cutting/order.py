"""Gives pictures in decoding order the times at which they are decoded. Pure; times are whole ticks."""

from __future__ import annotations

from collections.abc import Sequence


def reorder_depth(stamps: Sequence[int]) -> int:
    """How many pictures a decoder must hold back to show `stamps`, which are in decoding order, in rising order."""
    ranks = {stamp: rank for rank, stamp in enumerate(sorted(stamps))}
    return max((place - ranks[stamp] for place, stamp in enumerate(stamps)), default=0)


def decoding_times(stamps: Sequence[int], *, step: int) -> list[int]:
    """One decoding time for each of `stamps`: strictly rising, never after the stamp, with one delay throughout.

    The k-th picture is decoded when the one that is shown `reorder_depth` places before the k-th is shown, so that a
    constant rate of showing is a constant rate of decoding. `step` (ticks, at least 1) goes before the first.
    """
    shown = sorted(stamps)
    depth = reorder_depth(stamps)
    before = [shown[0] - place * step for place in range(depth, 0, -1)] if shown else []
    return [*before, *shown][: len(shown)]
