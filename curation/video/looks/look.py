"""How footage is made to look: the wishes of an editor, and the tone curve that render and browser share."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.limits import Limits
from curation.video.previews.preview import PICTURE_LIMITS
from curation.video.running.isolation import ask
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even
from curation.video.wishes import Wishes, choice, number, refusal

MODES = ("none", "infrared", "day")
STRIPS = ("keep", "crop", "blur")
MOST_STRIP = 0.3  # of the height, above or below
POINTS = 33  # of the curve: 32 straight pieces

# Infrared is filmed dark: the mode itself lifts the shadows by so much, the slider adds the rest.
INFRARED_SHADOWS = 0.45
LIFT = 2.3  # shadows = 1: how much steeper the curve rises just above black
TOE = 0.1  # shadows = 1: up to about here, as a share of white, blacks stay black, and their noise with them
WARM = 0.06  # warmth = 1: chroma in full light, towards red and away from blue
GRAIN = 0.06  # denoise = 1: grain up to so much of white is averaged; what differs more is no grain
LIFTED_COLOUR = 0.3  # shadows = 1: how much more colour, for lifted shadows look pale
DAY_COLOUR = 1.06  # trail cameras film pale
PATCH = 1.2  # of a blurred strip's height is the width of one of its patches: letters are narrower
PIXEL_FORMATS = "yuv420p|yuv422p|yuv444p|yuv420p10|yuv422p10|yuv444p10|yuv420p12|yuv422p12|yuv444p12"
BEND = 0.55  # contrast = 1: share of the way from a straight line to a smooth S


@dataclass(frozen=True)
class Look:
    """What an editor wants the picture to look like.

    mode: "infrared" is grey with lifted shadows, "day" balances the colours. shadows, denoise, stabilise: 0..1;
    contrast, saturation, warmth: -1..1, 0 for as it is. strip: what to do with what the camera's maker printed on the
    highest `strip_top` and the lowest `strip_bottom` of the picture (shares of its height): "crop" also takes as much
    off the sides, so that the picture keeps its ratio. Raises VideoError `bad_request` for anything else.
    """

    mode: str = "none"
    shadows: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    warmth: float = 0.0
    denoise: float = 0.0
    stabilise: float = 0.0
    strip: str = "keep"
    strip_top: float = 0.0
    strip_bottom: float = 0.0

    def __post_init__(self) -> None:
        choice(self.mode, choices=MODES, field="mode")
        choice(self.strip, choices=STRIPS, field="strip")
        for name, (low, high) in RANGES.items():
            number(getattr(self, name), low=low, high=high, field=name)
        if self.strip == "crop" and self.strip_top + self.strip_bottom > 0.5:
            raise refusal("strip_bottom", self.strip_bottom)

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "look") -> Look:
        """The look that `to_dict` wrote; what is not there is as it is in a new Look."""
        wishes = Wishes(values, where=where)
        plain = cls()
        told: dict[str, Any] = {
            name: wishes.number(name, low=low, high=high, default=getattr(plain, name))
            for name, (low, high) in RANGES.items()
        }
        told["mode"] = wishes.choice("mode", choices=MODES, default=plain.mode)
        told["strip"] = wishes.choice("strip", choices=STRIPS, default=plain.strip)
        wishes.done()
        return cls(**told)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @property
    def changes_tone(self) -> bool:
        """True when the curve is not a straight line."""
        return self.lift > 0 or self.contrast != 0

    @property
    def lift(self) -> float:
        """How far shadows are lifted, 0..1, mode and slider together."""
        base = INFRARED_SHADOWS if self.mode == "infrared" else 0.0
        return base + (1 - base) * self.shadows


RANGES: dict[str, tuple[float, float]] = {
    "shadows": (0.0, 1.0),
    "contrast": (-1.0, 1.0),
    "saturation": (-1.0, 1.0),
    "warmth": (-1.0, 1.0),
    "denoise": (0.0, 1.0),
    "stabilise": (0.0, 1.0),
    "strip_top": (0.0, MOST_STRIP),
    "strip_bottom": (0.0, MOST_STRIP),
}


def curve(look: Look) -> list[float]:
    """The tone curve of `look`: 33 brightnesses 0..1 for the evenly spaced brightnesses 0, 1/32 ... 1.

    Straight lines lie between them, as in SVG's `feFuncX type="table"`: a browser draws what a render will show. It
    always rises, from 0 to 1, so no shade is lost and white is not clipped.
    """
    return [_tone(number / (POINTS - 1), look) for number in range(POINTS)]


def pieces(points: list[float]) -> list[float]:
    """The rise of each straight piece between `points`, per unit of brightness."""
    return [(after - before) * (len(points) - 1) for before, after in pairwise(points)]


def _tone(level: float, look: Look) -> float:
    toe, lift = TOE * look.lift, LIFT * look.lift
    # A hyperbola leaves black flat and soon runs straight: the toe of film. Then one that is steep at black and
    # flattens towards white without ever reaching it early: the shoulder.
    level = (math.hypot(level, toe) - toe) / (math.hypot(1, toe) - toe)
    level = level * (1 + lift) / (1 + lift * level)
    smooth = level * level * (3 - 2 * level)
    return level + BEND * look.contrast * (smooth - level)


@dataclass(frozen=True)
class LookFacts:
    """What a few pictures of a range tell of its light: how much blue and red chroma (-0.5..0.5) a grey thing of full
    brightness shows, which a balance takes away again."""

    blue: float = 0.0
    red: float = 0.0

    @classmethod
    def from_dict(cls, values: Any) -> LookFacts:
        """The facts that `to_dict` wrote."""
        wishes = Wishes(values, where="facts")
        facts = cls(wishes.number("blue", low=-0.5, high=0.5), wishes.number("red", low=-0.5, high=0.5))
        wishes.done()
        return facts

    def to_dict(self) -> dict[str, float]:
        """As JSON values."""
        return asdict(self)


def measure(
    path: Path, *, start: float, end: float, limits: Limits = PICTURE_LIMITS, cancelled: Cancelled | None = None
) -> LookFacts:
    """Look at a few key pictures from `start` to `end` (seconds of the file), in a limited child.

    Only a look with mode "day" needs it. Raises the errors of `probe.probe`.
    """
    return LookFacts(**ask("light", path, limits=limits, cancelled=cancelled, start=start, end=end))


def filters(stream: Any, look: Look, *, facts: LookFacts, width: int, height: int) -> Any:
    """`stream`, of `width` by `height` pixels, with strip, grain and tone as `look` wants them.

    Everything is done in YUV, as the file has it, at any depth: two table look-ups at most for tone and colour.
    """
    if not changes_picture(look):
        return stream
    # Full range, as some cameras write it, becomes the range that every output has; otherwise this does nothing.
    stream = stream.filter("scale", out_range="tv").filter("format", PIXEL_FORMATS)
    stream = _without_strip(stream, look, width=width, height=height)
    if look.denoise:
        # Averages over time only, and stops at the first picture that differs by more than grain: nothing smears.
        near, far = GRAIN * look.denoise, 3 * GRAIN * look.denoise
        bounds = {f"{plane}{bound}": f"{value:.5f}" for plane in range(3) for bound, value in (("a", near), ("b", far))}
        stream = stream.filter("atadenoise", s=5, **bounds)
    blue, red = _balance(look, facts)
    if blue or red:
        stream = stream.filter("colorcorrect", bl=0, rl=0, bh=f"{blue:.5f}", rh=f"{red:.5f}")
    tables = _tables(look)
    return stream.filter("lutyuv", **tables) if tables else stream


def changes_picture(look: Look) -> bool:
    """True when `filters` has anything to do."""
    plain = (look.saturation, look.warmth, look.denoise) == (0.0, 0.0, 0.0) and not look.changes_tone
    return not plain or look.mode != "none" or cuts_strip(look) or blurs_strip(look)


def cuts_strip(look: Look) -> bool:
    """True when a strip is cropped away."""
    return look.strip == "crop" and look.strip_top + look.strip_bottom > 0


def blurs_strip(look: Look) -> bool:
    """True when a strip is blurred."""
    return look.strip == "blur" and look.strip_top + look.strip_bottom > 0


def window(look: Look) -> tuple[float, float, float, float]:
    """What the look leaves of the picture: x, y, width, height as shares of it, of the same ratio as all of it.

    A point (x, y) of the footage lies at ((x - window x) / window width, ...) of what is left.
    """
    if not cuts_strip(look):
        return 0.0, 0.0, 1.0, 1.0
    share = 1 - look.strip_top - look.strip_bottom
    return (1 - share) / 2, look.strip_top, share, share


def cropped_size(look: Look, *, width: int, height: int) -> tuple[int, int]:
    """Width and height of what `filters` gives for a picture of `width` by `height` pixels."""
    _x, _y, wide, high = window(look)
    return (even(width * wide), even(height * high)) if cuts_strip(look) else (width, height)


def _without_strip(stream: Any, look: Look, *, width: int, height: int) -> Any:
    if cuts_strip(look):
        x, y, _wide, _high = window(look)
        wide, high = cropped_size(look, width=width, height=height)
        left, top = _evenly(width * x, most=width - wide), _evenly(height * y, most=height - high)
        return stream.filter("crop", w=wide, h=high, x=left, y=top)
    if blurs_strip(look):
        for edge, share in (("top", look.strip_top), ("bottom", look.strip_bottom)):
            if share:
                # A line more on the inside: chroma lies on every second one.
                high = min(height, 2 * math.ceil(height * share / 2))
                stream = _blurred(stream, y=0 if edge == "top" else height - high, width=width, height=high)
    return stream


def _evenly(place: float, *, most: int) -> int:
    return max(0, min(most, 2 * math.ceil(place / 2)))


def _blurred(stream: Any, *, y: int, width: int, height: int) -> Any:
    """The strip made of a few large patches, each the mean of more than a letter: nothing can bring that back."""
    parts = stream.filter_multi_output("split", 2)
    patches = max(2, round(width / height / PATCH))
    strip = (
        parts[1]
        .filter("crop", w=width, h=height, x=0, y=y)
        .filter("scale", w=patches, h=2, flags="area")
        .filter("scale", w=width, h=height, flags="bicubic")
    )
    return ffmpeg.overlay(parts[0], strip, x=0, y=y)


def _balance(look: Look, facts: LookFacts) -> tuple[float, float]:
    """Blue and red chroma to add in full light: against the light's colour, then warmer or colder as wished."""
    if look.mode == "infrared":
        return 0.0, 0.0
    blue, red = (-facts.blue, -facts.red) if look.mode == "day" else (0.0, 0.0)
    return blue - WARM * look.warmth, red + WARM * look.warmth


