"""Small pictures with transparency, and how they are laid over one another. Straight (not premultiplied) alpha."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy
from PIL import Image, ImageDraw, ImageOps

from curation.video.errors import VideoError
from curation.video.lettering.text import Block

Colour = tuple[int, int, int]  # red, green, blue: 0..255

FINER = 4  # edges are drawn so much larger and made smaller
LARGEST_PICTURE = 64_000_000  # pixels of a logo
FORMATS = ("PNG", "JPEG", "WEBP")
INK, PAPER = (18, 22, 20), (255, 255, 255)


@dataclass(frozen=True)
class Sprite:
    """A picture (Pillow, RGBA) whose upper left corner lies at `x`, `y` pixels."""

    picture: Image.Image
    x: int
    y: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.picture.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.picture.height


def colour_of(text: str) -> Colour:
    """The colour that #rrggbb names."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def brightness(colour: Colour) -> float:
    """Relative luminance 0..1, WCAG 2.2."""
    linear = [value / 3294.6 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def readable_on(ground: Colour) -> Colour:
    """Near-black or white, whichever stands out more."""
    light = brightness(ground) + 0.05
    return PAPER if 1.05 / light >= light / (brightness(INK) + 0.05) else INK


def mixed(one: Colour, other: Colour, *, share: float) -> Colour:
    """`one` with `share` of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def tinted(coverage: Any, colour: Colour, *, opacity: float = 1.0) -> Image.Image:
    """`coverage` (0..255, height x width) as a picture of one colour."""
    picture = Image.new("RGBA", (coverage.shape[1], coverage.shape[0]), (*colour, 0))
    alpha = coverage if opacity == 1.0 else (coverage.astype(numpy.float32) * opacity).round().astype(numpy.uint8)
    picture.putalpha(Image.fromarray(alpha))
    return picture


def written(block: Block, colour: Colour, *, x: float, y: float, opacity: float = 1.0) -> Sprite:
    """A block of text whose own corner lies at `x`, `y`."""
    return Sprite(tinted(block.coverage, colour, opacity=opacity), round(x) - block.room, round(y) - block.room)


def shadow(block: Block, *, x: float, y: float, blur: float, opacity: float) -> Sprite:
    """A soft dark cloud behind a block of text, so that it reads on snow too."""
    spread = cv2.GaussianBlur(block.coverage.astype(numpy.float32), (0, 0), max(0.5, blur))
    return Sprite(
        tinted((spread * 1.6).clip(0, 255).astype(numpy.uint8), (0, 0, 0), opacity=opacity),
        round(x) - block.room,
        round(y) - block.room,
    )


def plate(width: int, height: int, colour: Colour, *, radius: float = 0.0, opacity: float = 1.0) -> Image.Image:
    """A rectangle with round corners."""
    large = Image.new("L", (width * FINER, height * FINER), 0)
    box = (0, 0, width * FINER - 1, height * FINER - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius=radius * FINER, fill=255)
    return tinted(numpy.asarray(large.resize((width, height), Image.Resampling.BOX)), colour, opacity=opacity)


def gradient(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    """An opaque ground from one colour to another, with a little noise so that it shows no steps."""
    share = numpy.linspace(0, 1, height)[:, None, None]
    rows = numpy.array(top) * (1 - share) + numpy.array(bottom) * share
    # The same noise at every time and on every machine.
    noise = numpy.random.default_rng(1).random((height, width, 1)) - 0.5
    ground = (rows + noise).round().clip(0, 255).astype(numpy.uint8)
    return Image.fromarray(numpy.broadcast_to(ground, (height, width, 3)).copy()).convert("RGBA")


def veil(width: int, height: int, *, opacity: float) -> Image.Image:
    """Darkness that is strongest in the middle rows and gone at the upper and lower edge."""
    share = numpy.linspace(-1, 1, height)
    rows = (numpy.cos(share * numpy.pi) * 0.5 + 0.5) ** 0.8 * 255 * opacity
    # Without noise: what moves behind it hides its steps, and rows of one shade take little room.
    return tinted(numpy.repeat(rows.round().astype(numpy.uint8)[:, None], width, axis=1), (0, 0, 0))


def picture_of(path: Path, *, width: float, height: float) -> Image.Image:
    """A picture file within `width` by `height` pixels, never enlarged more than twice.

    Raises VideoError `not_a_picture`.
    """
    try:
        with Image.open(path, formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST_PICTURE:
                raise VideoError("not_a_picture", name=path.name, detail=f"{opened.size}")
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise VideoError("not_a_picture", name=path.name, detail=str(error)) from error
    scale = min(width / picture.width, height / picture.height, 2.0)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    # Premultiplied, so that what is hidden does not shine out at the edges.
    return picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")


def joined(sprites: list[Sprite]) -> Sprite:
    """All of `sprites`, the later ones over those before, as one."""
    left, top = min(sprite.x for sprite in sprites), min(sprite.y for sprite in sprites)
    right, bottom = max(sprite.right for sprite in sprites), max(sprite.bottom for sprite in sprites)
    whole = Image.new("RGBA", (right - left, bottom - top), (0, 0, 0, 0))
    for sprite in sprites:
        whole.alpha_composite(sprite.picture, (sprite.x - left, sprite.y - top))
    return Sprite(whole, left, top)
