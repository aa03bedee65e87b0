"""Cuts ranges out of a file and joins them: smartly where that can be proved, by encoding everything where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.cutting.proof import Boundary, CutProof
from curation.video.errors import VideoError
from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.running.isolation import ask
from curation.video.running.process import whole
from curation.video.running.progress import OnProgress, Progress
from curation.video.running.supervision import Cancelled

MODES = ("smart", "exact", "strict")
MOST_RANGES = 60  # as many as a full encode can join
# A file that its demuxer reads but whose pictures do not decode may still do so with ffmpeg's patience.
WORTH_ENCODING = ("unreadable",)


@dataclass(frozen=True)
class Range:
    """From the picture shown at `start` up to, and without, the one shown at `end`: seconds of the file."""

    start: Fraction
    end: Fraction


def cut(
    path: Path,
    out: Path,
    *,
    ranges: Sequence[Range],
    mode: str = "smart",
    decode_all: bool = False,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = RENDER_LIMITS,
) -> CutProof:
    """Write `ranges` of `path`, joined, to `out` (MOV if its name ends so, else MP4), which appears once proved.

    mode: "smart"; "exact" to encode everything as `render` does; "strict" to raise NotSmart instead of doing that.
    decode_all: have the proof of a smart cut decode the copied pictures as well as compare their bytes. Raises
    VideoError: `bad_request`, `bad_range`, the errors of `probe.probe` for the source and those of `process.run`.
    """
    _check(path, out, ranges, mode=mode)
    if mode == "exact":
        return _encoded(path, out, ranges, reason="asked", on_progress=on_progress, cancelled=cancelled, limits=limits)

    def make(partial: Path) -> CutProof:
        told = _asked(
            *(path, partial, ranges),
            form="mov" if out.suffix.lower() == ".mov" else "mp4",
            decode_all=decode_all,
            on_progress=on_progress,
            cancelled=cancelled,
            limits=limits,
        )
        failure = _failure(told)
        if failure is not None:
            raise failure
        return _proof(told, size=partial.stat().st_size)

    try:
        return whole(out, write=make)
    except NotSmart as failure:
        if mode == "strict":
            raise
        return _encoded(
            *(path, out, ranges),
            reason=failure.reason,
            failed=failure.failed,
            on_progress=on_progress,
            cancelled=cancelled,
            limits=limits,
        )


class NotSmart(Exception):
    """The smart cut was not possible or not right. reason, failed: as in `CutProof`."""

    def __init__(self, reason: str, failed: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.failed = reason, failed


def _check(path: Path, out: Path, ranges: Sequence[Range], *, mode: str) -> None:
    if mode not in MODES:
        raise VideoError("bad_request", setting="mode", detail=mode)
    if not 1 <= len(ranges) <= MOST_RANGES:
        raise VideoError("bad_request", setting="segments", detail=f"{len(ranges)} ranges")
    if out.exists() and path.exists() and out.samefile(path):
        raise VideoError("bad_request", setting="OUT", detail="the source would be overwritten")
    for each in ranges:
        if not 0 <= each.start < each.end:
            raise VideoError("bad_range", start=f"{float(each.start):.3f}", end=f"{float(each.end):.3f}", duration="?")


def _asked(
    path: Path,
    partial: Path,
    ranges: Sequence[Range],
    *,
    form: str,
    decode_all: bool,
    on_progress: OnProgress | None,
    cancelled: Cancelled | None,
    limits: Limits,
) -> dict[str, Any]:
    def on_told(told: Any) -> None:
        if on_progress is not None:
            fraction, frames, seconds = told
            on_progress(Progress(fraction, frames, seconds))

    try:
        return ask(
            *("cut", path),
            limits=limits,
            output=partial,
            cancelled=cancelled,
            on_told=on_told,
            ranges=[[str(each.start), str(each.end)] for each in ranges],
            form=form,
            whole=decode_all,
            pixels=limits.pixels,
            footage=limits.footage,
        )
    except VideoError as error:
        if error.code in WORTH_ENCODING:
            return {"unfit": error.code}
        raise


def _failure(told: dict[str, Any]) -> NotSmart | None:
    if "unfit" in told:
        return NotSmart(told["unfit"])
    failed = tuple(sorted(name for name, held in told["checks"].items() if not held))
    return NotSmart("failed_check", failed) if failed else None


def _proof(told: dict[str, Any], *, size: int) -> CutProof:
    boundaries = tuple(Boundary(time, distance) for time, distance in told.pop("boundaries"))
    return CutProof(method="smart", reason="", failed=(), boundaries=boundaries, size=size, **told)


def _encoded(
    path: Path,
    out: Path,
    ranges: Sequence[Range],
    *,
    reason: str,
    failed: tuple[str, ...] = (),
    on_progress: OnProgress | None,
    cancelled: Cancelled | None,
    limits: Limits,
) -> CutProof:
    # A smart cut needs neither, and their imports take as long as one takes.
    from curation.video.previews.frames import hash_distance, picture_hash
    from curation.video.probe import probe
    from curation.video.producing.production import Output, Production, Shot, produce

    known = probe(path, cancelled=cancelled)
    shots = tuple(Shot(path, float(each.start), min(float(each.end), known.duration)) for each in ranges)
    whole = Output(out, known.display_width, known.display_height, fit="pad")
    (made,) = produce(Production(shots, (whole,), limits=limits), on_progress=on_progress, cancelled=cancelled)
    step = made.duration / made.frame_count
    last = made.duration - step / 2
    ends = [(0.0, shots[0].start), (last, shots[-1].end - step / 2)]
    boundaries = tuple(
        Boundary(mine, hash_distance(picture_hash(out, mine), picture_hash(path, theirs))) for mine, theirs in ends
    )
    return CutProof(
        method="encoded",
        reason=reason,
        failed=failed,
        frames_wanted=made.wanted_frames,
        frames_got=made.frame_count,
        frames_copied=0,
        frames_encoded=made.frame_count,
        frames_decoded=made.frame_count,
        duration=made.duration,
        bytes_copied=0,
        bytes_encoded=made.size,
        boundaries=boundaries,
        sound="encoded" if made.audio_codec else "none",
        sound_offset=0.0 if made.audio_codec else None,
        sound_lead=0.0,
        sound_rest=None,
        checks=made.checks,
        size=made.size,
    )


def seconds(text: str) -> Fraction:
    """Seconds, or hours, minutes and seconds with colons between. Raises VideoError `bad_request`."""
    parts = text.strip().split(":") if text.isascii() else []
    try:
        values = [Fraction(part) for part in parts]
    except (ValueError, ZeroDivisionError) as error:
        raise VideoError("bad_request", setting="time", detail=text) from error
    if not 1 <= len(values) <= 3 or any(value < 0 for value in values) or any("e" in part.lower() for part in parts):
        raise VideoError("bad_request", setting="time", detail=text)
    return sum((value * 60**place for place, value in enumerate(reversed(values))), start=Fraction(0))
