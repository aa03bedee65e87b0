"""Colour is told by the names that ffmpeg takes back."""

from pathlib import Path

from curation.video.looks.colour import Colour
from curation.video.probe import Probe, probe
from tests.curation.video.filming import film


def test_a_marked_file_tells_its_colour(tmp_path: Path) -> None:
    marks = "setparams=color_primaries=bt470bg:color_trc=smpte2084:colorspace=bt709:range=tv"
    told = probe(film(tmp_path / "marked.mp4", extra=["-vf", marks]))
    assert told.colour == Colour(primaries="bt470bg", transfer="smpte2084", matrix="bt709", range="tv")
    assert Probe.from_dict(told.to_dict()) == told


def test_a_file_without_marks_tells_none(plain: Path) -> None:
    assert probe(plain).colour == Colour()
