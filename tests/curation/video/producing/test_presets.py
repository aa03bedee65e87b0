"""Presets give outputs that their platforms take, and say where a limit would be broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.video.errors import VideoError
from curation.video.producing.presets import GIBIBYTE, MEBIBYTE, PRESETS, estimate_size, excesses, preset
from curation.video.producing.production import Production, Shot, produce
from curation.video.shapes import SHAPES
from tests.samples import sample


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_gives_an_output_that_can_be_made(name: str) -> None:
    chosen = preset(name)
    for shape in chosen.shapes:
        output = chosen.output(Path("out.mp4"), shape=shape)
        assert (output.width, output.height) == (SHAPES[shape].width, SHAPES[shape].height)
        assert excesses(chosen, output, duration=15) == []
    assert {limit for limit, _ in chosen.sources} <= set(chosen.to_dict())


def test_every_limit_has_its_source() -> None:
    for chosen in PRESETS.values():
        limits = ("longest", "shortest", "largest", "fastest", "least")
        assert {name for name in limits if getattr(chosen, name) is not None} == {name for name, _ in chosen.sources}


@pytest.mark.parametrize(
    ("name", "duration", "size", "broken"),
    [
        ("x", 141, MEBIBYTE, {"longest"}),
        ("x", 100, 513 * MEBIBYTE, {"largest"}),
        ("facebook_reels", 2, MEBIBYTE, {"shortest"}),
        ("telegram", 30, 51 * MEBIBYTE, {"largest"}),
        ("bilibili", 5 * 3600 + 1, 5 * GIBIBYTE, {"longest", "largest"}),
        ("vk", 10_000, 100 * GIBIBYTE, set()),
    ],
)
def test_broken_limits_are_named(name: str, duration: float, size: int, broken: set[str]) -> None:
    chosen = preset(name)
    found = excesses(chosen, chosen.output(Path("out.mp4")), duration=duration, size=size)
    assert {each.limit for each in found} == broken


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(VideoError, match="preset"):
        preset("myspace")


@pytest.mark.parametrize("relative", ["footage/trail"])
def test_sizes_are_estimated_to_the_order(relative: str, tmp_path: Path) -> None:
    folder = sample(relative)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".mp4", ".avi", ".mov"})[:2]
    if not paths:
        pytest.skip("no trail footage among the samples")
    for path in paths:
        output = preset("youtube").output(tmp_path / f"{path.stem}.mp4", width=640, height=360, watermark=False)
        proof, *_ = produce(Production((Shot(path, 0.0, 2.0),), (output,)))
        assert proof.size / 12 < estimate_size(output, 2.0, rate=proof.frame_count / 2) < proof.size * 12
