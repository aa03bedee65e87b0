"""What a proxy's run writes besides the proxy tells a survey the same as the proxy would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from curation.video.errors import VideoError
from curation.video.previews.proxy import make_proxy
from curation.video.probe import probe
from curation.video.surveying.survey import survey
from tests.curation.video.filming import ffmpeg, film, levels_film, numbers, passing_film


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("plain.mp4", ("-g", "1000")),
        ("late.mkv", ("-g", "50", "-output_ts_offset", "7200")),
        ("stream.ts", ("-g", "10")),
    ],
)
def test_samples_are_the_pictures_shown_at_their_times(name: str, extra: Sequence[str], tmp_path: Path) -> None:
    path = levels_film(tmp_path / name, extra=extra)
    source = make_proxy(path, tmp_path / "proxy.mp4", probe=probe(path), samples=tmp_path / "samples.nut")
    assert source == tmp_path / "samples.nut"
    assert numbers(tmp_path / "proxy.mp4") == list(range(100))
    assert numbers(source) == list(range(0, 100, 5))
    assert probe(source).duration == pytest.approx(4.0, abs=0.05)


def test_a_survey_of_samples_is_that_of_the_proxy(tmp_path: Path) -> None:
    path = passing_film(tmp_path / "walk.mp4", x="-80+70*t", rate=25)
    known = probe(path)
    source = make_proxy(path, tmp_path / "proxy.mp4", probe=known, samples=tmp_path / "samples.nut")
    told = {}
    for name in (tmp_path / "proxy.mp4", source):
        folder = tmp_path / name.stem
        folder.mkdir()
        told[name.stem] = survey(name, folder, probe=known)
    one, other = told["samples"], told["proxy"]
    assert (one.poster, one.sheet) == (other.poster, other.sheet)
    assert one.motion.track and not one.motion.blank
    assert one.motion.suggested == other.motion.suggested
    assert len(one.motion.track) == pytest.approx(len(other.motion.track), abs=3)
    assert one.motion.share == pytest.approx(other.motion.share, abs=0.02)


def test_samples_of_a_turned_film_stand_upright(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", plain, "-c", "copy", path)
    make_proxy(path, tmp_path / "proxy.mp4", probe=probe(path), samples=tmp_path / "samples.nut")
    found = probe(tmp_path / "samples.nut")
    assert (found.width, found.height) == (640, 1138)


def test_samples_that_would_be_too_large_are_not_written(tmp_path: Path) -> None:
    path = film(tmp_path / "tall.mp4", size="64x256", rate="5", seconds=40)
    source = make_proxy(path, tmp_path / "proxy.mp4", probe=probe(path), samples=tmp_path / "samples.nut")
    assert source == tmp_path / "proxy.mp4"
    assert not (tmp_path / "samples.nut").exists()


def test_a_cancelled_proxy_leaves_no_samples(long: Path, tmp_path: Path) -> None:
    started: list[object] = []
    with pytest.raises(VideoError, match="cancelled"):
        make_proxy(
            long,
            tmp_path / "proxy.mp4",
            probe=probe(long),
            samples=tmp_path / "samples.nut",
            on_progress=started.append,
            cancelled=lambda: bool(started),
        )
    assert list(tmp_path.iterdir()) == []
