"""Links blobs of one sample to those of the next, and tells animals from wind, snow and grain by how they go on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from curation.video.surveying.blobs import Blob

Box = tuple[float, float, float, float]  # x, y, w, h as shares of the picture

PATIENCE = 1.3  # seconds that an animal may be out of sight
NEAR = 0.55  # of its size: how far from where it is expected an animal may appear


@dataclass
class Trail:
    """One thing followed through the samples: its box and blob areas at each of `times` (seconds)."""

    times: list[float] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)
    contrasts: list[float] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)

    def add(self, time: float, blobs: Sequence[Blob]) -> None:
        """The thing as seen at `time`: all its parts together."""
        self.times.append(time)
        self.boxes.append(joint([blob.box for blob in blobs]))
        area = sum(blob.area for blob in blobs)
        self.areas.append(area)
        self.contrasts.append(sum(blob.contrast * blob.area for blob in blobs) / area)
        self.levels.append(sum(blob.levels * blob.area for blob in blobs) / area)

    def expected(self, time: float) -> Box:
        """Where it should be at `time` if it goes on as between its last two samples."""
        x, y, w, h = self.boxes[-1]
        if len(self.times) < 2 or time - self.times[-1] > PATIENCE:
            return self.boxes[-1]
        before, dt = self.boxes[-2], self.times[-1] - self.times[-2]
        share = min(1.0, (time - self.times[-1]) / max(dt, 0.05))
        return x + share * (_middle(self.boxes[-1])[0] - _middle(before)[0]), y, w, h


def joint(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of `boxes`."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    shared = wide * high
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


def follow(samples: Sequence[tuple[float, Sequence[Blob]]]) -> list[Trail]:
    """Link the blobs of all samples, (seconds, blobs) in order, into trails."""
    alive: list[Trail] = []
    done: list[Trail] = []
    steps = [later[0] - sooner[0] for sooner, later in itertools.pairwise(samples)]
    patience = max([PATIENCE, *(2.5 * step for step in sorted(steps)[len(steps) // 2 :][:1])])
    for time, blobs in samples:
        done += [trail for trail in alive if time - trail.times[-1] > patience]
        alive = [trail for trail in alive if time - trail.times[-1] <= patience]
        free = list(blobs)
        # Whoever was followed for longest chooses first.
        for trail in sorted(alive, key=lambda each: (-len(each.times), -each.areas[-1])):
            parts = _parts(trail, time=time, blobs=free)
            if parts:
                trail.add(time, parts)
                free = [blob for blob in free if blob not in parts]
        for blob in free:
            alive.append(Trail())
            alive[-1].add(time, [blob])
    return done + alive


def _parts(trail: Trail, *, time: float, blobs: Sequence[Blob]) -> list[Blob]:
    expected = trail.expected(time)
    fits = [(gap, blob) for blob in blobs if (gap := _gap(expected, blob.box)) < NEAR]
    if not fits:
        return []
    # The best by place and size, then whatever else of it lies inside its box.
    main = min(fits, key=lambda fit: (fit[0] - overlap(expected, fit[1].box), -fit[1].area))[1]
    around = joint([expected, main.box])
    grown = trail.areas[-1] * 1.6 + 0.002
    parts = [main]
    for _, blob in sorted(fits, key=lambda fit: fit[0]):
        if blob is not main and _inside(blob.box, around) and sum(part.area for part in parts) + blob.area < grown:
            parts.append(blob)
    return parts


def _middle(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _gap(one: Box, other: Box) -> float:
    """Distance of the middles over the mean of the boxes' sizes."""
    (ax, ay), (bx, by) = _middle(one), _middle(other)
    size = 0.5 * (math.hypot(one[2], one[3]) + math.hypot(other[2], other[3]))
    return math.hypot(ax - bx, ay - by) / max(size, 0.02)


def _inside(box: Box, around: Box) -> bool:
    x, y = _middle(box)
    return around[0] <= x <= around[0] + around[2] and around[1] <= y <= around[1] + around[3]


@dataclass(frozen=True)
class Manner:
    """How a trail goes on. life: seconds. seen: share of the samples in between that show it. way: how far its middle
    came from where it began, as a share of the picture; sizes: the same in its own sizes; straight: way over the
    length of its path. area: usual share of the picture. steady: how little its area changes from sample to sample."""

    life: float
    seen: float
    way: float
    sizes: float
    straight: float
    area: float
    steady: float
    contrast: float
    levels: float


def manner_of(trail: Trail, *, times: Sequence[float]) -> Manner:
    """Measure `trail`; `times` are the seconds of all samples."""
    middles = [_middle(box) for box in trail.boxes]
    way = max(math.dist(middles[0], middle) for middle in middles)
    path = sum(math.dist(one, two) for one, two in itertools.pairwise(middles))
    count = len(middles)
    areas = sorted(trail.areas)
    usual = areas[count // 2]
    size = math.sqrt(sum(box[2] * box[3] for box in trail.boxes) / count)
    changes = [abs(a - b) / max(a, b) for a, b in zip(trail.areas, trail.areas[1:], strict=False)]
    life = trail.times[-1] - trail.times[0]
    return Manner(
        life=life,
        seen=count / sum(trail.times[0] <= time <= trail.times[-1] for time in times),
        way=way,
        sizes=way / max(size, 0.01),
        straight=way / path if path > 0 else 0.0,
        area=usual,
        steady=1 - sum(changes) / len(changes) if changes else 0.0,
        contrast=sum(trail.contrasts) / count,
        levels=sum(trail.levels) / count,
    )


def grade(value: float, *, none: float, full: float) -> float:
    """0 up to `none`, 1 from `full` on, straight in between."""
    return min(1.0, max(0.0, (value - none) / (full - none)))


def confidence_of(manner: Manner) -> float:
    """How sure it is that what goes on in this manner is an animal, 0..1.

    Wind stays in its place; snow and rain are seen in a sample here and there; mist and clouds are faint and change
    slowly; grain is small and brief. An animal goes its way in one piece, or stands out much and keeps its size. The
    bounds were chosen on the scenes of `benchmarks/motion_scenes.TUNING`.
    """
    goes = grade(manner.way, none=0.03, full=0.15) * grade(manner.sizes, none=0.25, full=1.0)
    stands = grade(manner.contrast, none=9.0, full=18.0) * grade(math.sqrt(manner.area), none=0.03, full=0.12)
    stands *= grade(manner.way, none=0.01, full=0.03)
    whole = grade(manner.seen, none=0.45, full=0.8) * grade(manner.steady, none=0.4, full=0.7)
    real = grade(manner.levels, none=7.0, full=11.0) * grade(manner.life, none=0.25, full=0.9)
    return max(goes, stands) * whole * real
