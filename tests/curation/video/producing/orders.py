"""Makes small productions for the tests of the video engine."""

from __future__ import annotations

from importlib.resources import files as installed
from pathlib import Path
from typing import Any

import numpy

from curation.video.producing.production import Output, Production, Shot, produce
from curation.video.producing.proof import RenderProof


def small(file: Path, **changes: Any) -> Output:
    """A small square output."""
    return Output(file, **({"width": 64, "height": 64, "shape": "1:1", "crf": 8} | changes))


def files(folder: Path) -> list[str]:
    """The names of what lies in `folder`."""
    return sorted(path.name for path in folder.iterdir())


def joined(shots: tuple[Shot, ...], out: Path, **changes: Any) -> RenderProof:
    """The proof of one small output of `shots`."""
    options = {"width": 64, "height": 64, "crf": 8, "fit": "pad"} | changes
    return produce(Production(shots, (Output(out, **options),)))[0]


def cut(path: Path, out: Path, *, start: float, end: float, **changes: Any) -> RenderProof:
    """The proof of one small output of a range of `path`."""
    return joined((Shot(path, start, end),), out, **changes)


def square_at(picture: Any) -> tuple[float, float]:
    """Where the white square's middle is, in pixels: the middle of all the light that stands out."""
    light = numpy.clip(picture.astype(float) - 80, 0, None)
    rows, columns = numpy.indices(picture.shape)
    return float((light * columns).sum() / light.sum()), float((light * rows).sum() / light.sum())


CAPTIONS = """[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, BorderStyle, Outline, Alignment, MarginV
Style: Default,Noto Sans,60,&H00FFFFFF,1,1,3,5,0

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.00,0:00:00.50,Default,TIGER
"""


def font() -> Path:
    """A font that came with the installation: a machine may have none of its own."""
    return next(Path(str(installed("fontpkg_noto_sans"))).rglob("*.ttf"))


HOSTILE_FOLDER = 'it\'s [a]: 东北虎, "x"; \\back=slash\nline %d'
