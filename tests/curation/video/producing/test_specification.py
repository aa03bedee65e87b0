"""What cannot be made is refused by the name of what is wrong, before anything is opened."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from curation.video.errors import VideoError
from curation.video.producing.framing import Key
from curation.video.producing.production import Production, Shot, produce
from tests.curation.video.producing.orders import files, small

BAD_SHOTS: list[dict[str, Any]] = [
    {"speed": 0.01},
    {"speed": float("nan")},
    {"gain": 90.0},
    {"fade_in": -1.0},
    {"framing": {"3:1": (Key(0),)}},
    {"fade_in": 0.7, "fade_out": 0.7},
]
BAD_OUTPUTS: list[dict[str, Any]] = [
    {"fit": "stretch"},
    {"width": 4},
    {"crf": 99},
    {"preset": "-y"},
    {"rate": Fraction(0)},
    {"captions": Path("/none.ass")},
    {"fonts": Path("/none")},
    {"shape": "3:1"},
    {"loudness": 3.0},
    {"codec": "gif"},
    {"file": Path("/none/out.mp4")},
    {"language": "-x; y"},
]


@pytest.mark.parametrize("change", BAD_SHOTS)
def test_bad_shots_are_refused(change: dict[str, Any], plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, 0, 1, **change),), (small(tmp_path / "out.mp4"),)))
    assert caught.value.code == "bad_request"
    assert files(tmp_path) == []


@pytest.mark.parametrize("change", BAD_OUTPUTS)
def test_bad_outputs_are_refused(change: dict[str, Any], plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, 0, 1),), (small(**({"file": tmp_path / "out.mp4"} | change)),)))
    assert caught.value.code == "bad_request"
    assert next(iter(change)) in str(caught.value)
    assert files(tmp_path) == []


@pytest.mark.parametrize(("start", "end"), [(1, 1), (-0.1, 1), (0, 2.03), (1.5, 1.0), (0, 1e8)])
def test_ranges_outside_the_file_are_refused(start: float, end: float, plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, start, end),), (small(tmp_path / "out.mp4"),)))
    assert caught.value.code == "bad_range"
    assert files(tmp_path) == []


def test_no_output_may_replace_another_or_a_source(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="file"):
        Production((Shot(plain, 0, 1),), (small(tmp_path / "a.mp4"), small(tmp_path / "a.mp4")))
    with pytest.raises(VideoError, match="file"):
        Production((Shot(plain, 0, 1),), (small(plain),))


def test_a_specification_survives_json(tmp_path: Path) -> None:
    production = Production(
        (Shot(Path("a.mp4"), 0.5, 2, framing={"9:16": (Key(0.5, 0.2, 0.3, 1.5), Key(1))}, mute=True),),
        (small(tmp_path / "a.mp4", rate=Fraction(30000, 1001), loudness=-14, poster=tmp_path / "a.jpg"),),
    )
    assert Production.from_dict(json.loads(json.dumps(production.to_dict()))) == production


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ([], "request"),
        ({"shots": []}, "shots"),
        ({"shots": [{"start": 0}] * 2_000_000}, "shots"),
        ({"shots": [{"path": "a", "start": 0, "end": 1, "zoom": 2}]}, "shots.0.zoom"),
        ({"shots": [{"path": "a", "start": "0", "end": 1}]}, "shots.0.start"),
        ({"shots": [{"path": "a", "start": 0, "end": 1, "framing": {"1:1": [{"time": 0, "x": 2}]}}]}, "1:1.0.x"),
        (
            {"shots": [{"path": "a", "start": 0, "end": 1}], "outputs": [{"file": "a", "width": 9.5, "height": 90}]},
            "width",
        ),
        ({"shots": [{"path": "a", "start": 0, "end": 1}], "outputs": [{"file": 1}]}, "outputs.0.file"),
        ({"limits": {"memory": 1}}, "limits"),
    ],
)
def test_what_is_no_specification_is_refused_by_name(values: Any, setting: str) -> None:
    with pytest.raises(VideoError) as caught:
        Production.from_dict(values)
    assert caught.value.code == "bad_request"
    assert setting in caught.value.params["setting"]
