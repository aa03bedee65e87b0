"""What falls or drifts between the camera and the animals: snow, rain, mist."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from curation.scenery.grain import FloatArray, shared_fractal, smoothstep, stretch
from curation.scenery.spec import SceneSpec

Frame = NDArray[np.uint8]


class Weather(Protocol):
    """Draws itself over a frame (h, w, channels) at a second of the clip, in place."""

    def fall(self, frame: Frame, second: float) -> None: ...


class Clear:
    def fall(self, frame: Frame, second: float) -> None:
        return


def _add(window: Frame, extra: NDArray[np.uint16]) -> None:
    """Add light to a part of the frame without running over."""
    window[...] = np.minimum(window + extra, 255).astype(np.uint8)


def _disc(radius: float, *, strength: float) -> FloatArray:
    reach = max(1, int(np.ceil(radius)))
    grid = np.arange(-reach, reach + 1, dtype=np.float32)
    away = np.sqrt(grid[:, None] ** 2 + grid[None, :] ** 2)
    return smoothstep(radius + 0.5 - away, 0.0, max(0.9, radius * 0.45)) * strength


class Snow:
    """Flakes at several distances: the nearest are large, blurred and fast, and glare in the flash."""

    def __init__(self, spec: SceneSpec) -> None:
        rng = np.random.default_rng([spec.seed, 31])
        near = rng.random(150) ** 2.2
        self._near = near
        self._x, self._y = rng.random(near.size), rng.random(near.size)
        self._phase = rng.uniform(0, 6.3, near.size)
        glare = 190.0 if spec.light == "infrared" else 92.0
        self._stamps = [
            _disc(0.7 + 5.5 * level**2, strength=glare * (1.0 - 0.62 * level)) for level in np.linspace(0, 1, 8)
        ]

    def fall(self, frame: Frame, second: float) -> None:
        rows, columns = frame.shape[:2]
        speed = 0.16 + 0.75 * self._near
        xs = (self._x + 0.02 * np.sin(self._phase + second * 1.7) + 0.05 * second * (0.4 + self._near)) % 1.0
        ys = (self._y + speed * second) % 1.0
        for x, y, near in zip(xs * columns, ys * rows, self._near, strict=True):
            stamp = self._stamps[int(near * 7.99)]
            reach = stamp.shape[0] // 2
            left, top = int(x) - reach, int(y) - reach
            right, bottom = min(columns, left + stamp.shape[1]), min(rows, top + stamp.shape[0])
            x0, y0 = max(0, left), max(0, top)
            if right <= x0 or bottom <= y0:
                continue
            cut = stamp[y0 - top : bottom - top, x0 - left : right - left]
            _add(frame[y0:bottom, x0:right], cut[..., None].astype(np.uint16))


class Rain:
    """Two sheets of slanting streaks that tile and slide down at different speeds."""

    def __init__(self, spec: SceneSpec) -> None:
        rng = np.random.default_rng([spec.seed, 37])
        glare = 120 if spec.light == "infrared" else 62
        self._sheets = [
            self._sheet(spec, rng, count=150, length=16, light=glare // 2, blur=0.6),
            self._sheet(spec, rng, count=34, length=46, light=glare, blur=1.4),
        ]
        self._speeds = (1.7, 3.1)

    @staticmethod
    def _sheet(
        spec: SceneSpec, rng: np.random.Generator, *, count: int, length: int, light: int, blur: float
    ) -> NDArray[np.uint8]:
        image = Image.new("L", (spec.width, spec.height), 0)
        pen = ImageDraw.Draw(image)
        for _ in range(count):
            x, y = rng.uniform(0, spec.width), rng.uniform(0, spec.height)
            long = length * rng.uniform(0.6, 1.3)
            for wrap in (-spec.height, 0, spec.height):
                pen.line([(x, y + wrap), (x - long * 0.10, y + wrap + long)], fill=light, width=1)
        return np.asarray(image.filter(ImageFilter.GaussianBlur(blur)))

    def fall(self, frame: Frame, second: float) -> None:
        for sheet, speed in zip(self._sheets, self._speeds, strict=True):
            moved = np.roll(sheet, int(second * speed * sheet.shape[0]) % sheet.shape[0], axis=0)
            _add(frame, moved[..., None].astype(np.uint16))


class Mist:
    """Banks that drift slowly across, thickest at the horizon."""

    def __init__(self, spec: SceneSpec) -> None:
        wide = spec.width * 2
        banks = stretch(shared_fractal(50, 150), width=wide // 2, height=spec.height // 2, left=spec.seed * 71)
        rows = np.linspace(0.0, 1.0, banks.shape[0], dtype=np.float32)[:, None]
        thick = smoothstep(banks, -0.4, 1.8) * np.exp(-(((rows - 0.40) / 0.20) ** 2))
        # Mirrored to twice its width, so that it meets itself when it slides around.
        strength = 0.34 if spec.light == "infrared" else 0.55
        self._light = 60 if spec.light == "infrared" else 214
        double = np.concatenate([thick, thick[:, ::-1]], axis=1).repeat(2, axis=0).repeat(2, axis=1)
        self._veil = (double[: spec.height] * strength * 255).astype(np.uint16)

    def fall(self, frame: Frame, second: float) -> None:
        columns = frame.shape[1]
        shift = int(second * 11) % (self._veil.shape[1] - columns)
        veil = self._veil[:, shift : shift + columns, None]
        mixed = frame * (256 - veil)
        mixed += veil * np.uint16(self._light)
        frame[...] = (mixed >> 8).astype(np.uint8)


def weather_of(spec: SceneSpec) -> Weather:
    if spec.weather == "snow":
        return Snow(spec)
    if spec.weather == "rain":
        return Rain(spec)
    if spec.weather == "mist":
        return Mist(spec)
    return Clear()
