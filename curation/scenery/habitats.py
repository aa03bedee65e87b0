"""What grows and lies in each habitat of the park, from the far background to the camera's feet."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from curation.scenery.canvas import SAMPLES, Canvas, Colour
from curation.scenery.grain import look_up, shared_fractal, smoothstep
from curation.scenery.herbs import GRASS, litter, reed, tuft
from curation.scenery.spec import Habitat, SceneSpec, Season
from curation.scenery.timber import branch, conifer, log, rock, trunk

Rng = np.random.Generator
_LEAVES: dict[Season, tuple[Colour, ...]] = {
    "spring": ((0.42, 0.50, 0.18), (0.50, 0.55, 0.24), (0.35, 0.42, 0.16)),
    "summer": ((0.16, 0.28, 0.07), (0.24, 0.37, 0.10), (0.11, 0.20, 0.05)),
    "autumn": ((0.74, 0.45, 0.10), (0.80, 0.58, 0.16), (0.62, 0.26, 0.09)),
    "winter": ((0.34, 0.27, 0.21), (0.26, 0.21, 0.17), (0.44, 0.36, 0.28)),
}


def furnish(canvas: Canvas, *, spec: SceneSpec, rng: Rng) -> None:
    """Paint the habitat of the scene onto the ground of the canvas, far things first."""
    painters: dict[Habitat, Callable[[Canvas, SceneSpec, Rng], None]] = {
        "forest": _forest,
        "snow_slope": _snow_slope,
        "stream": _stream,
        "ridge": _ridge,
        "meadow": _meadow,
        "marsh": _marsh,
    }
    painters[spec.habitat](canvas, spec, rng)


def _keep_free(spec: SceneSpec) -> float:
    """Trunks and rocks nearer than this stay at the picture's edges, for the animals pass here."""
    return max((max(one.distance, one.distance + one.slant) for one in spec.actors), default=5.5) + 0.6


def _far_to_near(rng: Rng, *, count: int, near: float, far: float) -> list[float]:
    """Distances spread as on a plane: more of them far away."""
    return sorted((float(value) for value in near + (far - near) * rng.random(count) ** 0.8), reverse=True)


def _foliage(
    canvas: Canvas,
    *,
    distance: float,
    low: float,
    high: float,
    density: float,
    colours: tuple[Colour, ...],
    rng: Rng,
    leaf: float = 1.0,
) -> None:
    """A layer of leaves between two rows (pixels): clumps with holes, each leaf its own colour."""
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
        np.minimum((rows - top) / (bottom - top) * 6 + (6 if top == 0 else 0), (bottom - rows) / (bottom - top) * 2.2),
        0.0,
        1.0,
    )
    mask = smoothstep(clump * 0.8 + leaves * 0.75 + 2.2 * (density - 0.5) - 1.6 * (1.0 - fade), 0.0, 0.25)
    pick = smoothstep(shade + 0.5 * clump, -0.9, 1.1)[..., None]
    dark, middle, light = (np.asarray(colours[index], np.float32) for index in (2, 0, 1))
    colour = np.where(pick < 0.5, dark + (middle - dark) * pick * 2, middle + (light - middle) * (pick * 2 - 1))
    colour = colour * (1.0 + 0.32 * (leaves - shade)[..., None])
    canvas.patch(colour, mask, left=0, top=top, distance=distance, stands=distance < 12)


