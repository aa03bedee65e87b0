"""Posters, scrub sheets and proxies show the footage as it is, evenly, whatever its key pictures and time stamps."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest
from PIL import Image

from curation.video.errors import VideoError
from curation.video.previews.frames import hash_distance, picture_hash
from curation.video.previews.preview import ScrubSheet, make_poster, make_scrub_sheet
from curation.video.previews.proxy import make_proxy
from curation.video.probe import probe
from tests.curation.video.filming import LEVEL_START, LEVEL_STEP, ffmpeg, film, leftovers, levels_film, look, numbers
from tests.samples import ROOT, sample


def tiles(path: Path, sheet: ScrubSheet) -> list[int]:
    """The picture numbers that a sheet of a `levels_film` shows."""
    with Image.open(path) as image:
        assert image.size == (sheet.width, sheet.height)
        grey = numpy.asarray(image.convert("L")).astype(float)
    found = []
    for number in range(sheet.count):
        row, column = divmod(number, sheet.columns)
        top, left = row * sheet.tile_height, column * sheet.tile_width
        level = numpy.median(grey[top : top + sheet.tile_height, left : left + sheet.tile_width])
        # The file holds 16 to 235 (limited range), the sheet 0 to 255.
        found.append(round((level * 219 / 255 + 16 - LEVEL_START) / LEVEL_STEP))
    return found


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("one-key.mp4", ("-g", "1000")),
        ("all-keys.mp4", ("-g", "1")),
        ("late.mkv", ("-g", "1000", "-output_ts_offset", "7200")),
        ("stream.ts", ("-g", "10")),
    ],
)
def test_tiles_are_evenly_spaced(name: str, extra: Sequence[str], tmp_path: Path) -> None:
    path = levels_film(tmp_path / name, extra=extra)
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=probe(path), tiles=20)
    assert (sheet.count, sheet.columns, sheet.rows) == (20, 10, 2)
    assert sheet.interval == pytest.approx(0.2)
    wanted = [5 * number + 2 for number in range(20)]
    assert all(
        abs(shown - number) <= 1 for shown, number in zip(tiles(tmp_path / "sheet.jpg", sheet), wanted, strict=True)
    )


def test_tiles_of_irregular_time_stamps_are_even_in_time(tmp_path: Path) -> None:
    path = levels_film(tmp_path / "vfr.mp4", frames=60, keep="lt(n\\,50)+not(mod(n\\,5))")
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=probe(path), tiles=10)
    shown = tiles(tmp_path / "sheet.jpg", sheet)
    steps = numpy.diff(shown)
    assert steps.min() >= sheet.interval * 25 - 5
    assert steps.max() <= sheet.interval * 25 + 5


def test_key_pictures_suffice_where_there_are_enough(tmp_path: Path) -> None:
    path = film(tmp_path / "keys.mp4", seconds=20, extra=["-g", "25"])
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=probe(path))
    assert (sheet.count, sheet.tile_width, sheet.tile_height) == (20, 160, 90)


def test_no_side_is_longer_than_a_browser_takes(tmp_path: Path) -> None:
    path = film(tmp_path / "tall.mp4", size="36x640", seconds=12)
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=probe(path), tiles=300, tile_width=320)
    assert max(sheet.width, sheet.height) < 60_000
    assert sheet.count > 100
    with Image.open(tmp_path / "sheet.jpg") as image:
        assert image.size == (sheet.width, sheet.height)


def test_a_short_film_has_no_more_tiles_than_pictures(tmp_path: Path) -> None:
    path = levels_film(tmp_path / "short.mp4", frames=3)
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=probe(path))
    assert (sheet.count, sheet.columns, sheet.rows) == (3, 3, 1)
    first, second, third = tiles(tmp_path / "sheet.jpg", sheet)
    assert first < second < third


def test_a_poster_shows_the_time_asked_for(levels: Path, tmp_path: Path) -> None:
    poster = make_poster(levels, tmp_path / "poster.jpg", at=2.0, width=64)
    one_tile = ScrubSheet(1, 1, 64, 64, 4.0, 1, poster.width, poster.height)
    assert tiles(tmp_path / "poster.jpg", one_tile) == [50]


def test_a_poster_is_not_black_when_something_can_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "dark.mp4"
    dark = "testsrc2=s=320x180:d=4,drawbox=t=fill:c=black:enable='lt(t,1)+gt(t,2.5)'"
    ffmpeg("-f", "lavfi", "-i", dark, "-g", "1000", "-pix_fmt", "yuv420p", path)
    make_poster(path, tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as image:
        assert image.size == (640, 360)
        assert numpy.asarray(image).mean() > 60


def test_previews_stand_upright(plain: Path, tmp_path: Path) -> None:
    ffmpeg("-display_rotation", "90", "-i", plain, "-c", "copy", tmp_path / "turned.mp4")
    ffmpeg("-display_rotation", "90", "-i", plain, "-crf", "8", tmp_path / "upright.mp4")
    turned, upright = tmp_path / "turned.mp4", tmp_path / "upright.mp4"
    assert hash_distance(picture_hash(turned, 0.5), picture_hash(upright, 0.5)) < 0.15
    poster = make_poster(turned, tmp_path / "poster.jpg", at=0.5)
    assert poster.height > poster.width


def test_hashes_tell_pictures_apart(plain: Path, loud: Path) -> None:
    assert hash_distance(look(plain, 0.5), look(loud, 0.5)) < 0.01
    assert hash_distance(look(plain, 0.1), look(plain, 1.8)) > 0.02


def test_a_proxy_has_the_original_s_time_line(tmp_path: Path) -> None:
    path = levels_film(tmp_path / "original.avi", codec="mjpeg", rate="20", extra=["-metadata", "title=den"])
    make_proxy(path, tmp_path / "proxy.mp4", probe=probe(path))
    found = probe(tmp_path / "proxy.mp4")
    assert found.browser_playable
    assert found.fast_start
    assert found.duration == pytest.approx(5.0)
    assert numbers(tmp_path / "proxy.mp4") == list(range(100))
    assert "den" not in str(found.tags.values())


def test_a_proxy_is_small_and_even(tmp_path: Path) -> None:
    path = film(tmp_path / "big.mkv", size="1999x1125", seconds=0.2, sound=True)
    make_proxy(path, tmp_path / "proxy.mp4", probe=probe(path))
    found = probe(tmp_path / "proxy.mp4")
    assert (found.width, found.height, found.audio_codec) == (1280, 720, "aac")


def test_a_cancelled_proxy_leaves_nothing(long: Path, tmp_path: Path) -> None:
    known = probe(long)
    started: list[object] = []
    with pytest.raises(VideoError, match="cancelled"):
        make_proxy(
            long, tmp_path / "proxy.mp4", probe=known, on_progress=started.append, cancelled=lambda: bool(started)
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ['it\'s\n"东北虎".mp4', "-тигр %d.mp4", os.fsdecode(b"latin-\xe9.mp4")])
def test_previews_of_hostile_names(name: str, plain: Path, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out"
    out.mkdir()
    shutil.copy(plain, path)
    known = probe(path)
    make_poster(path, out / name, probe=known)
    make_scrub_sheet(path, out / f"{name}.jpg", probe=known)
    assert len(list(out.iterdir())) == 2
    assert leftovers(out) == []


def test_a_bad_file_gives_no_poster(tmp_path: Path) -> None:
    path = tmp_path / "bad.mp4"
    path.write_text("nothing")
    with pytest.raises(VideoError) as caught:
        make_poster(path, tmp_path / "poster.jpg")
    assert caught.value.code == "not_a_video"
    assert not (tmp_path / "poster.jpg").exists()


def unplayable() -> list[str]:
    found = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("footage/**/*.[aA]*") if path.is_file())
    return found or ["footage"]


@pytest.mark.parametrize("relative", unplayable())
def test_real_footage_that_browsers_do_not_play(relative: str, tmp_path: Path) -> None:
    path = sample(relative)
    known = probe(path)
    assert not known.browser_playable
    sheet = make_scrub_sheet(path, tmp_path / "sheet.jpg", probe=known)
    assert sheet.count == min(100, round(known.duration))
    make_proxy(path, tmp_path / "proxy.mp4", probe=known)
    proxy = probe(tmp_path / "proxy.mp4")
    assert proxy.browser_playable
    assert proxy.duration == pytest.approx(known.duration, abs=0.6 / float(proxy.frame_rate))
    middle = known.duration / 2
    assert hash_distance(look(path, middle), look(tmp_path / "proxy.mp4", middle)) < 0.1
