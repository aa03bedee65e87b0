"""The same recording is known again however it was encoded; others before the same trees are not it."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.video.probe import probe
from curation.video.surveying.likeness import ALIKE, Likeness, bands, distance
from curation.video.surveying.survey import survey
from tests.curation.video.filming import ffmpeg, passing_film
from tests.samples import sample


def likeness_of(path: Path) -> Likeness:
    folder = path.parent / f"{path.stem}-pictures"
    folder.mkdir(exist_ok=True)
    return survey(path, folder, probe=probe(path)).likeness


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return passing_film(tmp_path_factory.mktemp("one") / "one.mp4", x="-75+65*t")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("small.mp4", ("-vf", "scale=240:136", "-crf", "34")),
        ("hevc.mp4", ("-c:v", "libx265", "-crf", "30", "-x265-params", "log-level=error")),
        ("camera.avi", ("-c:v", "mjpeg", "-q:v", "6")),
        ("slow.mp4", ("-r", "8")),
    ],
)
def test_an_encoded_copy_is_alike(one: Path, tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    ffmpeg("-i", one, *options, tmp_path / name)
    original, copy = likeness_of(one), likeness_of(tmp_path / name)
    assert distance(original, copy) < ALIKE
    assert set(bands(original)) & set(bands(copy))


def test_another_animal_before_the_same_trees_is_not_alike(one: Path, tmp_path: Path) -> None:
    back = passing_film(tmp_path / "back.mp4", x="320-65*t", y=20, size="30x90", colour="black")
    assert distance(likeness_of(one), likeness_of(back)) > ALIKE


def test_an_empty_film_is_like_nothing(one: Path, tmp_path: Path) -> None:
    passing_film(tmp_path / "empty.mp4", x="400")
    empty = likeness_of(tmp_path / "empty.mp4")
    assert empty.frames == () and bands(empty) == ()
    assert distance(empty, empty) == distance(empty, likeness_of(one)) == 1.0


def test_distance_is_even_handed_and_zero_for_the_same() -> None:
    one, other = Likeness((1, -5, 2**62)), Likeness((7, 2**40))
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert all(0 <= key < 2**18 for key in bands(one))
    assert all(-(2**63) <= frame < 2**63 for frame in one.frames)


@pytest.mark.parametrize("name", ["cat_ir_hevc_hvc1.mp4", "cat_ir_mjpeg_pcm.avi", "cat_ir_noaudio.mp4"])
def test_the_cat_s_other_files_are_the_cat_s(name: str, tmp_path: Path) -> None:
    files = []
    for relative in ("footage/ACP0006s6f-small-cat.mp4", f"footage/derived/{name}"):
        path = sample(relative)
        files.append(survey(path, tmp_path, probe=probe(path)).likeness)
    assert distance(*files) < ALIKE