def _trees(
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
    free = _keep_free(spec)
    winter = spec.season == "winter"
    for distance in _far_to_near(rng, count=count, near=near, far=far):
        across = canvas.camera.across(float(rng.uniform(-40, canvas.camera.width + 40)), distance)
        if distance < free:
            side = -1.0 if rng.random() < 0.5 else 1.0
            across = canvas.camera.across(canvas.camera.width / 2 * (1 + side * rng.uniform(0.8, 1.0)), distance)
        kind = rng.random()
        bark = "birch" if kind < birch else "pine" if kind < birch + pine else "oak"
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


def _saplings(canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float) -> None:
    """Thin young trees and hazel, with the leaves of the season at their tips."""
    leaves = () if spec.season == "winter" else _LEAVES[spec.season]
    free = _keep_free(spec)
    for distance in _far_to_near(rng, count=count, near=near, far=far):
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


def _tufts(
    canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float, height: float, blades: int = 9
) -> None:
    colours = GRASS[spec.season]
    for distance in _far_to_near(rng, count=count, near=near, far=far):
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


def _rocks(
    canvas: Canvas, spec: SceneSpec, rng: Rng, *, count: int, near: float, far: float, largest: float, moss: bool = True
) -> None:
    free = _keep_free(spec)
    for distance in _far_to_near(rng, count=count, near=near, far=far):
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


def _forest(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    leaves, winter = _LEAVES[spec.season], spec.season == "winter"
    needles: tuple[Colour, ...] = ((0.12, 0.19, 0.10), (0.18, 0.25, 0.13), (0.07, 0.12, 0.07))
    _trees(canvas, spec, rng, count=46, near=20, far=46)
    _foliage(
        canvas,
        distance=30,
        low=horizon + 14,
        high=0,
        density=0.50 if not winter else 0.24,
        colours=needles,
        rng=rng,
        leaf=1.2,
    )
    _trees(canvas, spec, rng, count=20, near=11, far=22)
    if not winter:
        _foliage(canvas, distance=15, low=horizon + 10, high=0, density=0.42, colours=leaves, rng=rng, leaf=2.0)
    for distance in _far_to_near(rng, count=5, near=9, far=20):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(1.6, 3.4)),
            rng=rng,
            snow=winter,
        )
    _saplings(canvas, spec, rng, count=9, near=6, far=16)
    _rocks(canvas, spec, rng, count=5, near=4, far=12, largest=1.1)
    if rng.random() < 0.8:
        log(
            canvas,
            across=float(rng.uniform(-1.5, 1.5)),
            distance=_keep_free(spec) + float(rng.uniform(0.4, 1.4)),
            length=float(rng.uniform(2.5, 4.5)),
            radius=0.15,
            slope=float(rng.normal(0, 0.05)),
            rng=rng,
            snow=winter,
        )
    if not winter:
        litter(canvas, count=1100 if spec.season == "autumn" else 320, colours=_LEAVES["autumn"], rng=rng)
    _trees(canvas, spec, rng, count=7, near=3.4, far=11)
    _tufts(canvas, spec, rng, count=34 if winter else 70, near=2.6, far=12, height=0.22)
    if not winter:
        _foliage(canvas, distance=7.5, low=horizon * 0.55, high=0, density=0.36, colours=leaves, rng=rng, leaf=3.2)


def _snow_slope(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    _trees(canvas, spec, rng, count=42, near=18, far=48, birch=0.4)
    for distance in _far_to_near(rng, count=10, near=12, far=30):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(2.0, 5.0)),
            rng=rng,
            snow=True,
        )
    _trees(canvas, spec, rng, count=11, near=8, far=18, birch=0.5)
    _saplings(canvas, spec, rng, count=8, near=6, far=14)
    _rocks(canvas, spec, rng, count=6, near=6, far=15, largest=1.5)
    _trees(canvas, spec, rng, count=3, near=3.6, far=7, birch=0.4)
    _tufts(canvas, spec, rng, count=30, near=2.8, far=12, height=0.28, blades=7)
    _prints(canvas, spec, rng)


