"""The picture shapes that platforms ask for, by name, with the pixel sizes that we render."""

from __future__ import annotations

from dataclasses import dataclass

from curation.video.errors import VideoError


@dataclass(frozen=True)
class Shape:
    """A named picture shape; `width` and `height` are even and in square pixels."""

    name: str
    width: int
    height: int

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


# Sizes: the platforms' own recommended uploads, all on a 1080 grid (reference/platforms.md).
SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape("16:9", 1920, 1080),
        Shape("9:16", 1080, 1920),
        Shape("1:1", 1080, 1080),
        Shape("4:5", 1080, 1350),
    )
}


def shape(name: str) -> Shape:
    """The shape called `name`; VideoError `bad_request` for a name we do not have."""
    try:
        return SHAPES[name]
    except KeyError:
        raise VideoError("bad_request", setting="shape", detail=f"unknown shape {name!r}") from None


def inside(width: int, height: int, *, box_width: int, box_height: int) -> tuple[int, int]:
    """The largest even size with the ratio of `width` by `height` that fits into the box, never enlarged."""
    scale = min(box_width / width, box_height / height, 1.0)
    return even(width * scale), even(height * scale)


def even(length: float) -> int:
    """The nearest even number of pixels, at least 2: 4:2:0 pictures have half as many colour samples each way."""
    return max(2, 2 * round(length / 2))
