"""What light makes of colours: sun, sky and haze by day, the camera's infrared flash by night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.scenery.coats import infrared
from curation.scenery.grain import FloatArray
from curation.scenery.spec import Habitat, Light, Season, Weather
from curation.scenery.sprites import Lamp

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Illumination:
    """`visibility` is the distance in metres at which haze has swallowed two thirds of a thing's contrast."""

    infrared: bool
    direct: Colour
    ambient: Colour
    haze: Colour
    visibility: float
    towards: tuple[float, float, float]
    reach: float = 5.0

    @property
    def lamp(self) -> Lamp:
        return Lamp(self.infrared, self.towards, self.direct, self.ambient)

    def grade(self, albedo: FloatArray, distance: FloatArray, *, sunlit: FloatArray | float = 0.5) -> FloatArray:
        """Light a picture: `albedo` (h, w, 3) in 0..1, `distance` (h, w) metres, `sunlit` 0..1 where the sun falls.

        Returns (h, w, 3) in 0..1; in infrared the three channels are equal.
        """
        rows, columns = distance.shape
        y = np.linspace(-1.0, 1.0, rows, dtype=np.float32)[:, None]
        x = np.linspace(-1.0, 1.0, columns, dtype=np.float32)[None, :]
        return self.tint(albedo, distance, x=x, y=y, sunlit=sunlit)

    def tint(
        self,
        albedo: FloatArray,
        distance: FloatArray,
        *,
        x: FloatArray,
        y: FloatArray,
        sunlit: FloatArray | float = 0.5,
    ) -> FloatArray:
        """The same for things at picture places `x`, `y` (-1..1): `albedo` (..., 3), the rest (...)."""
        if self.infrared:
            grey = infrared(albedo) * self.flash(distance, x=x, y=y)
            grey = 1.0 - np.exp(-1.45 * grey)
            return np.repeat(grey[..., None], 3, axis=-1)
        sun = np.asarray(sunlit, np.float32)[..., None] * np.asarray(self.direct, np.float32)
        lit = albedo * (sun + np.asarray(self.ambient, np.float32))
        kept = self.clear(distance)[..., None]
        return lit * kept + np.asarray(self.haze, np.float32) * (1.0 - kept)

    def clear(self, distance: FloatArray) -> FloatArray:
        """The part of a thing's own light that comes through the air, 0..1."""
        if self.infrared:
            return np.ones_like(distance)
        return np.exp(-distance / self.visibility).astype(np.float32)

    def flash(self, distance: NDArray[np.floating], *, x: FloatArray, y: FloatArray) -> FloatArray:
        """The flash on a thing at `distance` metres and picture place -1..1: bright in the middle, dark far away.

        A point lamp falls with the square of distance; the exponent is lower because forest throws light back.
        """
        spread = np.exp(-(0.62 * x**2 + 0.42 * (y - 0.12) ** 2))
        near = np.maximum(distance, 1.2)
        return (spread * np.minimum((self.reach / near) ** 1.55, 1.5) + 0.004).astype(np.float32)


_SKY: dict[Season, Colour] = {
    "spring": (0.78, 0.82, 0.80),
    "summer": (0.74, 0.80, 0.78),
    "autumn": (0.84, 0.81, 0.74),
    "winter": (0.80, 0.84, 0.90),
}


def illuminate(*, habitat: Habitat, light: Light, season: Season, weather: Weather, seed: int) -> Illumination:
    """The light of a scene: low warm sun in autumn and winter, flat grey in rain, snow and mist."""
    rng = np.random.default_rng([seed, 11])
    side = -1.0 if rng.random() < 0.5 else 1.0
    if light == "infrared":
        reach = {"snow_slope": 5.0, "marsh": 5.4, "meadow": 5.2}.get(habitat, 5.8)
        reach *= 0.96 if season == "winter" else 1.0
        return Illumination(True, (0.0,) * 3, (0.0,) * 3, (0.0,) * 3, 1e3, (0.0, 0.1, 1.0), reach)
    sky = _SKY[season]
    if weather in ("mist", "rain", "snow"):
        visibility = {"mist": 13.0, "rain": 30.0, "snow": 24.0}[weather]
        grey = tuple(0.94 * value for value in sky)
        return Illumination(False, (0.16, 0.16, 0.16), (0.66, 0.69, 0.72), grey, visibility, (0.1 * side, 0.9, 0.4))  # type: ignore[arg-type]
    warm: Colour = (0.98, 0.84, 0.62) if season in ("autumn", "winter") else (0.96, 0.90, 0.74)
    if season == "winter" or habitat == "snow_slope":
        # The camera's exposure is held down by so much snow.
        warm = (0.84, 0.76, 0.62)
    open_air = habitat in ("ridge", "snow_slope", "meadow", "marsh")
    visibility = 160.0 if open_air else 60.0
    return Illumination(False, warm, (0.42, 0.48, 0.54), sky, visibility, (0.75 * side, 0.75, 0.45))