def _prints(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
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


def _stream(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    winter = spec.season == "winter"
    _trees(canvas, spec, rng, count=40, near=18, far=42)
    _foliage(
        canvas,
        distance=26,
        low=horizon + 12,
        high=0,
        density=0.52 if not winter else 0.2,
        colours=_LEAVES[spec.season],
        rng=rng,
        leaf=1.4,
    )
    _trees(canvas, spec, rng, count=10, near=11, far=18)
    _saplings(canvas, spec, rng, count=7, near=10, far=15)
    _tufts(canvas, spec, rng, count=70, near=9.4, far=13, height=0.38)
    _rocks(canvas, spec, rng, count=17, near=6.6, far=10.0, largest=0.8)
    _rocks(canvas, spec, rng, count=9, near=2.8, far=6.6, largest=0.5)
    _trees(canvas, spec, rng, count=2, near=3.4, far=6)
    _tufts(canvas, spec, rng, count=60, near=2.6, far=6.4, height=0.26)
    if not winter:
        litter(canvas, count=260, colours=_LEAVES["autumn"], rng=rng)
        _foliage(
            canvas,
            distance=7.5,
            low=horizon * 0.5,
            high=0,
            density=0.34,
            colours=_LEAVES[spec.season],
            rng=rng,
            leaf=3.0,
        )


def _mountains(canvas: Canvas, spec: SceneSpec, rng: Rng, *, layers: tuple[tuple[float, float], ...]) -> None:
    """Wooded ridges, one behind the other: (distance, height as a part of the picture)."""
    width, height = canvas.camera.width, canvas.camera.height
    base = canvas.camera.horizon * height
    for distance, rise in layers:
        waves = [(rng.uniform(0.5, 1.0) / k, k * rng.uniform(1.2, 2.4), rng.uniform(0, 6.3)) for k in (1, 2, 4, 9, 23)]
        crest = []
        for x in range(-4, width + 5, 4):
            wave = sum(size * math.sin(x / width * speed * 3 + start) for size, speed, start in waves)
            crest.append((float(x), base - height * rise * (0.62 + 0.26 * wave) + rng.normal(0, 0.6)))
        tone = _LEAVES[spec.season][2] if spec.season != "winter" else (0.40, 0.42, 0.46)
        canvas.polygon(
            [*crest, (width + 5.0, base + 40), (-5.0, base + 40)],
            (tone[0] * 0.75, tone[1] * 0.8, tone[2] * 1.1),
            distance=distance,
            stands=False,
        )


def _ridge(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    _mountains(canvas, spec, rng, layers=((420, 0.24), (240, 0.17), (130, 0.10)))
    for distance in _far_to_near(rng, count=14, near=18, far=55):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(3.0, 6.0)),
            rng=rng,
            snow=spec.season == "winter",
        )
    _rocks(canvas, spec, rng, count=20, near=8, far=22, largest=2.2, moss=False)
    _saplings(canvas, spec, rng, count=5, near=9, far=16)
    _tufts(canvas, spec, rng, count=70, near=4, far=18, height=0.25)
    _rocks(canvas, spec, rng, count=16, near=2.6, far=8, largest=1.0, moss=False)
    _trees(canvas, spec, rng, count=2, near=3.6, far=6.5, birch=0.0, pine=1.0)
    _tufts(canvas, spec, rng, count=34, near=2.6, far=6, height=0.22)


def _meadow(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    winter = spec.season == "winter"
    _mountains(canvas, spec, rng, layers=((300, 0.17), (170, 0.10)))
    _trees(canvas, spec, rng, count=34, near=26, far=60, birch=0.35)
    _foliage(
        canvas,
        distance=38,
        low=horizon + 7,
        high=horizon * 0.25,
        density=0.56 if not winter else 0.25,
        colours=_LEAVES[spec.season],
        rng=rng,
        leaf=1.2,
    )
    for distance in _far_to_near(rng, count=6, near=20, far=40):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(2.5, 5.0)),
            rng=rng,
            snow=winter,
        )
    _tufts(canvas, spec, rng, count=420, near=5, far=28, height=0.50, blades=7)
    _saplings(canvas, spec, rng, count=3, near=9, far=16)
    _tufts(canvas, spec, rng, count=100, near=2.4, far=6, height=0.36)


def _marsh(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    _mountains(canvas, spec, rng, layers=((300, 0.12), (190, 0.07)))
    _trees(canvas, spec, rng, count=22, near=34, far=70, birch=0.5)
    _foliage(
        canvas,
        distance=48,
        low=horizon + 5,
        high=horizon * 0.5,
        density=0.5 if spec.season != "winter" else 0.25,
        colours=_LEAVES[spec.season],
        rng=rng,
    )
    free = _keep_free(spec)
    for distance in _far_to_near(rng, count=330, near=free, far=26):
        reed(
            canvas,
            across=canvas.camera.across(float(rng.uniform(-10, canvas.camera.width + 10)), distance),
            distance=distance,
            height=float(rng.uniform(0.9, 1.9)),
            season=spec.season,
            rng=rng,
        )
    _tufts(canvas, spec, rng, count=130, near=3, far=14, height=0.40, blades=8)
    for distance in _far_to_near(rng, count=16, near=2.6, far=free):
        side = 0.08 if rng.random() < 0.5 else 0.92
        reed(
            canvas,
            across=canvas.camera.across(canvas.camera.width * (side + float(rng.normal(0, 0.06))), distance),
            distance=distance,
            height=float(rng.uniform(0.8, 1.5)),
            season=spec.season,
            rng=rng,
        )
