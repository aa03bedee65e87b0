"""What grows and lies in each habitat of the park, from the far background to the camera's feet."""

from __future__ import annotations

from collections.abc import Callable

from curation.scenery.canvas import Canvas, Colour
from curation.scenery.herbs import reed
from curation.scenery.spec import Habitat, SceneSpec
from curation.scenery.timber import conifer, log
from curation.scenery.vegetation import (
    LEAVES,
    Rng,
    fallen,
    far_to_near,
    foliage,
    keep_free,
    mountains,
    prints,
    rocks,
    saplings,
    trees,
    tufts,
)


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


def _forest(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    leaves, winter = LEAVES[spec.season], spec.season == "winter"
    needles: tuple[Colour, ...] = ((0.12, 0.19, 0.10), (0.18, 0.25, 0.13), (0.07, 0.12, 0.07))
    trees(canvas, spec, rng, count=46, near=20, far=46)
    foliage(
        canvas,
        distance=30,
        low=horizon + 14,
        high=0,
        density=0.50 if not winter else 0.24,
        colours=needles,
        rng=rng,
        leaf=1.2,
    )
    trees(canvas, spec, rng, count=20, near=11, far=22)
    if not winter:
        foliage(canvas, distance=15, low=horizon + 10, high=0, density=0.42, colours=leaves, rng=rng, leaf=2.0)
    for distance in far_to_near(rng, count=5, near=9, far=20):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(1.6, 3.4)),
            rng=rng,
            snow=winter,
        )
    saplings(canvas, spec, rng, count=9, near=6, far=16)
    rocks(canvas, spec, rng, count=5, near=4, far=12, largest=1.1)
    if rng.random() < 0.8:
        log(
            canvas,
            across=float(rng.uniform(-1.5, 1.5)),
            distance=keep_free(spec) + float(rng.uniform(0.4, 1.4)),
            length=float(rng.uniform(2.5, 4.5)),
            radius=0.15,
            slope=float(rng.normal(0, 0.05)),
            rng=rng,
            snow=winter,
        )
    if not winter:
        fallen(canvas, spec, rng, count=1100)
    trees(canvas, spec, rng, count=7, near=3.4, far=11)
    tufts(canvas, spec, rng, count=34 if winter else 70, near=2.6, far=12, height=0.22)
    if not winter:
        foliage(canvas, distance=7.5, low=horizon * 0.55, high=0, density=0.36, colours=leaves, rng=rng, leaf=3.2)


def _snow_slope(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    trees(canvas, spec, rng, count=42, near=18, far=48, birch=0.4)
    for distance in far_to_near(rng, count=10, near=12, far=30):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(2.0, 5.0)),
            rng=rng,
            snow=True,
        )
    trees(canvas, spec, rng, count=11, near=8, far=18, birch=0.5)
    saplings(canvas, spec, rng, count=8, near=6, far=14)
    rocks(canvas, spec, rng, count=6, near=6, far=15, largest=1.5)
    trees(canvas, spec, rng, count=3, near=3.6, far=7, birch=0.4)
    tufts(canvas, spec, rng, count=30, near=2.8, far=12, height=0.28, blades=7)
    prints(canvas, spec, rng)


