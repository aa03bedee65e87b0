"""Quiet wind, for cameras that have a microphone."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 16_000


def write_wind(path: Path, *, duration: float, seed: int) -> Path:
    """Write `duration` seconds of brown noise that swells and sinks: mono, 16 bit, 16 kHz, about -30 dBFS."""
    rng = np.random.default_rng([seed, 53])
    count = round(duration * RATE)
    white = np.fft.rfft(rng.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1.0 / RATE)
    # Brown noise falls with the frequency; below 60 Hz a small microphone hears nothing.
    white *= np.where(hertz < 60.0, 0.0, 1.0 / np.maximum(hertz, 60.0))
    sound = np.fft.irfft(white, n=count)
    seconds = np.arange(count) / RATE
    gusts = (
        0.6 + 0.25 * np.sin(2 * np.pi * seconds / 4.7 + rng.uniform(0, 6)) + 0.15 * np.sin(2 * np.pi * seconds / 1.9)
    )
    sound = sound / max(float(np.abs(sound).max()), 1e-9) * gusts * 0.09
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path
