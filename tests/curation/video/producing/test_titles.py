"""Titles stand where and when they should, in the right language, and are drawn once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import ffmpeg
import numpy
import pytest
from PIL import Image

from curation.video.errors import VideoError
from curation.video.producing.brand import Brand
from curation.video.producing.layers import Layer, overlay
from curation.video.producing.titles import Title, compose, watermark
from curation.video.running.process import run
from curation.video.shapes import SHAPES
from tests.curation.video.filming import film, leftovers

NAMES = {
    "en": "Amur leopard",
    "zh-Hans": "远东豹",
    "ru": "Дальневосточный леопард",
    "ar": "نمر آمور",
    "ko": "아무르표범",
}
LOWER_THIRD = Title("lower_third", 0.4, 1.6, NAMES, {"la": "Panthera pardus orientalis"})
RATE = Fraction(25)


@pytest.fixture(scope="session")
def brand(fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> Brand:
    """A brand kit with a white square for a logo."""
    logo = tmp_path_factory.mktemp("brand") / "logo.png"
    Image.new("RGBA", (200, 200), (255, 255, 255, 255)).save(logo)
    return Brand(name={"en": "The Desk", "zh-Hans": "编辑部"}, logo=logo, watermark=logo, fonts=fonts)


def made(title: Title, brand: Brand, folder: Path, *, language: str = "en", shape: str = "16:9") -> Layer:
    size = SHAPES[shape]
    return compose(
        title,
        brand,
        language=language,
        width=size.width // 3,
        height=size.height // 3,
        rate=RATE,
        folder=folder,
    )


def pictures(layer: Layer) -> list[tuple[float, Any]]:
    """The layer's pictures with their seconds, red, green, blue and alpha."""
    with av.open(str(layer.path)) as container:
        return [(float(frame.time), frame.to_ndarray(format="rgba")) for frame in container.decode(video=0)]


def shown(layer: Layer, out: Path, *, ground: Path, seconds: float) -> Any:
    """All pictures of the layer over `ground`: number x height x width x 3."""
    stream = overlay(ffmpeg.input(str(ground))["v"], layer)
    options: dict[str, Any] = {"f": "mp4", "c:v": "libx264", "qp": 0, "preset": "ultrafast", "t": seconds}
    run(ffmpeg.get_args(ffmpeg.output(stream, "OUT", **options))[:-1], output=out)
    with av.open(str(out)) as container:
        return numpy.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


@pytest.fixture(scope="session")
def ground(reel: Path) -> Path:
    """Two seconds of grey, 640 x 360."""
    from tests.curation.video.filming import ffmpeg as film_by

    path = reel / "ground.mp4"
    film_by("-f", "lavfi", "-i", "color=gray:s=640x360:r=25", "-t", "2", "-pix_fmt", "yuv420p", path)
    return path


def test_a_lower_third_comes_stands_and_goes(brand: Brand, ground: Path, tmp_path: Path) -> None:
    layer = made(LOWER_THIRD, brand, tmp_path)
    seen = shown(layer, tmp_path / "out.mp4", ground=ground, seconds=2)
    changed = [(abs(picture.astype(int) - seen[0]) > 12).any() for picture in seen]
    assert len(seen) == 50
    assert not any(changed[:11])
    assert all(changed[13:39])
    assert not any(changed[40:])
    # While it stands nothing moves, and outside its place nothing changed.
    assert (seen[26] == seen[28]).all()
    outside = seen[28].copy()
    outside[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width] = seen[0][0, 0]
    assert (abs(outside.astype(int) - seen[0]) <= 2).all()


def test_colours_arrive_as_the_brand_has_them(brand: Brand, ground: Path, tmp_path: Path) -> None:
    card = Title("end_card", 0, 1.5, {"en": "Follow us"})
    seen = shown(made(card, brand, tmp_path), tmp_path / "out.mp4", ground=ground, seconds=1)
    # It covers everything from its first picture on.
    assert (abs(seen[0].astype(int).mean(axis=(0, 1)) - (0x1F + 8, 0x4D, 0x3A)) < 22).all()
    assert seen[0].std() < 30
    # The logo is there, in the middle.
    assert (seen[20].min(axis=-1) > 240).sum() > 4000
    assert (seen[0].min(axis=-1) > 240).sum() == 0


@pytest.mark.parametrize("language", sorted(NAMES))
@pytest.mark.parametrize("shape", ["16:9", "9:16"])
def test_every_language_stands_inside_every_shape(language: str, shape: str, brand: Brand, tmp_path: Path) -> None:
    layer = made(LOWER_THIRD, brand, tmp_path, language=language, shape=shape)
    width, height = SHAPES[shape].width // 3, SHAPES[shape].height // 3
    standing = pictures(layer)[-15][1][..., 3]
    columns, rows = numpy.flatnonzero(standing.any(axis=0)), numpy.flatnonzero(standing.any(axis=1))
    left, right = layer.x + columns[0], layer.x + columns[-1] + 1
    assert left >= 0.05 * width
    assert right <= (0.87 if shape == "9:16" else 0.95) * width
    assert layer.y + rows[-1] + 1 <= (0.67 if shape == "9:16" else 0.78) * height
    # Where reading begins at the right, so does the title.
    assert (left - 0 > width - right) == (language == "ar")
    # White letters on it, more of them where the name is longer.
    assert standing.max() >= 220


