"""Body plans of the park's animals, seen from the side.

All lengths are in shoulder heights (1 = top of the withers), x forward from the rump, y up from the ground. `height`
is the shoulder height in metres, after Smith & Xie, "A Guide to the Mammals of China" (2008), rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Station = tuple[float, float, float]
Ear = Literal["round", "pointed", "tufted", "long", "leaf", "small"]


@dataclass(frozen=True)
class Leg:
    """Bones from the body down and the radii at their ends; `plantigrade` walks on the sole."""

    root: tuple[float, float]
    bones: tuple[float, float, float]
    radii: tuple[float, float, float, float]
    paw: float
    plantigrade: bool = False


@dataclass(frozen=True)
class Head:
    """`at` is relative to the neck's end; lengths as everywhere in shoulder heights."""

    skull: float
    muzzle: float
    muzzle_radius: float
    drop: float
    ear: Ear
    ear_length: float
    jowl: float = 0.0


@dataclass(frozen=True)
class BodyPlan:
    """A quadruped: `trunk` and `neck` are stations (x, y, radius), `tail` points from the root on."""

    height: float
    trunk: tuple[Station, ...]
    neck: tuple[Station, ...]
    head: Head
    fore: Leg
    hind: Leg
    tail: tuple[Station, ...]
    coat: str
    stance: float = 0.13
    fur: float = 0.03
    antlers: bool = False
    hop: bool = False
    narrow: float = 0.72
    pace: float = 1.0


def _thicker(leg: Leg) -> Leg:
    top, knee, ankle, end = leg.radii
    return replace(leg, radii=(top * 1.12, knee * 1.12, ankle * 1.12, end * 1.12), paw=leg.paw * 1.2)


def juvenile(plan: BodyPlan) -> BodyPlan:
    """The same animal as a cub: big head, short muzzle, thick legs, soft fur."""
    head = replace(
        plan.head, skull=plan.head.skull * 1.28, muzzle=plan.head.muzzle * 0.85, ear_length=plan.head.ear_length * 1.2
    )
    tail = tuple((x * 0.8, y, radius * 1.1) for x, y, radius in plan.tail)
    # Piglets are striped lengthwise until their first autumn.
    coat = "boar_piglet" if plan.coat == "boar" else plan.coat
    return replace(
        plan,
        head=head,
        tail=tail,
        fur=plan.fur * 1.4,
        antlers=False,
        coat=coat,
        fore=_thicker(plan.fore),
        hind=_thicker(plan.hind),
    )


def _cat(height: float, coat: str, *, head: Head, tail: tuple[Station, ...], slim: float = 1.0) -> BodyPlan:
    trunk = (
        (-0.02, 0.76, 0.15 * slim),
        (0.14, 0.775, 0.205 * slim),
        (0.42, 0.755, 0.205 * slim),
        (0.76, 0.735, 0.215 * slim),
        (1.06, 0.735, 0.245 * slim),
        (1.25, 0.735, 0.20 * slim),
    )
    neck = ((1.14, 0.79, 0.215 * slim), (1.30, 0.85, 0.185 * slim), (1.44, 0.90, 0.16 * slim))
    fore = Leg((1.12, 0.66), (0.25, 0.30, 0.11), (0.15 * slim, 0.10 * slim, 0.075 * slim, 0.068), 0.082)
    hind = Leg((0.12, 0.75), (0.305, 0.31, 0.24), (0.19 * slim, 0.115 * slim, 0.064, 0.06), 0.078)
    return BodyPlan(height, trunk, neck, head, fore, hind, tail, coat)


_LONG_TAIL = (
    (-0.06, 0.84, 0.062),
    (-0.22, 0.66, 0.055),
    (-0.36, 0.42, 0.052),
    (-0.52, 0.28, 0.05),
    (-0.72, 0.26, 0.048),
    (-0.86, 0.36, 0.042),
)
_SHORT_TAIL = ((-0.06, 0.84, 0.06), (-0.14, 0.76, 0.06), (-0.18, 0.68, 0.045))
_BRUSH = ((-0.04, 0.80, 0.07), (-0.25, 0.62, 0.12), (-0.55, 0.44, 0.15), (-0.82, 0.36, 0.10), (-0.95, 0.36, 0.04))


