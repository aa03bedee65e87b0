"""One picture cut to a shape with captions drawn into it, exactly as a render draws them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.containers import file_name
from curation.video.limits import MEBIBYTE, Limits
from curation.video.producing.encode import burnt_in
from curation.video.producing.framing import Key, shares
from curation.video.running.process import run
from curation.video.shapes import even

LIMITS = Limits(cpu=20, wall=15.0, output=16 * MEBIBYTE)
CENTRE = Key(0.0)


def draw_lettered(
    picture: Path,
    out: Path,
    *,
    size: tuple[int, int],
    captions: Path,
    fonts: Path | None,
    width: int,
    height: int,
    key: Key | None = CENTRE,
) -> None:
    """Write `picture` (an image of `size` pixels) as a PNG of `width` x `height` with the ASS file `captions` at 0 s.

    key: where the shape is cut out of the picture; None: all of it, with black beside it. Raises the errors of
    `process.run`.
    """
    stream = ffmpeg.input(file_name(picture), f="image2pipe", protocol_whitelist="file,pipe").video
    if key is None:
        fit = {"force_original_aspect_ratio": "decrease", "force_divisible_by": 2}
        stream = stream.filter("scale", w=width, h=height, **fit)
        stream = stream.filter("pad", w=width, h=height, x="(ow-iw)/2", y="(oh-ih)/2", color="black")
    else:
        stream = _cut(stream, size=size, ratio=width / height, key=key).filter("scale", w=width, h=height)
    drawn = burnt_in(stream.filter("setsar", "1").filter("format", "rgb24"), captions=captions, fonts=fonts)
    made = ffmpeg.output(drawn, "OUT", **{"f": "image2", "c:v": "png", "frames:v": 1, "update": 1})
    run([*ffmpeg.get_args(made)[:-1], "-map_metadata", "-1"], output=out, frames=1, limits=LIMITS)


def _cut(stream: Any, *, size: tuple[int, int], ratio: float, key: Key) -> Any:
    across, down = (share / key.zoom for share in shares(*size, ratio=ratio))
    wide, high = max(2, even(size[0] * across)), max(2, even(size[1] * down))
    x = min(max(0, round(key.x * size[0] - wide / 2)), size[0] - wide)
    y = min(max(0, round(key.y * size[1] - high / 2)), size[1] - high)
    return stream.filter("crop", w=min(wide, size[0]), h=min(high, size[1]), x=x, y=y)
