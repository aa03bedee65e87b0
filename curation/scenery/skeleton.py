"""From a body plan and a pose to the cones that an animal is made of.

A cone joins two spheres in space: x forward, y up, z towards the side that the camera sees, all in shoulder heights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from curation.scenery.bodies import BodyPlan, Head, Leg, Station
from curation.scenery.gait import HOP, TROT, WALK, Gait, bend, step

Space = tuple[float, float, float]


@dataclass(frozen=True)
class Cone:
    """`along` is the place on the body part at each end (0 its root, 1 its tip), from which the coat is painted."""

    start: Space
    end: Space
    start_radius: float
    end_radius: float
    part: str
    along: tuple[float, float] = (0.0, 1.0)
    flat: float = 1.0


@dataclass(frozen=True)
class Pose:
    """`phase` in strides, `amplitude` 0..1 of the stride, `look` radians of the head towards the camera, `lower` 0..1
    from the carried head to the ground, `trot` for the faster gait."""

    phase: float = 0.0
    amplitude: float = 1.0
    look: float = 0.0
    lower: float = 0.0
    trot: bool = False


def gait_of(plan: BodyPlan, *, trot: bool) -> Gait:
    if plan.hop:
        return HOP
    return TROT if trot else WALK


def spline(stations: tuple[Station, ...], *, steps: int) -> list[Station]:
    """Catmull-Rom through the stations: what makes an outline smooth."""
    padded = (stations[0], *stations, stations[-1])
    points: list[Station] = []
    for index in range(len(stations) - 1):
        before, here, there, after = padded[index : index + 4]
        for part in range(steps):
            t = part / steps
            values = [
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(before, here, there, after, strict=True)
            ]
            points.append((values[0], values[1], values[2]))
    points.append(stations[-1])
    return points


def chain(stations: list[Station], *, part: str, z: float = 0.0, flat: float = 1.0) -> list[Cone]:
    """Cones along a line of stations, with the place along the line for the coat."""
    count = len(stations) - 1
    return [
        Cone((x, y, z), (x2, y2, z), radius, radius2, part, (index / count, (index + 1) / count), flat)
        for index, ((x, y, radius), (x2, y2, radius2)) in enumerate(pairwise(stations))
    ]


def build(plan: BodyPlan, pose: Pose, *, antlers: bool = False) -> list[Cone]:
    """All the cones of a quadruped in this pose."""
    gait = gait_of(plan, trot=pose.trot)
    swing = 4.0 * math.pi * pose.phase
    bob = 0.012 * math.cos(swing) * pose.amplitude * (2.2 if pose.trot or plan.hop else 1.0)
    cones: list[Cone] = []
    for side, (hind_at, fore_at) in ((-1, (0, 1)), (1, (2, 3))):
        name = "near" if side > 0 else "far"
        cones += _leg(plan, plan.hind, gait, pose, hind=True, at=gait.phases[hind_at], side=side, name=f"{name}_hind")
        cones += _leg(plan, plan.fore, gait, pose, hind=False, at=gait.phases[fore_at], side=side, name=f"{name}_fore")
    raised = [(x, y + bob, radius) for x, y, radius in spline(plan.trunk, steps=3)]
    cones += chain(raised, part="trunk", flat=plan.narrow)
    cones += _tail(plan, pose)
    cones += _neck_and_head(plan, pose, bob=bob, antlers=antlers)
    return cones


def _leg(
    plan: BodyPlan, leg: Leg, gait: Gait, pose: Pose, *, hind: bool, at: float, side: int, name: str
) -> list[Cone]:
    foot = step(gait, pose.phase + at, amplitude=pose.amplitude, hind=hind)
    upper, lower, metapodial = leg.bones
    root = (leg.root[0], leg.root[1] + (0.02 if foot.planted and not hind else 0.0) * pose.amplitude)
    # At rest the pairs do not stand exactly one behind the other.
    apart = 0.06 * side * (1.0 - pose.amplitude)
    neutral = leg.root[0] + (-0.02 if hind else 0.0) + apart
    lean = foot.lean * (0.5 if leg.plantigrade else 1.0)
    toe = (neutral + foot.x, leg.paw * 0.62 + foot.y)
    tip = (toe[0] + metapodial * math.sin(lean), toe[1] + metapodial * math.cos(lean))
    knee, reached = bend(root, tip, upper=upper, lower=lower, forward=hind)
    toe = (toe[0] + reached[0] - tip[0], toe[1] + reached[1] - tip[1])
    tip = reached
    z = plan.stance * side
    top, middle, ankle, end = leg.radii
    inner = z * 0.35
    forward = 0.5 * leg.paw + (0.08 if leg.plantigrade else 0.0)
    return [
        Cone((*root, inner), (*knee, z), top, middle, name, (0.0, 0.4), 0.6),
        Cone((*knee, z), (*tip, z), middle, ankle, name, (0.4, 0.8), 0.9),
        Cone((*tip, z), (*toe, z), ankle, end, name, (0.8, 0.95), 1.0),
        Cone(
            (toe[0], toe[1] * 0.96, z),
            (toe[0] + forward, toe[1] * 0.9, z),
            leg.paw * 0.9,
            leg.paw * 0.8,
            name,
            (0.95, 1.0),
            1.0,
        ),
    ]


def _tail(plan: BodyPlan, pose: Pose) -> list[Cone]:
    swing = 0.10 * math.sin(2.0 * math.pi * pose.phase) * (0.35 + 0.65 * pose.amplitude)
    points = spline(plan.tail, steps=2)
    count = len(points)
    cones = []
    for index in range(count - 1):
        (x, y, radius), (x2, y2, radius2) = points[index], points[index + 1]
        here, there = swing * (index / count) ** 2, swing * ((index + 1) / count) ** 2
        span = (index / (count - 1), (index + 1) / (count - 1))
        cones.append(Cone((x, y + here, 0.0), (x2, y2 + there, 0.0), radius, radius2, "tail", span))
    return cones


def _neck_and_head(plan: BodyPlan, pose: Pose, *, bob: float, antlers: bool) -> list[Cone]:
    base = plan.neck[0]
    nod = 0.05 * math.sin(4.0 * math.pi * pose.phase + 0.8) * pose.amplitude
    turn = -pose.lower * (0.95 if plan.neck[-1][1] < 1.1 else 1.75) + nod
    turned = []
    for index, (x, y, radius) in enumerate(plan.neck):
        angle = turn * min(1.0, (index + 0.6) / (len(plan.neck) - 1)) if index else 0.0
        dx, dy = x - base[0], y - base[1]
        turned.append(
            (
                base[0] + dx * math.cos(angle) - dy * math.sin(angle),
                base[1] + dx * math.sin(angle) + dy * math.cos(angle) + bob,
                radius,
            )
        )
    cones = chain(spline(tuple(turned), steps=2), part="neck", flat=0.8)
    end = turned[-1]
    scale = plan.head.skull
    pitch = turn * 0.75 - 0.1 * pose.lower
    centre = (end[0] + 0.55 * scale * math.cos(pitch), end[1] + 0.2 * scale, 0.0)
    return cones + head_cones(plan.head, centre=centre, pitch=pitch, look=pose.look, antlers=antlers)


def head_cones(head: Head, *, centre: Space, pitch: float, look: float, antlers: bool) -> list[Cone]:
    """A head about `centre`, pitched up (+) or down, and turned by `look` radians towards the camera."""

    def place(x: float, y: float, z: float) -> Space:
        x, y = x * math.cos(pitch) - y * math.sin(pitch), x * math.sin(pitch) + y * math.cos(pitch)
        x, z = x * math.cos(look) - z * math.sin(look), x * math.sin(look) + z * math.cos(look)
        return (centre[0] + x, centre[1] + y, centre[2] + z)

    r, m, length = head.skull, head.muzzle_radius, head.muzzle
    nose = (r * 0.55 + length, -head.drop)
    cones = [
        Cone(place(-0.2 * r, 0.0, 0.0), place(0.2 * r, 0.02 * r, 0.0), r, r * 0.94, "head", (0.0, 0.4)),
        Cone(place(0.3 * r, -0.12 * r, 0.0), place(nose[0], nose[1], 0.0), r * 0.8, m, "muzzle", (0.0, 1.0)),
        Cone(place(0.1 * r, -0.5 * r, 0.0), place(nose[0] - m * 0.7, nose[1] - m * 0.55, 0.0), r * 0.5, m * 0.7, "jaw"),
        Cone(
            place(nose[0] + m * 0.6, nose[1] + m * 0.30, 0.0),
            place(nose[0] + m * 0.75, nose[1] + m * 0.2, 0.0),
            m * 0.42,
            m * 0.36,
            "nose",
        ),
    ]
    for side in (-1.0, 1.0):
        if head.jowl:
            cones.append(
                Cone(
                    place(0.0, -0.35 * r, side * 0.40 * r),
                    place(-0.22 * r, -0.62 * r, side * 0.62 * r),
                    r * 0.52,
                    head.jowl,
                    "cheek",
                )
            )
        cones.append(
            Cone(
                place(0.74 * r, 0.26 * r, side * 0.54 * r),
                place(0.80 * r, 0.25 * r, side * 0.54 * r),
                r * 0.15,
                r * 0.13,
                "eye",
            )
        )
        cones += _ear(head, place, side=side)
        if antlers:
            cones += _antler(head, place, side=side)
    return cones


def _ear(head: Head, place, *, side: float) -> list[Cone]:
    r, length = head.skull, head.ear_length
    root = place(-0.15 * r, 0.66 * r, side * 0.62 * r)
    if head.ear in ("round", "small"):
        tip = place(-0.22 * r, 0.70 * r + length * 0.5, side * 0.78 * r)
        return [Cone(root, tip, r * 0.36, r * 0.32, "ear", (0.0, 1.0), 0.5)]
    if head.ear == "long":
        tip = place(-0.75 * r, 0.72 * r + length, side * 0.72 * r)
        return [Cone(root, tip, r * 0.30, r * 0.20, "ear", (0.0, 1.0), 0.5)]
    if head.ear == "leaf":
        middle = place(-0.5 * r, 0.72 * r + length * 0.4, side * 1.2 * r)
        tip = place(-0.85 * r, 0.72 * r + length * 0.75, side * 1.6 * r)
        return [
            Cone(root, middle, r * 0.2, r * 0.36, "ear", (0.0, 0.5), 0.5),
            Cone(middle, tip, r * 0.36, r * 0.08, "ear", (0.5, 1.0), 0.5),
        ]
    tip = place(-0.30 * r, 0.72 * r + length, side * 0.85 * r)
    cones = [Cone(root, tip, r * 0.42, r * 0.07, "ear", (0.0, 1.0), 0.5)]
    if head.ear == "tufted":
        end = place(-0.40 * r, 0.72 * r + length * 1.45, side * 0.9 * r)
        cones.append(Cone(tip, end, r * 0.08, r * 0.03, "tuft"))
    return cones


def _antler(head: Head, place, *, side: float) -> list[Cone]:
    r = head.skull
    beam = [(-0.2, 0.9, 0.45), (-1.0, 2.2, 1.3), (-1.5, 3.9, 2.0), (-1.2, 5.6, 2.1), (-0.6, 6.6, 1.7)]
    tines = [
        ((-0.4, 1.3, 0.7), (1.4, 2.4, 1.1)),
        ((-1.25, 3.0, 1.6), (0.5, 4.4, 2.0)),
        ((-1.35, 4.7, 2.05), (-2.1, 6.4, 2.3)),
    ]
    points = [place(x * r, y * r, side * z * r) for x, y, z in beam]
    cones = [
        Cone(a, b, r * (0.24 - 0.04 * n), r * (0.20 - 0.04 * n), "antler") for n, (a, b) in enumerate(pairwise(points))
    ]
    for (x, y, z), (x2, y2, z2) in tines:
        cones.append(
            Cone(place(x * r, y * r, side * z * r), place(x2 * r, y2 * r, side * z2 * r), r * 0.15, r * 0.05, "antler")
        )
    return cones
