"""Everything that ingest wants of a file's pictures, in one decode: poster, scrub sheet, motion and likeness."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from curation.video.limits import Limits
from curation.video.previews.preview import PICTURE_LIMITS, Poster, ScrubSheet, sheet_shape
from curation.video.probe import Probe
from curation.video.running.isolation import ask
from curation.video.running.supervision import Cancelled
from curation.video.surveying.likeness import Likeness
from curation.video.surveying.motion import Motion

POSTER_WIDTH = 640
POSTER_NAME, SHEET_NAME = "poster.jpg", "scrub.jpg"


@dataclass(frozen=True)
class Survey:
    """What one decode told; the pictures lie at `poster_path` and `sheet_path`."""

    poster: Poster
    poster_path: Path
    sheet: ScrubSheet
    sheet_path: Path
    motion: Motion
    likeness: Likeness


def survey(
    path: Path,
    folder: Path,
    *,
    probe: Probe,
    limits: Limits = PICTURE_LIMITS,
    cancelled: Cancelled | None = None,
) -> Survey:
    """Look through `path` once and write `poster.jpg` and `scrub.jpg` into `folder`, which must exist.

    `path` may also be a proxy of what `probe` is about, or the samples written with it: the time line is the same.
    Raises the errors of `probe.probe`, and `disk_full`.
    """
    shape = sheet_shape(probe)
    told = ask(
        "survey",
        path,
        output=folder,
        limits=limits,
        cancelled=cancelled,
        duration=probe.duration,
        display=[probe.display_width, probe.display_height],
        poster_width=POSTER_WIDTH,
        tiles=shape.count,
        columns=shape.columns,
        tile_size=[shape.tile_width, shape.tile_height],
    )
    return Survey(
        poster=Poster(**told["poster"]),
        poster_path=folder / POSTER_NAME,
        sheet=shape,
        sheet_path=folder / SHEET_NAME,
        motion=Motion.from_dict(told["motion"]),
        likeness=Likeness(tuple(told["likeness"])),
    )
