"""One moment before a trail camera, told in no language: the meaning that every language module realises."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from curation.translation.corpus.fauna import ANIMALS

SEVERAL = 0
"""`count` where several animals are seen and nobody counted them."""

COUNTS = (1, 2, 3, 4, 5, 6, 7, 8, SEVERAL)
SEXES = ("", "male", "female")
LIFE_STAGES = ("", "adult", "juvenile")
BEHAVIOURS = (
    "walk", "run", "rest", "drink", "forage", "hunt", "mark", "sniff", "look", "play", "stand", "carry", "rub",
    "dig", "climb", "cross", "swim", "fly",
)  # fmt: skip
HABITATS = (
    "snow", "forest", "trail", "stream", "river", "ridge", "clearing", "meadow", "wetland", "valley", "road",
    "pine", "oak", "rocks",
)  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter")
DAYTIMES = ("morning", "day", "evening", "night")
WEATHERS = ("rain", "snowfall", "fog", "wind")
FRAMES = ("sentence", "camera", "image", "still", "label")

BOUND_HABITATS = {
    "cross": ("stream", "road"),
    "swim": ("river",),
    "fly": ("forest", "river", "valley", "wetland"),
}
"""Behaviours that need one of these places to be said at all."""


class SceneError(ValueError):
    """A scene says something that no caption of the corpus can say. `code` names what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who does what, where and when. Names follow Camtrap DP where it has them.

    `count` is the number of animals (1 to 8, or `SEVERAL`); `young` the number of young with their mother
    (0 to 4; then `sex` is female and `count` 1). Season and hour exclude weather, so that a caption stays
    one simple sentence. Raises `SceneError` for a combination outside the grammar.
    """

    scientific_name: str
    count: int = 1
    sex: str = ""
    life_stage: str = ""
    young: int = 0
    behaviour: str = ""
    habitat: str = ""
    season: str = ""
    daytime: str = ""
    weather: str = ""
    frame: str = "sentence"

    def __post_init__(self) -> None:
        code = self._fault()
        if code:
            raise SceneError(code, f"No caption for this scene: {code}")

    def _fault(self) -> str:
        animal = ANIMALS.get(self.scientific_name)
        if animal is None:
            return "unknown_species"
        checks = (
            (self.count in COUNTS and 0 <= self.young <= 4, "bad_count"),
            (self.sex in SEXES and self.life_stage in LIFE_STAGES, "bad_sex_or_life_stage"),
            (self.habitat in ("", *HABITATS) and self.frame in FRAMES, "bad_habitat_or_frame"),
            (self.season in ("", *SEASONS) and self.daytime in ("", *DAYTIMES), "bad_time"),
            (self.weather in ("", *WEATHERS), "bad_weather"),
            (not (self.weather and (self.season or self.daytime)), "weather_and_time"),
            (self.count == 1 or animal.grouped, "not_counted"),
            (self.count == 1 or not (self.sex or self.life_stage == "adult" or self.young), "sexed_group"),
            (self.life_stage != "juvenile" or (bool(animal.young) and not self.sex), "no_young"),
            (not self.young or (bool(animal.young) and self.sex == "female"), "no_young"),
            (not self.young or not self.life_stage, "mother_is_adult"),
            ((self.frame == "sentence") == bool(self.behaviour), "behaviour_and_frame"),
            (not self.behaviour or self.behaviour in animal.behaviours, "unlikely_behaviour"),
            (self.habitat in BOUND_HABITATS.get(self.behaviour, (self.habitat,)), "behaviour_needs_place"),
            (self.frame != "still" or bool(self.habitat), "still_needs_place"),
            (self.frame != "image" or not (self.habitat or self.circumstanced), "image_is_bare"),
            (self.frame != "still" or not self.circumstanced, "still_has_no_time"),
            (self.frame != "label" or not self.young, "label_has_no_family"),
        )
        return next((code for holds, code in checks if not holds), "")

    @property
    def circumstanced(self) -> bool:
        """Whether a season, an hour or a weather is told."""
        return bool(self.season or self.daytime or self.weather)

    @property
    def plural(self) -> bool:
        """Whether the verb's subject is more than one animal (a mother with young counts as one)."""
        return self.count != 1

    @property
    def held_out(self) -> bool:
        """Whether training must never see this scene: one in fifty, by hash, the same on every machine.

        A bare name is no combination that could be new, so none is held out.
        """
        if self == Scene(scientific_name=self.scientific_name, frame="label"):
            return False
        digest = hashlib.blake2b(repr(astuple(self)).encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") % 50 == 0


def _who(rng: random.Random, name: str) -> dict[str, object]:
    animal = ANIMALS[name]
    kinds = ["one", "one", "sex", "sex", "adult", "sexed_adult"]
    if animal.grouped:
        kinds += ["count", "count", "count"]
    if animal.young:
        kinds += ["young", "young", "mother", "mother"]
    kind = rng.choice(kinds)
    sex = rng.choice(SEXES[1:])
    if kind == "count":
        return {"count": rng.choice(COUNTS[1:])}
    if kind == "young":
        return {"life_stage": "juvenile", "count": rng.choice(COUNTS if animal.grouped else (1,))}
    if kind == "mother":
        return {"sex": "female", "young": rng.randint(1, 4)}
    told: dict[str, dict[str, object]] = {"one": {}, "sex": {"sex": sex}, "adult": {"life_stage": "adult"}}
    return told.get(kind, {"sex": sex, "life_stage": "adult"})


def _when(rng: random.Random) -> dict[str, str]:
    kind = rng.choice(("", "", "season", "daytime", "both", "both", "weather"))
    when: dict[str, str] = {}
    if kind in ("season", "both"):
        when["season"] = rng.choice(SEASONS)
    if kind in ("daytime", "both"):
        when["daytime"] = rng.choice(DAYTIMES)
    if kind == "weather":
        when["weather"] = rng.choice(WEATHERS)
    return when


_DRAWN = (*ANIMALS, *["Panthera tigris altaica"] * 4, *["Panthera pardus orientalis"] * 3)
"""The park is named after these two, and so are most captions."""


def random_scene(rng: random.Random) -> Scene:
    """One scene drawn over the whole grammar."""
    name = rng.choice(_DRAWN)
    frame = rng.choices(FRAMES, weights=(58, 12, 4, 8, 18))[0]
    fields: dict[str, object] = _who(rng, name)
    habitat = rng.choice(("", *HABITATS, *HABITATS))
    if frame == "sentence":
        behaviour = rng.choice(sorted(ANIMALS[name].behaviours))
        fields["behaviour"] = behaviour
        habitat = rng.choice(BOUND_HABITATS.get(behaviour, (habitat,)))
    if frame in ("sentence", "camera", "label"):
        fields |= _when(rng)
    if frame == "still":
        habitat = habitat or "forest"
    if frame == "image":
        habitat = ""
    if frame == "label":
        fields.pop("young", None)
    return Scene(scientific_name=name, frame=frame, habitat=habitat, **fields)  # type: ignore[arg-type]


def scenes(*, seed: int, count: int) -> Iterator[Scene]:
    """`count` scenes, the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - a corpus wants repeatable scenes, not secrets
    for _ in range(count):
        yield random_scene(rng)
