"""How titles come and go: MoviePy composes the moving pictures, PyAV writes them. Limited child only.

Only pictures that differ are written, each with the time from which it is shown, so that four seconds of which three
stand still are a few dozen pictures.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy
from moviepy.video.compositing.CompositeVideoClip import CompositeVideoClip
from moviepy.video.fx.CrossFadeIn import CrossFadeIn
from moviepy.video.fx.CrossFadeOut import CrossFadeOut
from moviepy.video.VideoClip import ImageClip

from curation.video.lettering.canvas import Sprite
from curation.video.lettering.cards import Part, design
from curation.video.producing.brand import Brand
from curation.video.producing.titles import Title

COMING, GOING = 0.45, 0.35  # seconds
SHORTEST = 0.3  # of a short title's time it may come, and go
TICKS = 90_000  # a second


def box_of(parts: Sequence[Part], *, width: int, height: int) -> tuple[int, int, int, int]:
    """x, y, width, height in even pixels of what the parts cover on a picture of `width` by `height` when moving."""
    lefts = [part.sprite.x + min(0.0, part.slide_x) for part in parts]
    tops = [part.sprite.y + min(0.0, part.slide_y) for part in parts]
    rights = [part.sprite.right + max(0.0, part.slide_x) for part in parts]
    bottoms = [part.sprite.bottom + max(0.0, part.slide_y) for part in parts]
    left, top = (max(0, math.floor(min(values) / 2) * 2) for values in (lefts, tops))
    right = min(width, math.ceil(max(rights) / 2) * 2)
    bottom = min(height, math.ceil(max(bottoms) / 2) * 2)
    return left, top, right - left, bottom - top


def write(parts: Sequence[Part], out: Path, *, box: tuple[int, int, int, int], duration: float, rate: Fraction) -> None:
    """The moving parts within `box` as a QuickTime film with alpha, `duration` seconds long."""
    with av.open(str(out), "w", format="mov", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("qtrle", rate=rate)
        stream.width, stream.height, stream.pix_fmt = box[2], box[3], "argb"
        stream.time_base = Fraction(1, TICKS)
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for time, picture in pictures(parts, box=box, duration=duration, rate=rate):
            frame = av.VideoFrame.from_ndarray(picture, format="rgba").reformat(format="argb")
            frame.pts, frame.time_base = round(time * TICKS), Fraction(1, TICKS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def pictures(
    parts: Sequence[Part], *, box: tuple[int, int, int, int], duration: float, rate: Fraction
) -> Iterator[tuple[float, Any]]:
    """Each picture that differs from the one before, height x width x 4, with the seconds at which it begins."""
    left, top, width, height = box
    moving = [part for part in parts if not part.ground]
    inner = box_of(moving or parts, width=left + width, height=top + height)
    x, y, wide, high = inner[0] - left, inner[1] - top, inner[2], inner[3]
    # Grounds stay in their places: MoviePy sees what lies under the moving parts, the rest is faded here, in no time.
    clip = composed([_cut(part, inner) if part.ground else part for part in parts], box=inner, duration=duration)
    grounds = [(part, _whole(part, box=box)) for part in parts if part.ground]
    for time in times(parts, duration=duration, rate=rate):
        whole = numpy.zeros((height, width, 4), numpy.uint8)
        if time < duration:
            for part, picture in grounds:
                shade = 1.0 if part.still else _faded(time, duration=duration)
                whole = picture.copy()
                whole[..., 3] = (numpy.arange(256) * shade).round().astype(numpy.uint8)[picture[..., 3]]
            alpha = (clip.mask.get_frame(time) * 255).round().clip(0, 255).astype(numpy.uint8)
            whole[y : y + high, x : x + wide] = numpy.dstack([clip.get_frame(time), alpha])
        yield time, whole


def _whole(part: Part, *, box: tuple[int, int, int, int]) -> Any:
    """A ground as height x width x 4 of the whole `box`."""
    left, top, width, height = box
    whole = numpy.zeros((height, width, 4), numpy.uint8)
    ground = part.sprite
    whole[ground.y - top : ground.bottom - top, ground.x - left : ground.right - left] = numpy.asarray(ground.picture)
    return whole


def _cut(part: Part, inner: tuple[int, int, int, int]) -> Part:
    x, y, wide, high = inner
    ground = part.sprite
    place = x - ground.x, y - ground.y, x - ground.x + wide, y - ground.y + high
    return dataclasses.replace(part, sprite=Sprite(ground.picture.crop(place), x, y))


def _faded(time: float, *, duration: float) -> float:
    """How much of a part without delay is seen: what MoviePy's effects do too."""
    coming, going = (min(seconds, duration * SHORTEST) for seconds in (COMING, GOING))
    return max(0.0, min(1.0, time / coming, (duration - time) / going))


def composed(parts: Sequence[Part], *, box: tuple[int, int, int, int], duration: float) -> CompositeVideoClip:
    """The parts as one clip of MoviePy, of the size of `box`, with a mask."""
    clips = []
    # An end card is the last that is seen: what is written on it stays.
    stays = any(part.still for part in parts)
    coming, going = (min(seconds, duration * SHORTEST) for seconds in (COMING, GOING))
    for part in parts:
        clip = ImageClip(numpy.asarray(part.sprite.picture), transparent=True)
        delay = min(part.delay, duration * SHORTEST / 2)
        clip = clip.with_start(delay).with_duration(duration - delay)
        if not part.still:
            clip = clip.with_effects([CrossFadeIn(coming), *([] if stays else [CrossFadeOut(going)])])
        clips.append(clip.with_position(_place(part, box=box, coming=coming)))
    return CompositeVideoClip(clips, size=(box[2], box[3])).with_duration(duration)


def times(parts: Sequence[Part], *, duration: float, rate: Fraction) -> Iterator[float]:
    """The seconds at which the picture changes: while parts come and go, and at the very end, when they are gone."""
    step = float(1 / rate)
    coming = max(min(part.delay, duration * SHORTEST / 2) for part in parts) + min(COMING, duration * SHORTEST)
    leaving = duration - min(GOING, duration * SHORTEST)
    count = max(1, math.floor(duration / step + 1e-6))
    for number in range(count):
        time = number * step
        # The first picture after all have come is the one that stands.
        if time < coming + step or time >= leaving - step:
            yield time
    yield duration


def _place(part: Part, *, box: tuple[int, int, int, int], coming: float) -> Any:
    home_x, home_y = part.sprite.x - box[0], part.sprite.y - box[1]
    if not part.slide_x and not part.slide_y:
        return home_x, home_y

    def place(time: float) -> tuple[int, int]:
        left = (1 - min(1.0, max(0.0, time / coming))) ** 3  # quick at first, then gently into its place
        return round(home_x + part.slide_x * left), round(home_y + part.slide_y * left)

    return place


def draw_layer(out: Path, *, title: Any, brand: Any, language: str, size: list[int], rate: str) -> dict[str, Any]:
    """Draw a title, as JSON tells it, into `out`; its `box` is x, y, width and height in pixels of the output."""
    wanted = Title.from_dict(title)
    width, height = size
    parts = design(wanted, Brand.from_dict(brand), language=language, width=width, height=height)
    box = box_of(parts, width=width, height=height)
    write(parts, out, box=box, duration=wanted.duration, rate=Fraction(rate))
    return {"box": list(box)}
