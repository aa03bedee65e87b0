"""A block of text as a mask: shaped and drawn by HarfBuzz, broken into lines, made smaller until it fits."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy
import uharfbuzz as hb

from curation.video.lettering.direction import is_right_to_left, runs
from curation.video.lettering.faces import Face, Faces, font
from curation.video.lettering.wrapping import lines as broken

LEADING = 1.24  # from one line to the next, in ems
TALL_LEADING = 1.42  # for scripts that stack or hang
TALL = ("ar", "fa", "ur", "th", "lo", "km", "my", "bo", "hi")
ASCENT = 0.86  # of an em from the top of a block to the first line's base
DESCENT = 0.26
ROOM = 0.6  # ems around a block for what hangs out of it
SMALLER = 0.94
SMALLEST = 0.45  # of the size wished for; what does not fit even then takes more lines


@dataclass(frozen=True)
class Style:
    """size: pixels of an em. align: left, centre or right within the block."""

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Block:
    """Letters as coverage (0..255, height x width with `room` pixels around on all sides) and how they stand.

    width, height: pixels of the block itself: the widest line, and from the top of the first to the foot of the last.
    """

    coverage: Any
    room: int
    width: int
    height: int
    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class Glyph:
    """One glyph and where its origin lies, in pixels right of the line's start and above its base."""

    face: Face
    number: int
    x: float
    y: float


def block(text: str, *, faces: Faces, style: Style, width: float, most_lines: int) -> Block:
    """`text` within `width` pixels and `most_lines`, in smaller letters where need be.

    Raises VideoError `glyph_missing`.
    """
    size = style.size
    while True:
        fitted = dataclasses.replace(style, size=size)
        lines = broken(text, measure=partial(measure, faces=faces, style=fitted), width=width)
        if len(lines) <= most_lines or size * SMALLER < style.size * SMALLEST:
            return _drawn(lines, faces=faces, style=fitted)
        size *= SMALLER


def measure(line: str, *, faces: Faces, style: Style) -> float:
    """The width in pixels of one line."""
    return _shaped(line, faces, style.bold, style.italic)[1] * style.size


@lru_cache(maxsize=4000)
def _shaped(line: str, faces: Faces, bold: bool, italic: bool) -> tuple[tuple[Glyph, ...], float]:
    """The glyphs of a line and its width, both in ems."""
    glyphs: list[Glyph] = []
    along = 0.0
    for run in runs(line, right_to_left=is_right_to_left(faces.language)):
        pieces = _by_face(run.text, faces=faces, italic=italic)
        for face, piece in reversed(pieces) if run.right_to_left else pieces:
            buffer = hb.Buffer()
            buffer.add_str(piece)
            buffer.guess_segment_properties()
            buffer.direction = "rtl" if run.right_to_left else "ltr"
            buffer.language = faces.language or "en"
            hb.shape(font(face, bold=bold), buffer)
            for info, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
                x, y = along + place.x_offset / face.upem, place.y_offset / face.upem
                glyphs.append(Glyph(face, info.codepoint, x, y))
                along += place.x_advance / face.upem
    return tuple(glyphs), along


def _by_face(text: str, *, faces: Faces, italic: bool) -> list[tuple[Face, str]]:
    pieces: list[tuple[Face, str]] = []
    for character in text:
        current = pieces[-1][0] if pieces else None
        face = faces.face_of(character, current=current, italic=italic)
        if face == current:
            pieces[-1] = (face, pieces[-1][1] + character)
        else:
            pieces.append((face, character))
    return pieces


def _drawn(lines: list[str], *, faces: Faces, style: Style) -> Block:
    size = style.size
    leading = size * (TALL_LEADING if faces.language.partition("-")[0] in TALL else LEADING)
    shaped = [_shaped(line, faces, style.bold, style.italic) for line in lines]
    width = math.ceil(max((wide * size for _, wide in shaped), default=0.0))
    height = math.ceil((ASCENT + DESCENT) * size + leading * max(0, len(lines) - 1))
    room = math.ceil(ROOM * size)
    whole_width, whole_height = width + 2 * room, height + 2 * room
    draw = hb.RasterDraw()
    for number, (glyphs, wide) in enumerate(shaped):
        start = room + {"left": 0.0, "centre": (width - wide * size) / 2, "right": width - wide * size}[style.align]
        base = room + ASCENT * size + number * leading
        for glyph in glyphs:
            scale = size / glyph.face.upem
            # HarfBuzz's pictures have their first row at the bottom, as its outlines have.
            x, y = start + glyph.x * size, whole_height - base + glyph.y * size
            draw.transform = (scale, 0.0, 0.0, scale, x, y)
            draw.draw_glyph(font(glyph.face, bold=style.bold), glyph.number)
    return Block(_raster(draw, whole_width, whole_height), room, width, height, tuple(lines), size)


def _raster(draw: hb.RasterDraw, width: int, height: int) -> Any:
    draw.extents = hb.RasterExtents(x_origin=0, y_origin=0, width=width, height=height, stride=width)
    image = draw.render()
    coverage = numpy.frombuffer(image.buffer, numpy.uint8)
    stride = image.extents.stride
    return coverage.reshape(-1, stride)[:height, :width][::-1].copy()
