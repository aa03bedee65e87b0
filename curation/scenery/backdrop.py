"""The picture behind the animals: each habitat composed of ground, timber and herbs, then lit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from curation.scenery import habitats
from curation.scenery.canvas import FAR, Canvas
from curation.scenery.grain import FloatArray, shared_fractal, smoothstep, stretch
from curation.scenery.ground import Camera, Ground, lay_ground
from curation.scenery.herbs import GRASS, Sway, grow_sway
from curation.scenery.illumination import Illumination, illuminate
from curation.scenery.spec import SceneSpec
from curation.scenery.sprites import plan_of


@dataclass(frozen=True)
class Backdrop:
    """`picture` (h, w, channels) 0..255, one channel in infrared; `stands` (h, w) metres to what can hide an animal."""

    picture: NDArray[np.uint8]
    stands: FloatArray
    water: FloatArray
    camera: Camera
    light: Illumination
    sways: tuple[Sway, ...]


def _camera(spec: SceneSpec) -> Camera:
    rng = np.random.default_rng([spec.seed, 3])
    tilt = float(rng.uniform(-0.03, 0.03))
    if spec.habitat == "snow_slope":
        tilt = float(rng.choice([-1.0, 1.0])) * 0.085
    horizon = {"ridge": 0.40, "meadow": 0.33, "marsh": 0.33}.get(spec.habitat, 0.345)
    return Camera(spec.width, spec.height, horizon=horizon, tilt=tilt)


def paint_backdrop(spec: SceneSpec) -> Backdrop:
    """Everything that stands still, and the swaying blades, all from the seed of the scene."""
    camera = _camera(spec)
    rng = np.random.default_rng([spec.seed, 7])
    ground = lay_ground(camera, habitat=spec.habitat, season=spec.season, seed=spec.seed)
    light = illuminate(habitat=spec.habitat, light=spec.light, season=spec.season, weather=spec.weather, seed=spec.seed)
    canvas = Canvas(camera, ground)
    habitats.furnish(canvas, spec=spec, rng=rng)
    colour, distance, stands = canvas.planes()
    lit = light.grade(colour, distance, sunlit=_sunlit(spec, ground, distance))
    if not light.infrared:
        lit = _with_sky(lit, distance, spec=spec, light=light)
        lit = lit * _lens(lit.shape[0], lit.shape[1])
    small = (lit[::2, ::2] + lit[1::2, ::2] + lit[::2, 1::2] + lit[1::2, 1::2]) * 0.25
    picture = (np.clip(small, 0.0, 1.0) * 255.0).astype(np.uint8)
    if light.infrared:
        picture = np.ascontiguousarray(picture[..., :1])
    return Backdrop(picture, stands, ground.water, camera, light, _sways(spec, camera, light, rng))


def _lens(rows: int, columns: int) -> FloatArray:
    """The corners of a cheap lens are darker."""
    y = np.linspace(-1.0, 1.0, rows, dtype=np.float32)[:, None]
    x = np.linspace(-1.0, 1.0, columns, dtype=np.float32)[None, :]
    return (1.0 - 0.20 * smoothstep(x * x + y * y, 0.5, 2.0))[..., None]


def _sunlit(spec: SceneSpec, ground: Ground, distance: FloatArray) -> FloatArray:
    """Dapples on the ground of a wood, full sun in the open."""
    size = (distance.shape[1], distance.shape[0])
    dapple = np.asarray(Image.fromarray(ground.dapple).resize(size, Image.Resampling.BILINEAR))
    open_air = spec.habitat in ("ridge", "meadow", "marsh", "snow_slope")
    base, gain = (0.62, 0.38) if open_air else (0.24, 0.85)
    ground_distance = np.asarray(Image.fromarray(ground.distance).resize(size, Image.Resampling.NEAREST))
    # What stands up is lit evenly: the ground's dapples would run over it as streaks.
    lying = (distance > ground_distance * 0.98) & (distance < 60.0)
    if not open_air and spec.season == "winter":
        base, gain = 0.30, 0.55
    return np.where(lying, base + gain * dapple, base + 0.42 * gain).astype(np.float32)


def _with_sky(lit: FloatArray, distance: FloatArray, *, spec: SceneSpec, light: Illumination) -> FloatArray:
    """A sky that is deeper above and hazy at the horizon, with thin clouds."""
    rows, columns = distance.shape
    height = np.linspace(1.0, 0.0, rows, dtype=np.float32)[:, None, None]
    haze = np.asarray(light.haze, np.float32)
    clear = spec.weather in ("clear", "wind")
    deep = haze * np.asarray((0.62, 0.80, 1.02) if clear else (0.88, 0.90, 0.92), np.float32)
    clouds = stretch(shared_fractal(30, 130), width=columns, height=rows, left=spec.seed * 53)[..., None]
    sky = haze + (deep - haze) * smoothstep(height, 0.62, 1.0)
    sky = sky + (np.asarray((0.96, 0.95, 0.93), np.float32) - sky) * smoothstep(clouds, 0.2, 1.6) * (
        0.6 if clear else 0.15
    )
    return np.where((distance >= FAR - 1.0)[..., None], sky, lit)


def _sways(spec: SceneSpec, camera: Camera, light: Illumination, rng: np.random.Generator) -> tuple[Sway, ...]:
    """Sharp blades just before the nearest animal, and blurred ones right at the lens."""
    nearest = min((min(one.distance, one.distance + one.slant) for one in spec.actors), default=4.5)
    # Grass hides an animal's feet, not the animal.
    shortest = min(
        (plan_of(one.species, life_stage=one.life_stage).height * one.size for one in spec.actors), default=0.7
    )
    tall = min(0.50, max(0.14, 0.72 * shortest))
    wind = 0.22 if spec.weather == "wind" else 0.07
    thick = spec.habitat in ("meadow", "marsh")
    colours = GRASS[spec.season]
    sparse = spec.habitat in ("snow_slope", "ridge") or spec.season == "winter"
    before = grow_sway(
        camera,
        light,
        distance=max(1.9, nearest - 0.55),
        height=tall if thick else min(tall, 0.26),
        count=330 if thick else 60 if sparse else 170,
        colours=colours,
        wind=wind,
        blur=0.0,
        rng=rng,
        clumps=26 if thick else 9,
    )
    lens = grow_sway(
        camera,
        light,
        distance=1.25,
        height=0.46 if thick else 0.36,
        count=46 if thick else 16 if sparse else 30,
        colours=colours,
        wind=wind * 1.2,
        blur=4.0,
        rng=rng,
        clumps=7,
    )
    return (before, lens)
