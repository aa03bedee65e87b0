"""A look changes what it says and nothing else: tones by its curve, casts, strips; grain and edges stay."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import ffmpeg
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.video.errors import VideoError
from curation.video.looks import look as looks
from curation.video.looks.look import Look, curve
from curation.video.looks.treatment import Treatment, prepare
from curation.video.probe import probe
from curation.video.producing.encode import Cut
from curation.video.running.process import run
from tests.curation.video.filming import ffmpeg as film_by
from tests.curation.video.filming import passing_film, shown

strengths = st.floats(0, 1)
shifts = st.floats(-1, 1)


def scene(
    path: Path, *, luma: str, cb: str = "128", cr: str = "128", frames: int = 5, extra: tuple[str, ...] = ()
) -> Path:
    """Pictures of 320 x 180 that formulas describe, kept exactly."""
    graph = f"nullsrc=s=320x180:r=25,format=yuv420p,geq=lum='{luma}':cb='{cb}':cr='{cr}'"
    film_by("-f", "lavfi", "-i", graph, "-frames:v", str(frames), "-qp", "0", "-preset", "ultrafast", *extra, path)
    return path


def treated(path: Path, look: Look, *, out: Path, frames: int = 5) -> Treatment:
    """Make `out` of `path` with `look`, without loss."""
    known = probe(path)
    treatment = prepare(
        look,
        Cut(path, known, 0.0, frames),
        rate=known.frame_rate,
        width=known.display_width,
        height=known.display_height,
        folder=out.parent,
    )
    stream = treatment.apply(ffmpeg.input(str(path))["v"].filter("trim", end_frame=frames))
    options: dict[str, Any] = {"f": "mp4", "c:v": "libx264", "qp": 0, "preset": "ultrafast", "pix_fmt": "yuv420p"}
    run(ffmpeg.get_args(ffmpeg.output(stream, "OUT", **options))[:-1], output=out)
    return treatment


def planes(path: Path) -> tuple[Any, Any, Any]:
    """The first picture's brightness, blue and red chroma."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        whole = frame.to_ndarray(format="yuv420p")
    high, wide = frame.height, frame.width
    chroma = whole[high:].reshape(2, high // 2, wide // 2)
    return whole[:high], chroma[0], chroma[1]


def grain(pictures: Any) -> float:
    """Energy of the finest detail."""
    levels = pictures.astype(numpy.float64)
    return float(((levels[..., 1:] - levels[..., :-1]) ** 2).mean())


@given(st.builds(Look, mode=st.sampled_from(looks.MODES), shadows=strengths, contrast=shifts, saturation=shifts))
def test_every_curve_rises_from_black_to_white(look: Look) -> None:
    points = curve(look)
    assert len(points) == 33
    assert points[0] == 0
    assert points[-1] == pytest.approx(1)
    assert all(after > before for before, after in pairwise(points))


def test_lifting_shadows_keeps_black_black_and_white_unclipped() -> None:
    points = curve(Look("infrared", shadows=1))
    assert points[1] < 1 / 32  # the toe: noise in the blacks is not lifted
    assert points[8] > 0.25 + 0.1
    assert points[-2] < 0.99


def test_a_look_survives_json_and_refuses_what_it_does_not_know() -> None:
    look = Look("infrared", shadows=0.4, strip="blur", strip_bottom=0.07)
    assert Look.from_dict(look.to_dict()) == look
    assert Look.from_dict({}) == Look()
    for wrong, field in (
        ({"shadows": 1.1}, "look.shadows"),
        ({"shadows": True}, "look.shadows"),
        ({"warmth": float("nan")}, "look.warmth"),
        ({"mode": "sepia"}, "look.mode"),
        ({"sharpen": 1}, "look.sharpen"),
        ([], "look"),
    ):
        with pytest.raises(VideoError) as refused:
            Look.from_dict(wrong)
        assert (refused.value.code, refused.value.params) == ("bad_request", {"setting": field})


def test_a_render_shows_the_tones_that_the_browser_previews(tmp_path: Path) -> None:
    look = Look("infrared", shadows=0.5, contrast=-0.3)
    ramp = scene(tmp_path / "ramp.mp4", luma="16+219*X/319")
    treated(ramp, look, out=tmp_path / "out.mp4")
    wanted = numpy.interp(numpy.linspace(0, 1, 320), numpy.linspace(0, 1, 33), curve(look)) * 219 + 16
    assert numpy.abs(planes(tmp_path / "out.mp4")[0][90] - wanted).max() < 2.5


def test_infrared_loses_its_cast_and_keeps_its_grain(tmp_path: Path) -> None:
    night = scene(tmp_path / "night.mp4", luma="45+30*sin(X/40)+12*random(1)", cb="136", cr="141")
    treated(night, Look("infrared"), out=tmp_path / "out.mp4")
    luma, blue, red = planes(tmp_path / "out.mp4")
    assert set(numpy.unique(blue)) == set(numpy.unique(red)) == {128}
    assert luma.mean() > planes(night)[0].mean() + 5
    assert grain(luma) > grain(planes(night)[0])


def test_full_range_footage_is_not_clipped(tmp_path: Path) -> None:
    full = scene(tmp_path / "full.mp4", luma="255*X/319", extra=("-color_range", "pc", "-pix_fmt", "yuvj420p"))
    treated(full, Look("infrared"), out=tmp_path / "out.mp4")
    luma = planes(tmp_path / "out.mp4")[0]
    assert luma.min() >= 15
    assert luma.max() <= 236
    assert len(numpy.unique(luma[90])) > 120


def test_day_takes_the_colour_of_the_light_away_within_bounds(tmp_path: Path) -> None:
    stones = "60+120*mod(floor(X/20)+floor(Y/20)*3,7)/7"
    blue_light = scene(tmp_path / "blue.mp4", luma=stones, cb=f"128+0.06*({stones})", cr=f"128-0.05*({stones})")
    treatment = treated(blue_light, Look("day"), out=tmp_path / "out.mp4")
    before, after = planes(blue_light), planes(tmp_path / "out.mp4")
    assert treatment.facts.blue > 0.01 > treatment.facts.red
    assert abs(after[1].mean() - 128) < 0.7 * abs(before[1].mean() - 128)
    # All of it green is a meadow, not a light.
    meadow = scene(tmp_path / "meadow.mp4", luma=stones, cb="88", cr="100")
    treatment = treated(meadow, Look("day"), out=tmp_path / "meadow-out.mp4")
    assert abs(treatment.facts.blue) + abs(treatment.facts.red) < 0.06
    assert planes(tmp_path / "meadow-out.mp4")[2].mean() < 110


def test_warmth_and_saturation_go_where_they_say(tmp_path: Path) -> None:
    grey = scene(tmp_path / "grey.mp4", luma="150", cb="120", cr="134")
    treated(grey, Look(warmth=1), out=tmp_path / "warm.mp4")
    treated(grey, Look(saturation=0.5), out=tmp_path / "rich.mp4")
    treated(grey, Look(saturation=-1), out=tmp_path / "pale.mp4")
    assert planes(tmp_path / "warm.mp4")[1].mean() < 118
    assert planes(tmp_path / "warm.mp4")[2].mean() > 137
    assert planes(tmp_path / "rich.mp4")[2].mean() == pytest.approx(128 + 6 * 1.5, abs=1)
    assert planes(tmp_path / "pale.mp4")[1].mean() == 128


def test_denoising_is_light_and_smears_nothing(tmp_path: Path) -> None:
    noisy = scene(tmp_path / "noisy.mp4", luma="90+10*random(1)", frames=9)
    treated(noisy, Look(denoise=0.5), out=tmp_path / "calm.mp4", frames=9)
    before, after = grain(shown(noisy)[4]), grain(shown(tmp_path / "calm.mp4")[4])
    assert 0.1 * before < after < 0.8 * before
    moving = passing_film(tmp_path / "moving.mp4", x="40*t*6", seconds=1, extra=("-qp", "0"))
    treated(moving, Look(denoise=1), out=tmp_path / "still-sharp.mp4", frames=10)
    difference = shown(moving)[6].astype(int) - shown(tmp_path / "still-sharp.mp4")[6]
    assert abs(difference).max() <= 12


def test_a_blurred_strip_cannot_be_read_and_the_rest_is_untouched(tmp_path: Path) -> None:
    letters = "if(gte(Y,164),16+219*mod(floor(X/3)+floor(Y/4),2),100+50*sin(X/9))"
    printed = scene(tmp_path / "printed.mp4", luma=letters)
    treated(printed, Look(strip="blur", strip_bottom=0.09), out=tmp_path / "out.mp4")
    before, after = planes(printed)[0], planes(tmp_path / "out.mp4")[0]
    assert grain(after[164:]) < 0.001 * grain(before[164:])
    assert (after[:162] == before[:162]).all()


def test_a_cropped_strip_is_gone_and_the_ratio_stays(tmp_path: Path) -> None:
    printed = scene(tmp_path / "printed.mp4", luma="if(gte(Y,164),235,100)")
    look = Look(strip="crop", strip_bottom=0.09)
    treatment = treated(printed, look, out=tmp_path / "out.mp4")
    luma = planes(tmp_path / "out.mp4")[0]
    assert luma.max() == 100
    assert luma.shape == (treatment.height, treatment.width)
    assert treatment.width / treatment.height == pytest.approx(320 / 180, rel=0.02)
    x, y, wide, high = treatment.window
    assert (y, wide) == (0.0, pytest.approx(high))
    assert x + wide / 2 == pytest.approx(0.5)


def test_a_plain_look_changes_nothing(plain: Path, tmp_path: Path) -> None:
    treatment = treated(plain, Look(), out=tmp_path / "out.mp4")
    assert (treatment.width, treatment.height, treatment.window) == (320, 180, (0.0, 0.0, 1.0, 1.0))
    assert (shown(tmp_path / "out.mp4") == shown(plain)[:5]).all()


def test_ten_bits_are_looked_at_too(tmp_path: Path) -> None:
    deep = tmp_path / "deep.mp4"
    film_by("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-frames:v", "5", "-pix_fmt", "yuv420p10le", deep)
    assert probe(deep).frame_rate == Fraction(25)
    treated(deep, Look("infrared", shadows=0.5), out=tmp_path / "out.mp4")
    assert set(numpy.unique(planes(tmp_path / "out.mp4")[1])) == {128}
