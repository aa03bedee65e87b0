"""The ground in perspective: where a place in metres lies in the picture, and what covers it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from curation.scenery.grain import FloatArray, look_up, shared_fractal, smoothstep
from curation.scenery.spec import Habitat, Season

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """A trail camera strapped to a tree: pixels, `lift` metres above the ground, `horizon` row as a part of the height,
    `tilt` of the ground in rows per column. 52 degrees is the usual field of view of such cameras."""

    width: int
    height: int
    lift: float = 0.85
    horizon: float = 0.36
    tilt: float = 0.0

    @property
    def focal(self) -> float:
        return self.width * 1.025

    def horizon_at(self, x: float) -> float:
        return self.horizon * self.height + self.tilt * (x - self.width / 2)

    def row(self, x: float, distance: float) -> float:
        """The picture row of the ground at column `x` and `distance` metres."""
        return self.horizon_at(x) + self.focal * self.lift / distance

    def column(self, across: float, distance: float) -> float:
        """The picture column of a point `across` metres right of the middle."""
        return self.width / 2 + across * self.focal / distance

    def across(self, column: float, distance: float) -> float:
        return (column - self.width / 2) * distance / self.focal

    def pixels(self, distance: float) -> float:
        """Pixels to a metre at this distance."""
        return self.focal / distance


@dataclass(frozen=True)
class Ground:
    """`colour` (h, w, 3) albedo, `distance` (h, w) metres (very far above the horizon), `dapple` where sun falls 0..1,
    `water` 0..1 where there is a stream or pool."""

    colour: FloatArray
    distance: FloatArray
    dapple: FloatArray
    water: FloatArray


_COVER: dict[str, tuple[Colour, Colour, Colour]] = {
    "litter_spring": ((0.36, 0.30, 0.20), (0.27, 0.30, 0.15), (0.45, 0.38, 0.26)),
    "litter_summer": ((0.20, 0.26, 0.10), (0.28, 0.33, 0.13), (0.26, 0.20, 0.12)),
    "litter_autumn": ((0.50, 0.30, 0.13), (0.60, 0.41, 0.17), (0.29, 0.18, 0.10)),
    "litter_winter": ((0.83, 0.85, 0.89), (0.90, 0.91, 0.94), (0.66, 0.69, 0.76)),
    "grass_spring": ((0.42, 0.42, 0.20), (0.52, 0.47, 0.28), (0.30, 0.33, 0.14)),
    "grass_summer": ((0.25, 0.34, 0.10), (0.35, 0.42, 0.14), (0.17, 0.24, 0.08)),
    "grass_autumn": ((0.60, 0.49, 0.25), (0.68, 0.56, 0.31), (0.43, 0.33, 0.16)),
    "rock": ((0.43, 0.41, 0.38), (0.53, 0.50, 0.45), (0.30, 0.29, 0.26)),
}


def cover(habitat: Habitat, season: Season) -> str:
    if season == "winter" or habitat == "snow_slope":
        return "litter_winter"
    if habitat == "ridge":
        return "rock"
    return f"grass_{season}" if habitat in ("meadow", "marsh") else f"litter_{season}"


def lay_ground(camera: Camera, *, habitat: Habitat, season: Season, seed: int) -> Ground:
    """Noise of three sizes, laid out in metres and seen in perspective; far grains fade before they can flicker."""
    columns = np.arange(camera.width, dtype=np.float32)[None, :]
    rows = np.arange(camera.height, dtype=np.float32)[:, None]
    below = rows - (camera.horizon * camera.height + camera.tilt * (columns - camera.width / 2))
    distance = np.where(below > 0.5, camera.focal * camera.lift / np.maximum(below, 0.5), 1.0e3).astype(np.float32)
    depth = np.minimum(distance, 80.0)
    across = (columns - camera.width / 2) * depth / camera.focal
    tile = shared_fractal(21 + seed % 5, 48)
    shift = float(seed % 97) * 31.0
    broad = look_up(tile, x=across * 24 + shift, y=depth * 24)
    middle = look_up(tile, x=across * 110 + shift, y=depth * 80 + 70) * smoothstep(22.0 - depth, 0.0, 14.0)
    fine = look_up(shared_fractal(8, 4), x=across * 260, y=depth * 150) * smoothstep(9.0 - depth, 0.0, 6.0)
    kind = cover(habitat, season)
    base, light, dark = (np.asarray(colour, np.float32) for colour in _COVER[kind])
    snowy = kind == "litter_winter"
    colour = base + (light - base) * smoothstep(broad + 0.5 * middle, -0.2, 1.3)[..., None]
    colour = colour + (dark - colour) * smoothstep(-(broad + 0.8 * middle), 0.3, 1.8)[..., None]
    # Relief, not speckle: the slope of the noise towards the light.
    relief = middle - look_up(tile, x=across * 110 + shift + 3, y=depth * 80 + 73) * smoothstep(22.0 - depth, 0.0, 14.0)
    strength = (0.10, 0.05) if snowy else (0.22, 0.20)
    colour = colour * (1.0 + strength[0] * relief + strength[1] * fine)[..., None]
    water = _water(habitat, across=across, depth=depth, below=below, broad=broad, seed=seed)
    colour = _wet(colour, water, snowy=snowy, across=across, depth=depth)
    dapple = smoothstep(look_up(tile, x=across * 70 + 200 + shift, y=depth * 42 + 11), 0.05, 0.75)
    return Ground(np.clip(colour, 0.0, 1.0).astype(np.float32), distance, dapple, water)


def _water(
    habitat: Habitat, *, across: FloatArray, depth: FloatArray, below: FloatArray, broad: FloatArray, seed: int
) -> FloatArray:
    if habitat == "stream":
        bed = 8.2 + 0.9 * np.sin(across * 0.55 + seed) + 0.35 * np.sin(across * 1.7 + seed * 2) + 0.12 * broad
        return (smoothstep(1.35 - np.abs(depth - bed), 0.0, 0.16) * (below > 0.5)).astype(np.float32)
    if habitat == "marsh":
        pools = broad + 0.8 * np.sin(across * 0.7 + seed) * np.sin(depth * 0.9)
        return (smoothstep(pools, 0.45, 0.6) * (below > 0.5) * smoothstep(depth, 4.6, 5.4)).astype(np.float32)
    return np.zeros_like(depth)


def _wet(colour: FloatArray, water: FloatArray, *, snowy: bool, across: FloatArray, depth: FloatArray) -> FloatArray:
    """Water shows the sky in flat streaks; its bank is dark and wet, or a rim of ice."""
    if not water.any():
        return colour
    streak = look_up(shared_fractal(12, 24), x=across * 26, y=depth * 150)
    mirror = np.asarray((0.20, 0.24, 0.25), np.float32) * (1.0 + 0.5 * streak[..., None])
    rim = (smoothstep(water, 0.02, 0.35) - smoothstep(water, 0.5, 0.95))[..., None]
    bank = np.asarray((0.90, 0.93, 0.96) if snowy else (0.16, 0.13, 0.10), np.float32)
    colour = colour + (bank - colour) * np.clip(rim, 0.0, 1.0) * 0.8
    return colour + (mirror - colour) * smoothstep(water, 0.5, 0.95)[..., None]
