"""Loudness after EBU R128: measured once for each sound, then brought to a target in one go.

Source: EBU R 128 (2023) and ITU-R BS.1770-5: integrated loudness in LUFS, gated; true peak in dBTP.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.video.containers import file_name, input_options
from curation.video.errors import VideoError
from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.running.process import run
from curation.video.running.supervision import Cancelled

SHORTEST = 0.4  # seconds: BS.1770 measures in blocks of 400 ms, so nothing shorter has a loudness
# LUFS. A night without a sound measures so; to lift it to a platform's level would be to play the recorder's hiss.
QUIETEST = -50.0
MOST_GAIN = 30.0  # dB
TOLERANCE = 1.0  # LU, EBU R 128's own for programmes that cannot be measured beforehand
ROOM = 1.0  # dB: AAC moves peaks by about so much
ATTEMPTS = 3
OVERSAMPLED = 192_000  # Hz: BS.1770-5, annex 2 finds true peaks at four times 48 kHz
SUMMARY = re.compile(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")


@dataclass(frozen=True)
class Loudness:
    """What a sound measures: `integrated` in LUFS and `peak` in dBTP; None where there is nothing to measure."""

    integrated: float | None
    peak: float | None


@dataclass(frozen=True)
class Level:
    """How a sound comes to its `target` (LUFS): `gain` in dB, and a limiter at `ceiling` dBTP where it needs one.

    note: why the target is not reached, "" when it is: "too_short", "too_quiet" (raised by 30 dB at most, or left as
    it is), "limited" (the peaks stand too far above the rest).
    """

    target: float
    gain: float = 0.0
    ceiling: float | None = None
    note: str = ""

    def filtered(self, stream: Any) -> Any:
        """`stream` (48 kHz) at this level."""
        for name, options in self.filters():
            stream = stream.filter(name, **options)
        return stream

    def filters(self) -> list[tuple[str, dict[str, Any]]]:
        """The ffmpeg filters, in order, with their options."""
        found: list[tuple[str, dict[str, Any]]] = []
        if self.gain:
            found.append(("volume", {"volume": f"{self.gain:.3f}dB", "precision": "double"}))
        if self.ceiling is not None:
            limit = {"limit": f"{10 ** (self.ceiling / 20):.6f}", "level": 0, "attack": 2, "release": 80, "latency": 1}
            found += [("aresample", {"sample_rate": OVERSAMPLED}), ("alimiter", limit)]
            found.append(("aresample", {"sample_rate": 48_000}))
        return found


def measure(
    path: Path,
    *,
    filters: Sequence[tuple[str, dict[str, Any]]] = (),
    limits: Limits = RENDER_LIMITS,
    cancelled: Cancelled | None = None,
) -> Loudness:
    """Measure the first sound of `path`, after `filters`; pictures are not decoded. Raises the errors of `run`."""
    chain = [_written(name, options) for name, options in filters]
    # The summary is a message, and messages below errors are off elsewhere.
    graph = ",".join([*chain, "ebur128=peak=true:framelog=verbose"])
    reading = [part for name, value in input_options().items() for part in (f"-{name}", value)]
    finished = run(
        [*("-loglevel", "info", "-nostats"), *reading, "-i", file_name(path), "-map", "0:a:0", "-af", graph],
        output=None,
        cancelled=cancelled,
        limits=limits,
    )
    return summary(finished.complaint)


def summary(report: str) -> Loudness:
    """What ebur128 told last. Raises VideoError `ffmpeg_failed` when it told nothing."""
    told, peaks = SUMMARY.findall(report), PEAK.findall(report)
    if not told or not peaks:
        raise VideoError("ffmpeg_failed", detail=report)
    integrated, peak = float(told[-1]), float(peaks[-1])
    # -70 is the gate: nothing passed it.
    heard = math.isfinite(integrated) and integrated > -70.0
    return Loudness(integrated if heard else None, peak if math.isfinite(peak) else None)


def _written(name: str, options: dict[str, Any]) -> str:
    return f"{name}=" + ":".join(f"{key}={value}" for key, value in options.items())


def level(
    path: Path,
    *,
    target: float,
    true_peak: float,
    seconds: float,
    known: Loudness,
    limits: Limits = RENDER_LIMITS,
    cancelled: Cancelled | None = None,
) -> Level:
    """How the sound in `path`, which measures `known` and lasts `seconds`, comes to `target` under `true_peak`.

    One gain for all of it. Only where its peaks would pass `true_peak` a limiter takes them down, and as that also
    takes a little loudness away, the result is measured and the gain corrected.
    """
    if seconds < SHORTEST:
        return Level(target, note="too_short")
    if known.integrated is None or known.integrated < QUIETEST or known.peak is None:
        return Level(target, note="too_quiet")
    gain = round(min(target - known.integrated, MOST_GAIN), 3)
    if known.peak + gain <= true_peak - ROOM / 2:
        return Level(target, gain, note="" if target - known.integrated - gain < TOLERANCE else "too_quiet")
    plan = Level(target, gain, ceiling=true_peak - ROOM)
    for _attempt in range(ATTEMPTS):
        found = measure(path, filters=plan.filters(), limits=limits, cancelled=cancelled)
        missing = target - (found.integrated if found.integrated is not None else target)
        if abs(missing) <= TOLERANCE / 3:
            return plan
        plan = Level(target, round(min(plan.gain + missing, MOST_GAIN), 3), ceiling=plan.ceiling)
    found = measure(path, filters=plan.filters(), limits=limits, cancelled=cancelled)
    reached = found.integrated is not None and abs(target - found.integrated) <= TOLERANCE * 0.8
    return plan if reached else Level(target, plan.gain, plan.ceiling, note="limited")
