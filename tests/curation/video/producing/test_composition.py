"""Shots keep their pace, frames follow their keys, and looks, titles and captions lie where they should."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import av
import numpy
import pytest
from PIL import Image

from curation.subtitles import fonts
from curation.video.looks.look import Look
from curation.video.probe import probe
from curation.video.producing.brand import Brand
from curation.video.producing.framing import Key, course
from curation.video.producing.production import Output, Production, Shot, produce
from curation.video.producing.titles import Title
from curation.video.shapes import shape
from tests.curation.video.filming import ffmpeg, loudness, numbers, shown
from tests.curation.video.producing.orders import CAPTIONS, HOSTILE_FOLDER, cut, font, small, square_at


@pytest.mark.parametrize("speed", [0.1, 0.37, 1.0, 3.0, 8.0])
def test_speed_keeps_pictures_and_sound_together(speed: float, tmp_path: Path) -> None:
    path = tmp_path / "flash.mkv"
    flash = "color=black:s=64x64:r=25,drawbox=t=fill:c=white:enable='gte(t,2)'"
    beep = "sine=frequency=440:sample_rate=48000,volume=0:enable='lt(t,2)'"
    ffmpeg("-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep, "-t", "4", "-c:a", "pcm_s16le", path)
    half = 0.5 * speed if speed < 1 else 2.0
    proof, *_ = produce(Production((Shot(path, 2 - half, 2 + half, speed),), (small(tmp_path / "out.mp4"),)))
    assert proof.frame_count == round(2 * half / speed * 25)
    bright = [picture.mean() > 128 for picture in shown(tmp_path / "out.mp4")]
    middle = half / speed
    assert bright.index(True) == pytest.approx(middle * 25, abs=1)
    heard = loudness(tmp_path / "out.mp4")
    begins = next(number for number, peak in enumerate(heard) if peak > 0.05)
    # Stretched sound is smeared: by some 40 ms of what was filmed.
    assert begins == pytest.approx(middle * 10, abs=max(1.0, 0.4 / speed))


def test_another_rate_shows_the_same_moments(levels: Path, tmp_path: Path) -> None:
    outputs = (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4", rate=Fraction(10)))
    produce(Production((Shot(levels, 1.0, 2.0),), outputs))
    assert numbers(tmp_path / "a.mp4") == list(range(25, 50))
    assert numbers(tmp_path / "b.mp4") == [25, 27, 30, 32, 35, 37, 40, 42, 45, 47]


def test_shots_fade_in_picture_and_sound(tmp_path: Path) -> None:
    path = tmp_path / "grey.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=64x64:r=25", "-f", "lavfi", "-i", "sine", "-t", "2", "-c:a", "flac", path)
    produce(Production((Shot(path, 0, 2, fade_in=0.4, fade_out=0.8),), (small(tmp_path / "out.mp4"),)))
    light = [float(picture.mean()) for picture in shown(tmp_path / "out.mp4")]
    assert light[0] < 25 < 60 < light[5] < 100 < light[11]
    assert light[11] == pytest.approx(light[29], abs=2)
    assert light[49] < 25
    heard = loudness(tmp_path / "out.mp4")
    assert heard[0] < heard[1] < heard[5]
    assert heard[19] < heard[15] < heard[10]


def test_sound_is_louder_quieter_silent_or_missing(loud: Path, plain: Path, tmp_path: Path) -> None:
    shots = (Shot(loud, 0, 0.4), Shot(loud, 0, 0.4, gain=-12), Shot(loud, 0, 0.4, mute=True), Shot(plain, 0, 0.4))
    produce(Production(shots, (small(tmp_path / "out.mp4"), small(tmp_path / "still.mp4", audio=False))))
    first, second, third, fourth = (max(part[1:3]) for part in numpy.array_split(loudness(tmp_path / "out.mp4"), 4))
    assert second == pytest.approx(first * 10 ** (-12 / 20), rel=0.15)
    assert third < 0.01
    assert fourth < 0.01
    assert probe(tmp_path / "still.mp4").audio_codec is None


def test_all_silent_makes_no_sound_at_all(loud: Path, plain: Path, tmp_path: Path) -> None:
    proof, *_ = produce(Production((Shot(loud, 0, 0.4, mute=True), Shot(plain, 0, 0.4)), (small(tmp_path / "o.mp4"),)))
    assert proof.audio_codec is None


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A white square crosses a wide dark picture from left to right in four seconds."""
    path = tmp_path_factory.mktemp("crossing") / "crossing.mp4"
    graph = "color=0x303030:s=960x540:r=25[floor];color=white:s=20x20:r=25[box];[floor][box]overlay=x='32+8*n':y=260"
    ffmpeg("-f", "lavfi", "-i", f"{graph},format=yuv420p", "-t", "4", "-crf", "8", path)
    return path


