"""Cuts the moving animal out of samples and hashes it, for `likeness`. Limited child only."""

from __future__ import annotations

from typing import Any

import cv2
import numpy

from curation.video.surveying.likeness import BITS, FRAMES
from curation.video.surveying.track import Box

SIDE = 32  # pixels that pictures are scaled to before their frequencies are taken
HALF = BITS // 2
MARGIN = 0.05  # of the box, around it
SMALLEST = 5  # pixels each way below which a cut-out tells nothing
SPREAD = 2.0  # pixels: outlines differ a little from one encoder to the next
REACH = numpy.ones((9, 9), numpy.uint8)
# Frequencies by their height, the lowest first, without the mean.
FREQUENCIES = sorted(
    ((down, across) for down in range(SIDE // 2) for across in range(SIDE // 2) if down + across),
    key=lambda each: (each[0] + each[1], each[0]),
)
SKIPPED = 3  # of the lowest, which tell of a cut-out only that there is something in its middle


def portrait(sample: Any, *, box: Box, mask: Any, backdrop: Any) -> int | None:
    """The 64-bit hash of the animal in `box` of a sample (height x width); None if it is too small.

    It is twice the perceptual hash by the signs of the cosine transform (Zauner 2010) of the difference to the
    backdrop: 32 bits for where and how large the moving part (`mask` 1) of the whole picture is, and 32 for how the
    animal in the box looks and holds itself. Either alone mixed up twice as many recordings.
    """
    rows, columns = sample.shape
    x, y, w, h = box
    left, right = max(0, round((x - MARGIN * w) * columns)), min(columns, round((x + w * (1 + MARGIN)) * columns))
    top, bottom = max(0, round((y - MARGIN * h) * rows)), min(rows, round((y + h * (1 + MARGIN)) * rows))
    if right - left < SMALLEST or bottom - top < SMALLEST:
        return None
    difference = (sample - backdrop).astype(numpy.float32)
    moving = numpy.where(cv2.dilate(mask, REACH) > 0, difference, numpy.float32(0))
    place = _signs(cv2.GaussianBlur(moving, (0, 0), SPREAD), skipped=0)
    looks = _signs(difference[top:bottom, left:right], skipped=SKIPPED)
    value = int.from_bytes(numpy.packbits(numpy.concatenate([place, looks])).tobytes(), "big")
    return value - 2**BITS if value >= 2 ** (BITS - 1) else value


def _signs(picture: Any, *, skipped: int) -> Any:
    waves = cv2.dct(cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA))
    chosen = numpy.array([waves[each] for each in FREQUENCIES[skipped : skipped + HALF]])
    return chosen > numpy.median(chosen)


def moments(count: int) -> list[int]:
    """Which of `count` sightings are fingerprinted: eight, evenly spread, none at the very edge."""
    if count <= FRAMES:
        return list(range(count))
    return [round((number + 0.5) / FRAMES * (count - 1)) for number in range(FRAMES)]
