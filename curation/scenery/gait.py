"""How legs move: foot paths of walk and trot, and joints by inverse kinematics.

Foot fall of the walk: lateral sequence, a quarter of the stride apart (Hildebrand, "The quadrupedal gaits of
vertebrates", BioScience 1989); of the trot: diagonal pairs together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Gait:
    """`phases` are for left hind, left fore, right hind, right fore; `duty` is the part of the stride on the ground.

    `stride` is the distance of one full stride and `lift` the height of a foot, both in shoulder heights.
    """

    phases: tuple[float, float, float, float]
    duty: float
    stride: float
    lift: float
    speed: float


WALK = Gait(phases=(0.0, 0.25, 0.5, 0.75), duty=0.64, stride=1.22, lift=0.13, speed=1.0)
TROT = Gait(phases=(0.0, 0.5, 0.5, 0.0), duty=0.46, stride=1.75, lift=0.20, speed=2.0)
HOP = Gait(phases=(0.0, 0.42, 0.06, 0.52), duty=0.38, stride=1.9, lift=0.30, speed=1.6)


@dataclass(frozen=True)
class Step:
    """A foot at one moment: `x` before its neutral place, `y` above the ground, `lean` of the foot bone (radians)."""

    x: float
    y: float
    lean: float
    planted: bool


def step(gait: Gait, phase: float, *, amplitude: float, hind: bool) -> Step:
    """The foot at `phase` (in strides); `amplitude` 0 stands still, 1 is the full stride. Lengths in heights."""
    part = phase % 1.0
    reach = gait.stride * gait.duty * amplitude
    early, late, fold = (-0.55, 0.42, 1.15) if hind else (-0.16, 0.42, 1.25)
    rest = -0.30 if hind else 0.02
    if part < gait.duty:
        through = part / gait.duty
        x, y, planted = reach * (0.5 - through), 0.0, True
        lean = early + (late - early) * through**1.5
    else:
        through = (part - gait.duty) / (1.0 - gait.duty)
        eased = through * through * (3.0 - 2.0 * through)
        x, planted = reach * (eased - 0.5), False
        y = gait.lift * amplitude * math.sin(math.pi * through**0.8)
        bump = math.sin(math.pi * min(1.0, through * 1.1))
        lean = late + (early - late) * eased + (fold - late) * 0.75 * bump
    return Step(x=x, y=y, lean=rest + (lean - rest) * amplitude, planted=planted)


def bend(root: Point, tip: Point, *, upper: float, lower: float, forward: bool) -> tuple[Point, Point]:
    """The middle joint of two bones from `root` to `tip`, and the tip that they really reach."""
    across, down = tip[0] - root[0], tip[1] - root[1]
    distance = max(math.hypot(across, down), 1e-6)
    longest = 0.992 * (upper + lower)
    if distance > longest:
        tip = (root[0] + across * longest / distance, root[1] + down * longest / distance)
        across, down, distance = tip[0] - root[0], tip[1] - root[1], longest
    shortest = abs(upper - lower) * 1.02 + 1e-6
    along = (upper**2 - lower**2 + max(distance, shortest) ** 2) / (2.0 * max(distance, shortest))
    aside = math.sqrt(max(upper**2 - along**2, 0.0))
    unit = (across / distance, down / distance)
    # A leg points down, so the left-hand normal of it points forward.
    normal = (-unit[1], unit[0]) if forward else (unit[1], -unit[0])
    return (root[0] + unit[0] * along + normal[0] * aside, root[1] + unit[1] * along + normal[1] * aside), tip
