"""Cuts, joins, frames and captions footage into one MP4, and proves that it is what was asked for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.encode import Coding, Cut, Picture, encode, output_rate
from curation.video.errors import VideoError
from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.probe import Probe, probe
from curation.video.process import whole
from curation.video.progress import OnProgress, part
from curation.video.proof import RenderProof, prove
from curation.video.shapes import even
from curation.video.supervision import Cancelled

FITS = ("pad", "crop")
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
MOST_SEGMENTS = 60  # each is an open file with a decoder of its own
SMALLEST_SIDE, LARGEST_SIDE = 16, 8192
KEY_SECONDS = 2
ENCODE_PART = 0.92  # of the progress; the rest is the proof

__all__ = ["RenderProof", "RenderSpec", "Segment", "render"]


@dataclass(frozen=True)
class Segment:
    """A range of one file, `start` and `end` in seconds on its time line; the picture at `end` is not shown."""

    path: Path
    start: float
    end: float


@dataclass(frozen=True)
class RenderSpec:
    """What to make.

    width, height: pixels, made even. fit: "pad" shows everything with black beside it, "crop" fills the shape from
    the middle. frame_rate: frames per second, None for the first segment's own. captions: an ASS file to burn in,
    its times those of the output. fonts: a folder of fonts for it. audio: False leaves all sound out; where only
    some segments have sound the others are silent. crf (0 to 51, lower is better) and preset are x264's.
    """

    segments: tuple[Segment, ...]
    width: int
    height: int
    fit: str = "pad"
    frame_rate: Fraction | None = None
    captions: Path | None = None
    fonts: Path | None = None
    audio: bool = True
    crf: int = 20
    preset: str = "veryfast"
    limits: Limits = RENDER_LIMITS


def render(
    spec: RenderSpec,
    out: Path,
    *,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> RenderProof:
    """Make `spec` and write it to `out`, which appears only once its proof holds.

    Raises VideoError: `bad_request`, `bad_range`, `proof_failed`, the errors of `probe.probe` for the sources, and
    those of `process.run`. The same spec gives the same bytes.
    """
    _check(spec)
    probes = {
        path: probe(path, limits=_probe_limits(spec.limits), cancelled=cancelled)
        for path in {segment.path for segment in spec.segments}
    }
    rate = spec.frame_rate or output_rate(probes[spec.segments[0].path])
    cuts = [_cut(segment, probes[segment.path], rate=rate) for segment in spec.segments]
    sound = spec.audio and any(cut.probe.audio_stream is not None for cut in cuts)
    picture = Picture(even(spec.width), even(spec.height), rate, fit=spec.fit, captions=spec.captions, fonts=spec.fonts)

    def make(partial: Path) -> RenderProof:
        encode(
            cuts,
            partial,
            picture=picture,
            coding=Coding(spec.crf, spec.preset, KEY_SECONDS, sound),
            on_progress=part(on_progress, start=0.0, end=ENCODE_PART),
            cancelled=cancelled,
            limits=spec.limits,
        )
        return prove(
            partial,
            picture=picture,
            frames=sum(cut.frames for cut in cuts),
            sound=sound,
            on_progress=part(on_progress, start=ENCODE_PART, end=1.0),
            cancelled=cancelled,
            limits=spec.limits,
        )

    return whole(out, write=make)


def _probe_limits(limits: Limits) -> Limits:
    """Bounds for reading facts: the defaults, or the render's where those are tighter."""
    plain = Limits()
    bounds: dict[str, Any] = {
        field.name: min(getattr(plain, field.name), getattr(limits, field.name))
        for field in dataclasses.fields(Limits)
        if field.name != "output"
    }
    return dataclasses.replace(plain, **bounds)


def _check(spec: RenderSpec) -> None:
    wrong = {
        "segments": not 1 <= len(spec.segments) <= MOST_SEGMENTS,
        "fit": spec.fit not in FITS,
        "preset": spec.preset not in PRESETS,
        "crf": not 0 <= spec.crf <= 51,
        "size": not _sides_fit(spec.width, spec.height),
        "frame_rate": spec.frame_rate is not None and not 1 <= spec.frame_rate <= 120,
        "captions": spec.captions is not None and not spec.captions.is_file(),
        "fonts": spec.fonts is not None and not spec.fonts.is_dir(),
    }
    for setting, unusable in wrong.items():
        if unusable:
            raise VideoError("bad_request", setting=setting, detail=repr(getattr(spec, setting, None)))


def _sides_fit(*sides: int) -> bool:
    return all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in sides)


def _cut(segment: Segment, known: Probe, *, rate: Fraction) -> Cut:
    """The range in whole pictures of the output; VideoError `bad_range` when it does not lie inside the file."""
    half = float(1 / known.frame_rate) / 2
    inside = 0 <= segment.start < segment.end <= known.duration + half and segment.start < known.duration
    if not inside:  # also for NaN, for which every comparison is false
        raise VideoError(
            "bad_range", start=f"{segment.start:.3f}", end=f"{segment.end:.3f}", duration=f"{known.duration:.3f}"
        )
    seconds = Fraction(min(segment.end, known.duration)) - Fraction(segment.start)
    return Cut(segment.path, known, segment.start, max(1, round(seconds * rate)))
