"""Proves a finished render: probes it, decodes all of it, and compares that with what was asked for."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.video.audio.loudness import TOLERANCE, Level, Loudness, measure
from curation.video.containers import file_name, input_options
from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.probe import Probe, probe
from curation.video.producing.encode import Picture
from curation.video.running.process import run
from curation.video.running.progress import OnProgress
from curation.video.running.supervision import Cancelled

# What an MP4 has to say of itself. Anything else came from the original.
TECHNICAL_TAGS = {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}
OWN_ENCODER = "Lavc libx264"  # written into the MP4 in bitexact mode
SOUND_TOLERANCE = 0.06  # seconds: AAC comes in packets of 1024 samples and carries up to two of priming


@dataclass(frozen=True)
class RenderProof:
    """What a render is, found by probing and decoding it, and what was wanted.

    width, height: pixels. duration, wanted_duration: seconds. sha256: of the file, hexadecimal. size: bytes.
    checks: each check by name; all are true, or the render would have failed. loudness_target, loudness: LUFS wanted
    and measured; true_peak: dBTP measured; all None where no loudness was asked for, or there is none. loudness_note:
    why the target is not reached (see `loudness.Level`), "" when it is.
    """

    width: int
    height: int
    duration: float
    frame_count: int
    wanted_duration: float
    wanted_frames: int
    video_codec: str
    audio_codec: str | None
    sha256: str
    size: int
    checks: dict[str, bool]
    loudness_target: float | None = None
    loudness: float | None = None
    true_peak: float | None = None
    loudness_note: str = ""

    @classmethod
    def of(cls, path: Path, *, found: Probe, **proven: Any) -> RenderProof:
        """The proof of the file at `path`, probed as `found`, with what was `proven` beside."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(
            width=found.display_width,
            height=found.display_height,
            duration=found.duration,
            video_codec=found.video_codec,
            audio_codec=found.audio_codec,
            sha256=digest,
            size=found.size,
            **proven,
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return dataclasses.asdict(self)


def prove(
    path: Path,
    *,
    picture: Picture,
    frames: int,
    sound: bool,
    limits: Limits,
    level: Level | None = None,
    heard: Loudness | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> RenderProof:
    """The proof that `path` has `frames` pictures as `picture` says, and the loudness of `level` where that is given.

    heard: what its sound measures, where the same sound has been measured before. VideoError `proof_failed` names what
    is wrong.
    """
    found = probe(path, cancelled=cancelled)
    decoded = run(
        # -xerror: the first thing that cannot be decoded ends the run.
        [*_reading(path), "-map", "0", "-fps_mode", "passthrough"],
        output=None,
        frames=frames,
        on_progress=on_progress,
        cancelled=cancelled,
        limits=limits,
    )
    wanted = float(frames / picture.rate)
    checks = _checks(found, picture=picture, sound=sound, wanted=wanted) | {
        "decodes": not decoded.complaint,
        "frame_count": found.frame_count == frames == decoded.frames,
    }
    measured = None
    if level is not None:
        measured = heard or measure(path, limits=limits, cancelled=cancelled)
        checks["loudness"] = bool(level.note) or _reached(measured, level)
    failed = sorted(name for name, held in checks.items() if not held)
    if failed:
        raise VideoError("proof_failed", checks=", ".join(failed), detail=f"{found}\n{decoded}")
    return RenderProof.of(
        path,
        found=found,
        frame_count=decoded.frames,
        wanted_duration=wanted,
        wanted_frames=frames,
        checks=checks,
        loudness_target=level.target if level else None,
        loudness=measured.integrated if measured else None,
        true_peak=measured.peak if measured else None,
        loudness_note=level.note if level else "",
    )


def _reached(measured: Loudness, level: Level) -> bool:
    return measured.integrated is not None and abs(measured.integrated - level.target) <= TOLERANCE


def _reading(path: Path) -> list[str]:
    options = [part for name, value in input_options().items() for part in (f"-{name}", value)]
    return ["-xerror", *options, "-i", file_name(path)]


def _checks(found: Probe, *, picture: Picture, sound: bool, wanted: float) -> dict[str, bool]:
    step = float(1 / picture.rate)
    names = {tag.rpartition(":")[2] for tag, value in found.tags.items() if value != OWN_ENCODER}
    heard = found.audio_duration or 0.0
    return {
        "size": (found.display_width, found.display_height) == (picture.width, picture.height),
        "square_pixels": (found.width, found.height) == (picture.width, picture.height),
        "pixel_format": found.pixel_format == "yuv420p",
        "duration": abs(found.duration - wanted) <= step / 2,
        "constant_frame_rate": not found.variable_frame_rate and abs(found.frame_rate / picture.rate - 1) < 0.001,
        "sound": (found.audio_codec == "aac") if sound else found.audio_codec is None,
        "sound_length": abs(heard - wanted) <= max(step, SOUND_TOLERANCE) if sound else True,
        "no_metadata": names <= TECHNICAL_TAGS,
        "fast_start": found.fast_start is True,
        "browser_playable": found.browser_playable,
    }
