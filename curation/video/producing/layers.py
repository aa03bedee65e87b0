"""Pictures with transparency that are laid over an output: titles that move, watermarks that stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.containers import file_name

SLACK = 0.002  # seconds: a layer begins on the picture at its start, whatever way that was rounded


@dataclass(frozen=True)
class Layer:
    """A short film or a picture with alpha. start, end: seconds of the output, `end` None for as long as it lasts.

    x, y: pixels of its upper left corner, even. width, height: pixels.
    """

    path: Path
    start: float
    end: float | None
    x: int
    y: int
    width: int
    height: int


def overlay(stream: Any, layer: Layer, *, number: int = 0) -> Any:
    """`stream` (time from 0 on) with `layer` over it, which costs by the pixel of the layer, only while it is shown.

    `number` must differ between the layers of one graph: ffmpeg-python takes equal inputs for one.
    """
    still = layer.path.suffix == ".png"
    kind: dict[str, Any] = {"f": "image2", "pattern_type": "none"} if still else {"f": "mov"}
    length = 60 + number * 1e-3 + (0 if still or layer.end is None else layer.end - layer.start)
    options = {"protocol_whitelist": "file,pipe", "threads": 1, "t": f"{length:.6f}", **kind}
    drawn = ffmpeg.input(file_name(layer.path), **options).video
    # Players take HD as BT.709; letters have no such mark of their own.
    drawn = drawn.filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuva420p")
    shown: dict[str, Any] = {"x": layer.x, "y": layer.y, "format": "yuv420"}
    if still:
        return ffmpeg.overlay(stream, drawn, eof_action="repeat", **shown)
    start = max(0.0, layer.start - SLACK)
    drawn = drawn.filter("setpts", f"PTS-STARTPTS+{start:.6f}/TB")
    time = f"gte(t,{start:.6f})" if layer.end is None else f"between(t,{start:.6f},{layer.end - SLACK:.6f})"
    return ffmpeg.overlay(stream, drawn, eof_action="pass", enable=time, **shown)
