"""The one runner for ffmpeg: limits, progress, cancel, and an output that is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import imageio_ffmpeg

from curation.video.containers import file_name
from curation.video.errors import VideoError
from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.running.progress import OnProgress, Progress, ProgressReader
from curation.video.running.supervision import Cancelled, judge, supervise

# Unfinished output lies beside its target under a hidden name with this ending; one that is older than a day was
# left by a machine that went down and may be deleted.
PARTIAL_SUFFIX = ".partial"
Written = TypeVar("Written")


@dataclass(frozen=True)
class Finished:
    """What a run that succeeded said: frames and seconds written, and anything ffmpeg warned of."""

    frames: int
    seconds: float
    complaint: str


def run(
    arguments: Sequence[str | Path],
    *,
    output: Path | None,
    duration: float | None = None,
    frames: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = RENDER_LIMITS,
) -> Finished:
    """Run ffmpeg with `arguments` (inputs, graph, output options with `-f`); the output's name is added here.

    `output` appears at once and complete, with `os.replace`; None decodes to nowhere. `duration` (seconds) or
    `frames` of the expected output make the progress a fraction. Raises VideoError: `cancelled`, `timed_out`,
    `too_large`, `out_of_memory`, `disk_full`, `ffmpeg_failed`; then neither `output` nor a partial file is left.
    """

    def write(*target: str) -> Finished:
        return execute(
            [*arguments, *target],
            duration=duration,
            frames=frames,
            on_progress=on_progress,
            cancelled=cancelled,
            limits=limits,
        )

    if output is None:
        return write("-f", "null", "-")
    return whole(output, write=lambda partial: write(file_name(partial)))


def execute(
    arguments: Sequence[str | Path],
    *,
    duration: float | None = None,
    frames: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = RENDER_LIMITS,
) -> Finished:
    """Run ffmpeg with all of its `arguments`, the names of outputs too, which `together` makes whole or not at all.

    Raises the errors of `run`.
    """
    if cancelled is not None and cancelled():
        raise VideoError("cancelled")
    reader = ProgressReader(duration=duration, frames=frames)

    def on_output(chunk: bytes) -> None:
        for progress in reader.feed(chunk):
            if on_progress is not None:
                on_progress(progress)

    outcome = supervise([*_program(), *arguments], limits=limits, on_output=on_output, cancelled=cancelled)
    judge(outcome, limits=limits, otherwise="ffmpeg_failed")
    last: Progress = reader.latest
    return Finished(last.frames, last.seconds, outcome.complaint)


def _program() -> list[str]:
    return [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-loglevel", "error"),
        *("-progress", "pipe:1", "-stats_period", "0.2"),
    ]


def whole(output: Path, *, write: Callable[[Path], Written]) -> Written:
    """Have `write` make a partial file beside `output`, then move it into place; on any error leave nothing.

    Raises VideoError `disk_full` or `ffmpeg_failed` when the folder takes no file.
    """
    return together([output], write=lambda partials: write(partials[0]))


def together(outputs: Sequence[Path], *, write: Callable[[list[Path]], Written]) -> Written:
    """As `whole`, for several files that `write` makes at once: they appear when all of them are complete."""
    outputs = [output.absolute() for output in outputs]
    # Not the target's own name with an ending: that may already be as long as a name can be.
    partials = [output.with_name(f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}") for output in outputs]
    try:
        written = write(partials)
        for partial in partials:
            with partial.open("rb") as finished:
                os.fsync(finished.fileno())
        for partial, output in zip(partials, outputs, strict=True):
            partial.replace(output)
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "ffmpeg_failed"
        raise VideoError(code, detail=str(error)) from error
    finally:
        for partial in partials:
            with suppress(OSError):  # where the folder is none, or is gone, nothing was left in it
                partial.unlink()
    return written