def _stream(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    winter = spec.season == "winter"
    trees(canvas, spec, rng, count=40, near=18, far=42)
    foliage(
        canvas,
        distance=26,
        low=horizon + 12,
        high=0,
        density=0.52 if not winter else 0.2,
        colours=LEAVES[spec.season],
        rng=rng,
        leaf=1.4,
    )
    trees(canvas, spec, rng, count=10, near=11, far=18)
    saplings(canvas, spec, rng, count=7, near=10, far=15)
    tufts(canvas, spec, rng, count=70, near=9.4, far=13, height=0.38)
    rocks(canvas, spec, rng, count=17, near=6.6, far=10.0, largest=0.8)
    rocks(canvas, spec, rng, count=9, near=2.8, far=6.6, largest=0.5)
    trees(canvas, spec, rng, count=2, near=3.4, far=6)
    tufts(canvas, spec, rng, count=60, near=2.6, far=6.4, height=0.26)
    if not winter:
        fallen(canvas, spec, rng, count=500)
        foliage(
            canvas,
            distance=7.5,
            low=horizon * 0.5,
            high=0,
            density=0.34,
            colours=LEAVES[spec.season],
            rng=rng,
            leaf=3.0,
        )


def _ridge(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    mountains(canvas, spec, rng, layers=((420, 0.24), (240, 0.17), (130, 0.10)))
    for distance in far_to_near(rng, count=14, near=18, far=55):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(3.0, 6.0)),
            rng=rng,
            snow=spec.season == "winter",
        )
    rocks(canvas, spec, rng, count=20, near=8, far=22, largest=2.2, moss=False)
    saplings(canvas, spec, rng, count=5, near=9, far=16)
    tufts(canvas, spec, rng, count=70, near=4, far=18, height=0.25)
    rocks(canvas, spec, rng, count=16, near=2.6, far=8, largest=1.0, moss=False)
    trees(canvas, spec, rng, count=2, near=3.6, far=6.5, birch=0.0, pine=1.0)
    tufts(canvas, spec, rng, count=34, near=2.6, far=6, height=0.22)


def _meadow(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    winter = spec.season == "winter"
    mountains(canvas, spec, rng, layers=((300, 0.17), (170, 0.10)))
    foliage(
        canvas,
        distance=38,
        low=horizon + 7,
        high=horizon * 0.25,
        density=0.56 if not winter else 0.25,
        colours=LEAVES[spec.season],
        rng=rng,
        leaf=1.2,
        skirt=9.0,
    )
    for distance in far_to_near(rng, count=15, near=20, far=60):
        conifer(
            canvas,
            across=canvas.camera.across(float(rng.uniform(0, canvas.camera.width)), distance),
            distance=distance,
            height=float(rng.uniform(2.5, 5.0)),
            rng=rng,
            snow=winter,
        )
    tufts(canvas, spec, rng, count=420, near=5, far=28, height=0.50, blades=7)
    saplings(canvas, spec, rng, count=3, near=9, far=16)
    tufts(canvas, spec, rng, count=100, near=2.4, far=6, height=0.36)


def _marsh(canvas: Canvas, spec: SceneSpec, rng: Rng) -> None:
    horizon = canvas.camera.horizon * canvas.camera.height
    mountains(canvas, spec, rng, layers=((300, 0.12), (190, 0.07)))
    for distance in far_to_near(rng, count=9, near=34, far=70):
        column = float(rng.uniform(0, canvas.camera.width))
        across = canvas.camera.across(column, distance)
        height = float(rng.uniform(3.0, 6.5))
        conifer(canvas, across=across, distance=distance, height=height, rng=rng, snow=spec.season == "winter")
    foliage(
        canvas,
        distance=48,
        low=horizon + 5,
        high=horizon * 0.5,
        density=0.5 if spec.season != "winter" else 0.25,
        colours=LEAVES[spec.season],
        rng=rng,
        skirt=9.0,
    )
    free = keep_free(spec)
    for distance in far_to_near(rng, count=330, near=free, far=26):
        reed(
            canvas,
            across=canvas.camera.across(float(rng.uniform(-10, canvas.camera.width + 10)), distance),
            distance=distance,
            height=float(rng.uniform(0.9, 1.9)),
            season=spec.season,
            rng=rng,
        )
    tufts(canvas, spec, rng, count=130, near=3, far=14, height=0.40, blades=8)
    for distance in far_to_near(rng, count=16, near=2.6, far=free):
        side = 0.08 if rng.random() < 0.5 else 0.92
        reed(
            canvas,
            across=canvas.camera.across(canvas.camera.width * (side + float(rng.normal(0, 0.06))), distance),
            distance=distance,
            height=float(rng.uniform(0.8, 1.5)),
            season=spec.season,
            rng=rng,
        )
