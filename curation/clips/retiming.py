"""Where captions go when a clip is cut anew: they stay with their picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

SHORTEST = 0.2  # seconds that a caption keeps, however little of its picture is left
GLIMPSE = 0.01  # seconds; with less than that its picture is gone


class Stretch(Protocol):
    """A part of footage in a clip; seconds from the footage's beginning; `speed` 1 is as filmed."""

    footage_id: int
    start: float
    end: float

    @property
    def speed(self) -> float: ...


def length(part: Stretch) -> float:
    """Seconds that it lasts in the clip."""
    return (part.end - part.start) / part.speed


def retimed(start: float, end: float, *, before: Sequence[Stretch], after: Sequence[Stretch]) -> tuple[float, float]:
    """New start and end, in seconds of the new clip, of a caption of the old one.

    It follows the picture that it began with. Where that picture is gone it keeps its time, moved inside the clip, for
    its text must not be lost.
    """
    duration = sum(length(part) for part in after)
    origin = _origin(start, end, before)
    if origin is not None:
        footage, first, last = origin
        shown = [
            (
                (min(last, part.end) - max(first, part.start)) / part.speed,
                offset + (max(first, part.start) - part.start) / part.speed,
            )
            for part, offset in _placed(after)
            if part.footage_id == footage
        ]
        seen, place = max(shown, default=(0.0, 0.0))
        if seen >= max(GLIMPSE, min(SHORTEST, last - first)):
            return round(place, 3), round(place + seen, 3)
    begin = max(0.0, min(start, duration - SHORTEST))
    return round(begin, 3), round(min(max(end, begin + SHORTEST), duration), 3)


def _placed(parts: Sequence[Stretch]) -> list[tuple[Stretch, float]]:
    """Each part with its beginning in the clip."""
    placed, offset = [], 0.0
    for part in parts:
        placed.append((part, offset))
        offset += length(part)
    return placed


def _origin(start: float, end: float, parts: Sequence[Stretch]) -> tuple[int, float, float] | None:
    """Footage, first and last second of what is seen under a caption, as far as the part in which it begins."""
    for part, offset in _placed(parts):
        if offset <= start < offset + length(part):
            first = part.start + (start - offset) * part.speed
            return part.footage_id, first, min(first + (end - start) * part.speed, part.end)
    return None