def _tables(look: Look) -> dict[str, str]:
    """The look-up tables for brightness and both colours, as expressions; only those that change anything."""
    tables = {}
    if look.changes_tone:
        tables["y"] = _table(curve(look))
    middle = "(maxval+minval)/2"
    if look.mode == "infrared":
        tables |= {"u": middle, "v": middle}
        return tables
    # Brighter shadows look paler unless their colours grow along.
    gain = (1 + look.saturation) * (1 + LIFTED_COLOUR * look.lift)
    if look.mode == "day":
        gain *= DAY_COLOUR
    if abs(gain - 1) > 1e-6:
        tables |= dict.fromkeys(("u", "v"), f"clip({middle}+(val-{middle})*{gain:.5f},minval,maxval)")
    return tables


def _table(points: list[float]) -> str:
    """The curve as an expression of ffmpeg: the straight pieces, each added as a change of slope."""
    slopes = pieces(points)
    level = "(val-minval)/(maxval-minval)"
    terms = [f"{slopes[0]:.6f}*ld(0)"]
    for place, (before, after) in enumerate(pairwise(slopes), start=1):
        if abs(after - before) > 1e-9:
            terms.append(f"{after - before:+.6f}*max(0,ld(0)-{place / len(slopes):.6f})")
    return f"st(0,{level});round(minval+(maxval-minval)*({''.join(terms)}))"
