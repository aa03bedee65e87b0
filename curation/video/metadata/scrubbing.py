"""A copy of a file that tells nothing but its pictures and sound, made without encoding anew, and verified."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError
from curation.video.limits import GIBIBYTE, Limits
from curation.video.metadata.search import first_found
from curation.video.metadata.tell import Tell, examine
from curation.video.probe import Probe, probe
from curation.video.running.isolation import ask
from curation.video.running.process import whole
from curation.video.running.progress import OnProgress, Progress
from curation.video.running.supervision import Cancelled

SCRUB_LIMITS = Limits(cpu=3600, wall=3600.0, output=64 * GIBIBYTE)
# What a copy must have in common with its original, of `Probe`.
KEPT = (
    *("container", "video_codec", "pixel_format", "width", "height", "display_width", "display_height", "rotation"),
    *("frame_rate", "frame_count", "key_frame_count", "audio_codec", "audio_channels", "audio_rate", "colour"),
)
COPYING = 0.7  # how much of the work is the copy; the rest is to verify it
SLACK = 0.1  # seconds by which a container's own statement of its duration may differ


@dataclass(frozen=True)
class ScrubProof:
    """removed: what the original told. searched: how many of its words were looked for in the copy's bytes.

    packets: of pictures and sound copied; cleaned: how many of them held words. size: bytes of the copy.
    """

    removed: tuple[Tell, ...]
    searched: int
    packets: int
    cleaned: int
    size: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "removed": [tell.to_dict() for tell in self.removed],
            "searched": self.searched,
            "packets": self.packets,
            "cleaned": self.cleaned,
            "size": self.size,
        }


def scrub(
    path: Path,
    out: Path,
    *,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = SCRUB_LIMITS,
) -> ScrubProof:
    """Write `path`'s first video and all its sound to `out`, in the same container, with nothing else.

    Kept are rotation, colour, sample aspect, language and timing. The copy is probed, asked what it tells, and
    searched for every word that the original told; it appears only when all is well. Raises the errors of
    `probe.probe`, `cannot_scrub` with a reason, `proof_failed`, `disk_full`, `too_large`.
    """
    known = probe(path, limits=limits, cancelled=cancelled)
    told = examine(path, limits=limits, cancelled=cancelled)

    def on_told(far: Any) -> None:
        fraction, seconds = far
        if on_progress is not None:
            on_progress(Progress(COPYING * fraction, 0, seconds))

    def write(partial: Path) -> ScrubProof:
        request = {"kind": known.container, "fast_start": bool(known.fast_start)}
        made = ask("remux", path, output=partial, limits=limits, cancelled=cancelled, on_told=on_told, **request)
        _verify(partial, known=known, needles=told.needles, limits=limits, cancelled=cancelled)
        return ScrubProof(
            removed=told.tells,
            searched=len(told.needles),
            packets=made["packets"],
            cleaned=made["cleaned"],
            size=partial.stat().st_size,
        )

    proof = whole(out, write=write)
    if on_progress is not None:
        on_progress(Progress(1.0, known.frame_count or 0, known.duration))
    return proof


def _verify(
    copy: Path, *, known: Probe, needles: tuple[bytes, ...], limits: Limits, cancelled: Cancelled | None
) -> None:
    after = probe(copy, limits=limits, cancelled=cancelled)
    differing = [name for name in KEPT if getattr(after, name) != getattr(known, name)]
    if abs(after.duration - known.duration) > SLACK:
        differing.append("duration")
    if differing:
        raise VideoError("proof_failed", checks=", ".join(differing))
    left = examine(copy, limits=limits, cancelled=cancelled).tells
    if left:
        tell = left[0]
        raise VideoError("cannot_scrub", reason=f"{tell.where}: {tell.key}", detail=str(left)[:2000])
    found = first_found(copy, needles, cancelled=cancelled)
    if found is not None:
        raise VideoError("cannot_scrub", reason=found.decode("utf-8", "replace"))
