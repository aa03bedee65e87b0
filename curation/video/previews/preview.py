"""What a browser shows of footage before anyone opens it: poster and scrub sheet."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path

from curation.video.limits import Limits
from curation.video.probe import Probe
from curation.video.probe import probe as find_out
from curation.video.running.isolation import ask
from curation.video.running.process import whole
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even

LONGEST_SIDE = 59_000  # JPEG ends at 65,535 pixels a side, and browsers before that
LARGEST_SHEET = 64_000_000  # pixels, of which a browser keeps four bytes each
MOST_TILES = 100
FEWEST_TILES = 12
COLUMNS = 10
# Up to so many pictures are decoded one after another; beyond that tiles show the nearest key pictures.
DECODE_ALL = 20_000
POSTER_PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)
POSTER_SECONDS = 10.0  # how much of a file with few key pictures is decoded in search of a poster
PICTURE_LIMITS = Limits(cpu=900, wall=600.0)


@dataclass(frozen=True)
class Poster:
    """A single JPEG picture, upright, `width` by `height` pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class ScrubSheet:
    """A JPEG of `count` tiles in `columns` and `rows`, left to right and down.

    Tile k shows the middle of the `interval` seconds from k * interval on; `width` and `height` are the sheet's.
    """

    columns: int
    rows: int
    tile_width: int
    tile_height: int
    interval: float
    count: int
    width: int
    height: int


def make_poster(
    path: Path,
    out: Path,
    *,
    at: float | None = None,
    width: int = 640,
    probe: Probe | None = None,
    limits: Limits = PICTURE_LIMITS,
) -> Poster:
    """Write a JPEG `width` pixels wide to `out`: the picture shown at `at` seconds, or the liveliest of a few.

    Raises the errors of `probe.probe`, and `disk_full`.
    """
    known = probe or find_out(path, limits=limits)
    height = even(min(4 * width, width * known.display_height / known.display_width))
    keys = False
    if at is not None:
        times = [min(max(0.0, at), known.duration)]
    elif known.key_frame_count >= len(POSTER_PLACES):
        times, keys = [place * known.duration for place in POSTER_PLACES], True
    else:
        times = [place * min(known.duration, POSTER_SECONDS) for place in POSTER_PLACES]
    drawn = whole(
        out,
        write=lambda partial: ask(
            "poster", path, output=partial, limits=limits, times=times, keys=keys, width=even(width), height=height
        ),
    )
    return Poster(**drawn)


def make_scrub_sheet(
    path: Path,
    out: Path,
    *,
    probe: Probe,
    tile_width: int = 160,
    tiles: int | None = None,
    limits: Limits = PICTURE_LIMITS,
    cancelled: Cancelled | None = None,
) -> ScrubSheet:
    """Write a JPEG of pictures evenly spaced over the whole of `path` to `out`.

    `tiles` defaults to one a second, from 12 to 100, and never more than there are pictures
    or than fit into a sheet of 64 million pixels with every side under 60,000. Where key pictures lie
    no further apart than the tiles, only those are decoded. Raises the errors of `probe.probe`, and `disk_full`.
    """
    shape = sheet_shape(probe, tile_width=tile_width, tiles=tiles)
    pictures = probe.frame_count or math.ceil(probe.duration * probe.frame_rate)
    keys = probe.key_frame_count >= shape.count or pictures > DECODE_ALL
    drawn = whole(
        out,
        write=lambda partial: ask(
            "sheet",
            path,
            output=partial,
            limits=limits,
            cancelled=cancelled,
            times=[(number + 0.5) * shape.interval for number in range(shape.count)],
            columns=shape.columns,
            tile_width=shape.tile_width,
            tile_height=shape.tile_height,
            keys=keys,
        ),
    )
    return dataclasses.replace(shape, **drawn)


def sheet_shape(probe: Probe, *, tile_width: int = 160, tiles: int | None = None) -> ScrubSheet:
    """The sheet that `probe`'s video is to have; see `make_scrub_sheet`."""
    tile_width = even(tile_width)
    tile_height = even(min(4 * tile_width, tile_width * probe.display_height / probe.display_width))
    pictures = probe.frame_count or math.ceil(probe.duration * probe.frame_rate)
    wanted = tiles or min(MOST_TILES, max(FEWEST_TILES, round(probe.duration)))
    count = max(1, min(wanted, pictures, LARGEST_SHEET // (tile_width * tile_height)))
    columns = min(count, max(COLUMNS, math.ceil(count * tile_height / LONGEST_SIDE)))
    interval = probe.duration / count
    rows = -(-count // columns)
    return ScrubSheet(
        columns=columns,
        rows=rows,
        tile_width=tile_width,
        tile_height=tile_height,
        interval=interval,
        count=count,
        width=columns * tile_width,
        height=rows * tile_height,
    )
