"""What a media file is: asked in a limited child, answered as one frozen `Probe`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.limits import Limits
from curation.video.looks.colour import Colour
from curation.video.running.isolation import ask
from curation.video.running.supervision import Cancelled
from curation.video.stamps import container_time

# What current Chromium, Firefox and Safari all play without help, apart from WebM in old Safari.
PLAYABLE_CONTAINERS = {"mp4", "mov", "webm"}
PLAYABLE_VIDEO = {"h264", "vp8", "vp9", "av1"}
PLAYABLE_AUDIO = {None, "aac", "mp3", "opus", "vorbis"}
PLAYABLE_PIXELS = {"yuv420p", "yuvj420p"}  # 8-bit 4:2:0, in either range


@dataclass(frozen=True)
class Probe:
    """Facts about one video file.

    container: one word (mp4, mov, 3gp, avi, asf, matroska, webm, mpegts...). width, height: stored pixels;
    display_width, display_height: square pixels as shown, after rotation. rotation: degrees clockwise (0, 90, 180,
    270) that a player turns the stored picture. frame_rate: frames per second, nominal where
    variable_frame_rate. time_base: seconds per unit of its time stamps. longest_gap: seconds between the two
    pictures that lie furthest apart. frame_count: exact, or None where counting would read a huge file through.
    duration: seconds from the start of the time line to the end of the last picture; audio_duration: of the sound,
    None where the container does not tell. created: from the container, with its zone if it had one. tags: every
    tag found, a stream's as `video:0:name`. video_stream, audio_stream: indices in the file. fast_start: index
    before data (MP4 only, else None). size: bytes. audio_rate: samples a second. interlaced: whether pictures hold
    two moments each. The last ones are None or empty in a probe that was stored before they were told.
    """

    container: str
    video_codec: str
    pixel_format: str
    width: int
    height: int
    display_width: int
    display_height: int
    rotation: int
    frame_rate: Fraction
    time_base: Fraction
    variable_frame_rate: bool
    longest_gap: float
    frame_count: int | None
    key_frame_count: int
    duration: float
    audio_codec: str | None
    audio_channels: int
    audio_duration: float | None
    video_stream: int
    audio_stream: int | None
    created: datetime | None
    tags: dict[str, str]
    fast_start: bool | None
    size: int
    audio_rate: int | None = None
    colour: Colour = Colour()  # noqa: RUF009 - frozen
    interlaced: bool | None = None

    @property
    def browser_playable(self) -> bool:
        """True when every current browser plays the file as it is, so that no proxy is needed."""
        return (
            self.container in PLAYABLE_CONTAINERS
            and self.video_codec in PLAYABLE_VIDEO
            and self.pixel_format in PLAYABLE_PIXELS
            and self.audio_codec in PLAYABLE_AUDIO
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON values; `browser_playable` is told too. `from_dict` reads it back."""
        return dataclasses.asdict(self) | {
            "frame_rate": f"{self.frame_rate.numerator}/{self.frame_rate.denominator}",
            "time_base": f"{self.time_base.numerator}/{self.time_base.denominator}",
            "created": self.created.isoformat() if self.created else None,
            "browser_playable": self.browser_playable,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Probe:
        """The probe that `to_dict` wrote. Raises KeyError or ValueError for anything else."""
        known = {
            field.name: values[field.name]
            for field in dataclasses.fields(cls)
            if field.name in values or field.default is dataclasses.MISSING
        }
        known["frame_rate"] = Fraction(known["frame_rate"])
        known["time_base"] = Fraction(known["time_base"])
        known["created"] = datetime.fromisoformat(known["created"]) if known["created"] else None
        known["colour"] = Colour(**known.get("colour", {}))
        return cls(**known)


def probe(path: Path, *, limits: Limits = Limits(), cancelled: Cancelled | None = None) -> Probe:  # noqa: B008
    """Find out what `path` is by its content; its name and ending do not matter.

    Raises VideoError: `missing`, `empty_file`, `not_a_video`, `truncated`, `no_video_stream`, `unreadable`,
    `too_long`, `too_large`, `timed_out`, `out_of_memory`, `cancelled`.
    """
    facts = ask("probe", path, limits=limits, cancelled=cancelled, footage=limits.footage, pixels=limits.pixels)
    created = container_time(facts["tags"])
    return Probe.from_dict(facts | {"created": created.isoformat() if created else None})
