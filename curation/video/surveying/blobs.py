"""Connected places of one sample that differ from the backdrop. Limited child only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy

from curation.video.surveying.backdrop import Backdrop, smooth

Mask = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]

SURE = 5.0  # times the noise of the place
WEAK = 2.6
LEAST_LEVELS = 7.0
LEAST_AREA = 0.0007  # of the picture
MOST_COVERED = 0.6  # more than this changed at once is the light, not an animal
MOST_BLOBS = 12


@dataclass(frozen=True)
class Blob:
    """A place that differs: `box` x, y, w, h and `area` as shares of the picture; `contrast` in times the noise."""

    box: tuple[float, float, float, float]
    area: float
    contrast: float
    levels: float

    @property
    def centre(self) -> tuple[float, float]:
        """x, y of the middle of the box."""
        return self.box[0] + self.box[2] / 2, self.box[1] + self.box[3] / 2


def blobs_of(sample: Any, *, gain: float, backdrop: Backdrop, ignored: Mask) -> tuple[list[Blob], Mask]:
    """The largest blobs of one sample, and their mask (1 inside); none in places where `ignored` is not 0."""
    difference = numpy.abs(smooth(sample, gain=gain) - backdrop.picture)
    times = difference / backdrop.noise
    times[(ignored > 0) | (difference < LEAST_LEVELS * 0.7)] = 0
    weak = (times > WEAK).astype(numpy.uint8)
    weak = cv2.morphologyEx(weak, cv2.MORPH_OPEN, numpy.ones((2, 2), numpy.uint8))
    weak = cv2.morphologyEx(weak, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    rows, columns = weak.shape
    if weak.mean() > MOST_COVERED:
        return [], numpy.zeros_like(weak)
    sure = (times > SURE) & (difference > LEAST_LEVELS)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(weak)
    strong = numpy.bincount(labels[sure], minlength=count)
    found: list[tuple[int, Blob]] = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < LEAST_AREA * weak.size or strong[label] < max(6, 0.15 * area):
            continue
        inside = labels[top : top + height, left : left + width] == label
        window = (slice(top, top + height), slice(left, left + width))
        contrast = float(times[window][inside].mean())
        levels = float(difference[window][inside].mean())
        box = (left / columns, top / rows, width / columns, height / rows)
        found.append((label, Blob(box, area / weak.size, contrast, levels)))
    found = sorted(found, key=lambda each: -each[1].area)[:MOST_BLOBS]
    mask = numpy.isin(labels, [label for label, _ in found]).astype(numpy.uint8)
    return [blob for _, blob in found], mask
