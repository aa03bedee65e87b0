"""The survey itself: reads a file once and draws, measures and hashes what is asked for. Limited child only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy
from av.video.frame import VideoFrame
from PIL import Image

from curation.video.errors import VideoError
from curation.video.previews.pictures import JPEG, Film, liveliness
from curation.video.surveying.exposure import crispness, exposure_of, light_of, sharpness_of
from curation.video.surveying.motion import Motion, Sighting
from curation.video.surveying.portrait import moments, portrait
from curation.video.surveying.samples import (
    Reading,
    colour,
    decoded,
    full_range,
    grey,
    luma,
    plan_of,
    quarter_turns,
    small,
)
from curation.video.surveying.strip import strip_of
from curation.video.surveying.study import (
    Study,
    band_of,
    ignored_rows,
    most_at_once,
    moving_spans,
    speeds,
    study,
    suggested_span,
)

WIDTH = 320  # pixels that movement is looked for at
FEW = 60  # samples: of more than that, only every second picture is kept at all
KEPT = 120  # pictures kept for poster and sheet: 640 pixels wide they take 40 MB
VIEWS = 7
TELLING = 160  # pixels: in a narrower picture an animal may be too small to be seen, so it is never called blank
EDGE = 0.015  # of the picture: an animal whose box comes nearer to the side is cut off by it


@dataclass(frozen=True)
class Kept:
    """A picture kept at the poster's size, not yet upright."""

    time: float
    frame: VideoFrame


@dataclass(frozen=True)
class Roll:
    """What was read: samples upright (number x height x width), their `times`, and fewer pictures kept larger."""

    times: tuple[float, ...]
    stack: Any
    kept: tuple[Kept, ...]
    turns: int
    reading: Reading
    full_range: bool


def survey_file(
    path: Path,
    folder: Path,
    *,
    duration: float,
    display: Sequence[int],
    poster_width: int,
    tiles: int,
    columns: int,
    tile_size: Sequence[int],
) -> dict[str, Any]:
    """Do all that `survey.survey` promises; `display` is the upright width and height in square pixels."""
    size = (poster_width, max(2, round(min(4.0, display[1] / display[0]) * poster_width)))
    roll = _read(path, duration=duration, size=size)
    height, width = roll.stack.shape[1:]
    strip = strip_of(roll.stack)
    ignored = ignored_rows(strip, height=height, width=width)
    found = study(roll.stack, times=roll.times, ignored=ignored)
    best = _best(roll, found=found)
    _draw_poster(best, folder / "poster.jpg", roll=roll)
    _draw_sheet(roll, folder / "scrub.jpg", tiles=tiles, columns=columns, tile_size=tile_size, duration=duration)
    views = [luma(each.frame, turns=0) for each in _spread(roll.kept, VIEWS)]
    motion = Motion(
        track=tuple(_rounded(sighting) for sighting in found.track),
        moving=moving_spans(found.track, step=roll.reading.step),
        share=round(max((each.w * each.h for each in found.track), default=0.0), 4),
        animals=most_at_once(found.courses, times=roll.times),
        blank_score=round(found.blank_score, 3) if display[0] >= TELLING else 0.0,
        light=light_of([colour(each.frame) for each in _spread(roll.kept, 3)]),
        sharpness=round(sharpness_of(views), 3),
        exposure=exposure_of(roll.stack, full_range=roll.full_range, ignored=ignored),
        strip=strip,
        suggested=suggested_span(found.track, duration=duration),
        poster=round(best.time, 3),
        band=band_of(found.track, duration=duration),
        step=round(roll.reading.step, 4),
    )
    with Image.open(folder / "poster.jpg") as poster:
        drawn = {"width": poster.width, "height": poster.height}
    return {"poster": drawn, "motion": motion.to_dict(), "likeness": _likeness(roll, found=found)}


def _read(path: Path, *, duration: float, size: tuple[int, int]) -> Roll:
    times: list[float] = []
    samples: list[Any] = []
    kept: list[Kept] = []
    turns, full = 0, False
    # The size of the samples keeps the shape of the picture; both sides are even for the sake of 4:2:0.
    narrow = (WIDTH, max(2, round(size[1] * WIDTH / size[0])))
    with Film(path, threads=4) as film:
        reading = plan_of(film, path=path, duration=duration)
        expected = duration / reading.step
        every = max(1 if expected < FEW else 2, math.ceil(expected / KEPT))
        for time, frame in decoded(film, reading=reading):
            turns, full = quarter_turns(frame), full_range(frame)
            samples.append(grey(frame, width=narrow[0], height=narrow[1]))
            if len(times) % every == 0:
                kept.append(Kept(time, small(frame, width=size[0], height=size[1])))
            times.append(time)
    if not samples:
        raise VideoError("unreadable", detail="no picture could be decoded")
    return Roll(tuple(times), numpy.stack(samples), tuple(kept), turns, reading, full)


