"""Groups of plants and stones that every habitat is furnished with: woods, leaves, tufts, boulders, far hills."""

from __future__ import annotations

import math

import numpy as np

from curation.scenery.canvas import SAMPLES, Canvas, Colour
from curation.scenery.grain import look_up, shared_fractal, smoothstep
from curation.scenery.herbs import GRASS, litter, tuft
from curation.scenery.spec import SceneSpec, Season
from curation.scenery.timber import Bark, branch, rock, trunk

Rng = np.random.Generator
LEAVES: dict[Season, tuple[Colour, ...]] = {
    "spring": ((0.42, 0.50, 0.18), (0.50, 0.55, 0.24), (0.35, 0.42, 0.16)),
    "summer": ((0.16, 0.28, 0.07), (0.24, 0.37, 0.10), (0.11, 0.20, 0.05)),
    "autumn": ((0.74, 0.45, 0.10), (0.80, 0.58, 0.16), (0.62, 0.26, 0.09)),
    "winter": ((0.34, 0.27, 0.21), (0.26, 0.21, 0.17), (0.44, 0.36, 0.28)),
}


def keep_free(spec: SceneSpec) -> float:
    """Trunks and rocks nearer than this stay at the picture's edges, for the animals pass here."""
    return max((max(one.distance, one.distance + one.slant) for one in spec.actors), default=5.5) + 0.6


def far_to_near(rng: Rng, *, count: int, near: float, far: float) -> list[float]:
    """Distances spread as on a plane: more of them far away."""
    return sorted((float(value) for value in near + (far - near) * rng.random(count) ** 0.8), reverse=True)


def foliage(
    canvas: Canvas,
    *,
    distance: float,
    low: float,
    high: float,
    density: float,
    colours: tuple[Colour, ...],
    rng: Rng,
    leaf: float = 1.0,
    skirt: float = 2.2,
) -> None:
    """Leaves between two rows (pixels): clumps with holes, each leaf its colour; a high `skirt` reaches down."""
    width = canvas.size[0]
    top, bottom = int(high * SAMPLES), int(low * SAMPLES)
    if bottom - top < 4:
        return
    rows = np.arange(top, bottom, dtype=np.float32)[:, None]
    columns = np.arange(width, dtype=np.float32)[None, :]
    shift = float(rng.uniform(0, 500))
    grid_x, grid_y = columns + 0 * rows, rows + 0 * columns
    clump = look_up(shared_fractal(40, 120), x=grid_x + shift, y=grid_y + shift)
    leaves = look_up(shared_fractal(41, 7), x=grid_x / leaf + shift, y=grid_y / leaf)
    shade = look_up(shared_fractal(41, 7), x=grid_x / leaf + shift + 2, y=grid_y / leaf + 2)
    fade = smoothstep(
        np.minimum(
            (rows - top) / (bottom - top) * 6 + (6 if top == 0 else 0), (bottom - rows) / (bottom - top) * skirt
        ),
        0.0,
        1.0,
    )
    mask = smoothstep(clump * 0.8 + leaves * 0.75 + 2.2 * (density - 0.5) - 1.6 * (1.0 - fade), 0.0, 0.25)
    pick = smoothstep(shade + 0.5 * clump, -0.9, 1.1)[..., None]
    dark, middle, light = (np.asarray(colours[index], np.float32) for index in (2, 0, 1))
    colour = np.where(pick < 0.5, dark + (middle - dark) * pick * 2, middle + (light - middle) * (pick * 2 - 1))
    colour = colour * (1.0 + 0.32 * (leaves - shade)[..., None])
    canvas.patch(colour, mask, left=0, top=top, distance=distance, stands=distance < 12)


