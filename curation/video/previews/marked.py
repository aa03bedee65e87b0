"""A small film and a picture with words across it, for people who may look and not take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ffmpeg
from PIL import Image, ImageDraw, ImageFont

from curation.video.containers import file_name
from curation.video.limits import Limits
from curation.video.probe import Probe
from curation.video.running.process import execute, run, whole
from curation.video.running.progress import OnProgress
from curation.video.running.supervision import Cancelled
from curation.video.shapes import inside

SIDE = 640
_POSTER_LIMITS = Limits(cpu=20, wall=20.0)
_TILT = 24  # degrees
_STRENGTH = 88  # of 255


def draw_words(out: Path, *, words: str, font: Path, width: int, height: int) -> None:
    """A PNG of that size, clear but for `words` again and again, tilted."""
    side = 2 * max(width, height)
    letters = ImageFont.truetype(str(font), size=max(14, width // 22))
    sheet = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(sheet)
    left, top, right, bottom = pen.textbbox((0, 0), words, font=letters)
    across, down = int((right - left) * 1.35) or 1, int((bottom - top) * 4) or 1
    for row, y in enumerate(range(0, side, down)):
        for x in range(-(row % 2) * across // 2, side, across):
            pen.text((x + 1, y + 1), words, font=letters, fill=(0, 0, 0, _STRENGTH))
            pen.text((x, y), words, font=letters, fill=(255, 255, 255, _STRENGTH))
    turned = sheet.rotate(_TILT, resample=Image.Resampling.BICUBIC)
    x, y = (side - width) // 2, (side - height) // 2
    turned.crop((x, y, x + width, y + height)).save(out)


def make_marked(
    path: Path,
    film: Path,
    poster: Path,
    *,
    probe: Probe,
    words: str,
    font: Path,
    sheet: Path,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write an MP4 of at most 640 pixels a side to `film` and a JPEG of its middle to `poster`, both with `words`.

    sheet: where the words are drawn in between. Without metadata. Raises the errors of `process.run`.
    """
    width, height = inside(probe.display_width, probe.display_height, box_width=SIDE, box_height=SIDE)
    draw_words(sheet, words=words, font=font, width=width, height=height)
    picture = _under(path, sheet, width=width, height=height)
    source = ffmpeg.input(file_name(path), protocol_whitelist="file")
    sound = [source.audio] if probe.audio_stream is not None else []
    coding: dict[str, Any] = {
        "c:v": "libx264", "preset": "veryfast", "crf": 30, "pix_fmt": "yuv420p", "maxrate": "900k", "bufsize": "1800k",
        "c:a": "aac", "b:a": "64k", "movflags": "+faststart", "map_metadata": -1, "map_chapters": -1, "f": "mp4",
    }  # fmt: skip
    made = ffmpeg.output(picture, *sound, "OUT", **coding)
    whole(
        film,
        write=lambda partial: execute(
            [*ffmpeg.get_args(made)[:-1], file_name(partial)],
            duration=probe.duration,
            frames=probe.frame_count,
            on_progress=on_progress,
            cancelled=cancelled,
        ),
    )
    still = _under(path, sheet, width=width, height=height, at=probe.duration / 2)
    picture_of = ffmpeg.output(still, "OUT", **{"f": "image2", "c:v": "mjpeg", "q:v": 4, "frames:v": 1, "update": 1})
    run([*ffmpeg.get_args(picture_of)[:-1], "-map_metadata", "-1"], output=poster, frames=1, limits=_POSTER_LIMITS)


def _under(path: Path, sheet: Path, *, width: int, height: int, at: float = 0.0) -> Any:
    """The film's pictures, small, under the words."""
    sought = {"ss": f"{at:.3f}"} if at else {}
    small = ffmpeg.input(file_name(path), protocol_whitelist="file", **sought).video.filter("scale", w=width, h=height)
    return small.filter("setsar", "1").overlay(ffmpeg.input(file_name(sheet), protocol_whitelist="file"))
