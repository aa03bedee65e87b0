"""What a drawn clip shows (`SceneSpec`) and what is true of it afterwards (`SceneTruth`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

Habitat = Literal["forest", "snow_slope", "stream", "ridge", "meadow", "marsh"]
Light = Literal["day", "infrared"]
Season = Literal["spring", "summer", "autumn", "winter"]
Weather = Literal["clear", "mist", "snow", "rain", "wind"]
Behaviour = Literal["walk", "trot", "stop_and_look", "forage", "follow", "meet"]
Direction = Literal["left", "right"]
Codec = Literal["h264", "hevc", "mjpeg"]
Sex = Literal["female", "male", "unknown"]
LifeStage = Literal["adult", "subadult", "juvenile"]
Box = tuple[float, float, float, float]

# Words of Camtrap DP's free field `behavior`.
BEHAVIOUR_TAGS: dict[str, str] = {
    "walk": "walking",
    "trot": "trotting",
    "stop_and_look": "vigilance",
    "forage": "foraging",
    "follow": "following",
    "meet": "encounter",
}


class SceneError(ValueError):
    """A scene that cannot be drawn; `code` is one of `unknown_species`, `bad_scene`, `encoder_failed`."""

    def __init__(self, message: str, *, code: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Actor:
    """One kind of animal in the scene.

    `species` is the scientific name; `count` animals go one behind the other; `size` is the fraction of an adult's
    height; `direction` is where they go; `enters` is the second at which the first one reaches the picture's edge;
    `distance` is metres from the camera; `slant` is how many metres farther (or nearer) it is when it leaves.
    """

    species: str
    count: int = 1
    sex: Sex = "unknown"
    life_stage: LifeStage = "adult"
    size: float = 1.0
    behaviour: Behaviour = "walk"
    direction: Direction = "right"
    enters: float = 1.0
    distance: float = 5.0
    slant: float = 0.0


@dataclass(frozen=True)
class SceneTag:
    """What a person would tag: the observation that the demo stores, in the words of Camtrap DP 1.0.2."""

    species: str
    count: int
    sex: Sex
    life_stage: LifeStage
    behaviour: str


@dataclass(frozen=True)
class SceneSpec:
    """One clip: `started` is the camera's local clock, `temperature` is °C, `duration` is seconds, sizes are pixels."""

    name: str
    habitat: Habitat
    light: Light
    season: Season
    weather: Weather
    actors: tuple[Actor, ...]
    started: datetime
    temperature: int
    camera: str
    duration: float = 10.0
    width: int = 640
    height: int = 360
    frame_rate: int = 15
    seed: int = 1
    codec: Codec = "h264"
    sound: bool = False

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2 or self.width < 160 or self.height < 90:
            raise SceneError("Width and height must be even, 160 x 90 pixels or more.", code="bad_scene")
        if not 0 < self.duration <= 120 or not 1 <= self.frame_rate <= 60:
            raise SceneError("A scene lasts at most 120 s at 1 to 60 frames a second.", code="bad_scene")

    @property
    def frame_count(self) -> int:
        return round(self.duration * self.frame_rate)

    @property
    def file_name(self) -> str:
        """As a camera would call it: capture time and camera, with the container of the codec."""
        suffix = "avi" if self.codec == "mjpeg" else "mp4"
        return f"{self.camera}_{self.started:%Y%m%d_%H%M%S}.{suffix}"

    @property
    def tags(self) -> tuple[SceneTag, ...]:
        """One tag for each actor; none means that the clip is blank."""
        return tuple(
            SceneTag(one.species, one.count, one.sex, one.life_stage, BEHAVIOUR_TAGS[one.behaviour])
            for one in self.actors
        )


@dataclass(frozen=True)
class AnimalTruth:
    """Where one animal is: `boxes` holds, for each frame, [x, y, w, h] in 0..1 from the top left, or None.

    `actor` is the index into `SceneSpec.actors`, `first_second` and `last_second` are when it is seen (None: never).
    """

    actor: int
    species: str
    boxes: tuple[Box | None, ...]
    first_second: float | None
    last_second: float | None


@dataclass(frozen=True)
class SceneTruth:
    """What the finished file really shows; `animals` is empty for a blank clip."""

    frame_rate: int
    frame_count: int
    animals: tuple[AnimalTruth, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
