"""How titles look: the title over the picture, the lower third that names an animal, the end card.

Sizes are in units of a 1080th of the shorter side, so that a card looks the same at every size. Platforms lay buttons
over the right and the lower part of upright videos; nothing stands there (reference/platforms.md), and lower thirds
stand above captions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curation.video.errors import VideoError
from curation.video.lettering import canvas
from curation.video.lettering.canvas import Colour, Sprite
from curation.video.lettering.direction import is_right_to_left
from curation.video.lettering.faces import Faces, base, faces_in
from curation.video.lettering.text import Block, Style, block
from curation.video.producing.brand import Brand
from curation.video.producing.titles import Title
from curation.video.wishes import refusal

FLIPPED = {"left": "right", "right": "left", "centre": "centre"}


@dataclass(frozen=True)
class Part:
    """What moves together: from `slide_x`, `slide_y` pixels off its place to it, `delay` seconds after the start.

    ground: True for the one part that lies under all others and stays in its place; still: it does not even fade.
    """

    sprite: Sprite
    delay: float = 0.0
    slide_x: float = 0.0
    slide_y: float = 0.0
    ground: bool = False
    still: bool = False


@dataclass(frozen=True)
class Sheet:
    """What a card is drawn on: the output's size in pixels, its unit, where things may stand, and the fonts."""

    width: int
    height: int
    faces: Faces
    right_to_left: bool

    @property
    def unit(self) -> float:
        """Pixels of a unit."""
        return min(self.width, self.height) / 1080

    @property
    def upright(self) -> bool:
        """True for 9:16: taller than 4:5."""
        return self.height > self.width * 1.4

    @property
    def left(self) -> float:
        """Where text may begin."""
        return self.width * (0.06 if self.width > self.height else 0.07)

    @property
    def right(self) -> float:
        """Where text must end."""
        return self.width * (0.86 if self.upright else 0.94 if self.width > self.height else 0.93)

    @property
    def foot(self) -> float:
        """Where a lower third ends: captions stand below it, and the platforms' buttons."""
        return self.height * (0.66 if self.upright else 0.77)

    def written(self, text: str, *, size: float, share: float = 1.0, lines: int = 2, **style: object) -> Block:
        """A block of text of `size` units within `share` of the width that may be used."""
        wanted = Style(size * self.unit, **style)  # type: ignore[arg-type]
        return block(text, faces=self.faces, style=wanted, width=(self.right - self.left) * share, most_lines=lines)


def design(title: Title, brand: Brand, *, language: str, width: int, height: int) -> list[Part]:
    """The parts of a card, from back to front, on a picture of `width` by `height` pixels.

    Raises VideoError: `bad_request` (no fonts, no text at all), `text_missing`, `glyph_missing`, `not_a_picture`.
    """
    if brand.fonts is None:
        raise refusal("brand.fonts", None)
    sheet = Sheet(width, height, faces_in(brand.fonts, language), is_right_to_left(language))
    text = _text(title.text, language)
    detail = said(title.detail, language) or said(title.detail, "la")
    if title.kind == "end_card":
        return _end_card(sheet, brand, text=text, detail=detail, name=_any(brand.name, language))
    if not text:
        raise refusal("text", dict(title.text))
    draw = _lower_third if title.kind == "lower_third" else _title
    # Left is where reading begins: Arabic begins at the right.
    place = FLIPPED[title.place] if sheet.right_to_left else title.place
    return draw(sheet, brand, text=text, detail=detail, place=place)


def said(texts: Mapping[str, str], language: str) -> str:
    """What `texts` has in `language`, or in another region's form of it."""
    if texts.get(language, "").strip():
        return texts[language].strip()
    near = [text for tag, text in sorted(texts.items()) if base(tag) == base(language) and text.strip()]
    return near[0].strip() if near else ""


def _text(texts: Mapping[str, str], language: str) -> str:
    """The title's text. In an output without a language it is the first one that there is."""
    found = said(texts, language)
    written = [text.strip() for _, text in sorted(texts.items()) if text.strip()]
    if found or not written:
        return found
    if not language:
        return written[0]
    raise VideoError("text_missing", text=written[0], language=language)


def _any(texts: Mapping[str, str], language: str) -> str:
    """A name in `language`, else in English, else as there is."""
    others = [text.strip() for _, text in sorted(texts.items()) if text.strip()]
    return said(texts, language) or said(texts, "en") or (others[0] if others else "")


def _across(sheet: Sheet, *, width: float, place: str) -> float:
    if place == "centre":
        return (sheet.width - width) / 2 if not sheet.upright else (sheet.left + sheet.right - width) / 2
    return sheet.left if place == "left" else sheet.right - width


def _lower_third(sheet: Sheet, brand: Brand, *, text: str, detail: str, place: str) -> list[Part]:
    unit = sheet.unit
    ground, accent = canvas.colour_of(brand.colour), canvas.colour_of(brand.accent)
    ink = canvas.readable_on(ground)
    name = sheet.written(text, size=58, share=0.78, bold=True, align=place)
    below = sheet.written(detail, size=36, share=0.78, italic=True, align=place) if detail else None
    pad_x, pad_y, gap, bar = 34 * unit, 22 * unit, 4 * unit, max(3, round(9 * unit))
    inner = max(name.width, below.width if below else 0)
    wide, high = round(inner + 2 * pad_x), round(name.height + (below.height + gap if below else 0) + 2 * pad_y)
    x, y = round(_across(sheet, width=wide, place=place)), round(sheet.foot - high)
    panel = canvas.plate(wide, high, ground, radius=12 * unit, opacity=0.88)
    if place == "centre":
        mark = Sprite(canvas.plate(round(96 * unit), bar, accent, radius=bar / 2), round(x + wide / 2 - 48 * unit), y)
    else:
        edge = x if place == "left" else x + wide - bar
        mark = Sprite(canvas.plate(bar, high - round(2 * pad_y), accent, radius=bar / 2), edge, round(y + pad_y))
        mark = Sprite(mark.picture, edge + round((14 if place == "left" else -14) * unit), mark.y)
    sprites = [canvas.written(name, ink, x=_inside(x + pad_x, inner, name, place), y=y + pad_y)]
    if below:
        down = y + pad_y + name.height + gap
        sprites.append(canvas.written(below, ink, x=_inside(x + pad_x, inner, below, place), y=down, opacity=0.86))
    slide = {"left": -36.0, "right": 36.0, "centre": 0.0}[place] * unit
    return [
        Part(canvas.joined([Sprite(panel, x, y), mark]), slide_x=slide, slide_y=24 * unit if place == "centre" else 0),
        Part(canvas.joined(sprites), delay=0.12, slide_x=slide / 2, slide_y=12 * unit if place == "centre" else 0),
    ]


