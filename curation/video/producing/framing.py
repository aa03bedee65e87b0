"""Where a narrower picture is cut out of a wider one, and how that place moves: keys, and the course through them.

A key says where an editor, or the animal's track, wants the centre. The course through the keys is smooth, never
overshoots a key, never leaves the picture, and can be written as an expression that ffmpeg evaluates for each picture.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from curation.video.shapes import shape as named_shape
from curation.video.surveying.motion import Sighting
from curation.video.wishes import Wishes, number

MOST_ZOOM = 8.0
LONGEST = 24 * 3600.0  # seconds
MOST_KEYS = 200  # of one shot and shape that are evaluated: more are thinned out, see `simplify`
MOST_GIVEN = 5_000
# What `follow` does to a track: the animal's box is wider than it every few samples, a camera operator's hand is not.
CALM = 0.7  # seconds: the track is smoothed by a bell curve of this width
IDLE = 0.06  # of the picture: the animal may wander so far from the centre before the frame follows
CLOSE = 0.004  # of the picture: keys that lie so near to the course through the others are left out


@dataclass(frozen=True)
class Key:
    """At `time` seconds of the footage the box is centred on `x`, `y` (shares 0..1 of the picture).

    zoom: 1 is the largest box of the shape that fits, 2 one of half its width. Raises VideoError `bad_request`.
    """

    time: float
    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0

    def __post_init__(self) -> None:
        number(self.time, low=0.0, high=LONGEST, field="time")
        number(self.x, low=0.0, high=1.0, field="x")
        number(self.y, low=0.0, high=1.0, field="y")
        number(self.zoom, low=1.0, high=MOST_ZOOM, field="zoom")

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "key") -> Key:
        """The key that `to_dict` wrote."""
        wishes = Wishes(values, where=where)
        key = cls(
            time=wishes.number("time", low=0.0, high=LONGEST),
            x=wishes.number("x", low=0.0, high=1.0, default=0.5),
            y=wishes.number("y", low=0.0, high=1.0, default=0.5),
            zoom=wishes.number("zoom", low=1.0, high=MOST_ZOOM, default=1.0),
        )
        wishes.done()
        return key

    def to_dict(self) -> dict[str, float]:
        """As JSON values."""
        return {"time": self.time, "x": self.x, "y": self.y, "zoom": self.zoom}


@dataclass(frozen=True)
class Curve:
    """A smooth line through points: `knots` rising, a value and a slope at each. Constant before and after them.

    Cubic Hermite pieces with the slopes of Fritsch and Carlson (1980), which keep it between neighbouring values.
    """

    knots: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]

    @property
    def still(self) -> bool:
        """True when it has one value everywhere."""
        return max(self.values) - min(self.values) < 1e-9

    def at(self, place: float) -> float:
        """The value at `place`."""
        if place <= self.knots[0]:
            return self.values[0]
        if place >= self.knots[-1]:
            return self.values[-1]
        first = bisect_right(self.knots, place) - 1
        a, b, c, d = self._piece(first)
        u = place - self.knots[first]
        return a + u * (b + u * (c + u * d))

    def expression(self, variable: str = "n") -> str:
        """The same in ffmpeg's expression language, as a function of `variable`."""
        if self.still:
            return _figure(self.values[0])
        pieces = [_figure(self.values[0]), *map(self._written(variable), range(len(self.knots) - 1))]
        return choose([*pieces, _figure(self.values[-1])], self.knots, variable=variable)

    def _written(self, variable: str) -> Any:
        def write(first: int) -> str:
            a, b, c, d = (_figure(each) for each in self._piece(first))
            if (b, c, d) == ("0", "0", "0"):
                return a
            u = f"({variable}-{_figure(self.knots[first])})"
            return f"({a}+{u}*({b}+{u}*({c}+{u}*{d})))"

        return write

    def _piece(self, first: int) -> tuple[float, float, float, float]:
        width = self.knots[first + 1] - self.knots[first]
        one, two = self.values[first], self.values[first + 1]
        rise, start, end = (two - one) / width, self.slopes[first], self.slopes[first + 1]
        return one, start, (3 * rise - 2 * start - end) / width, (start + end - 2 * rise) / width**2


