"""The watermark in its corner. Limited child only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from curation.video.lettering.canvas import picture_of
from curation.video.shapes import even

WIDE, HIGH = 0.2, 0.085  # of width and height that it may fill
MARGIN = 0.035  # of the shorter side
# Above upright videos platforms show their own bar: the mark stands below it (reference/platforms.md).
UPRIGHT_TOP, UPRIGHT_BOTTOM = 0.11, 0.24


def draw_watermark(out: Path, *, picture: str, corner: str, opacity: float, size: list[int]) -> dict[str, Any]:
    """Write the watermark as PNG; its `box` is x, y, width and height in pixels of the output."""
    width, height = size
    upright = height > width * 1.4
    across, down = (WIDE * 1.4, HIGH * 0.8) if upright else (WIDE, HIGH)
    mark = picture_of(Path(picture), width=width * across, height=height * down)
    # Even sides: chroma lies on every second pixel.
    whole = Image.new("RGBA", (even(mark.width + 1), even(mark.height + 1)), (0, 0, 0, 0))
    whole.paste(mark, (0, 0))
    whole.putalpha(whole.getchannel("A").point(lambda value: round(value * opacity)))
    margin = MARGIN * min(width, height)
    above = height * UPRIGHT_TOP if upright else margin
    below = height * UPRIGHT_BOTTOM if upright else margin
    x = margin if corner.endswith("left") else width - margin - whole.width
    y = above if corner.startswith("top") else height - below - whole.height
    whole.save(out, format="PNG")
    return {"box": [int(x) // 2 * 2, int(y) // 2 * 2, whole.width, whole.height]}
