"""Frame rates and gaps out of time stamps, in rational arithmetic."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# A step between pictures that differs by more than this part of the usual step is a real irregularity, not the
# rounding of a container that counts in milliseconds.
JITTER = Fraction(1, 6)
# This part of irregular steps makes a file variable; a camera that drops one picture a minute is still constant.
IRREGULAR_PART = Fraction(1, 100)
SNAP = Fraction(1, 2500)  # 29.97 and 30 lie 1/1000 apart
STANDARD_RATES = tuple(
    Fraction(*pair)
    for pair in (
        *((5, 1), (10, 1), (12, 1), (25, 2), (15, 1), (18, 1), (20, 1), (24000, 1001), (24, 1), (25, 1)),
        *((30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1), (120, 1)),
    )
)


@dataclass(frozen=True)
class Timing:
    """How pictures follow one another: `usual` and `longest` step in seconds, and whether steps vary."""

    usual: Fraction
    longest: Fraction
    variable: bool


def timing(stamps: Sequence[int], *, time_base: Fraction) -> Timing | None:
    """The timing of pictures with presentation (or decoding) `stamps` in units of `time_base`; None under two."""
    ordered = sorted(stamps)
    steps = sorted(after - before for before, after in itertools.pairwise(ordered) if after > before)
    if not steps:
        return None
    usual = steps[len(steps) // 2]
    # A tick either way is rounding: two neighbours, each off by less than one.
    tolerance = max(usual * JITTER, Fraction(1) if usual > 3 else Fraction(0))
    irregular = sum(1 for step in steps if abs(step - usual) > tolerance)
    return Timing(
        usual=usual * time_base,
        longest=steps[-1] * time_base,
        variable=irregular > 1 and irregular > len(steps) * IRREGULAR_PART,
    )


def standard_rate(rate: Fraction) -> Fraction:
    """`rate` (frames per second), or the standard rate that it means when it is only a rounding away."""
    nearest = min(STANDARD_RATES, key=lambda standard: abs(rate / standard - 1))
    if abs(rate / nearest - 1) <= SNAP:
        return nearest
    return rate if rate.denominator <= 1001 else rate.limit_denominator(1001)


def nominal_rate(declared: Fraction | None, *, measured: Timing | None) -> Fraction:
    """Frames per second to count with: what the file declares when its stamps bear it out, else what they show."""
    if measured is None:
        return standard_rate(declared) if declared else Fraction(25)
    shown = 1 / measured.usual
    if declared and not measured.variable and abs(declared / shown - 1) < Fraction(1, 30):
        return standard_rate(declared)
    nearest = min(STANDARD_RATES, key=lambda standard: abs(shown / standard - 1))
    # The usual step of a container that counts in milliseconds is 33 for 30 a second: off by a hundredth.
    return nearest if abs(shown / nearest - 1) < Fraction(1, 60) else standard_rate(shown)
