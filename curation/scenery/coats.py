"""The colours of each animal, and how they look in infrared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from curation.scenery.grain import FloatArray

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Coat:
    """Colours as red, green, blue in 0..1; `pattern` names the markings drawn over them in `ink`."""

    back: Colour
    flank: Colour
    belly: Colour
    legs: Colour
    face: Colour
    jaw: Colour
    ear: Colour
    tail_tip: Colour
    socks: Colour | None = None
    pattern: str = "plain"
    ink: Colour = (0.06, 0.05, 0.045)
    mask: str = ""
    grizzle: float = 0.10


def _plain(back: Colour, flank: Colour, belly: Colour, *, ear: Colour | None = None, **more: object) -> Coat:
    colours: dict[str, object] = {"legs": flank, "face": flank, "jaw": belly, "ear": ear or back, "tail_tip": back}
    return Coat(back, flank, belly, **(colours | more))  # type: ignore[arg-type]


DARK: Colour = (0.075, 0.065, 0.06)
WHITE: Colour = (0.90, 0.87, 0.80)
COATS: dict[str, Coat] = {
    "tiger": _plain(
        (0.62, 0.33, 0.11),
        (0.76, 0.45, 0.17),
        (0.93, 0.88, 0.78),
        pattern="stripes",
        ear=DARK,
        legs=(0.78, 0.50, 0.24),
        jaw=WHITE,
        tail_tip=DARK,
        face=(0.74, 0.43, 0.16),
        mask="tiger",
    ),
    "leopard": _plain(
        (0.66, 0.48, 0.22),
        (0.76, 0.60, 0.34),
        (0.92, 0.87, 0.76),
        pattern="rosettes",
        legs=(0.79, 0.66, 0.42),
        ear=DARK,
        tail_tip=DARK,
        jaw=WHITE,
    ),
    "leopard_cat": _plain((0.50, 0.41, 0.27), (0.60, 0.50, 0.34), (0.84, 0.80, 0.70), pattern="spots", jaw=WHITE),
    "lynx": _plain(
        (0.62, 0.54, 0.44),
        (0.70, 0.63, 0.54),
        (0.86, 0.83, 0.77),
        pattern="flecks",
        ear=DARK,
        tail_tip=DARK,
        jaw=WHITE,
        ink=(0.24, 0.18, 0.13),
    ),
    "brown_bear": _plain(
        (0.26, 0.165, 0.095),
        (0.21, 0.13, 0.075),
        (0.15, 0.09, 0.055),
        face=(0.33, 0.22, 0.13),
        jaw=(0.38, 0.27, 0.17),
        legs=(0.13, 0.08, 0.05),
        grizzle=0.25,
    ),
    "black_bear": _plain(
        (0.075, 0.07, 0.07),
        (0.06, 0.055, 0.055),
        (0.05, 0.048, 0.048),
        jaw=(0.36, 0.28, 0.20),
        mask="crescent",
        grizzle=0.2,
    ),
    "boar": _plain(
        (0.15, 0.12, 0.10),
        (0.23, 0.19, 0.15),
        (0.19, 0.155, 0.125),
        legs=(0.10, 0.085, 0.075),
        jaw=(0.30, 0.26, 0.21),
        grizzle=0.35,
    ),
    "boar_piglet": _plain(
        (0.42, 0.28, 0.15),
        (0.48, 0.34, 0.20),
        (0.55, 0.45, 0.33),
        pattern="lines",
        ink=(0.80, 0.68, 0.46),
        grizzle=0.2,
    ),
    "sika": _plain(
        (0.43, 0.26, 0.14),
        (0.54, 0.34, 0.19),
        (0.80, 0.72, 0.60),
        pattern="dapples",
        ink=(0.92, 0.87, 0.76),
        tail_tip=WHITE,
        mask="rump",
        legs=(0.50, 0.36, 0.24),
    ),
    "wapiti": _plain(
        (0.44, 0.33, 0.22),
        (0.50, 0.38, 0.26),
        (0.30, 0.22, 0.15),
        mask="dark_neck",
        legs=(0.24, 0.17, 0.12),
        tail_tip=(0.78, 0.66, 0.46),
    ),
    "roe": _plain((0.46, 0.33, 0.21), (0.52, 0.38, 0.25), (0.70, 0.60, 0.47), mask="rump", jaw=WHITE, tail_tip=WHITE),
    "musk_deer": _plain(
        (0.27, 0.20, 0.14),
        (0.33, 0.25, 0.18),
        (0.40, 0.32, 0.24),
        pattern="dapples",
        ink=(0.55, 0.45, 0.33),
        jaw=(0.8, 0.75, 0.66),
    ),
    "fox": _plain(
        (0.66, 0.33, 0.11),
        (0.74, 0.40, 0.15),
        (0.88, 0.84, 0.77),
        socks=DARK,
        ear=DARK,
        tail_tip=(0.94, 0.92, 0.88),
        jaw=WHITE,
        mask="bib",
    ),
    "wolf": _plain(
        (0.36, 0.33, 0.29), (0.50, 0.46, 0.40), (0.74, 0.69, 0.61), jaw=(0.78, 0.74, 0.67), tail_tip=DARK, grizzle=0.3
    ),
    "raccoon_dog": _plain(
        (0.32, 0.27, 0.21),
        (0.48, 0.42, 0.34),
        (0.22, 0.18, 0.15),
        socks=DARK,
        legs=(0.13, 0.11, 0.10),
        face=(0.68, 0.64, 0.57),
        mask="bandit",
        grizzle=0.35,
    ),
    "badger": _plain(
        (0.46, 0.44, 0.40),
        (0.54, 0.52, 0.47),
        (0.10, 0.09, 0.085),
        legs=DARK,
        face=(0.90, 0.87, 0.81),
        jaw=(0.2, 0.18, 0.16),
        mask="badger",
        grizzle=0.35,
    ),
    "marten": _plain(
        (0.30, 0.20, 0.11),
        (0.62, 0.45, 0.18),
        (0.86, 0.70, 0.28),
        legs=DARK,
        face=(0.12, 0.09, 0.07),
        jaw=(0.93, 0.86, 0.62),
        tail_tip=DARK,
    ),
    "hare": _plain(
        (0.40, 0.33, 0.25),
        (0.50, 0.42, 0.33),
        (0.84, 0.80, 0.74),
        ear=(0.42, 0.35, 0.28),
        tail_tip=(0.3, 0.25, 0.2),
        grizzle=0.3,
    ),
    "pheasant": _plain(
        (0.52, 0.28, 0.10),
        (0.62, 0.30, 0.10),
        (0.30, 0.13, 0.08),
        legs=(0.45, 0.42, 0.36),
        face=(0.09, 0.22, 0.20),
        tail_tip=(0.58, 0.44, 0.26),
        pattern="scales",
        mask="pheasant",
    ),
    "grouse": _plain(
        (0.40, 0.34, 0.28),
        (0.50, 0.42, 0.34),
        (0.76, 0.72, 0.66),
        legs=(0.5, 0.46, 0.4),
        pattern="scales",
        tail_tip=(0.2, 0.18, 0.16),
    ),
    "sea_eagle": _plain(
        (0.29, 0.22, 0.15),
        (0.34, 0.26, 0.18),
        (0.27, 0.20, 0.14),
        legs=(0.85, 0.68, 0.2),
        face=(0.66, 0.58, 0.46),
        tail_tip=(0.94, 0.92, 0.88),
        pattern="scales",
        ink=(0.17, 0.12, 0.08),
    ),
    "golden_eagle": _plain(
        (0.22, 0.155, 0.10),
        (0.26, 0.18, 0.115),
        (0.20, 0.14, 0.09),
        legs=(0.8, 0.62, 0.2),
        face=(0.60, 0.42, 0.19),
        pattern="scales",
        ink=(0.12, 0.085, 0.06),
    ),
}


def infrared(colour: FloatArray) -> FloatArray:
    """How bright a colour looks at 850 to 940 nm: fur and leaves reflect more there than the eye sees."""
    seen = 0.45 * colour[..., 0] + 0.45 * colour[..., 1] + 0.10 * colour[..., 2]
    return (0.07 + 1.0 * seen**0.85).astype(np.float32)
