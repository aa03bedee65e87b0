"""How footage is made to look: the wishes of an editor, and the tone curve that render and browser share."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from curation.video.wishes import Wishes, choice, number, refusal

MODES = ("none", "infrared", "day")
STRIPS = ("keep", "crop", "blur")
MOST_STRIP = 0.3  # of the height, above or below
POINTS = 33  # of the curve: 32 straight pieces

# Infrared is filmed dark: the mode itself lifts the shadows by so much, the slider adds the rest.
INFRARED_SHADOWS = 0.35
LIFT = 2.6  # shadows = 1: how much steeper the curve rises just above black
TOE = 0.03  # shadows = 1: up to about here, as a share of white, blacks stay black, and their noise with them
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
