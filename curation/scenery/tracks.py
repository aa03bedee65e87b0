"""Where each animal is and how it holds itself, frame by frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from curation.scenery.birds import BirdPlan
from curation.scenery.bodies import BodyPlan
from curation.scenery.ground import Camera
from curation.scenery.skeleton import Pose, gait_of
from curation.scenery.spec import Actor, SceneSpec
from curation.scenery.sprites import plan_of

_GRAVITY = 9.81


@dataclass(frozen=True)
class Moment:
    """`across` and `distance` in metres on the ground, `rise` in metres above it."""

    across: float
    distance: float
    rise: float
    pose: Pose


@dataclass(frozen=True)
class Track:
    """One animal through the clip; `moments` has an entry for each frame."""

    actor: int
    plan: BodyPlan | BirdPlan
    size: float
    mirrored: bool
    yaw: float
    antlers: bool
    moments: tuple[Moment, ...]


@dataclass
class _Walker:
    """What changes from frame to frame while a track is laid."""

    across: float
    speed: float = 0.0
    phase: float = 0.0
    look: float = 0.0
    lower: float = 0.0
    stopped_at: float | None = None
    gone_on: bool = False


def lay_tracks(spec: SceneSpec, camera: Camera) -> list[Track]:
    """A track for each animal of each actor; those of one actor go one behind the other."""
    rng = np.random.default_rng([spec.seed, 23])
    tracks: list[Track] = []
    leader: float | None = None
    for index, actor in enumerate(spec.actors):
        for member in range(actor.count):
            stop = _stop_point(camera, actor, member=member, leader=leader, rng=rng)
            tracks.append(_lay(spec, camera, actor, index=index, member=member, stop=stop, rng=rng))
            leader = stop if member == 0 and actor.behaviour != "follow" else leader
    return tracks


def _lay(
    spec: SceneSpec,
    camera: Camera,
    actor: Actor,
    *,
    index: int,
    member: int,
    stop: float | None,
    rng: np.random.Generator,
) -> Track:
    plan = plan_of(actor.species, life_stage=actor.life_stage)
    tall = plan.height * actor.size
    sign = 1.0 if actor.direction == "right" else -1.0
    apart = (0.22 * (-1) ** member + float(rng.normal(0, 0.06))) if member else 0.0
    near = actor.distance + apart
    half = 0.5 * camera.width * near / camera.focal
    span = half + _ahead(plan) * tall
    trot = actor.behaviour == "trot"
    cruise = (0.78 if trot else 0.37) * math.sqrt(_GRAVITY * tall) * plan.pace
    if isinstance(plan, BodyPlan) and plan.hop:
        cruise *= 1.9
    follows = member * (2.1 * tall / cruise + float(rng.uniform(0.05, 0.3)))
    walker = _Walker(across=-sign * span, phase=float(rng.random()))
    moments = []
    for frame in range(spec.frame_count):
        second = frame / spec.frame_rate
        if second >= actor.enters + follows:
            _advance(
                walker,
                actor,
                plan,
                second=second,
                tick=1.0 / spec.frame_rate,
                cruise=cruise,
                sign=sign,
                stop=stop,
                tall=tall,
            )
        through = (walker.across * sign + span) / (2.0 * span)
        moments.append(_moment(walker, actor, plan, near=near, through=through, cruise=cruise, tall=tall, trot=trot))
    yaw = math.atan2(-actor.slant, 2.0 * span)
    antlers = isinstance(plan, BodyPlan) and plan.antlers and actor.sex == "male" and spec.season != "spring"
    return Track(index, plan, actor.size, actor.direction == "left", yaw, antlers, tuple(moments))


def _ahead(plan: BodyPlan | BirdPlan) -> float:
    """How far the nose is before the anchor, in shoulder heights, with a little to spare for its nodding."""
    if isinstance(plan, BirdPlan):
        return 0.9
    return plan.neck[-1][0] + 1.2 * plan.head.skull + plan.head.muzzle - 0.5


def _stop_point(
    camera: Camera, actor: Actor, *, member: int, leader: float | None, rng: np.random.Generator
) -> float | None:
    """Where the animal stops, in metres across, or None when it only passes; who follows waits behind its `leader`."""
    tall = plan_of(actor.species, life_stage=actor.life_stage).height * actor.size
    sign = 1.0 if actor.direction == "right" else -1.0
    half = 0.5 * camera.width * actor.distance / camera.focal
    if actor.behaviour == "meet":
        return -sign * (1.45 + 1.8 * member) * tall
    if actor.behaviour == "follow" and leader is not None:
        return leader - sign * (2.7 + 2.2 * member) * tall
    if actor.behaviour in ("stop_and_look", "forage"):
        return float(rng.uniform(-0.12, 0.22)) * sign * half - sign * 2.0 * tall * member
    return None


def _advance(
    walker: _Walker,
    actor: Actor,
    plan: BodyPlan | BirdPlan,
    *,
    second: float,
    tick: float,
    cruise: float,
    sign: float,
    stop: float | None,
    tall: float,
) -> None:
    """One frame further: speed eases towards what is wanted, the legs turn with the way that is made."""
    hold = {"stop_and_look": 2.6, "follow": 2.0}.get(actor.behaviour, 3.6)
    wanted, look, lower = cruise, 0.0, 0.0
    if stop is not None and not walker.gone_on:
        ahead = (stop - walker.across) * sign
        if walker.stopped_at is None and ahead < cruise * 0.45:
            walker.stopped_at = second
        if walker.stopped_at is not None:
            wanted = 0.0
            stood = second - walker.stopped_at
            if actor.behaviour == "forage":
                lower, look = (1.0, 0.0) if 0.5 < stood < 2.5 else (0.0, 0.6 if stood >= 2.5 else 0.0)
            elif actor.behaviour == "meet":
                lower, look = (0.28 if 0.8 < stood < 2.4 else 0.0), (0.7 if stood > 3.4 else 0.0)
            else:
                look = 1.15 if stood > 0.4 and actor.behaviour == "stop_and_look" else 0.0
            if stood > hold and actor.behaviour != "meet":
                walker.gone_on = True
    ease = 1.0 - math.exp(-tick / 0.28)
    walker.speed += (wanted - walker.speed) * (ease if walker.speed > 0 or wanted == 0.0 else 1.0)
    walker.look += (look - walker.look) * (1.0 - math.exp(-tick / 0.22))
    walker.lower += (lower - walker.lower) * (1.0 - math.exp(-tick / 0.30))
    way = walker.speed * tick
    walker.across += sign * way
    stride = (gait_of(plan, trot=actor.behaviour == "trot").stride if isinstance(plan, BodyPlan) else 1.0) * tall
    walker.phase += way / stride


def _moment(
    walker: _Walker,
    actor: Actor,
    plan: BodyPlan | BirdPlan,
    *,
    near: float,
    through: float,
    cruise: float,
    tall: float,
    trot: bool,
) -> Moment:
    amplitude = min(1.0, walker.speed / cruise * 1.15)
    if amplitude < 0.06:
        amplitude = 0.0
    rise = 0.0
    if isinstance(plan, BodyPlan) and plan.hop:
        rise = 0.30 * tall * max(0.0, math.sin(2.0 * math.pi * walker.phase)) * amplitude
    pose = Pose(walker.phase % 1.0, amplitude, walker.look, walker.lower, trot)
    return Moment(walker.across, near + actor.slant * min(1.0, max(0.0, through)), rise, pose)
