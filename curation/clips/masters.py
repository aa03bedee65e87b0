"""Archive masters: where nothing was changed but the ends, the original's own pictures are kept instead of encoded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import ClipVersion, Segment
from curation.video.cutting.cut import MOST_RANGES, NotSmart, Range, cut
from curation.video.cutting.proof import CutProof
from curation.video.looks.look import Look
from curation.video.metadata.tell import examine
from curation.video.previews.preview import make_poster
from curation.video.probe import probe
from curation.video.producing.proof import RenderProof
from curation.video.running.progress import OnProgress
from curation.video.shapes import SHAPES

PRESET = "archive_master"
ALIKE = 0.01  # how far a picture's ratio may be from the shape's
USUAL_RATE = 25
# A picture beside a cut may be found a little early: times of the studio are rounded to thousandths.
EARLY = 4  # a part of a picture's time
DONE = "smart"  # the method of a cut that kept pictures as they were
# What must not leave with an archive's file; encoding removes it.
PRIVATE = {"place", "person"}


@dataclass(frozen=True)
class Master:
    """A master that was cut: its proof as a render has one, and the cut's own."""

    proof: RenderProof
    cut: CutProof


def plain_cut(version: ClipVersion, segments: Sequence[Segment], *, shape: str) -> list[Range] | None:
    """The ranges of the one original that this version is in this shape; None where anything was changed."""
    edit = Edit.from_dict(version.edit)
    originals = {segment.footage.file for segment in segments}
    if len(originals) != 1 or len(segments) > MOST_RANGES:
        return None
    footage = segments[0].footage
    if not footage.width or not footage.height or edit.look != Look() or edit.gain:
        return None
    if abs(footage.width / footage.height / SHAPES[shape].ratio - 1) > ALIKE:
        return None
    if not all(_untouched(ShotEdit.from_dict(segment.settings), shape=shape) for segment in segments):
        return None
    early = Fraction(1 / (footage.frame_rate or USUAL_RATE)).limit_denominator(10**6) / EARLY
    ends = [(segment.start, min(segment.end, footage.duration or segment.end)) for segment in segments]
    return [Range(Fraction(start) + early, Fraction(end) + early) for start, end in ends]


def _untouched(own: ShotEdit, *, shape: str) -> bool:
    plain = ShotEdit(id=own.id, framing=own.framing, look=own.look)
    return own == plain and own.look in (None, Look()) and shape not in own.framing


def make(
    source: Path,
    file: Path,
    poster: Path,
    *,
    ranges: Sequence[Range],
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Master:
    """Cut the master into `file`, with a JPEG of it in `poster`. Raises NotSmart, and VideoError as `cut` does."""
    proof = cut(source, file, ranges=ranges, mode="strict", on_progress=on_progress, cancelled=cancelled)
    if any(tell.kind in PRIVATE for tell in examine(file, cancelled=cancelled).tells):
        file.unlink()
        raise NotSmart("telling")
    make_poster(file, poster)
    return Master(_render_proof(file, proof, cancelled=cancelled), proof)


def _render_proof(file: Path, proof: CutProof, *, cancelled: Callable[[], bool] | None) -> RenderProof:
    return RenderProof.of(
        file,
        found=probe(file, cancelled=cancelled),
        frame_count=proof.frames_got,
        wanted_duration=proof.duration,
        wanted_frames=proof.frames_wanted,
        checks=proof.checks,
    )


def told(proof: CutProof | None, failure: NotSmart | None = None) -> dict[str, Any]:
    """What a rendition's row keeps of a cut, or of why there was none: by `reason`, "edited" where more was changed."""
    if proof is not None:
        return dataclasses.asdict(proof)
    return {
        "method": "encoded",
        "reason": failure.reason if failure else "edited",
        "failed": list(failure.failed) if failure else [],
    }
