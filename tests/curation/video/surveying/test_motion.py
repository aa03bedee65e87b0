"""Animals are found where they are and when; wind, grain, snow, lightning and the maker's clock are not animals."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from curation.video.probe import probe
from curation.video.surveying.motion import Motion, Sighting
from curation.video.surveying.study import ignored_rows, study
from curation.video.surveying.survey import Survey, survey
from curation.video.surveying.track import overlap
from tests.curation.video.filming import passing_film
from tests.samples import sample

HEIGHT, WIDTH, RATE = 120, 200, 5
Draw = Callable[[Any, float], None]


def shoot(draw: Draw, *, seconds: float = 9, grain: float = 2.0, seed: int = 3) -> tuple[Any, list[float]]:
    """Samples of a forest floor with grain; `draw(picture, seconds)` puts what moves into each."""
    rng = numpy.random.default_rng(seed)
    coarse = rng.uniform(60, 120, (HEIGHT // 8, WIDTH // 8))
    floor = numpy.kron(coarse, numpy.ones((8, 8)))
    times = [number / RATE for number in range(int(seconds * RATE))]
    pictures = []
    for time in times:
        picture = floor + rng.normal(0, grain, floor.shape)
        draw(picture, time)
        pictures.append(picture.clip(0, 255).astype(numpy.uint8))
    return numpy.stack(pictures), times


def found(draw: Draw, **options: Any) -> Any:
    stack, times = shoot(draw, **options)
    return study(stack, times=times, ignored=ignored_rows(None, height=HEIGHT, width=WIDTH))


def rectangle(picture: Any, *, x: float, y: float, w: float, h: float, level: float = 190) -> None:
    left, top = int(x * WIDTH), int(y * HEIGHT)
    picture[max(0, top) : int((y + h) * HEIGHT), max(0, left) : max(0, int((x + w) * WIDTH))] = level


def walker(picture: Any, time: float) -> None:
    rectangle(picture, x=time / 9 * 1.2 - 0.2, y=0.5, w=0.18, h=0.25)


def test_an_animal_that_walks_through_is_followed() -> None:
    seen = found(walker)
    assert seen.blank_score < 0.2
    inside = [each for each in seen.track if 2 < each.seconds < 7]
    assert len(inside) > 20
    for each in inside:
        assert overlap(each.box, (each.seconds / 9 * 1.2 - 0.2, 0.5, 0.18, 0.25)) > 0.6


def test_an_animal_that_sits_for_most_of_the_time_and_leaves_late_is_seen_where_it_sits() -> None:
    def sitter(picture: Any, time: float) -> None:
        rectangle(picture, x=0.4 if time < 6 else 0.4 + (time - 6) * 0.35, y=0.4, w=0.12, h=0.3)

    seen = found(sitter)
    early = [each for each in seen.track if each.seconds < 5]
    assert len(early) > 20 and all(overlap(each.box, (0.4, 0.4, 0.12, 0.3)) > 0.6 for each in early)
    assert max(each.seconds for each in seen.track) < 8.4  # no ghost is left behind


def test_an_animal_that_comes_early_and_stays_is_seen_to_the_end() -> None:
    def stayer(picture: Any, time: float) -> None:
        rectangle(picture, x=max(0.45, 1.0 - time * 0.4), y=0.4, w=0.12, h=0.3)

    late = [each for each in found(stayer).track if each.seconds > 5]
    assert len(late) > 15 and all(overlap(each.box, (0.45, 0.4, 0.12, 0.3)) > 0.6 for each in late)


def still(picture: Any, time: float) -> None:
    """Nothing moves."""


def wind(picture: Any, time: float) -> None:
    for reed in range(12):
        rectangle(picture, x=0.05 + reed * 0.08 + 0.01 * numpy.sin(4 * time + reed), y=0.3, w=0.012, h=0.5)


def snow(picture: Any, time: float) -> None:
    rng = numpy.random.default_rng(int(time * 1000))
    for _ in range(25):
        x, y = rng.random(2)
        rectangle(picture, x=x, y=y, w=0.02, h=0.03, level=240)


def light(picture: Any, time: float) -> None:
    picture *= 1.5 if 3 < time < 6 else 1.0


def flash(picture: Any, time: float) -> None:
    picture *= 2.0 if time < 0.5 else 1.0


def clock(picture: Any, time: float) -> None:
    picture[-8:] = 10
    for digit in range(6):
        rectangle(picture, x=0.7 + digit * 0.04, y=0.95, w=0.01 + 0.01 * ((int(time) + digit) % 3), h=0.03, level=230)


@pytest.mark.parametrize("draw", [still, wind, snow, light, flash, clock])
def test_what_is_no_animal_is_blank(draw: Draw) -> None:
    seen = found(draw)
    assert seen.track == ()
    assert seen.blank_score > 0.6


def test_grain_is_no_animal() -> None:
    assert found(still, grain=12).blank_score > 0.6


@pytest.mark.parametrize("draw", [wind, snow, light])
def test_an_animal_is_found_in_any_weather(draw: Draw) -> None:
    def both(picture: Any, time: float) -> None:
        walker(picture, time)
        draw(picture, time)

    inside = [each for each in found(both).track if 2 < each.seconds < 7]
    hits = [overlap(each.box, (each.seconds / 9 * 1.2 - 0.2, 0.5, 0.18, 0.25)) > 0.4 for each in inside]
    assert len(hits) > 18 and sum(hits) > 0.8 * len(hits)


def look(path: Path, folder: Path) -> Survey:
    return survey(path, folder, probe=probe(path))


def test_the_small_cat_sits_and_leaves(tmp_path: Path) -> None:
    seen = look(sample("footage/ACP0006s6f-small-cat.mp4"), tmp_path).motion
    assert (seen.light, seen.blank, seen.animals) == ("night", False, 1)
    sitting = [each for each in seen.track if 1 < each.seconds < 8]
    assert len(sitting) > 25
    assert sum(overlap(each.box, (0.30, 0.14, 0.08, 0.205)) > 0.5 for each in sitting) > 0.9 * len(sitting)
    assert seen.suggested is not None and seen.suggested.start < 0.5 and 9.5 < seen.suggested.end < 11.5
    assert max(seen.band[:10]) > 0.8 and max(seen.band[11:]) == 0
    assert any(8 <= span.start < 9.5 for span in seen.moving)


def test_the_apes_and_the_maker_s_strip(tmp_path: Path) -> None:
    seen = look(sample("footage/chimp.mp4"), tmp_path).motion
    assert (seen.light, seen.blank) == ("day", False)
    assert seen.strip is not None and seen.strip.edge == "bottom" and seen.strip.y > 0.85
    assert seen.share > 0.3 and 1 < seen.poster < 3


def test_a_turned_file_gives_upright_boxes(tmp_path: Path) -> None:
    (tmp_path / "turned").mkdir()
    one = look(sample("footage/ACP0006s6f-small-cat.mp4"), tmp_path).motion
    other = look(sample("footage/derived/cat_ir_rot90.mp4"), tmp_path / "turned").motion
    x, y, w, h = next(each.box for each in one.track if each.seconds > 4)
    turned = next(each.box for each in other.track if each.seconds > 4)
    assert max(overlap(turned, (1 - y - h, x, h, w)), overlap(turned, (y, 1 - x - w, h, w))) > 0.5


def test_between_samples_the_animal_goes_straight(tmp_path: Path, plain: Path) -> None:
    track = tuple(Sighting(at, at / 10, 0.5, 0.2, 0.2, 1.0) for at in (1.0, 1.5, 2.0, 6.0))
    motion = dataclasses.replace(look(plain, tmp_path).motion, track=track, step=0.5)
    assert motion.box_at(1.25) == pytest.approx((0.125, 0.5, 0.2, 0.2))
    assert motion.box_at(2.1) == track[2].box and motion.box_at(5.9) == track[3].box
    assert motion.box_at(0.5) is None and motion.box_at(4.0) is None and motion.box_at(7.0) is None


def test_motion_survives_json(tmp_path: Path, plain: Path) -> None:
    motion = look(plain, tmp_path).motion
    assert Motion.from_dict(json.loads(json.dumps(motion.to_dict()))) == motion


def test_the_poster_shows_the_animal(tmp_path: Path) -> None:
    path = passing_film(tmp_path / "passes.mp4", x="-80+400*(t-4)/2", size="80x60", seconds=8)
    seen = look(path, tmp_path)
    assert 4.2 < seen.motion.poster < 5.8
    assert seen.motion.suggested is not None
    assert 3 <= seen.motion.suggested.start < 4.2 and 5.8 < seen.motion.suggested.end <= 7
    assert seen.poster_path.stat().st_size > 1000 and (seen.poster.width, seen.poster.height) == (640, 360)
    assert seen.sheet.count == 12


@pytest.mark.parametrize("extra", [("-g", "1"), ("-g", "25", "-bf", "0"), ("-g", "1000")])
def test_any_spacing_of_key_pictures_will_do(tmp_path: Path, extra: tuple[str, ...]) -> None:
    path = passing_film(tmp_path / "moves.mp4", x="-80+70*t", y=80, size="80x50", rate=25, extra=extra)
    track = [each for each in look(path, tmp_path).motion.track if 2 < each.seconds < 4]
    assert len(track) > 4
    for each in track:
        assert overlap(each.box, ((-80 + 70 * each.seconds) / 320, 80 / 180, 0.25, 50 / 180)) > 0.6
