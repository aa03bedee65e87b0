"""Tileable random fields: the stuff that bark, fur, ground, mist and sensor noise are made of."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


def cloud(rng: np.random.Generator, *, size: int = 256, scale_x: float, scale_y: float) -> FloatArray:
    """Smooth noise of `size` x `size`, mean 0 and deviation 1, that tiles; scales are wavelengths in pixels.

    Blurring in the frequency domain is what makes it tile without a seam.
    """
    white = np.fft.rfft2(rng.standard_normal((size, size)))
    along_y = np.fft.fftfreq(size)[:, None] * scale_y
    along_x = np.fft.rfftfreq(size)[None, :] * scale_x
    white *= np.exp(-2.0 * (along_x**2 + along_y**2))
    field = np.fft.irfft2(white, s=(size, size))
    field -= field.mean()
    return (field / max(float(field.std()), 1e-9)).astype(np.float32)


def fractal(rng: np.random.Generator, *, size: int = 256, scale: float, octaves: int = 4) -> FloatArray:
    """Clouds within clouds: each octave half as long and half as strong. Mean 0, deviation 1.

    The octaves share one transform of white noise, since only their sum is seen.
    """
    white = np.fft.rfft2(rng.standard_normal((size, size)))
    square = np.fft.fftfreq(size)[:, None] ** 2 + np.fft.rfftfreq(size)[None, :] ** 2
    shape = np.zeros_like(square)
    for octave in range(octaves):
        wave = max(scale / 2**octave, 1.0)
        blur = np.exp(-2.0 * square * wave**2)
        shape += blur / np.sqrt((blur**2).mean()) * 0.5**octave
    field = np.fft.irfft2(white * shape, s=(size, size))
    field -= field.mean()
    return (field / max(float(field.std()), 1e-9)).astype(np.float32)


@lru_cache(maxsize=64)
def shared_fractal(seed: int, scale: int) -> FloatArray:
    """A fractal that many scenes may share, for it costs more to make than to look up."""
    return fractal(np.random.default_rng(seed), size=512, scale=float(scale), octaves=5)


def look_up(tile: FloatArray, *, x: NDArray[np.floating], y: NDArray[np.floating]) -> FloatArray:
    """The tile's values at pixel positions that may lie anywhere: the tile repeats (nearest neighbour)."""
    rows, columns = tile.shape
    return tile[y.astype(np.int32) % rows, x.astype(np.int32) % columns]


def stretch(tile: FloatArray, *, width: int, height: int, left: int = 0, top: int = 0) -> FloatArray:
    """A `height` x `width` window of the repeated tile."""
    rows = (np.arange(height) + top) % tile.shape[0]
    columns = (np.arange(width) + left) % tile.shape[1]
    return tile[rows[:, None], columns[None, :]]


def smoothstep(value: NDArray[np.floating] | float, low: float, high: float) -> FloatArray:
    """0 below `low`, 1 above `high`, an S between."""
    part = np.clip((np.asarray(value, np.float32) - low) / (high - low), 0.0, 1.0)
    return (part * part * (3.0 - 2.0 * part)).astype(np.float32)