def test_the_frame_follows_its_keys_smoothly(crossing: Path, tmp_path: Path) -> None:
    keys = tuple(Key(time, (50 + time * 200) / 960) for time in (0.0, 1.0, 2.0, 3.0, 4.0))
    shots = (Shot(crossing, 0.0, 4.0, framing={"9:16": keys}),)
    produce(Production(shots, (Output(tmp_path / "out.mp4", 360, 640, "9:16", crf=8),)))
    places = [square_at(picture) for picture in shown(tmp_path / "out.mp4")]
    across = numpy.array([place[0] for place in places])
    assert abs(across - 180)[20:80].max() < 25
    # An eye sees a jump, not a drift: the frame lies where its course is, to a pixel, in every picture.
    way = course(keys, start=0.0, speed=1.0, rate=Fraction(25), frames=100, wide=540 * 9 / 16 / 960, high=1.0)
    ideal = [(50 + 8 * n - way.x.at(n) * 960) * 640 / 540 + 179.5 for n in range(100)]
    assert abs(across - ideal).max() < 1.5
    assert numpy.ptp([place[1] for place in places]) < 1.0


def test_the_frame_never_leaves_the_picture(crossing: Path, tmp_path: Path) -> None:
    keys = (Key(0, 0, 0, 1), Key(1, 1, 1, 3), Key(2, 0, 1, 1), Key(3, 1, 0, 8))
    shots = (Shot(crossing, 0.0, 4.0, framing={"9:16": keys, "16:9": keys}),)
    outputs = (Output(tmp_path / "a.mp4", 90, 160, "9:16", crf=8), Output(tmp_path / "b.mp4", 160, 90, crf=8))
    produce(Production(shots, outputs))
    for output in outputs:
        # Black or green would come from outside.
        assert shown(output.file).min() > 30


def test_zoom_shows_the_part_that_was_asked_for(crossing: Path, tmp_path: Path) -> None:
    # At two seconds the square's middle is at 450, 270: the middle of a box of a third of the width.
    for name, keys in {
        "still": (Key(0, 450 / 960, 0.5, 3),),
        "moving": (Key(0, 0.2, 0.5, 1), Key(2, 450 / 960, 0.5, 3)),
    }.items():
        shots = (Shot(crossing, 0, 2.4, framing={"16:9": keys}),)
        produce(Production(shots, (Output(tmp_path / f"{name}.mp4", 480, 270, crf=8),)))
        picture = shown(tmp_path / f"{name}.mp4")[50]
        assert square_at(picture) == pytest.approx((239.5, 134.5), abs=2.5)
        wide = numpy.count_nonzero(picture[134] > 128)
        assert wide == pytest.approx(20 * 3 * 480 / 960, abs=2)


@pytest.mark.parametrize(("name", "fit"), [("16:9", "crop"), ("9:16", "crop"), ("1:1", "pad"), ("4:5", "pad")])
def test_every_shape_has_its_size(name: str, fit: str, plain: Path, tmp_path: Path) -> None:
    wanted = shape(name)
    proof = cut(plain, tmp_path / "out.mp4", start=0, end=0.2, width=wanted.width, height=wanted.height, fit=fit)
    assert (proof.width, proof.height) == (wanted.width, wanted.height)


def test_padding_shows_everything_and_cropping_fills(tmp_path: Path) -> None:
    path = tmp_path / "grey.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=320x180:d=1", path)
    top = {}
    for fit in ("pad", "crop"):
        cut(path, tmp_path / f"{fit}.mp4", start=0, end=0.2, width=180, height=320, fit=fit)
        import av

        with av.open(str(tmp_path / f"{fit}.mp4")) as container:
            top[fit] = next(container.decode(video=0)).to_ndarray(format="rgb24")[2, 90].mean()
    assert top["pad"] < 5
    assert top["crop"] == pytest.approx(128, abs=4)


def test_captions_are_burnt_in_while_they_last(plain: Path, tmp_path: Path) -> None:
    place = tmp_path / HOSTILE_FOLDER
    place.mkdir()
    captions = place / "captions 字幕's [1].ass"
    captions.write_text(CAPTIONS)
    fonts = place / "fonts"
    fonts.mkdir()
    shutil.copy(font(), fonts / "font.ttf")
    for number, burnt in enumerate((None, captions)):
        cut(plain, tmp_path / f"{number}.mp4", start=0.5, end=1.5, width=320, height=180, captions=burnt, fonts=fonts)
    without, burnt_in = (shown(tmp_path / f"{number}.mp4").astype(int) for number in (0, 1))
    difference = abs(without - burnt_in)
    assert difference[:12].mean() > 5
    assert difference[13:].mean() < 1


