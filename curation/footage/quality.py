"""Picture quality of footage as four steps, from what `video.surveying.motion` measured: the one place that says so.

Four things are graded from 0 to 1: how large the animal gets (nothing at 2 % of the picture, full at 15 %), how sharp
the scene is, how well it is lit (neither dark nor burnt out), and for how long the animal is in view (full from six
seconds on). The first two make 35 % of the whole each, the others 15 %, for most footage has those in full. Below 0.3
is poor, from 0.55 on good, from 0.78 on very good.
"""

from __future__ import annotations

from curation.video.surveying.motion import Exposure, Motion

POOR, FAIR, GOOD, VERY_GOOD = range(4)
WEIGHTS = (0.35, 0.35, 0.15, 0.15)
STEPS = (0.3, 0.55, 0.78)
SHARE = (0.02, 0.15)
SHARPNESS = (0.12, 0.5)
SECONDS = (0.5, 6.0)
DARK, DIM, BRIGHT, BURNT = 0.04, 0.18, 0.7, 0.95  # mean brightness: nothing, full, full, nothing
CLIPPED = (0.3, 0.05)  # share of black and white pixels: nothing, full


def quality_of(motion: Motion) -> int | None:
    """0 poor, 1 fair, 2 good, 3 very good; None where no animal was made out, for then there is nothing to judge."""
    if not motion.track:
        return None
    seconds = len(motion.track) * motion.step
    grades = (
        _grade(motion.share, SHARE),
        _grade(motion.sharpness, SHARPNESS),
        _lit(motion.exposure),
        _grade(seconds, SECONDS),
    )
    whole = sum(grade * weight for grade, weight in zip(grades, WEIGHTS, strict=True))
    return sum(whole >= step for step in STEPS)


def _grade(value: float, bounds: tuple[float, float]) -> float:
    """0 at the first bound, 1 at the second, straight in between."""
    none, full = bounds
    return min(1.0, max(0.0, (value - none) / (full - none)))


def _lit(exposure: Exposure) -> float:
    clear = _grade(exposure.black + exposure.white, CLIPPED)
    return min(_grade(exposure.mean, (DARK, DIM)), _grade(exposure.mean, (BURNT, BRIGHT))) * clear
