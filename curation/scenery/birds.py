"""Birds, built of the same cones: pheasants that walk and eagles that stand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from curation.scenery.skeleton import Cone, Pose, chain, spline


@dataclass(frozen=True)
class BirdPlan:
    """`height` is the height of the back in metres; `tail` its length and `upright` the lean of the body, 0..1."""

    height: float
    coat: str
    tail: float
    upright: float
    hooked: bool = False
    pace: float = 0.8


BIRDS: dict[str, BirdPlan] = {
    "Phasianus colchicus": BirdPlan(0.36, "pheasant", tail=1.5, upright=0.12),
    "Tetrastes bonasia": BirdPlan(0.24, "grouse", tail=0.35, upright=0.15),
    "Haliaeetus albicilla": BirdPlan(0.62, "sea_eagle", tail=0.3, upright=0.62, hooked=True),
    "Aquila chrysaetos": BirdPlan(0.60, "golden_eagle", tail=0.4, upright=0.55, hooked=True),
}


def build_bird(plan: BirdPlan, pose: Pose) -> list[Cone]:
    """All the cones of a bird: its head nods with the step, as walking birds' heads do."""
    tilt = plan.upright
    cos, sin = math.cos(tilt), math.sin(tilt)
    middle_y = 0.66
    body = [(-0.42, 0.02, 0.12), (-0.2, 0.03, 0.24), (0.05, 0.0, 0.30), (0.28, 0.02, 0.26), (0.42, 0.10, 0.17)]
    placed = tuple((0.5 + x * cos - y * sin, middle_y + x * sin + y * cos, radius) for x, y, radius in body)
    cones = chain(spline(placed, steps=4), part="trunk", flat=0.75)
    tip = (placed[0][0] - plan.tail * cos, placed[0][1] - plan.tail * (sin - 0.18 * (1 - tilt)), 0.03)
    cones += chain(
        spline((placed[0], ((placed[0][0] + tip[0]) / 2, (placed[0][1] + tip[1]) / 2, 0.07), tip), steps=3),
        part="tail",
        flat=0.5,
    )
    wing = tuple((x - 0.05, y + 0.03, radius * 0.8) for x, y, radius in placed[:4])
    cones += chain(spline(wing, steps=3), part="wing", z=0.12, flat=0.7)
    for side, shift in ((-1, 0.5), (1, 0.0)):
        cones += _bird_leg(plan, pose, side=side, shift=shift)
    return cones + _bird_head(plan, pose, chest=placed[-1])


def _bird_leg(plan: BirdPlan, pose: Pose, *, side: int, shift: float) -> list[Cone]:
    part = (pose.phase + shift) % 1.0
    reach = 0.6 * pose.amplitude
    if part < 0.6:
        x, y = reach * (0.5 - part / 0.6), 0.0
    else:
        through = (part - 0.6) / 0.4
        x, y = reach * (through - 0.5), 0.16 * pose.amplitude * math.sin(math.pi * through)
    z = 0.12 * side
    name = "near_leg" if side > 0 else "far_leg"
    hip, foot = (0.48, 0.48), (0.5 + x, 0.03 + y)
    ankle = ((hip[0] + foot[0]) / 2 - 0.07, (hip[1] + foot[1]) / 2 + 0.02)
    thick = 0.05 if plan.hooked else 0.032
    return [
        Cone((*hip, z), (*ankle, z), 0.15 if plan.hooked else 0.11, thick, "thigh", (0.0, 0.5)),
        Cone((*ankle, z), (*foot, z), thick, thick * 0.9, name, (0.5, 0.9)),
        Cone((*foot, z), (foot[0] + 0.14, foot[1], z), thick, thick * 0.6, name, (0.9, 1.0)),
    ]


def _bird_head(plan: BirdPlan, pose: Pose, *, chest: tuple[float, float, float]) -> list[Cone]:
    nod = 0.06 * math.sin(4.0 * math.pi * pose.phase) * pose.amplitude
    rise = 0.34 if not plan.hooked else 0.22
    carried = (chest[0] + 0.18 + nod, chest[1] + rise)
    pecking = (chest[0] + 0.48 + nod, 0.14)
    x = carried[0] + (pecking[0] - carried[0]) * pose.lower
    y = carried[1] + (pecking[1] - carried[1]) * pose.lower
    radius = 0.115 if not plan.hooked else 0.16
    neck = spline(
        (chest, ((chest[0] + x) / 2 + 0.05, (chest[1] + y) / 2, radius * 1.0), (x, y, radius * 0.85)), steps=3
    )
    cos, sin = math.cos(pose.look), math.sin(pose.look)
    beak = 0.17 if not plan.hooked else 0.22
    cones = chain(neck, part="neck", flat=0.8)
    cones.append(Cone((x, y, 0.0), (x + 0.04 * cos, y + 0.02, 0.04 * sin), radius, radius * 0.9, "head"))
    end = (x + (radius + beak * 0.7) * cos, y - 0.03, (radius + beak * 0.7) * sin)
    cones.append(Cone((x + radius * 0.7 * cos, y, radius * 0.7 * sin), end, radius * 0.42, radius * 0.14, "beak"))
    for side in (-1.0, 1.0):
        cones.append(
            Cone(
                (
                    x + 0.5 * radius * cos - side * 0.75 * radius * sin,
                    y + 0.25 * radius,
                    0.5 * radius * sin + side * 0.75 * radius * cos,
                ),
                (
                    x + 0.55 * radius * cos - side * 0.75 * radius * sin,
                    y + 0.25 * radius,
                    0.5 * radius * sin + side * 0.75 * radius * cos,
                ),
                radius * 0.17,
                radius * 0.15,
                "eye",
            )
        )
    return cones