def _deer(height: float, coat: str, *, antlers: bool = False, slim: float = 1.0) -> BodyPlan:
    trunk = (
        (-0.02, 0.80, 0.13 * slim),
        (0.14, 0.80, 0.185 * slim),
        (0.45, 0.765, 0.19 * slim),
        (0.80, 0.75, 0.205 * slim),
        (1.02, 0.765, 0.215 * slim),
        (1.16, 0.79, 0.16 * slim),
    )
    neck = ((1.05, 0.87, 0.165 * slim), (1.22, 1.05, 0.115), (1.34, 1.23, 0.092), (1.40, 1.32, 0.085))
    head = Head(skull=0.098, muzzle=0.20, muzzle_radius=0.052, drop=0.09, ear="leaf", ear_length=0.19)
    fore = Leg((1.06, 0.68), (0.22, 0.27, 0.21), (0.115, 0.062, 0.04, 0.03), 0.036)
    hind = Leg((0.12, 0.77), (0.29, 0.31, 0.29), (0.165, 0.09, 0.042, 0.03), 0.036)
    tail = ((-0.08, 0.86, 0.055), (-0.16, 0.76, 0.05), (-0.17, 0.70, 0.03))
    return BodyPlan(height, trunk, neck, head, fore, hind, tail, coat, stance=0.1, antlers=antlers, fur=0.015)


def _bear(height: float, coat: str) -> BodyPlan:
    trunk = (
        (0.0, 0.68, 0.22),
        (0.16, 0.69, 0.27),
        (0.50, 0.69, 0.30),
        (0.85, 0.68, 0.30),
        (1.10, 0.70, 0.31),
        (1.28, 0.68, 0.23),
    )
    neck = ((1.16, 0.76, 0.26), (1.34, 0.80, 0.21), (1.48, 0.82, 0.175))
    head = Head(skull=0.165, muzzle=0.19, muzzle_radius=0.075, drop=0.05, ear="round", ear_length=0.10)
    fore = Leg((1.12, 0.58), (0.26, 0.28, 0.06), (0.18, 0.135, 0.105, 0.09), 0.105, plantigrade=True)
    hind = Leg((0.16, 0.64), (0.32, 0.30, 0.07), (0.22, 0.15, 0.10, 0.09), 0.10, plantigrade=True)
    tail = ((-0.10, 0.80, 0.06), (-0.15, 0.75, 0.05))
    return BodyPlan(height, trunk, neck, head, fore, hind, tail, coat, stance=0.2, fur=0.06, pace=0.85)


def _boar() -> BodyPlan:
    trunk = (
        (-0.02, 0.66, 0.17),
        (0.14, 0.68, 0.245),
        (0.50, 0.68, 0.27),
        (0.86, 0.71, 0.29),
        (1.08, 0.69, 0.28),
        (1.24, 0.66, 0.21),
    )
    neck = ((1.10, 0.74, 0.25), (1.30, 0.70, 0.205), (1.42, 0.66, 0.165))
    head = Head(skull=0.145, muzzle=0.33, muzzle_radius=0.058, drop=0.17, ear="pointed", ear_length=0.15)
    fore = Leg((1.04, 0.56), (0.225, 0.23, 0.13), (0.15, 0.085, 0.05, 0.042), 0.048)
    hind = Leg((0.12, 0.62), (0.25, 0.25, 0.19), (0.19, 0.10, 0.052, 0.042), 0.048)
    tail = ((-0.12, 0.74, 0.03), (-0.20, 0.60, 0.022), (-0.21, 0.44, 0.03))
    return BodyPlan(0.85, trunk, neck, head, fore, hind, tail, "boar", stance=0.14, fur=0.07)


def _fox(height: float, coat: str, *, tail: tuple[Station, ...], slim: float = 1.0) -> BodyPlan:
    trunk = (
        (-0.02, 0.76, 0.14 * slim),
        (0.15, 0.77, 0.185 * slim),
        (0.50, 0.755, 0.18 * slim),
        (0.90, 0.74, 0.205 * slim),
        (1.12, 0.745, 0.215 * slim),
        (1.26, 0.76, 0.17 * slim),
    )
    neck = ((1.16, 0.83, 0.18 * slim), (1.32, 0.94, 0.15 * slim), (1.42, 1.02, 0.13 * slim))
    head = Head(skull=0.135, muzzle=0.20, muzzle_radius=0.052, drop=0.04, ear="pointed", ear_length=0.20, jowl=0.05)
    fore = Leg((1.10, 0.66), (0.245, 0.29, 0.13), (0.11, 0.065, 0.045, 0.042), 0.05)
    hind = Leg((0.12, 0.74), (0.295, 0.30, 0.25), (0.14, 0.085, 0.045, 0.042), 0.05)
    return BodyPlan(height, trunk, neck, head, fore, hind, tail, coat, stance=0.1, fur=0.06)