def choose(pieces: Sequence[str], knots: Sequence[float], *, variable: str = "n") -> str:
    """ffmpeg's expression for the piece that holds between two `knots`: one piece more than there are knots."""
    # Halved again and again: the parser goes one level deeper for each choice, so a chain would go deep.
    if len(pieces) == 1:
        return pieces[0]
    middle = len(pieces) // 2
    low = choose(pieces[:middle], knots[: middle - 1], variable=variable)
    high = choose(pieces[middle:], knots[middle:], variable=variable)
    return f"if(lt({variable},{_figure(knots[middle - 1])}),{low},{high})"


def _figure(value: float) -> str:
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def through(points: Sequence[tuple[float, float]]) -> Curve:
    """The curve through `points` (place, value), sorted by place, each place once."""
    knots, values = tuple(point[0] for point in points), tuple(point[1] for point in points)
    if len(points) == 1:
        return Curve(knots, values, (0.0,))
    widths = [after - before for before, after in pairwise(knots)]
    rises = [(values[n + 1] - values[n]) / widths[n] for n in range(len(widths))]
    # At rest at both ends: the frame starts and stops softly.
    slopes = [0.0]
    for n in range(1, len(rises)):
        left, right = rises[n - 1], rises[n]
        if left * right <= 0:
            slopes.append(0.0)
            continue
        one, two = 2 * widths[n] + widths[n - 1], widths[n] + 2 * widths[n - 1]
        slopes.append((one + two) / (one / left + two / right))
    return Curve(knots, values, (*slopes, 0.0))


@dataclass(frozen=True)
class Course:
    """Where the box of one shape lies in a shot, by the number of the output's picture: `x`, `y`, `zoom`."""

    x: Curve
    y: Curve
    zoom: Curve

    @property
    def still(self) -> bool:
        """True when the box never moves."""
        return self.x.still and self.y.still and self.zoom.still


CENTRE = Course(through([(0.0, 0.5)]), through([(0.0, 0.5)]), through([(0.0, 1.0)]))


def course(
    keys: Sequence[Key], *, start: float, speed: float, rate: Fraction, frames: int, wide: float, high: float
) -> Course:
    """The course through `keys` for a shot of `frames` pictures from `start` seconds of the footage on.

    wide, high: the share of the picture's width and height that the largest box takes: its centre is kept so far from
    the edges that the box stays inside. Keys far outside the shot only give the direction.
    """
    if not keys:
        return CENTRE
    inside = _near(sorted(keys, key=lambda key: key.time), start=start, end=start + frames * speed / float(rate))
    # Keys on a straight line tell the pace: they go only where there are too many.
    thinned = inside if len(inside) <= MOST_KEYS else simplify(inside, close=0.0)
    each = {round((key.time - start) / speed * float(rate), 3): key for key in thinned}
    places = sorted(each)

    def kept(value: float, *, share: float) -> float:
        return min(max(value, share / 2), 1 - share / 2)

    return Course(
        through([(place, kept(each[place].x, share=wide / each[place].zoom)) for place in places]),
        through([(place, kept(each[place].y, share=high / each[place].zoom)) for place in places]),
        through([(place, each[place].zoom) for place in places]),
    )


def _near(keys: Sequence[Key], *, start: float, end: float) -> list[Key]:
    """Those inside, and two on either side, which decide how the course enters and leaves."""
    first = next((n for n, key in enumerate(keys) if key.time > start), len(keys) - 1)
    last = next((n for n, key in enumerate(keys) if key.time >= end), len(keys) - 1)
    return list(keys[max(0, first - 2) : last + 2])


def simplify(keys: Sequence[Key], *, most: int = MOST_KEYS, close: float = CLOSE) -> tuple[Key, ...]:
    """At most `most` of `keys`, which must be sorted by time, such that straight lines between them stay near all."""
    keys = list(keys)
    if len(keys) <= 2:
        return tuple(keys)
    chosen = {0, len(keys) - 1}
    spans = [(*_furthest(keys, 0, len(keys) - 1), 0, len(keys) - 1)]
    while spans and len(chosen) < most:
        spans.sort()
        distance, middle, first, last = spans.pop()
        if distance <= close:
            break
        chosen.add(middle)
        spans += [(*_furthest(keys, first, middle), first, middle), (*_furthest(keys, middle, last), middle, last)]
    return tuple(keys[number] for number in sorted(chosen))


