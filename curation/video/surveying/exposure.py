"""How a scene is lit and how sharp it is. Limited child only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy

from curation.video.surveying.motion import Exposure

BLACK, WHITE = 0.03, 0.97
SIDE = 96  # pixels; noise averages out, colours stay
# Spread of the two opponent colours (Hasler and Suesstrunk 2003, without their mean: an infrared filter may tint all
# of a picture evenly). Measured: infrared 0 to 2, snow under clouds from 5 on.
COLOURLESS = 3.5
EDGE = 0.12  # of the height, above and below: makers print coloured strips there
EDGES = 0.05  # the clearest twentieth of a picture tells its sharpness
CRISP = 40.0  # grey levels of the Laplacian there: half way to perfectly sharp


def exposure_of(stack: Any, *, full_range: bool, ignored: Any) -> Exposure:
    """The exposure over `stack` (samples x height x width); `ignored` (height x width) is not looked at."""
    levels = stack[:: max(1, len(stack) // 12)][:, ignored == 0].astype(numpy.float32)
    light = levels / 255 if full_range else (levels - 16) / 219
    return Exposure(
        mean=float(light.mean().clip(0, 1)),
        black=float((light < BLACK).mean()),
        white=float((light > WHITE).mean()),
    )


def light_of(pictures: Sequence[Any]) -> str:
    """`day` or `night` (infrared: no colours) for pictures height x width x 3; the median of them decides."""
    return "night" if float(numpy.median([_colour(each) for each in pictures])) < COLOURLESS else "day"


def _colour(picture: Any) -> float:
    small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(numpy.float32)
    margin = int(SIDE * EDGE)
    red, green, blue = (small[margin : SIDE - margin, :, channel] for channel in range(3))
    return float(numpy.hypot((red - green).std(), (0.5 * (red + green) - blue).std()))


def crispness(grey: Any) -> float:
    """The Laplacian of the clearest edges in `grey` (height x width), in grey levels."""
    if min(grey.shape) < 8:
        return 0.0
    edges = numpy.abs(cv2.Laplacian(grey.astype(numpy.float32), cv2.CV_32F, ksize=1)).ravel()
    few = max(1, int(edges.size * EDGES))
    return float(numpy.partition(edges, -few)[-few:].mean())


def sharpness_of(pictures: Sequence[Any]) -> float:
    """0..1 for views of one scene 640 pixels wide: their median is free of grain, which would pass for edges."""
    still = numpy.sort(numpy.stack(pictures), axis=0)[len(pictures) // 2]
    edges = crispness(still)
    return edges / (edges + CRISP)