def test_captions_and_clean_masters_of_one_shape_share_their_pictures(plain: Path, tmp_path: Path) -> None:
    captions = tmp_path / "c.ass"
    captions.write_text(CAPTIONS)
    letters = font().parent
    outputs = (
        Output(tmp_path / "clean.mp4", 320, 180, crf=8),
        Output(tmp_path / "burnt.mp4", 320, 180, crf=8, captions=captions, fonts=letters),
        Output(tmp_path / "small.mp4", 160, 90, crf=8, captions=captions, fonts=letters),
    )
    produce(Production((Shot(plain, 0.5, 1.5),), outputs))
    clean, burnt = (shown(output.file).astype(int) for output in outputs[:2])
    assert abs(clean - burnt)[:12].mean() > 5
    assert abs(clean - burnt)[13:].mean() < 1


def test_every_output_has_the_look_of_its_shot(tmp_path: Path) -> None:
    path = tmp_path / "red.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=0x803020:s=320x180:r=25:d=1,drawbox=y=150:h=30:c=white:t=fill", path)
    shots = (
        Shot(path, 0, 0.4, look=Look(mode="infrared", strip="crop", strip_bottom=30 / 180)),
        Shot(path, 0, 0.4),
    )
    outputs = (Output(tmp_path / "a.mp4", 160, 90), Output(tmp_path / "b.mp4", 90, 160, "9:16"))
    produce(Production(shots, outputs))
    for output in outputs:
        with av.open(str(output.file)) as container:
            pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert numpy.ptp(pictures[5].reshape(-1, 3).mean(axis=0)) < 4
        assert pictures[5][-4:].max() < 200  # the strip is gone
        assert numpy.ptp(pictures[15][10].reshape(-1, 3).mean(axis=0)) > 50


def test_keys_lie_on_what_the_look_leaves(crossing: Path, tmp_path: Path) -> None:
    look = Look(strip="crop", strip_top=0.2)
    keys = {"1:1": (Key(0, 450 / 960, 0.5, 2),)}
    produce(
        Production(
            (Shot(crossing, 1.96, 2.2, look=look, framing=keys),), (small(tmp_path / "a.mp4", width=216, height=216),)
        )
    )
    across, down = square_at(shown(tmp_path / "a.mp4")[1])
    assert (across, down) == pytest.approx((107.5, 107.5), abs=2.5)


def test_titles_cards_and_watermarks_are_only_where_they_are_wanted(plain: Path, tmp_path: Path) -> None:
    Image.new("RGBA", (200, 80), (255, 255, 255, 255)).save(tmp_path / "mark.png")
    brand = Brand(
        watermark=tmp_path / "mark.png",
        watermark_opacity=1.0,
        fonts=fonts.prepare(tmp_path / "fonts"),
        colour="#ff0000",
    )
    titles = (
        Title("title", 0.0, 0.8, {"en": "Tiger"}),
        Title("end_card", 0.0, 1.0, {"en": "Good night"}),
    )
    outputs = (
        Output(tmp_path / "clean.mp4", 320, 180, titles=False, crf=8),
        Output(tmp_path / "en.mp4", 320, 180, language="en", watermark=True, crf=8, loudness=-14),
    )
    clean, full = produce(Production((Shot(plain, 0, 2),), outputs, titles, brand))
    assert (clean.frame_count, full.frame_count) == (50, 75)
    without, with_all = (shown(output.file).astype(int) for output in outputs)
    difference = abs(without - with_all[:50])
    corner = (slice(0, 50), slice(0, 60), slice(200, 320))
    assert difference[corner].reshape(50, -1).max(axis=1).min() > 40
    middle = difference[:, 60:150]
    assert middle[10].mean() > 4 * max(middle[30].mean(), 0.2)
    card = with_all[60]
    assert abs(card - without[49]).mean() > 20
    assert card.mean() > 20


@pytest.mark.parametrize("oblong", ["2", "8720/8721", "4/3"])
@pytest.mark.parametrize("look", [Look(), Look(mode="infrared", strip="crop", strip_top=0.1)])
def test_oblong_pixels_become_square_in_every_shape(oblong: str, look: Look, tmp_path: Path) -> None:
    """A disc stays round."""
    path = tmp_path / "disc.mkv"
    disc = f"geq=lum='if(lt(hypot((X-160)*{oblong},Y-90),25),235,16)':cb=128:cr=128,setsar={oblong}"
    ffmpeg("-f", "lavfi", "-i", f"color=black:s=320x180:r=10:d=0.4,{disc}", "-c:v", "ffv1", path)
    outputs = (Output(tmp_path / "a.mp4", 180, 320, "9:16"), Output(tmp_path / "b.mp4", 200, 200, fit="pad"))
    produce(Production((Shot(path, 0, 0.4, look=look),), outputs))
    for output in outputs:
        bright = shown(output.file)[1] > 128
        wide, high = numpy.ptp(numpy.nonzero(bright.any(axis=0))[0]), numpy.ptp(numpy.nonzero(bright.any(axis=1))[0])
        assert wide == pytest.approx(high, abs=4)
