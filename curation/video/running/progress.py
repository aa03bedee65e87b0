"""What ffmpeg's `-progress` tells, as a fraction of the work.

Source: ffmpeg's `print_report` writes `key=value` lines, a block at a time, each block ended by `progress=continue`
or `progress=end`; unknown values are `N/A`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a run is: `fraction` from 0 to 1, never falling; `frames` written; `seconds` of output written."""

    fraction: float
    frames: int
    seconds: float


OnProgress = Callable[[Progress], None]


class ProgressReader:
    """Turns the bytes of `-progress pipe:1` into `Progress`; what it cannot read it passes over."""

    LINE_BYTES = 4096

    def __init__(self, *, duration: float | None = None, frames: int | None = None) -> None:
        self.duration = duration
        self.frames = frames
        self.latest = Progress(0.0, 0, 0.0)
        self._rest = b""
        self._block: dict[str, str] = {}

    def feed(self, chunk: bytes) -> list[Progress]:
        """Take the next bytes; returns one `Progress` for each block that they complete."""
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()[-self.LINE_BYTES :]
        found = []
        for line in lines:
            key, _equals, value = line.decode("ascii", "replace").partition("=")
            self._block[key.strip()] = value.strip()
            if key.strip() == "progress":
                found.append(self._complete())
                self._block = {}
        return found

    def _complete(self) -> Progress:
        frames = max(self.latest.frames, _whole(self._block.get("frame", "")))
        seconds = max(self.latest.seconds, _whole(self._block.get("out_time_us", "")) / 1_000_000)
        fraction = self.latest.fraction
        if self.frames:
            fraction = max(fraction, frames / self.frames)
        elif self.duration:
            fraction = max(fraction, seconds / self.duration)
        if self._block.get("progress") == "end":
            fraction = 1.0
        self.latest = Progress(min(1.0, fraction), frames, seconds)
        return self.latest


def _whole(text: str) -> int:
    # `int` would also take other scripts' digits, underscores and thousands of digits; ffmpeg writes none of these.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def part(on_progress: OnProgress | None, *, start: float, end: float) -> OnProgress | None:
    """A callback for one stage of a longer work, whose 0 to 1 is `start` to `end` of the whole."""
    if on_progress is None:
        return None

    def scaled(progress: Progress) -> None:
        on_progress(Progress(start + (end - start) * progress.fraction, progress.frames, progress.seconds))

    return scaled