def _inside(x: float, inner: float, written: Block, place: str) -> float:
    return x + {"left": 0.0, "centre": (inner - written.width) / 2, "right": inner - written.width}[place]


def _title(sheet: Sheet, brand: Brand, *, text: str, detail: str, place: str) -> list[Part]:
    unit = sheet.unit
    accent = canvas.colour_of(brand.accent)
    head = sheet.written(text, size=104, lines=3, bold=True, align=place)
    below = sheet.written(detail, size=46, lines=3, align=place) if detail else None
    rule_wide, rule_high, gap = round(120 * unit), max(3, round(8 * unit)), 30 * unit
    whole = head.height + gap + rule_high + (gap * 0.7 + below.height if below else 0)
    top = sheet.height * (0.42 if sheet.upright else 0.5) - whole / 2
    sprites: list[Sprite] = []

    def put(written: Block, *, y: float, opacity: float) -> None:
        x = _across(sheet, width=written.width, place=place)
        sprites.append(canvas.shadow(written, x=x, y=y, blur=10 * unit, opacity=0.55))
        sprites.append(canvas.written(written, canvas.PAPER, x=x, y=y, opacity=opacity))

    put(head, y=top, opacity=1.0)
    rule_y = round(top + head.height + gap)
    rule = canvas.plate(rule_wide, rule_high, accent, radius=rule_high / 2)
    sprites.append(Sprite(rule, round(_across(sheet, width=rule_wide, place=place)), rule_y))
    if below:
        put(below, y=rule_y + rule_high + gap * 0.7, opacity=0.94)
    veil_top = max(0, round(top - 240 * unit))
    veil_high = min(sheet.height, round(top + whole + 240 * unit)) - veil_top
    veil = Sprite(canvas.veil(sheet.width, veil_high, opacity=0.62), 0, veil_top)
    return [Part(veil, ground=True), Part(canvas.joined(sprites), delay=0.1, slide_y=26 * unit)]


def _end_card(sheet: Sheet, brand: Brand, *, text: str, detail: str, name: str) -> list[Part]:
    unit = sheet.unit
    colour, accent = canvas.colour_of(brand.colour), canvas.colour_of(brand.accent)
    ink = canvas.readable_on(colour)
    # A light colour turns muddy sooner than a dark one.
    darker = 0.22 if ink == canvas.PAPER else 0.07
    top = canvas.mixed(colour, canvas.PAPER, share=0.1)
    ground = canvas.gradient(sheet.width, sheet.height, top, canvas.mixed(colour, (0, 0, 0), share=darker))
    stack = _stack(sheet, brand, ink=ink, accent=accent, text=text, detail=detail, name=name)
    part = Part(Sprite(ground, 0, 0), ground=True, still=True)
    return [part, Part(stack, delay=0.1, slide_y=24 * unit)] if stack else [part]


def _stack(
    sheet: Sheet, brand: Brand, *, ink: Colour, accent: Colour, text: str, detail: str, name: str
) -> Sprite | None:
    """Logo, name, a line, the call and its detail, one below the other in the middle."""
    unit = sheet.unit
    rows: list[tuple[Sprite | Block, float, float]] = []  # what, its opacity, the gap above it in units
    if brand.logo is not None:
        rows.append((Sprite(canvas.picture_of(brand.logo, width=460 * unit, height=230 * unit), 0, 0), 1.0, 0))
    if name:
        rows.append((sheet.written(name, size=62, share=0.9, lines=3, bold=True, align="centre"), 1.0, 44))
    if text or detail:
        rows.append(
            (Sprite(canvas.plate(round(110 * unit), max(3, round(8 * unit)), accent, radius=4 * unit), 0, 0), 1, 40)
        )
    if text:
        rows.append((sheet.written(text, size=46, share=0.86, lines=3, align="centre"), 0.95, 36))
    if detail:
        rows.append((sheet.written(detail, size=36, share=0.86, lines=2, align="centre"), 0.8, 22))
    if not rows:
        return None
    whole = sum(_height(row[0]) for row in rows) + sum(row[2] for row in rows[1:]) * unit
    y = (sheet.height - whole) / 2 - (0.04 * sheet.height if sheet.upright else 0)
    sprites = []
    for number, (what, opacity, gap) in enumerate(rows):
        y += gap * unit if number else 0
        if isinstance(what, Sprite):
            sprites.append(Sprite(what.picture, round((sheet.width - what.picture.width) / 2), round(y)))
        else:
            sprites.append(canvas.written(what, ink, x=(sheet.width - what.width) / 2, y=y, opacity=opacity))
        y += _height(what)
    return canvas.joined(sprites)


def _height(what: Sprite | Block) -> int:
    return what.picture.height if isinstance(what, Sprite) else what.height
