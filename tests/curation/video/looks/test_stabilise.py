"""A shaken shot stands still, a pan stays a pan, and a camera that stood still is not made to sway."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import ffmpeg
import numpy
import pytest

from curation.video.looks import stabilise
from curation.video.looks.look import Look
from curation.video.looks.stabilise import MARGIN, Shake, steady
from curation.video.looks.treatment import Treatment, prepare
from curation.video.probe import Probe, probe
from curation.video.producing.encode import Cut
from curation.video.running.process import run
from tests.curation.video.filming import ffmpeg as film_by
from tests.curation.video.filming import passing_film, shown

RATE = Fraction(25)
Move = Callable[[int], tuple[float, float, float]]  # pixels right and down, radians, by the picture's number


def scenery(width: int, height: int) -> Any:
    """A view with much to hold on to, the same every time."""
    chance = numpy.random.default_rng(7)
    small = chance.integers(40, 215, (height // 12, width // 12), dtype=numpy.uint8)
    return cv2.GaussianBlur(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), (0, 0), 1.5)


def filmed(path: Path, move: Move, *, width: int = 640, height: int = 360, frames: int = 40) -> Path:
    """The view as a camera sees it that moves so."""
    view = scenery(round(width * 1.4), round(height * 1.4))
    pictures = b""
    for number in range(frames):
        x, y, turn = move(number)
        cos, sin = math.cos(turn), math.sin(turn)
        # About the middle of the picture.
        a, b = width / 2, height / 2
        matrix = numpy.array(
            [[cos, -sin, a - cos * (a + 0.2 * width) + sin * (b + 0.2 * height) + x],
             [sin, cos, b - sin * (a + 0.2 * width) - cos * (b + 0.2 * height) + y]]
        )  # fmt: skip
        pictures += cv2.warpAffine(view, matrix, (width, height), flags=cv2.INTER_LINEAR).tobytes()
    raw = path.with_suffix(".grey")
    raw.write_bytes(pictures)
    film_by(
        *("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", "25", "-i", raw),
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "14", "-pix_fmt", "yuv420p", path),
    )
    raw.unlink()
    return path


def steadied(path: Path, *, strength: float = 0.7, start: float = 0.0, frames: int = 40) -> tuple[Path, Treatment]:
    known = probe(path)
    treatment = prepare(
        Look(stabilise=strength),
        Cut(path, known, start, frames),
        rate=RATE,
        width=known.display_width,
        height=known.display_height,
        folder=path.parent,
    )
    out = path.with_name(f"steady-{path.name}")
    stream = ffmpeg.input(str(path))["v"].filter("trim", start=start, end_frame=round(start * RATE) + frames)
    stream = treatment.apply(stream.filter("setpts", "PTS-STARTPTS"))
    options: dict[str, Any] = {"f": "mp4", "c:v": "libx264", "crf": 10, "preset": "ultrafast", "pix_fmt": "yuv420p"}
    run(ffmpeg.get_args(ffmpeg.output(stream, "OUT", **options))[:-1], output=out)
    return out, treatment


def steps(path: Path) -> Any:
    """How far the picture moves from each to the next, in pixels, by phase correlation of its middle."""
    pictures = shown(path).astype(numpy.float32)
    if pictures.shape[2] > 1000:
        pictures = pictures[:, 360:1080, 640:1920]
    window = cv2.createHanningWindow(pictures.shape[:0:-1], cv2.CV_32F)
    return numpy.array([cv2.phaseCorrelate(a, b, window)[0] for a, b in pairwise(pictures)])


def unrest(path: Path) -> float:
    """The root of the mean square of those steps, less their mean."""
    moved = steps(path)
    return float(numpy.sqrt(((moved - moved.mean(axis=0)) ** 2).sum(axis=1).mean()))


def shaking(number: int) -> tuple[float, float, float]:
    return 4 * math.sin(number * 1.1) + 2 * math.sin(number * 2.3), 3 * math.sin(number * 1.7), 0.0


def rolling(number: int) -> tuple[float, float, float]:
    x, y, _ = shaking(number)
    return x, y, 0.008 * math.sin(number * 0.9)


def test_a_shaken_shot_stands_still(tmp_path: Path) -> None:
    shaken = filmed(tmp_path / "shaken.mp4", shaking)
    out, treatment = steadied(shaken)
    assert unrest(out) < 0.08 * unrest(shaken)
    assert (treatment.width, treatment.height) == (640, 360)
    assert shown(out).shape == shown(shaken).shape
    # No border shows, and the picture grew little.
    assert shown(out)[:, [0, -1]].min() > 20
    assert shown(out)[:, :, [0, -1]].min() > 20
    assert 1 / (1 - 2 * treatment.steadying.margin) < 1.08


def test_rolling_is_taken_out_too_from_any_place_of_the_file(tmp_path: Path) -> None:
    rolled = filmed(tmp_path / "rolled.mp4", rolling)
    out, treatment = steadied(rolled, start=0.4, frames=24)
    assert max(map(abs, treatment.steadying.angle)) > 0.004
    assert unrest(out) < 0.1 * unrest(rolled)
    assert len(shown(out)) == 24


def test_large_pictures_are_cropped_where_they_lie(tmp_path: Path) -> None:
    shaken = filmed(
        tmp_path / "large.mp4", lambda n: tuple(4 * each for each in shaking(n)), width=2560, height=1440, frames=10
    )
    out, treatment = steadied(shaken, frames=10)
    assert treatment.steadying.crop
    assert shown(out).shape == (10, treatment.height, treatment.width)
    assert treatment.width < 2560
    assert treatment.width / treatment.height == pytest.approx(16 / 9, rel=0.002)
    assert unrest(out) < 1.0  # whole pixels
    assert unrest(shaken) > 15


def test_a_pan_stays_a_pan(tmp_path: Path) -> None:
    pan = filmed(tmp_path / "pan.mp4", lambda n: (-2.0 * n + shaking(n)[0] / 2, shaking(n)[1] / 2, 0.0))
    out, _ = steadied(pan)
    assert steps(out)[5:-5, 0].mean() == pytest.approx(-2.0, abs=0.35)
    assert unrest(out) < 0.25 * unrest(pan)


def test_a_camera_that_stood_still_is_left_alone(tmp_path: Path) -> None:
    still = filmed(tmp_path / "still.mp4", lambda _n: (0.0, 0.0, 0.0))
    out, treatment = steadied(still)
    assert treatment.steadying is None
    assert unrest(out) < 0.02


@pytest.mark.parametrize("size", ["75x50", "220x150"])
def test_an_animal_that_passes_does_not_move_the_camera(size: str, tmp_path: Path) -> None:
    passing = passing_film(tmp_path / "passing.mp4", x="60*t-80", y=20, size=size, seconds=4, rate=25)
    known = probe(passing)
    shake = stabilise.measure(passing, probe=known, start=0, end=4)
    plan = steady(shake, strength=1, start=0, rate=RATE, frames=100, width=320, height=180, folder=tmp_path)
    assert plan is None


def test_noise_in_the_dark_does_not_move_the_camera(tmp_path: Path) -> None:
    dark = tmp_path / "dark.mp4"
    graph = "nullsrc=s=640x360:r=25,format=yuv420p,geq=lum='40+14*random(1)+25*sin(X/30)*sin(Y/25)':cb=128:cr=128"
    film_by("-f", "lavfi", "-i", graph, "-frames:v", "30", "-preset", "ultrafast", dark)
    assert steadied(dark, frames=30)[1].steadying is None


def test_the_same_file_gives_the_same_plan(tmp_path: Path) -> None:
    shaken = filmed(tmp_path / "shaken.mp4", rolling, frames=20)
    known = probe(shaken)
    first, second = (stabilise.measure(shaken, probe=known, start=0, end=0.8) for _ in range(2))
    assert first == second == Shake.from_dict(first.to_dict())
    assert len(first.times) == 20


def test_a_shaken_upright_video_is_steadied_upright(tmp_path: Path) -> None:
    lying = filmed(tmp_path / "lying.mp4", lambda n: (4 * math.sin(n * 1.3), 0.0, 0.0), frames=20)
    upright = tmp_path / "upright.mp4"
    film_by("-display_rotation", "90", "-i", lying, "-c", "copy", upright)
    known: Probe = probe(upright)
    assert (known.display_width, known.display_height) == (360, 640)
    out, treatment = steadied(upright, frames=20)
    # What moved from left to right as stored moves up and down as shown.
    assert max(map(abs, treatment.steadying.y)) > 3 > max(map(abs, treatment.steadying.x))
    before = tmp_path / "before.mp4"
    film_by("-i", upright, "-preset", "ultrafast", before)
    assert unrest(out) < 0.1 * unrest(before)


def test_moves_never_pass_the_margin() -> None:
    times = tuple(number / 25 for number in range(100))
    wild = tuple(0.2 * math.sin(number) for number in range(100))
    shake = Shake(times, wild, wild, tuple(each / 4 for each in wild))
    moves, margin = stabilise._bounded(numpy.stack([shake.x, shake.y, shake.angle], axis=1), ratio=16 / 9)
    assert margin <= MARGIN + 0.001
    assert (numpy.abs(moves[:, 0]) + numpy.abs(moves[:, 2]) / (16 / 9) / 2).max() <= MARGIN + 1e-9
