"""Where the backdrop is painted: colour, distance and what stands in front, at twice the picture's size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from curation.scenery.grain import FloatArray
from curation.scenery.ground import Camera, Ground

SAMPLES = 2
FAR = 1.0e3
Colour = tuple[float, float, float]
Point = tuple[float, float]


def ink(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (max(0, min(255, round(255 * value))) for value in colour)
    return red, green, blue


class Canvas:
    """All places are pixels of the finished picture; distances are metres.

    `stands` holds the distance of what can hide an animal (trees, rocks, tufts) and `FAR` where there is only ground.
    """

    def __init__(self, camera: Camera, ground: Ground) -> None:
        self.camera = camera
        size = (camera.width * SAMPLES, camera.height * SAMPLES)
        pixels = Image.fromarray((ground.colour * 255).astype(np.uint8))
        self.colour = pixels.resize(size, Image.Resampling.BICUBIC)
        self.distance = Image.fromarray(ground.distance).resize(size, Image.Resampling.NEAREST)
        self.stands = Image.new("F", size, FAR)
        self._pens = tuple(ImageDraw.Draw(plane) for plane in (self.colour, self.distance, self.stands))

    def polygon(self, points: Sequence[Point], colour: Colour, *, distance: float, stands: bool = True) -> None:
        scaled = [(x * SAMPLES, y * SAMPLES) for x, y in points]
        self._pens[0].polygon(scaled, fill=ink(colour))
        self._pens[1].polygon(scaled, fill=distance)
        if stands:
            self._pens[2].polygon(scaled, fill=distance)

    def line(
        self, points: Sequence[Point], colour: Colour, *, width: float, distance: float, stands: bool = True
    ) -> None:
        """`width` in pixels of the finished picture; thinner than half a pixel is drawn as half."""
        scaled = [(x * SAMPLES, y * SAMPLES) for x, y in points]
        thick = max(1, round(width * SAMPLES))
        self._pens[0].line(scaled, fill=ink(colour), width=thick, joint="curve" if thick > 3 else None)
        self._pens[1].line(scaled, fill=distance, width=thick)
        if stands:
            self._pens[2].line(scaled, fill=distance, width=thick)

    def ellipse(
        self, x: float, y: float, *, wide: float, high: float, colour: Colour, distance: float | None = None
    ) -> None:
        """A spot on the ground, or with a distance a thing that stands."""
        box = ((x - wide) * SAMPLES, (y - high) * SAMPLES, (x + wide) * SAMPLES, (y + high) * SAMPLES)
        self._pens[0].ellipse(box, fill=ink(colour))
        if distance is not None:
            self._pens[1].ellipse(box, fill=distance)
            self._pens[2].ellipse(box, fill=distance)

    def patch(
        self, colour: FloatArray, mask: FloatArray, *, left: int, top: int, distance: float, stands: bool = True
    ) -> None:
        """Paste an array (rows, columns, 3) in 0..1 where `mask` (0..1) is set; sizes and places are canvas pixels."""
        cut = Image.fromarray((np.clip(mask, 0.0, 1.0) * 255).astype(np.uint8))
        self.colour.paste(Image.fromarray((np.clip(colour, 0.0, 1.0) * 255).astype(np.uint8)), (left, top), cut)
        solid = cut.point(lambda value: 255 if value > 127 else 0)
        self.distance.paste(distance, (left, top, left + cut.width, top + cut.height), solid)
        if stands:
            self.stands.paste(distance, (left, top, left + cut.width, top + cut.height), solid)

    @property
    def size(self) -> tuple[int, int]:
        return self.colour.size

    def planes(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Colour (2h, 2w, 3) in 0..1, distance (2h, 2w), and what stands (h, w): the nearest of each four."""
        colour = np.asarray(self.colour, np.float32) / 255.0
        stands = np.asarray(self.stands, np.float32)
        nearest = np.minimum(
            np.minimum(stands[::2, ::2], stands[1::2, ::2]), np.minimum(stands[::2, 1::2], stands[1::2, 1::2])
        )
        return colour, np.asarray(self.distance, np.float32), nearest