def _rounded(sighting: Sighting) -> Sighting:
    return Sighting(round(sighting.seconds, 3), *(round(value, 4) for value in (*sighting.box, sighting.confidence)))


def _spread(kept: Sequence[Kept], count: int) -> list[Kept]:
    """`count` pictures from the whole length, the same one more than once if there are fewer."""
    return [kept[round((number + 0.5) / count * (len(kept) - 1))] for number in range(count)]


def _best(roll: Roll, *, found: Study) -> Kept:
    """The picture for the poster: the animal large, whole, sharp and calm; without one the liveliest picture."""
    sightings = {sighting.seconds: at for at, sighting in enumerate(found.track)}
    seen = [each for each in roll.kept if each.time in sightings]
    if not seen:
        return max(_spread(roll.kept, 5), key=lambda each: liveliness(colour(each.frame)))
    pace = speeds(found.track)

    def worth(each: Kept) -> float:
        at = sightings[each.time]
        return _worth(each, sighting=found.track[at], speed=pace[at], turns=roll.turns)

    return max(seen, key=worth)


def _worth(each: Kept, *, sighting: Sighting, speed: float, turns: int) -> float:
    grey = luma(each.frame, turns=turns)
    rows, columns = grey.shape
    x, y, w, h = sighting.box
    cut = grey[int(y * rows) : math.ceil((y + h) * rows), int(x * columns) : math.ceil((x + w) * columns)]
    sharp = crispness(cut)
    whole = 1.0 if x > EDGE and x + w < 1 - EDGE else 0.5
    middle = 1.0 - 0.4 * abs(x + w / 2 - 0.5)
    return math.sqrt(w * h) * sharp * whole * middle / (1.0 + speed)


def _draw_poster(best: Kept, out: Path, *, roll: Roll) -> None:
    Image.fromarray(numpy.ascontiguousarray(numpy.rot90(colour(best.frame), roll.turns))).save(out, **JPEG)


def _draw_sheet(roll: Roll, out: Path, *, tiles: int, columns: int, tile_size: Sequence[int], duration: float) -> None:
    width, height = tile_size
    sheet = Image.new("RGB", (columns * width, -(-tiles // columns) * height))
    times = numpy.array([each.time for each in roll.kept])
    for number in range(tiles):
        at = int(numpy.abs(times - (number + 0.5) * duration / tiles).argmin())
        upright = numpy.rot90(colour(roll.kept[at].frame), roll.turns)
        tile = cv2.resize(numpy.ascontiguousarray(upright), (width, height), interpolation=cv2.INTER_AREA)
        sheet.paste(Image.fromarray(tile), (number % columns * width, number // columns * height))
    sheet.save(out, **JPEG)


def _likeness(roll: Roll, *, found: Study) -> list[int]:
    """Hashes of the animal as it lies in the file, not as it is shown, so that a flag that turns it changes nothing."""
    if found.backdrop is None:
        return []
    number = {time: at for at, time in enumerate(roll.times)}
    hashes = []
    for at in moments(len(found.track)):
        sighting = found.track[at]
        hashes.append(_hash(roll, found, sighting=sighting, sample=number[sighting.seconds]))
    return [each for each in hashes if each is not None]


def _hash(roll: Roll, found: Study, *, sighting: Sighting, sample: int) -> int | None:
    if found.backdrop is None:
        return None
    back = -roll.turns
    x, y, w, h = sighting.box
    for _ in range(roll.turns % 4):  # what rot90 did to the picture is undone for the box: a clockwise quarter turn
        x, y, w, h = 1 - y - h, x, h, w
    lit = roll.stack[sample].astype(numpy.float32) * found.backdrop.gains[sample]
    return portrait(
        numpy.rot90(lit, back),
        box=(x, y, w, h),
        mask=numpy.ascontiguousarray(numpy.rot90(found.masks[sample], back)),
        backdrop=numpy.rot90(found.backdrop.picture, back),
    )