def _furthest(keys: Sequence[Key], first: int, last: int) -> tuple[float, int]:
    """The key between two that lies furthest from the line between them, and how far, as share of the picture."""
    one, two = keys[first], keys[last]
    worst = (0.0, first)
    for middle in range(first + 1, last):
        key = keys[middle]
        share = (key.time - one.time) / (two.time - one.time) if two.time > one.time else 0.0
        distance = max(
            abs(one.x + (two.x - one.x) * share - key.x),
            abs(one.y + (two.y - one.y) * share - key.y),
            abs(one.zoom + (two.zoom - one.zoom) * share - key.zoom) / key.zoom,
        )
        worst = max(worst, (distance, middle))
    return worst


def follow(track: Sequence[Sighting], *, shape: str, width: int, height: int, duration: float) -> tuple[Key, ...]:
    """Keys that keep the animal of `track` in a box of `shape` cut out of `width` by `height` pixels, calmly.

    The frame rests while the animal stays near its middle, then follows smoothly. duration: seconds of the footage.
    No track gives no keys, which is a crop from the middle.
    """
    if not track or duration <= 0:
        return ()
    wide, high = shares(width, height, ratio=named_shape(shape).ratio)
    centres = [(each.seconds, each.x + each.w / 2, each.y + each.h / 2, each.confidence) for each in track]
    step = 0.2
    times = [step * n for n in range(int(duration / step) + 1)]
    smoothed = [_smoothed(centres, time) for time in times]
    rested = _rested(smoothed, slack=(IDLE * wide, IDLE * high))
    calm = [_smoothed([(time, x, y, 1.0) for time, (x, y) in zip(times, rested, strict=True)], time) for time in times]
    keys = [
        Key(
            round(time, 3),
            round(min(max(x, wide / 2), 1 - wide / 2), 5),
            round(min(max(y, high / 2), 1 - high / 2), 5),
        )
        for time, (x, y) in zip(times, calm, strict=True)
    ]
    return _fitted(keys, near=(IDLE * wide, IDLE * high))


def _fitted(keys: Sequence[Key], *, near: tuple[float, float]) -> tuple[Key, ...]:
    """As few of `keys` as keep the course, which is no straight line, `near` all of them."""
    few = list(simplify(keys, most=MOST_KEYS // 2, close=2 * CLOSE))
    while len(few) < min(MOST_KEYS, len(keys)):
        across, down = (through([(key.time, getattr(key, axis)) for key in few]) for axis in ("x", "y"))
        off, worst = max(
            (
                max(abs(across.at(key.time) - key.x) / near[0], abs(down.at(key.time) - key.y) / near[1]),
                number,
            )
            for number, key in enumerate(keys)
        )
        if off <= 1.0 or keys[worst] in few:
            break
        few = sorted([*few, keys[worst]], key=lambda key: key.time)
    return tuple(few)


def shares(width: float, height: float, *, ratio: float) -> tuple[float, float]:
    """The shares of a picture's width and height that the largest box of `ratio` inside it takes."""
    return min(1.0, height * ratio / width), min(1.0, width / ratio / height)


def _smoothed(points: Sequence[tuple[float, float, float, float]], time: float) -> tuple[float, float]:
    """The mean place around `time`, near and certain points counting most."""
    near = bisect_right(points, (time,))
    window = points[max(0, near - 40) : near + 40]
    # A bell that reaches the nearest point however far that is, so that a gap keeps the last place.
    reach = max(CALM, min(abs(point[0] - time) for point in window))
    weights = [math.exp(-(((point[0] - time) / reach) ** 2) * 2) * max(point[3], 0.05) for point in window]
    total = sum(weights)
    return (
        sum(weight * point[1] for weight, point in zip(weights, window, strict=True)) / total,
        sum(weight * point[2] for weight, point in zip(weights, window, strict=True)) / total,
    )


def _rested(places: Sequence[tuple[float, float]], *, slack: tuple[float, float]) -> list[tuple[float, float]]:
    x, y = places[0]
    rested = []
    for wanted_x, wanted_y in places:
        x = min(max(x, wanted_x - slack[0]), wanted_x + slack[0])
        y = min(max(y, wanted_y - slack[1]), wanted_y + slack[1])
        rested.append((x, y))
    return rested
