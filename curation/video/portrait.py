"""Cuts the moving animal out of samples and hashes it, for `likeness`. Limited child only."""

from __future__ import annotations

from typing import Any

import cv2
import numpy

from curation.video.likeness import BITS, FRAMES
from curation.video.track import Box

SIDE = 32  # pixels that the cut-out is scaled to before its frequencies are taken
LOW = 8  # frequencies kept each way
MARGIN = 0.15  # of the box, around it
SMALLEST = 5  # pixels each way below which a cut-out tells nothing


def portrait(sample: Any, *, box: Box, backdrop: Any) -> int | None:
    """The 64-bit hash of what is in `box` of a sample (height x width) and not in the backdrop; None if too small.

    It is the perceptual hash by the signs of the cosine transform (Zauner 2010), of the difference to the backdrop.
    """
    rows, columns = sample.shape
    x, y, w, h = box
    left, right = (x - MARGIN * w) * columns, (x + w * (1 + MARGIN)) * columns
    top, bottom = (y - MARGIN * h) * rows, (y + h * (1 + MARGIN)) * rows
    left, top = max(0, round(left)), max(0, round(top))
    right, bottom = min(columns, round(right)), min(rows, round(bottom))
    if right - left < SMALLEST or bottom - top < SMALLEST:
        return None
    window = (slice(top, bottom), slice(left, right))
    difference = sample[window].astype(numpy.float32) - backdrop[window]
    small = cv2.resize(difference, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    low = cv2.dct(small)[:LOW, :LOW].ravel()
    bits = low > numpy.median(low[1:])
    value = int.from_bytes(numpy.packbits(bits).tobytes(), "big")
    return value - 2**BITS if value >= 2 ** (BITS - 1) else value


def moments(count: int) -> list[int]:
    """Which of `count` sightings are fingerprinted: eight, evenly spread, none at the very edge."""
    if count <= FRAMES:
        return list(range(count))
    return [round((number + 0.5) / FRAMES * (count - 1)) for number in range(FRAMES)]