def test_what_was_drawn_is_not_drawn_again(brand: Brand, tmp_path: Path) -> None:
    first = made(LOWER_THIRD, brand, tmp_path)
    written = first.path.stat().st_mtime_ns
    later = Title("lower_third", 7, 8.2, NAMES, LOWER_THIRD.detail)
    again = made(later, brand, tmp_path)
    assert (again.path, again.start) == (first.path, 7)
    assert first.path.stat().st_mtime_ns == written
    other = made(LOWER_THIRD, brand, tmp_path, language="ru")
    assert other.path != first.path


def test_the_same_title_is_the_same_bytes(brand: Brand, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    one, two = (made(LOWER_THIRD, brand, folder).path.read_bytes() for folder in folders)
    assert one == two


def test_a_title_that_is_not_written_in_the_language_is_named(brand: Brand, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as missing:
        made(Title(text={"en": "First snow"}), brand, tmp_path, language="ru")
    assert missing.value.code == "text_missing"
    assert "First snow" in str(missing.value)
    # A region's own form, or no language asked for, finds it.
    assert made(Title(text={"en-GB": "First snow"}), brand, tmp_path, language="en").width > 100
    assert made(Title(text={"en": "First snow"}), brand, tmp_path, language="").width > 100


def test_what_cannot_be_drawn_is_told_and_leaves_nothing(brand: Brand, fonts: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    folder = tmp_path / "layers"
    folder.mkdir()
    for title, kit, code in (
        (Title(text={"en": "Tiger 🐅"}), brand, "glyph_missing"),
        (Title(), brand, "bad_request"),
        (Title(text={"en": "Tiger"}), Brand(), "bad_request"),
        (Title(text={"en": "Tiger"}), Brand(fonts=tmp_path / "nowhere"), "bad_request"),
        (Title("end_card", text={"en": "Follow"}), Brand(fonts=fonts, logo=broken), "not_a_picture"),
        (Title("end_card", text={"en": "Follow"}), Brand(fonts=fonts, logo=tmp_path / "none.png"), "not_a_picture"),
    ):
        with pytest.raises(VideoError) as refused:
            made(title, kit, folder)
        assert refused.value.code == code
    assert not leftovers(folder)
    assert not list(folder.iterdir())


def test_a_title_survives_json_and_refuses_what_it_does_not_know() -> None:
    assert Title.from_dict(LOWER_THIRD.to_dict()) == LOWER_THIRD
    for wrong, field in (
        ({"end": 0}, "end"),
        ({"kind": "ticker"}, "title.kind"),
        ({"text": {"en": 5}}, "title.text.en"),
        ({"text": {"en": "x" * 501}}, "title.text.en"),
        ({"text": {"../etc": "x"}}, "title.text"),
        ({"colour": "red"}, "title.colour"),
    ):
        with pytest.raises(VideoError) as refused:
            Title.from_dict(wrong)
        assert refused.value.params == {"setting": field}


def test_a_brand_survives_json_and_refuses_what_it_does_not_know(brand: Brand) -> None:
    assert Brand.from_dict(brand.to_dict()) == brand
    for wrong, field in (
        ({"colour": "green"}, "brand.colour"),
        ({"watermark_opacity": 2}, "brand.watermark_opacity"),
        ({"watermark_corner": "middle"}, "brand.watermark_corner"),
        ({"logo": 5}, "brand.logo"),
    ):
        with pytest.raises(VideoError) as refused:
            Brand.from_dict(wrong)
        assert refused.value.params == {"setting": field}


def test_a_watermark_stays_in_its_corner_all_the_time(brand: Brand, ground: Path, tmp_path: Path) -> None:
    layer = watermark(brand, width=640, height=360, folder=tmp_path)
    seen = shown(layer, tmp_path / "out.mp4", ground=ground, seconds=2)
    changed = (abs(seen.astype(int) - 128) > 20).any(axis=-1)
    rows, columns = numpy.flatnonzero(changed[0].any(axis=1)), numpy.flatnonzero(changed[0].any(axis=0))
    assert rows[-1] < 60
    assert columns[0] > 560
    assert (changed == changed[0]).all()
    middle = seen[40][(rows[0] + rows[-1]) // 2, (columns[0] + columns[-1]) // 2]
    assert middle.mean() == pytest.approx(128 + 0.6 * 127, abs=6)
    assert watermark(Brand(), width=640, height=360, folder=tmp_path) is None


def test_layers_lie_over_one_another(brand: Brand, tmp_path: Path) -> None:
    plain = film(tmp_path / "plain.mp4", size="640x360")
    stream = ffmpeg.input(str(plain))["v"]
    for number in range(3):
        stream = overlay(stream, made(LOWER_THIRD, brand, tmp_path), number=number)
    mark = watermark(brand, width=640, height=360, folder=tmp_path)
    for number in (3, 4):
        stream = overlay(stream, mark, number=number)
    options: dict[str, Any] = {"f": "mp4", "c:v": "libx264", "preset": "ultrafast"}
    run(ffmpeg.get_args(ffmpeg.output(stream, "OUT", **options))[:-1], output=tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert len(list(container.decode(video=0))) == 50