def _badger(height: float, coat: str, *, long: float = 1.0) -> BodyPlan:
    """Low and long on short legs: badger, raccoon dog, marten."""
    trunk = (
        (-0.1, 0.62, 0.20),
        (0.15, 0.66, 0.30),
        (0.60 * long, 0.65, 0.33),
        (1.00 * long, 0.64, 0.31),
        (1.28 * long, 0.63, 0.26),
    )
    end = 1.28 * long
    neck = ((end - 0.1, 0.68, 0.25), (end + 0.12, 0.70, 0.20), (end + 0.26, 0.70, 0.18))
    head = Head(skull=0.18, muzzle=0.26, muzzle_radius=0.07, drop=0.08, ear="small", ear_length=0.09)
    fore = Leg((end - 0.16, 0.50), (0.21, 0.21, 0.09), (0.15, 0.10, 0.08, 0.07), 0.085)
    hind = Leg((0.06, 0.54), (0.24, 0.225, 0.13), (0.18, 0.11, 0.075, 0.065), 0.08)
    tail = ((-0.20, 0.70, 0.10), (-0.42, 0.52, 0.12), (-0.58, 0.40, 0.07))
    return BodyPlan(height, trunk, neck, head, fore, hind, tail, coat, stance=0.16, fur=0.10)


def _hare() -> BodyPlan:
    trunk = ((-0.05, 0.56, 0.26), (0.15, 0.62, 0.34), (0.50, 0.62, 0.31), (0.85, 0.62, 0.25), (1.00, 0.64, 0.20))
    neck = ((0.92, 0.72, 0.19), (1.06, 0.84, 0.165))
    head = Head(skull=0.165, muzzle=0.14, muzzle_radius=0.095, drop=0.03, ear="long", ear_length=0.50)
    fore = Leg((0.86, 0.52), (0.20, 0.26, 0.10), (0.11, 0.075, 0.05, 0.045), 0.055)
    hind = Leg((0.10, 0.50), (0.32, 0.34, 0.30), (0.24, 0.13, 0.06, 0.05), 0.06)
    tail = ((-0.24, 0.60, 0.10), (-0.32, 0.66, 0.09))
    return BodyPlan(0.27, trunk, neck, head, fore, hind, tail, "hare", stance=0.12, fur=0.08, hop=True)


_TIGER_HEAD = Head(skull=0.185, muzzle=0.115, muzzle_radius=0.108, drop=0.055, ear="round", ear_length=0.07, jowl=0.085)
_CAT_HEAD = Head(skull=0.152, muzzle=0.105, muzzle_radius=0.082, drop=0.04, ear="round", ear_length=0.085)
_LYNX_HEAD = Head(skull=0.16, muzzle=0.085, muzzle_radius=0.08, drop=0.035, ear="tufted", ear_length=0.16, jowl=0.07)

PLANS: dict[str, BodyPlan] = {
    "Panthera tigris altaica": _cat(0.98, "tiger", head=_TIGER_HEAD, tail=_LONG_TAIL, slim=1.06),
    "Panthera pardus orientalis": _cat(0.70, "leopard", head=_CAT_HEAD, tail=_LONG_TAIL, slim=0.94),
    "Lynx lynx": replace(_cat(0.62, "lynx", head=_LYNX_HEAD, tail=_SHORT_TAIL, slim=0.92), fur=0.06),
    "Prionailurus bengalensis": replace(
        _cat(0.34, "leopard_cat", head=_CAT_HEAD, tail=_LONG_TAIL, slim=0.98), fur=0.05
    ),
    "Ursus arctos": _bear(1.05, "brown_bear"),
    "Ursus thibetanus": _bear(0.82, "black_bear"),
    "Sus scrofa": _boar(),
    "Cervus nippon": _deer(0.98, "sika", antlers=True),
    "Cervus canadensis": _deer(1.30, "wapiti", antlers=True, slim=1.05),
    "Capreolus pygargus": _deer(0.80, "roe"),
    "Moschus moschiferus": _deer(0.60, "musk_deer", slim=1.06),
    "Vulpes vulpes": _fox(0.40, "fox", tail=_BRUSH),
    "Canis lupus": _fox(0.78, "wolf", tail=((-0.05, 0.80, 0.07), (-0.22, 0.60, 0.10), (-0.32, 0.36, 0.08))),
    "Nyctereutes procyonoides": _badger(0.34, "raccoon_dog"),
    "Meles leucurus": _badger(0.32, "badger", long=1.12),
    "Martes flavigula": replace(
        _badger(0.26, "marten", long=1.35), tail=((-0.2, 0.74, 0.1), (-0.7, 0.7, 0.11), (-1.25, 0.5, 0.07)), fur=0.05
    ),
    "Lepus mandshuricus": _hare(),
}
