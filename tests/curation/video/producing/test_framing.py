"""A frame that follows an animal keeps it in sight, moves calmly and never leaves the picture."""

from __future__ import annotations

import math
import random
import subprocess
from fractions import Fraction

import imageio_ffmpeg
import numpy
import pytest

from curation.video.errors import VideoError
from curation.video.producing.framing import MOST_KEYS, Key, course, follow, shares, simplify, through
from curation.video.surveying.motion import Sighting


def evaluated(expression: str, count: int) -> list[float]:
    """What ffmpeg makes of an expression of `N`, for the first `count` pictures."""
    # The brightness of a picture of one pixel tells the value, in steps of 1/65535.
    graph = f"nullsrc=s=2x2:r=25,format=gray16le,geq=lum='65535*({expression})'"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", graph, "-frames:v", str(count)]
    told = subprocess.run([*command, "-f", "rawvideo", "-"], capture_output=True, check=True).stdout
    return (numpy.frombuffer(told, "<u2").reshape(count, 4)[:, 0] / 65535).tolist()


def test_ffmpeg_evaluates_the_course_that_we_do() -> None:
    dice = random.Random(4)
    curve = through([(float(n * 7), dice.random()) for n in range(9)])
    plain = [curve.at(n) for n in range(70)]
    assert evaluated(curve.expression("N"), 70) == pytest.approx(plain, abs=2e-5)


def test_a_course_meets_its_keys_and_never_overshoots() -> None:
    dice = random.Random(1)
    for _ in range(50):
        points = [(float(n), dice.random()) for n in range(0, 60, dice.choice((5, 10, 20)))]
        curve = through(points)
        for place, value in points:
            assert curve.at(place) == pytest.approx(value)
        for place in numpy.linspace(-5, 65, 300):
            near = [value for at, value in points if abs(at - place) <= 20]
            assert min(near or [0]) - 1e-9 <= curve.at(float(place)) <= max(near or [1]) + 1e-9


@pytest.mark.parametrize("speed", [0.5, 1.0, 4.0])
def test_the_box_stays_inside_whatever_the_keys_say(speed: float) -> None:
    dice = random.Random(2)
    keys = [Key(n / 3, dice.random(), dice.random(), 1 + 4 * dice.random()) for n in range(40)]
    wide, high = shares(1920, 1080, ratio=9 / 16)
    way = course(keys, start=1.0, speed=speed, rate=Fraction(25), frames=150, wide=wide, high=high)
    at_two = way.x.at((2.0 - 1.0) / speed * 25)
    wanted = next(key.x for key in keys if key.time == 2.0)
    assert at_two == pytest.approx(min(max(wanted, wide / 2 / keys[6].zoom), 1 - wide / 2 / keys[6].zoom), abs=1e-3)
    assert max(way.zoom.at(n) for n in range(150)) <= 5


def passing(seconds: float, *, shake: float = 0.0, hole: tuple[float, float] = (99, 99)) -> list[Sighting]:
    """An animal that walks from left to right, five sightings a second."""
    dice = random.Random(3)
    found = []
    for n in range(int(seconds * 5)):
        at = n / 5
        if not hole[0] <= at <= hole[1]:
            x = 0.1 + 0.8 * at / seconds + shake * (dice.random() - 0.5)
            found.append(Sighting(at, x - 0.05, 0.5, 0.1 + 0.06 * dice.random(), 0.2, 0.9))
    return found


@pytest.mark.parametrize("hole", [(99.0, 99.0), (3.0, 5.0)])
@pytest.mark.parametrize("shape", ["9:16", "1:1", "4:5"])
def test_a_followed_animal_stays_in_the_frame_and_the_frame_is_calm(shape: str, hole: tuple[float, float]) -> None:
    track = passing(10, shake=0.04, hole=hole)
    keys = follow(track, shape=shape, width=1920, height=1080, duration=10)
    ratio = {"9:16": 9 / 16, "1:1": 1.0, "4:5": 0.8}[shape]
    wide, high = shares(1920, 1080, ratio=ratio)
    way = course(keys, start=0, speed=1, rate=Fraction(25), frames=250, wide=wide, high=high)
    for sighting in track:
        middle = way.x.at(sighting.seconds * 25)
        animal = 0.1 + 0.8 * sighting.seconds / 10
        assert middle - wide / 2 <= animal <= middle + wide / 2
        assert wide / 2 - 1e-6 <= middle <= 1 - wide / 2 + 1e-6
    places = numpy.array([way.x.at(n) for n in range(250)])
    # The box shakes by four hundredths of the picture between sightings; the frame only ever goes on to the right.
    assert numpy.diff(places).min() > -1e-3
    assert abs(numpy.diff(places, n=2)).max() < 0.0012
    assert len(keys) <= MOST_KEYS


def test_an_animal_that_stays_is_not_chased() -> None:
    dice = random.Random(5)
    track = [Sighting(n / 5, 0.6 + 0.02 * dice.random(), 0.4, 0.1, 0.2, 0.8) for n in range(100)]
    keys = follow(track, shape="9:16", width=1920, height=1080, duration=20)
    assert numpy.ptp([key.x for key in keys]) < 0.01


def test_no_track_gives_no_keys() -> None:
    assert follow((), shape="9:16", width=1920, height=1080, duration=10) == ()


def test_many_keys_are_thinned_to_those_that_matter() -> None:
    keys = [Key(n / 10, 0.5 + 0.3 * math.sin(n / 40)) for n in range(3000)]
    few = simplify(keys, most=100)
    assert len(few) <= 100
    assert (few[0], few[-1]) == (keys[0], keys[-1])
    way = through([(key.time, key.x) for key in few])
    assert max(abs(way.at(key.time) - key.x) for key in keys) < 0.05


@pytest.mark.parametrize(
    "values", [{"time": -1}, {"time": 0, "x": 1.2}, {"time": 0, "zoom": 0.5}, {"time": "1"}, {}, 3]
)
def test_bad_keys_are_refused(values: object) -> None:
    with pytest.raises(VideoError) as caught:
        Key.from_dict(values)
    assert caught.value.code == "bad_request"
