"""Lines as inline SVG: where points lie, which values stand beside the axis. The template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 720.0, 220.0  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 56.0, 12.0, 12.0, 26.0  # room for the axes
STEPS = 4


@dataclass(frozen=True)
class Point:
    """Where a value lies in the drawing, and the words that it shows when it is pointed at."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Series:
    """A line: its name, its number (for its pattern and colour), its points and the path through them."""

    name: str
    number: int
    points: list[Point]
    path: str


@dataclass(frozen=True)
class Tick:
    """A mark beside an axis; at: its place in the drawing's units."""

    at: float
    label: Any


@dataclass(frozen=True)
class Chart:
    """Everything that the template needs."""

    series: list[Series]
    rows: list[Tick]
    columns: list[Tick]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    zero: float = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Line:
    """What is to be drawn: (place on the axis, value, words) by point."""

    name: str
    points: Sequence[tuple[float, float, str]]


def draw(lines: Sequence[Line], *, columns: Sequence[tuple[float, Any]]) -> Chart:
    """Lay out lines over one axis; values may fall below zero."""
    places = [place for line in lines for place, _value, _words in line.points] + [place for place, _label in columns]
    values = [value for line in lines for _place, value, _words in line.points]
    first, last = (min(places), max(places)) if places else (0.0, 1.0)
    low, high = min([0.0, *values]), _ceiling(max([0.0, *values]))
    if low < 0:
        low = -_ceiling(-low)

    def across(place: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * ((place - first) / (last - first) if last > first else 0.5), 1)

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low), 1)

    drawn = []
    for number, line in enumerate(lines):
        points = [Point(across(place), up(value), words) for place, value, words in line.points]
        path = " ".join(f"{'L' if index else 'M'}{point.x} {point.y}" for index, point in enumerate(points))
        drawn.append(Series(line.name, number % 6, points, path))
    rows = [
        Tick(up(low + (high - low) * step / STEPS), round(low + (high - low) * step / STEPS))
        for step in range(STEPS + 1)
    ]
    return Chart(drawn, rows, [Tick(across(place), label) for place, label in columns], zero=up(0.0))


def _ceiling(value: float) -> float:
    """The next round number that four steps divide evenly: 4, 8, 20, 40, 80, 200 ..."""
    unit = 4.0
    while True:
        for factor in (1, 2, 5):
            if value <= unit * factor:
                return unit * factor
        unit *= 10
