"""The scenes that the motion benchmark draws besides the demo's own: empty ones in every weather, and hard ones.

`TUNING` was looked at while thresholds were chosen; `HELD_OUT` was not, nor any other seed.
"""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from curation.scenery.spec import Actor, Habitat, Light, SceneSpec, Season, Weather

HABITATS: tuple[Habitat, ...] = ("forest", "snow_slope", "stream", "ridge", "meadow", "marsh")
WEATHERS: tuple[Weather, ...] = ("wind", "snow", "rain", "mist", "clear")
SEASONS: dict[Weather, Season] = {
    "wind": "summer",
    "snow": "winter",
    "rain": "autumn",
    "mist": "spring",
    "clear": "autumn",
}
BEGAN = datetime(2026, 3, 1, 6, 0, 0)
ACTORS = (
    Actor("Panthera tigris altaica", behaviour="stop_and_look", enters=0.4, distance=6.5),
    Actor("Lynx lynx", direction="left", enters=0.6, distance=6.0),
    Actor("Capreolus pygargus", behaviour="forage", enters=0.3, distance=5.5),
    Actor("Vulpes vulpes", behaviour="trot", direction="left", enters=1.5, distance=5.0),
    Actor("Sus scrofa", 2, behaviour="follow", enters=0.2, distance=6.0),
    Actor("Lepus mandshuricus", behaviour="stop_and_look", enters=0.6, distance=4.2),
)


def _scene(number: int, *, name: str, habitat: Habitat, weather: Weather, actors: tuple[Actor, ...]) -> SceneSpec:
    light: Light = "day" if number % 2 else "infrared"
    return SceneSpec(
        f"{name} {number}",
        habitat,
        light,
        SEASONS[weather],
        weather,
        actors,
        BEGAN + timedelta(hours=7 * number),
        3,
        f"CAM{number % 90 + 10:02}",
        duration=9,
        frame_rate=12,
        seed=9000 + 37 * number,
    )


def _scenes(first: int) -> tuple[SceneSpec, ...]:
    """Fifteen empty scenes and ten with animals, beginning with number `first`."""
    pairs = list(itertools.product(WEATHERS, HABITATS))
    blank = [
        _scene(first + at, name="empty", habitat=habitat, weather=weather, actors=())
        for at, (weather, habitat) in enumerate(pairs[(first % 2) :: 2])
    ]
    lively = [
        _scene(
            first + 50 + at,
            name="animal",
            habitat=HABITATS[(at + first) % len(HABITATS)],
            weather=WEATHERS[at % len(WEATHERS)],
            actors=(ACTORS[(at + first) % len(ACTORS)],),
        )
        for at in range(10)
    ]
    return (*blank, *lively)


TUNING = _scenes(0)
HELD_OUT = _scenes(101)
