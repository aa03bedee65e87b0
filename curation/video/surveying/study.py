"""Makes a `Motion` of samples: backdrop, blobs, trails, and which of them leads. Limited child only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from curation.video.surveying.backdrop import Backdrop, backdrop_of
from curation.video.surveying.blobs import Blob, blobs_of
from curation.video.surveying.motion import Sighting, Span, Strip
from curation.video.surveying.track import Trail, confidence_of, follow, grade, manner_of

LEAST_SAMPLES = 4
CLOCK = 0.075  # of the height at the top and the bottom, where a clock may tick that was not recognised as a strip
SURE = 0.5
LOYALTY = 1.6  # so much larger must another animal be to take the lead
MOVING = 0.025  # of the picture a second
FAST = 0.2
JOINED = 1.0  # seconds between moves that are one
LEAD_IN = 0.6  # seconds of an empty picture before the animal comes and after it has gone
SHORTEST = 3.0
LONGEST = 30.0


@dataclass(frozen=True)
class Course:
    """One animal: its trail and how sure it is."""

    trail: Trail
    confidence: float


@dataclass(frozen=True)
class Study:
    """What the samples tell of movement; `masks` are the blobs of each sample (1 inside), for fingerprints."""

    courses: tuple[Course, ...]
    track: tuple[Sighting, ...]
    blank_score: float
    masks: Any
    backdrop: Backdrop | None


def ignored_rows(strip: Strip | None, *, height: int, width: int) -> Any:
    """A mask (height x width) that is 1 on the maker's strip."""
    mask = numpy.zeros((height, width), numpy.uint8)
    if strip is not None:
        top, bottom = round((strip.y - 0.008) * height), round((strip.y + strip.h + 0.008) * height)
        mask[max(0, top) : max(0, bottom)] = 1
    return mask


def study(stack: Any, *, times: Sequence[float], ignored: Any) -> Study:
    """Follow what moves in `stack` (samples x height x width, upright grey) taken at `times`."""
    if len(stack) < LEAST_SAMPLES:
        return Study((), (), 0.0, numpy.zeros(stack.shape, numpy.uint8), None)
    backdrop = backdrop_of(stack)
    samples: list[tuple[float, list[Blob]]] = []
    masks = numpy.zeros(stack.shape, numpy.uint8)
    for at, time in enumerate(times):
        blobs, masks[at] = blobs_of(stack[at], gain=float(backdrop.gains[at]), backdrop=backdrop, ignored=ignored)
        samples.append((time, [blob for blob in blobs if not _clock(blob)]))
    courses = _courses(samples)
    best = max((course.confidence for course in courses), default=0.0)
    leading = tuple(course for course in courses if course.confidence >= SURE)
    return Study(leading, _lead(leading, times=times), 1.0 - best, masks, backdrop)


def _clock(blob: Blob) -> bool:
    _x, y, _w, h = blob.box
    return h < CLOCK and (y + h <= CLOCK or y >= 1 - CLOCK)


def _courses(samples: Sequence[tuple[float, Sequence[Blob]]]) -> list[Course]:
    times = [time for time, _ in samples]
    trails = [trail for trail in follow(samples) if len(trail.times) > 2]
    return [Course(trail, confidence_of(manner_of(trail, times=times))) for trail in trails]


def _lead(courses: Sequence[Course], *, times: Sequence[float]) -> tuple[Sighting, ...]:
    """At each time the largest animal, but one that has the lead keeps it until another is clearly larger."""
    seen: dict[float, list[tuple[float, Course, int]]] = {time: [] for time in times}
    for course in courses:
        for at, time in enumerate(course.trail.times):
            seen[time].append((course.trail.areas[at] * course.confidence, course, at))
    track: list[Sighting] = []
    leader: Course | None = None
    for time in times:
        if not seen[time]:
            continue
        _, leader, at = max(seen[time], key=lambda each: each[0] * (LOYALTY if each[1] is leader else 1.0))
        x, y, w, h = leader.trail.boxes[at]
        track.append(Sighting(time, x, y, w, h, leader.confidence))
    return tuple(track)


def most_at_once(courses: Sequence[Course], *, times: Sequence[float]) -> int:
    """The number of animals seen together in several samples."""
    counts = sorted((sum(time in course.trail.times for course in courses) for time in times), reverse=True)
    return counts[min(2, len(counts) - 1)] if counts else 0


def speeds(track: Sequence[Sighting]) -> list[float]:
    """Of each sighting, how fast the animal moves: shares of the picture a second."""
    told = [0.0] * len(track)
    for at in range(1, len(track)):
        one, two = track[at - 1], track[at]
        seconds = two.seconds - one.seconds
        if 0 < seconds < 2:
            edges = max(
                abs(two.x - one.x), abs(two.x + two.w - one.x - one.w), abs(two.y - one.y), abs(two.h - one.h) / 2
            )
            told[at] = edges / seconds
    if len(told) > 1:
        told[0] = told[1]
    return told


def moving_spans(track: Sequence[Sighting], *, step: float) -> tuple[Span, ...]:
    """When the animal moves; pauses of a second are part of it."""
    spans: list[Span] = []
    for sighting, speed in zip(track, speeds(track), strict=True):
        if speed < MOVING:
            continue
        start, end = max(0.0, sighting.seconds - step), sighting.seconds
        if spans and start - spans[-1].end <= JOINED:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(Span(round(span.start, 2), round(span.end, 2)) for span in spans if span.end > span.start)


def suggested_span(track: Sequence[Sighting], *, duration: float) -> Span | None:
    """The stretch to show first: from just before the animal is seen to just after, around its best half minute."""
    if not track:
        return None
    best = max(track, key=lambda each: each.w * each.h * each.confidence).seconds
    first, last = track[0].seconds - LEAD_IN, track[-1].seconds + LEAD_IN
    if last - first > LONGEST:
        first = min(max(first, best - LONGEST / 2), last - LONGEST)
        last = first + LONGEST
    short = max(0.0, SHORTEST - (last - first)) / 2
    first, last = max(0.0, first - short), min(duration, last + short)
    return Span(round(first, 2), round(last, 2))


def band_of(track: Sequence[Sighting], *, duration: float) -> tuple[float, ...]:
    """One value for each second of the video that has begun: see `Motion.band`."""
    values = [0.0] * max(1, int(-(-duration // 1)))
    for sighting, speed in zip(track, speeds(track), strict=True):
        at = min(len(values) - 1, int(sighting.seconds))
        values[at] = max(values[at], sighting.confidence * (0.45 + 0.55 * grade(speed, none=MOVING / 2, full=FAST)))
    return tuple(round(value, 2) for value in values)
