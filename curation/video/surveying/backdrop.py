"""What a static camera sees when nothing is there: the picture without animals, and how restless each place is.

Brightness is in grey levels, 0 to 255. Limited child only: numpy and OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy

Floats = numpy.ndarray[Any, numpy.dtype[numpy.float32]]
Places = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]
Stack = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]  # samples x height x width

MOST = 48  # samples that the medians are taken over
WINDOWS = 5
NOISE_FLOOR = 1.3  # grey levels: what quantisation and compression leave even in a still, dark picture
SMOOTH = 1.1  # pixels: grain is finer than any animal
GHOST_LEVELS = 9.0
GHOST_AREA = 0.0008  # of the picture
CLEARER = 0.80  # an empty place shows at most so much of the edge that an animal has there


@dataclass(frozen=True)
class Backdrop:
    """`picture` and `noise` (height x width): brightness and its usual spread; `gains`: of each sample."""

    picture: Floats
    noise: Floats
    gains: Floats


def smooth(sample: Any, *, gain: float) -> Floats:
    """One sample as the backdrop sees it: without grain, at the light of all the others."""
    return cv2.GaussianBlur(sample.astype(numpy.float32) * numpy.float32(gain), (0, 0), SMOOTH)


def backdrop_of(stack: Stack) -> Backdrop:
    """Find what is behind the animals in `stack`, which needs two samples at least."""
    gains = _gains(stack)
    chosen = numpy.unique(numpy.linspace(0, len(stack) - 1, min(MOST, len(stack))).round().astype(int))
    views = numpy.stack([smooth(stack[at], gain=float(gains[at])) for at in chosen])
    picture = _median(views)
    spread = 1.4826 * _median(numpy.abs(views - picture))
    jitter = numpy.maximum(1.4826 / 2**0.5 * _median(numpy.abs(numpy.diff(views, axis=0))), NOISE_FLOOR)
    picture, replaced = _without_ghosts(views, picture=picture, noise=jitter)
    # Where an animal stood for long the spread is its own, and would hide it.
    noise = numpy.where(replaced, jitter, numpy.maximum(spread, jitter))
    # What sways does not keep to its pixel: the neighbours of a restless place are restless too.
    reach = cv2.dilate(noise, numpy.ones((5, 5), numpy.uint8))
    return Backdrop(picture, cv2.GaussianBlur(numpy.maximum(noise, 0.8 * reach), (0, 0), 1.5), gains)


def _gains(stack: Stack) -> Floats:
    """By how much each sample must be made brighter to have the light of the whole: clouds, flash, exposure."""
    coarse = stack[:, ::4, ::4].astype(numpy.float32) + 6.0
    usual = numpy.median(coarse, axis=0)
    return (1.0 / numpy.median(coarse / usual, axis=(1, 2))).clip(0.4, 2.5).astype(numpy.float32)


def _median(views: Floats) -> Floats:
    """As numpy.median over the first axis, but several times faster: sorting likes its numbers side by side."""
    flat = numpy.ascontiguousarray(views.reshape(len(views), -1).T)
    return numpy.sort(flat, axis=1)[:, len(views) // 2].reshape(views.shape[1:])


def _without_ghosts(views: Floats, *, picture: Floats, noise: Floats) -> tuple[Floats, Places]:
    """`picture` with the animals taken out that stayed for most of the time, and where that was.

    Where the beginning or the end of the clip shows something else, the emptier of the two views is the backdrop: the
    one with less of an edge along the outline of the difference.
    """
    best = picture.copy()
    replaced = numpy.zeros(picture.shape, bool)
    if len(views) < 2 * WINDOWS:
        return best, replaced
    # Only what is so at the very beginning or end can be the emptier view of a place whose usual view is another:
    # what comes back before and after is the backdrop.
    windows = numpy.array_split(views, WINDOWS)
    for other in (_median(windows[0]), _median(windows[-1])):
        differs = (numpy.abs(other - best) > numpy.maximum(GHOST_LEVELS, 4 * noise)).astype(numpy.uint8)
        differs = cv2.morphologyEx(differs, cv2.MORPH_CLOSE, numpy.ones((5, 5), numpy.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(differs)
        for label in range(1, count):
            if stats[label, cv2.CC_STAT_AREA] < GHOST_AREA * differs.size:
                continue
            place = labels == label
            lasting = _share(views, place=place, one=other, instead_of=best)
            clearer = CLEARER * min(1.0, 0.7 + lasting)
            if _edge(other, place=place) < clearer * _edge(best, place=place):
                around = cv2.dilate(place.astype(numpy.uint8), numpy.ones((7, 7), numpy.uint8)).astype(bool)
                best[around] = other[around]
                replaced |= around
    return best, replaced


def _share(views: Floats, *, place: Places, one: Floats, instead_of: Floats) -> float:
    """The share of `views` that look like `one` rather than like `instead_of` in that place."""
    here = views[:, place]
    nearer = numpy.abs(here - one[place]).mean(axis=1) < numpy.abs(here - instead_of[place]).mean(axis=1)
    return float(nearer.mean())


def _edge(picture: Floats, *, place: Places) -> float:
    """Mean slope of `picture` across the outline of `place`."""
    ring = cv2.morphologyEx(place.astype(numpy.uint8), cv2.MORPH_GRADIENT, numpy.ones((3, 3), numpy.uint8))
    outline = ring.astype(bool)
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1)
    return float(numpy.hypot(across[outline], down[outline]).mean()) if outline.any() else 0.0
