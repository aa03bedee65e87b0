"""Follows how the camera itself moved, picture by picture. Limited child only.

Corners are found in one picture (the anchor) and followed from there into those after it (Lucas and Kanade), so that
errors do not add up; a rigid motion is fitted to them that passes over what moves by itself. Small pictures are
enough: corners are followed to a twentieth of a pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy

from curation.video.previews.pictures import Film
from curation.video.surveying.samples import PLANAR, Grey, luma

Points = numpy.ndarray[Any, numpy.dtype[numpy.float32]]  # number x 2: x and y in pixels of the small picture
Pose = tuple[float, float, float]  # right, down (pixels of the small picture), clockwise (radians) from the first one

SIDE = 640  # pixels along the longer side
CORNERS = 160
APART = 14  # pixels between corners
WINDOW = (21, 21)
FITS = 1.0  # pixels that a corner may lie off the common motion
FEWEST = 14  # corners that must agree
SURE = 0.45  # pixels that those that agree lie off it at most, on the whole; corners in pure grain lie 0.6 off
AGREE = 0.4  # of all corners followed
QUARTERS = 3  # of the picture's four quarters must have corners that agree: an animal alone fills no three
FAR = 0.12  # of the longer side: the anchor's corners are about to leave the picture
WORN = 0.6  # of the anchor's corners are still followed, else there is a new anchor
STEPS = 8  # of the fit


@dataclass
class Anchor:
    """The picture that the ones after it are compared with: its corners and its pose."""

    grey: Grey
    corners: Points
    pose: Pose


def follow_camera(
    path: Path, *, start: float, end: float, threads: int, top: float, bottom: float
) -> dict[str, list[float]]:
    """The camera's poses from `start` to `end` seconds: `times` (seconds), `x`, `y` (shares of the picture's width,
    how far the scene moved right and down), `angle` (radians clockwise), one for each stored picture.

    Of the height, `top` and `bottom` are not looked at. The picture is as stored, not turned upright.
    """
    told: dict[str, list[float]] = {"times": [], "x": [], "y": [], "angle": []}
    with Film(path, threads=threads) as film:
        film.stream.codec_context.options = {"skip_loop_filter": "all"}
        film.seek(start)
        camera: Camera | None = None
        for at, frame in film.frames():
            if at > end:
                break
            scale = SIDE / max(frame.width, frame.height)
            size = max(16, round(frame.width * scale)), max(16, round(frame.height * scale))
            ready = frame if frame.format.name in PLANAR else frame.reformat(format="yuv420p")
            grey: Any = cv2.resize(luma(ready, turns=0), size, interpolation=cv2.INTER_AREA)
            camera = camera or Camera(size, top=top, bottom=bottom)
            # Pictures before the start are only decoded, but for the last of them, which may still be shown.
            x, y, angle = camera.see(grey)
            told["times"].append(round(at, 6))
            told["x"].append(round(x / size[0], 7))
            told["y"].append(round(y / size[0], 7))
            told["angle"].append(round(angle, 7))
    return told


class Camera:
    """Where the camera looks, told from small grey pictures of `size` (width, height)."""

    def __init__(self, size: tuple[int, int], *, top: float, bottom: float) -> None:
        width, height = size
        self.centre = numpy.array([width / 2, height / 2], numpy.float32)
        self.far = FAR * max(size)
        self.mask = numpy.zeros((height, width), numpy.uint8)
        self.mask[round(height * top) : height - round(height * bottom)] = 255
        self.anchor: Anchor | None = None
        self.guess: Points | None = None
        self.pose: Pose = (0.0, 0.0, 0.0)

    def see(self, grey: Grey) -> Pose:
        """The pose of the next picture; as before where it cannot be told."""
        if self.anchor is None or self.guess is None or not len(self.anchor.corners):
            self._drop_anchor(grey)
            return self.pose
        found, status, _ = cv2.calcOpticalFlowPyrLK(
            *(self.anchor.grey, grey, self.anchor.corners, self.guess.copy()),
            winSize=WINDOW,
            maxLevel=3,
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        followed = status.ravel() == 1
        motion = self._motion(self.anchor.corners[followed], found[followed])
        if motion is None:
            self._drop_anchor(grey)
            return self.pose
        x, y, angle = self.anchor.pose
        self.pose = (x + motion[0], y + motion[1], angle + motion[2])
        if followed.mean() < WORN or math.hypot(motion[0], motion[1]) > self.far:
            self._drop_anchor(grey)
        else:
            self.guess = numpy.where(followed[:, None], found, self.anchor.corners).astype(numpy.float32)
        return self.pose

    def _drop_anchor(self, grey: Grey) -> None:
        corners: Any = cv2.goodFeaturesToTrack(grey, CORNERS, 0.01, APART, mask=self.mask)
        points: Points = numpy.empty((0, 2), numpy.float32) if corners is None else corners.reshape(-1, 2)
        self.anchor, self.guess = Anchor(grey, points, self.pose), points

    def _motion(self, before: Points, after: Points) -> Pose | None:
        """The motion that most corners share, or None where too few agree."""
        if len(before) < FEWEST:
            return None
        here = before - self.centre
        moved = (after - before).astype(numpy.float64)
        x, y, angle = float(numpy.median(moved[:, 0])), float(numpy.median(moved[:, 1])), 0.0
        inside = numpy.ones(len(here), bool)
        reach = 4.0
        for _ in range(STEPS):
            off = numpy.hypot(moved[:, 0] - x + angle * here[:, 1], moved[:, 1] - y - angle * here[:, 0])
            inside = off < reach
            if inside.sum() < FEWEST:
                return None
            x, y, angle = _rigid(here[inside], moved[inside])
            reach = max(FITS, reach * 0.6)
        quarters = {(bool(right), bool(low)) for right, low in here[inside] > 0}
        spread = float(numpy.sqrt((off[inside] ** 2).mean()))
        if spread > SURE or inside.mean() < AGREE or len(quarters) < QUARTERS:
            return None
        return x, y, angle


def _rigid(here: Points, moved: Any) -> Pose:
    """The shift and small turn about the middle with the least squares: moved = shift + angle * (-y, x)."""
    middle, drift = here.mean(axis=0), moved.mean(axis=0)
    around, rest = here - middle, moved - drift
    spread = float((around**2).sum())
    angle = float((around[:, 0] * rest[:, 1] - around[:, 1] * rest[:, 0]).sum()) / max(spread, 1.0)
    return float(drift[0] + angle * middle[1]), float(drift[1] - angle * middle[0]), angle