def fallen(canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int) -> None:
    """Leaves on the ground: bright in autumn, few and brown in the other seasons; dull under the flash at all times."""
    if spec.season == "autumn" and spec.light == "day":
        litter(canvas, count=count, colours=LEAVES["autumn"], rng=rng)
        return
    brown: tuple[Colour, ...] = ((0.30, 0.21, 0.12), (0.24, 0.17, 0.10), (0.36, 0.27, 0.16))
    litter(canvas, count=count if spec.season == "autumn" else count // 3, colours=brown, rng=rng)


def trees(
    canvas: Canvas,
    spec: SceneSpec,
    rng: Rng,
    *,
    count: int,
    near: float,
    far: float,
    birch: float = 0.2,
    pine: float = 0.35,
) -> None:
    free = keep_free(spec)
    winter = spec.season == "winter"
    for distance in far_to_near(rng, count=count, near=near, far=far):
        across = canvas.camera.across(float(rng.uniform(-40, canvas.camera.width + 40)), distance)
        if distance < free:
            side = -1.0 if rng.random() < 0.5 else 1.0
            across = canvas.camera.across(canvas.camera.width / 2 * (1 + side * rng.uniform(0.8, 1.0)), distance)
        kind = rng.random()
        bark: Bark = "birch" if kind < birch else "pine" if kind < birch + pine else "oak"
        radius = float(rng.uniform(0.07, 0.24)) * (0.62 if bark == "birch" else 1.0)
        trunk(
            canvas,
            across=across,
            distance=distance,
            radius=radius,
            bark=bark,
            lean=float(rng.normal(0, 0.035)),
            rng=rng,
            snow=winter and distance < 18,
        )
        if rng.random() < 0.75 and distance > 4:
            _boughs(canvas, rng, across=across, distance=distance, snow=winter)


def _boughs(canvas: Canvas, rng: Rng, *, across: float, distance: float, snow: bool) -> None:
    """Bare side branches of a trunk."""
    camera = canvas.camera
    x = camera.column(across, distance)
    pixels = camera.pixels(distance)
    for _ in range(int(rng.integers(1, 4))):
        y = camera.row(x, distance) - pixels * rng.uniform(0.9, 3.2)
        side = rng.uniform(0.15, 0.95) if rng.random() < 0.5 else math.pi - rng.uniform(0.15, 0.95)
        branch(
            canvas,
            start=(x, y),
            angle=side,
            length=pixels * rng.uniform(0.35, 0.8),
            width=max(0.5, pixels * 0.022),
            distance=distance,
            colour=(0.23, 0.19, 0.15),
            rng=rng,
            depth=3,
            snow=snow,
        )


def saplings(canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float) -> None:
    """Thin young trees and hazel, with the leaves of the season at their tips."""
    leaves = () if spec.season == "winter" else LEAVES[spec.season]
    free = keep_free(spec)
    for distance in far_to_near(rng, count=count, near=near, far=far):
        column = float(rng.uniform(0, canvas.camera.width))
        if distance < free:
            column = canvas.camera.width * (0.06 if rng.random() < 0.5 else 0.94)
        foot = (column, canvas.camera.row(column, distance))
        pixels = canvas.camera.pixels(distance)
        for _ in range(int(rng.integers(1, 4))):
            tips = branch(
                canvas,
                start=foot,
                angle=math.pi / 2 + rng.normal(0, 0.2),
                length=pixels * rng.uniform(0.4, 0.8),
                width=max(0.5, pixels * 0.014),
                distance=distance,
                colour=(0.27, 0.21, 0.16),
                rng=rng,
                depth=3,
                snow=spec.season == "winter",
            )
            for x, y in tips:
                for _ in range(3 if leaves else 0):
                    colour = leaves[int(rng.integers(len(leaves)))]
                    size = pixels * rng.uniform(0.012, 0.028)
                    canvas.ellipse(
                        x + rng.normal(0, size * 2.5),
                        y + rng.normal(0, size * 2.5),
                        wide=size,
                        high=size * 0.75,
                        colour=colour,
                        distance=distance,
                    )


def tufts(
    canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float, height: float, blades: int = 9
) -> None:
    colours = GRASS[spec.season]
    for distance in far_to_near(rng, count=count, near=near, far=far):
        across = canvas.camera.across(float(rng.uniform(-20, canvas.camera.width + 20)), distance)
        few = blades if distance < 9 else max(3, blades // 2)
        tuft(
            canvas,
            across=across,
            distance=distance,
            height=height * float(rng.uniform(0.5, 1.2)),
            blades=few,
            colours=colours,
            rng=rng,
        )


def rocks(
    canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float, largest: float, moss: bool = True
) -> None:
    free = keep_free(spec)
    for distance in far_to_near(rng, count=count, near=near, far=far):
        column = float(rng.uniform(0, canvas.camera.width))
        wide = float(rng.uniform(0.25, 1.0)) * largest
        high = wide * float(rng.uniform(0.4, 0.75))
        if distance < free:
            high = min(high, 0.16)
            wide = min(wide, 0.5)
        rock(
            canvas,
            across=canvas.camera.across(column, distance),
            distance=distance,
            wide=wide,
            high=high,
            rng=rng,
            snow=spec.season == "winter",
            moss=moss,
        )


def prints(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    """An older line of footprints in the snow, which leads away."""
    start, end = rng.uniform(-2.5, 2.5), rng.uniform(-2.0, 2.0)
    for number in range(26):
        part = number / 26
        distance = 2.6 + 11.0 * part
        across = start + (end - start) * part + (0.07 if number % 2 else -0.07) + rng.normal(0, 0.02)
        x = canvas.camera.column(across, distance)
        size = 0.055 * canvas.camera.pixels(distance)
        y = canvas.camera.row(x, distance)
        canvas.ellipse(x, y, wide=size, high=size * 0.42, colour=(0.60, 0.64, 0.72))
        canvas.ellipse(x, y + size * 0.22, wide=size * 0.8, high=size * 0.22, colour=(0.76, 0.79, 0.85))


def mountains(canvas: Canvas, spec: SceneSpec, rng: Rng, *, layers: tuple[tuple[float, float], ...]) -> None:
    """Wooded ridges, one behind the other: (distance, height as a part of the picture)."""
    camera = canvas.camera
    width, height = camera.width, camera.height
    base = camera.horizon * height
    for distance, rise in layers:
        waves = [(rng.uniform(0.5, 1.0) / k, k * rng.uniform(1.2, 2.4), rng.uniform(0, 6.3)) for k in (1, 2, 4, 9, 23)]
        crest = []
        for x in range(-4, width + 5, 4):
            wave = sum(size * math.sin(x / width * speed * 3 + start) for size, speed, start in waves)
            crest.append((float(x), base - height * rise * (0.62 + 0.26 * wave) + rng.normal(0, 0.6)))
        tone = LEAVES[spec.season][2] if spec.season != "winter" else (0.40, 0.42, 0.46)
        canvas.polygon(
            [*crest, (width + 5.0, camera.horizon_at(width) + 1.5), (-5.0, camera.horizon_at(0) + 1.5)],
            (tone[0] * 0.75, tone[1] * 0.8, tone[2] * 1.1),
            distance=distance,
            stands=False,
        )
