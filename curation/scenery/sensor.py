"""The camera itself: grain, the flash that comes on, and the maker's strip."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from curation.scenery.grain import cloud, stretch
from curation.scenery.spec import SceneSpec

Frame = NDArray[np.uint8]
_SYNODIC = 29.530588853
# New moon of 2000-01-06 18:14 UTC (Meeus, "Astronomical Algorithms", chapter 49).
_NEW_MOON = datetime(2000, 1, 6, 18, 14)


class Sensor:
    """Grain from a pool that is shifted for each frame, and the exposure of the first second at night."""

    def __init__(self, spec: SceneSpec) -> None:
        self._rng = np.random.default_rng([spec.seed, 41])
        self._infrared = spec.light == "infrared"
        strength = 5.2 if self._infrared else 2.1
        rows, columns = spec.height + 64, spec.width + 64
        coarse = stretch(cloud(self._rng, scale_x=1.4, scale_y=1.1), width=columns, height=rows)
        fine = self._rng.standard_normal((rows, columns)).astype(np.float32)
        lines = self._rng.standard_normal((rows, 1)).astype(np.float32) * (0.22 if self._infrared else 0.0)
        self._pool = ((0.55 * fine + 0.75 * coarse + lines) * strength).astype(np.int16)[..., None]

    def expose(self, frame: Frame, second: float) -> Frame:
        """The frame as the sensor saw it, a new array."""
        top, left = int(self._rng.integers(64)), int(self._rng.integers(64))
        rows, columns = frame.shape[:2]
        seen = frame.astype(np.int16)
        if self._infrared and second < 1.2:
            # The flash overshoots, then the gain comes down: what every night clip begins with.
            gain = 0.25 + 1.35 * (second / 0.2) if second < 0.2 else 1.0 + 0.60 * math.exp(-(second - 0.2) / 0.22)
            seen = (seen * gain).astype(np.int16)
        seen += self._pool[top : top + rows, left : left + columns]
        return np.clip(seen, 0, 255).astype(np.uint8)


def moon_age(moment: datetime) -> float:
    """Days since the last new moon, 0 to 29.5, by the mean synodic month (good to about half a day)."""
    return ((moment - _NEW_MOON) / timedelta(days=1)) % _SYNODIC


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    file = resources.files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"
    with resources.as_file(file) as path:
        font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([600 if axis["name"] == b"Weight" else 100 for axis in font.get_variation_axes()])
    return font


class Strip:
    """The maker's strip: camera, temperature, moon, date, and a clock that runs. Never a place."""

    def __init__(self, spec: SceneSpec) -> None:
        self._spec = spec
        self.height = max(14, round(spec.height * 0.062))
        self._second = -1
        self._pixels = np.zeros((self.height, spec.width, 3), np.uint8)

    def stamp(self, frame: Frame, second: float) -> None:
        """Lay the strip over the lowest rows of the frame, in place."""
        if int(second) != self._second:
            self._second = int(second)
            self._pixels = self._draw(self._spec.started + timedelta(seconds=self._second))
        frame[-self.height :] = self._pixels[..., : frame.shape[2]]

    def _draw(self, now: datetime) -> NDArray[np.uint8]:
        spec = self._spec
        image = Image.new("RGB", (spec.width, self.height), (10, 10, 10))
        pen = ImageDraw.Draw(image)
        font = _font(round(self.height * 0.66))
        white = (232, 232, 232)
        fahrenheit = round(spec.temperature * 9 / 5 + 32)
        middle = self.height / 2
        pen.text((spec.width * 0.014, middle), spec.camera, font=font, fill=white, anchor="lm")
        pen.text(
            (spec.width * 0.22, middle), f"{spec.temperature}°C  {fahrenheit}°F", font=font, fill=white, anchor="lm"
        )
        self._moon(pen, now, centre=(spec.width * 0.50, middle), radius=self.height * 0.33)
        pen.text((spec.width * 0.986, middle), f"{now:%Y/%m/%d}   {now:%H:%M:%S}", font=font, fill=white, anchor="rm")
        return np.asarray(image)

    @staticmethod
    def _moon(pen: ImageDraw.ImageDraw, now: datetime, *, centre: tuple[float, float], radius: float) -> None:
        """The lit part of the moon, as columns between the limb and the terminator."""
        phase = moon_age(now) / _SYNODIC
        x, y = centre
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(150, 150, 150))
        for step in range(-int(radius * 2), int(radius * 2) + 1):
            row = step / 2
            if abs(row) > radius:
                continue
            limb = math.sqrt(radius**2 - row**2)
            edge = math.cos(2 * math.pi * phase) * limb
            left, right = (edge, limb) if phase < 0.5 else (-limb, -edge)
            pen.line((x + left, y + row, x + right, y + row), fill=(225, 225, 215))
