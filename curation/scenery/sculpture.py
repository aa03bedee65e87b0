"""From cones in space to a surface: what the camera sees of an animal, pixel by pixel."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.scenery.grain import FloatArray, shared_fractal, stretch
from curation.scenery.skeleton import Cone

_NOWHERE = -1.0e4


@dataclass(frozen=True)
class Surface:
    """The seen pixels of a picture of `shape` (rows, columns), as flat arrays of one length.

    `part` is an index into `parts`, `along` 0..1 on the part, `up` -1..1 around it (1: its top), `normal` (n, 3) with
    x right, y up, z to the camera. `origin` is the column of the body's x = 0 and the row of the ground.
    """

    shape: tuple[int, int]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    part: NDArray[np.int16]
    along: FloatArray
    up: FloatArray
    normal: FloatArray
    parts: tuple[str, ...]
    origin: tuple[float, float]

    def of(self, *names: str) -> NDArray[np.bool_]:
        """Where any of these parts is seen."""
        return np.array([name in names for name in self.parts])[self.part]


def sculpt(cones: list[Cone], *, scale: float, yaw: float, fur: float) -> Surface:
    """Draw the cones, `scale` pixels to a shoulder height, turned by `yaw` radians about the vertical.

    Each cone is the sphere that slides from end to end; the nearest point wins. `fur` roughens the radius.
    """
    turned = [_project(cone, scale=scale, yaw=yaw) for cone in cones]
    radius = np.array([max(cone[6], cone[7]) for cone in turned]) * (1.0 + 2.0 * fur) + 3.0
    xs = np.array([(cone[0], cone[3]) for cone in turned])
    ys = np.array([(cone[1], cone[4]) for cone in turned])
    left = math.floor(float((xs.min(axis=1) - radius).min()))
    top = math.floor(float((ys.min(axis=1) - radius).min()))
    width = math.ceil(float((xs.max(axis=1) + radius).max())) - left
    height = math.ceil(max(float((ys.max(axis=1) + radius).max()), 4.0)) - top
    shape = (height + height % 2, width + width % 2)
    depth = np.full(shape, _NOWHERE, np.float32)
    part = np.full(shape, -1, np.int16)
    along, up = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    rough = 1.0 + 0.5 * fur * stretch(shared_fractal(5, 6), width=shape[1], height=shape[0])
    names = tuple(dict.fromkeys(cone.part for cone in cones))
    for cone, flat in zip(cones, turned, strict=True):
        _draw(cone, flat, names.index(cone.part), (left, top), rough, (depth, part, along, up))
    rows, columns = np.nonzero(part >= 0)
    normal = _normals(depth, rows=rows, columns=columns)
    seen = (rows, columns)
    return Surface(shape, rows, columns, part[seen], along[seen], up[seen], normal, names, (-left, -top))


def _project(cone: Cone, *, scale: float, yaw: float) -> tuple[float, ...]:
    cos, sin = math.cos(yaw), math.sin(yaw)
    values: list[float] = []
    for x, y, z in (cone.start, cone.end):
        values += [(x * cos - z * sin) * scale, -y * scale, (x * sin + z * cos) * scale]
    return (*values, cone.start_radius * scale, cone.end_radius * scale)


def _draw(
    cone: Cone,
    flat: tuple[float, ...],
    index: int,
    corner: tuple[int, int],
    rough: FloatArray,
    planes: tuple[FloatArray, NDArray[np.int16], FloatArray, FloatArray],
) -> None:
    depth, part, along, up = planes
    ax, ay, az, bx, by, bz, ra, rb = flat
    ax, bx, ay, by = ax - corner[0], bx - corner[0], ay - corner[1], by - corner[1]
    reach = max(ra, rb) * 1.25 + 1.0
    rows = slice(max(0, int(min(ay, by) - reach)), min(depth.shape[0], int(max(ay, by) + reach) + 1))
    columns = slice(max(0, int(min(ax, bx) - reach)), min(depth.shape[1], int(max(ax, bx) + reach) + 1))
    gy = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]
    gx = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    if square < 1e-6:
        beyond = np.zeros((gy.shape[0], gx.shape[1]), np.float32)
    else:
        beyond = np.float32(dx / square) * (gx - np.float32(ax)) + np.float32(dy / square) * (gy - np.float32(ay))
    place = np.clip(beyond, 0.0, 1.0)
    off_x, off_y = gx - (ax + place * dx), gy - (ay + place * dy)
    radius = ra + place * (rb - ra)
    aside = off_x * off_x + off_y * off_y
    # Only the outline is rough: a rough surface would glitter like gravel under the light.
    inside = (radius * rough[rows, columns]) ** 2 - aside
    near = az + place * (bz - az) + cone.flat * np.sqrt(np.maximum(radius * radius - aside, 0.0))
    window = depth[rows, columns]
    wins = (inside > 0.0) & (near > window)
    np.copyto(window, near, where=wins)
    np.copyto(part[rows, columns], np.int16(index), where=wins)
    # The coat runs on over a cone's round ends, else markings would break at every joint.
    np.copyto(along[rows, columns], cone.along[0] + beyond * (cone.along[1] - cone.along[0]), where=wins)
    np.copyto(up[rows, columns], -off_y / np.maximum(radius, 0.5), where=wins)


def _normals(depth: FloatArray, *, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> FloatArray:
    """Normals of the seen pixels; steps between body parts are flattened to shade like folds and not like cliffs."""
    base = depth[rows, columns].min() if rows.size else np.float32(0.0)
    relief = np.maximum(depth, base)
    for _ in range(2):
        middle = relief[1:-1, 1:-1]
        middle[...] = (middle + relief[:-2, 1:-1] + relief[2:, 1:-1] + relief[1:-1, :-2] + relief[1:-1, 2:]) * 0.2
    below, above = np.minimum(rows + 1, depth.shape[0] - 1), np.maximum(rows - 1, 0)
    right, left = np.minimum(columns + 1, depth.shape[1] - 1), np.maximum(columns - 1, 0)
    across = np.clip((relief[rows, left] - relief[rows, right]) * 0.5, -3.0, 3.0)
    upward = np.clip((relief[below, columns] - relief[above, columns]) * 0.5, -3.0, 3.0)
    length = np.sqrt(across * across + upward * upward + 1.0)
    return np.stack([across / length, upward / length, 1.0 / length], axis=-1).astype(np.float32)
