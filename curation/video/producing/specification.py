"""What a production is asked to be: shots one after another, and the files that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.looks.look import Look
from curation.video.producing.brand import Brand
from curation.video.producing.framing import LONGEST, MOST_GIVEN, Key
from curation.video.producing.titles import Title
from curation.video.shapes import SHAPES
from curation.video.wishes import LANGUAGE_TAG, Wishes, choice, number, refusal

FITS = ("follow", "crop", "pad")
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
CODECS = ("h264",)
MOST_SHOTS = 60  # each is an open file with a decoder of its own
MOST_OUTPUTS = 40
MOST_TITLES = 60
SMALLEST_SIDE, LARGEST_SIDE = 16, 8192
SLOWEST_SPEED, FASTEST_SPEED = 0.1, 8.0


@dataclass(frozen=True)
class Shot:
    """A range of one file, `start` to `end` in its own seconds; the picture at `end` is not shown.

    speed: 2 is twice as fast. gain: dB. fade_in, fade_out: seconds of the output, from and to black and silence.
    framing: keys by the name of the shape (see `framing`). Raises VideoError `bad_request`.
    """

    path: Path
    start: float
    end: float
    speed: float = 1.0
    gain: float = 0.0
    mute: bool = False
    fade_in: float = 0.0
    fade_out: float = 0.0
    framing: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    look: Look = field(default_factory=Look)

    def __post_init__(self) -> None:
        for name, (low, high) in SHOT_RANGES.items():
            number(getattr(self, name), low=low, high=high, field=name)
        for name, keys in self.framing.items():
            choice(name, choices=SHAPES, field="framing")
            if len(keys) > MOST_GIVEN:
                raise refusal(f"framing.{name}", f"{len(keys)} keys")

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "shot") -> Shot:
        """The shot that `to_dict` wrote; what is not there is as it is in a new Shot."""
        wishes = Wishes(values, where=where)
        path = wishes.path("path")
        if path is None:
            raise refusal(wishes.field("path"), None)
        framing = wishes.take("framing", default={})
        if not isinstance(framing, Mapping):
            raise refusal(wishes.field("framing"), framing)
        shot = cls(
            path=path,
            start=_anything(wishes, "start"),
            end=_anything(wishes, "end"),
            framing={
                choice(name, choices=SHAPES, field=wishes.field("framing")): tuple(
                    Key.from_dict(key, where=f"{wishes.field('framing')}.{name}.{place}")
                    for place, key in enumerate(
                        listed(keys, most=MOST_GIVEN, field=f"{wishes.field('framing')}.{name}")
                    )
                )
                for name, keys in framing.items()
            },
            look=Look.from_dict(wishes.take("look", default={}), where=wishes.field("look")),
            mute=wishes.flag("mute", default=False),
            **{
                name: wishes.number(name, low=low, high=high, default=_default(cls, name))
                for name, (low, high) in SHOT_RANGES.items()
            },
        )
        wishes.done()
        return shot

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        plain = {name: getattr(self, name) for name in ("start", "end", "mute", *SHOT_RANGES)}
        framing = {name: [key.to_dict() for key in keys] for name, keys in self.framing.items()}
        return {"path": str(self.path), **plain, "framing": framing, "look": self.look.to_dict()}


SHOT_RANGES: dict[str, tuple[float, float]] = {
    "speed": (SLOWEST_SPEED, FASTEST_SPEED),
    "gain": (-60.0, 30.0),
    "fade_in": (0.0, LONGEST),
    "fade_out": (0.0, LONGEST),
}


def _default(cls: type[Any], name: str) -> Any:
    return cls.__dataclass_fields__[name].default


def _anything(wishes: Wishes, name: str) -> float:
    """A time as it is: whether it lies inside the file is told when that is known (`bad_range`)."""
    return wishes.number(name, low=-LONGEST, high=1e9)


@dataclass(frozen=True)
class Output:
    """One file to make.

    width, height: pixels, made even. shape: whose keys a shot is framed by when `fit` is "follow"; without keys that
    is "crop", from the middle; "pad" shows everything with black beside it. rate: pictures per second, None for the
    first shot's own up to 60. language: of titles. captions: an ASS file to burn in, its times those of the output;
    fonts: a folder of fonts for it, None for the brand's. titles, watermark: whether the production's are shown; a
    clean master has neither. loudness: LUFS, None for as it is; true_peak: dBTP. crf (0 to 51, lower is better) and
    preset are x264's; maxrate: bits per second. audio: False leaves all sound out. poster: where a JPEG of the
    picture at `poster_time` seconds goes. Raises VideoError `bad_request`.
    """

    file: Path
    width: int
    height: int
    shape: str = "16:9"
    fit: str = "follow"
    rate: Fraction | None = None
    language: str = ""
    captions: Path | None = None
    titles: bool = True
    watermark: bool = False
    loudness: float | None = None
    true_peak: float = -1.0
    crf: int = 20
    preset: str = "veryfast"
    maxrate: int | None = None
    audio: bool = True
    codec: str = "h264"
    fonts: Path | None = None
    poster: Path | None = None
    poster_time: float | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in OUTPUT_RANGES.items():
            if name not in ABSENT or getattr(self, name) is not None:
                number(getattr(self, name), low=low, high=high, field=name)
        for name, choices in OUTPUT_CHOICES.items():
            choice(getattr(self, name), choices=choices, field=name)
        if self.rate is not None and not 1 <= self.rate <= 120:
            raise refusal("rate", str(self.rate))
        if self.language and not LANGUAGE_TAG.fullmatch(self.language):
            raise refusal("language", self.language)

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "output") -> Output:
        """The output that `to_dict` wrote; what is not there is as it is in a new Output."""
        wishes = Wishes(values, where=where)
        file = wishes.path("file")
        if file is None:
            raise refusal(wishes.field("file"), None)
        language = wishes.take("language", default="")
        if not isinstance(language, str):
            raise refusal(wishes.field("language"), language)
        given: dict[str, Any] = {"file": file, "language": language, "rate": _rate(wishes)}
        for name in ("captions", "fonts", "poster"):
            given[name] = wishes.path(name)
        for name in ("titles", "watermark", "audio"):
            given[name] = wishes.flag(name, default=_default(cls, name))
        for name, choices in OUTPUT_CHOICES.items():
            given[name] = wishes.choice(name, choices=choices, default=_default(cls, name))
        for name, (low, high) in OUTPUT_RANGES.items():
            required = name in ("width", "height")
            default = None if required else _default(cls, name)
            if name in ABSENT and wishes.take(name, default=default) is None:
                given[name] = None
                continue
            value = wishes.number(name, low=low, high=high, default=default)
            given[name] = int(value) if name in WHOLE and value == int(value) else value
            if name in WHOLE and not isinstance(given[name], int):
                raise refusal(wishes.field(name), value)
        wishes.done()
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        for name in ("file", "captions", "fonts", "poster"):
            told[name] = str(told[name]) if told[name] is not None else None
        told["rate"] = f"{self.rate.numerator}/{self.rate.denominator}" if self.rate is not None else None
        return told


WHOLE = {"width", "height", "crf", "maxrate"}
ABSENT = {"maxrate", "loudness", "poster_time"}  # may be None
OUTPUT_RANGES: dict[str, tuple[float, float]] = {
    "width": (SMALLEST_SIDE, LARGEST_SIDE),
    "height": (SMALLEST_SIDE, LARGEST_SIDE),
    "crf": (0, 51),
    "maxrate": (10_000, 1_000_000_000),
    "loudness": (-40.0, -5.0),
    "true_peak": (-9.0, 0.0),
    "poster_time": (0.0, LONGEST),
}
OUTPUT_CHOICES = {"shape": tuple(SHAPES), "fit": FITS, "preset": PRESETS, "codec": CODECS}


def _rate(wishes: Wishes) -> Fraction | None:
    value = wishes.take("rate", default=None)
    if value is None:
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
            raise ValueError
        return Fraction(value).limit_denominator(100_000)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise refusal(wishes.field("rate"), value) from None


@dataclass(frozen=True)
class Production:
    """Shots one after another, the titles over them, and the files to make of it. Raises VideoError `bad_request`."""

    shots: tuple[Shot, ...]
    outputs: tuple[Output, ...]
    titles: tuple[Title, ...] = ()
    brand: Brand = field(default_factory=Brand)
    limits: Limits = RENDER_LIMITS

    def __post_init__(self) -> None:
        for name, most in (("shots", MOST_SHOTS), ("outputs", MOST_OUTPUTS)):
            if not 1 <= len(getattr(self, name)) <= most:
                raise refusal(name, f"{len(getattr(self, name))}, of 1 to {most}")
        if len(self.titles) > MOST_TITLES:
            raise refusal("titles", f"{len(self.titles)}, of at most {MOST_TITLES}")
        files = [
            each.absolute() for output in self.outputs for each in (output.file, output.poster) if each is not None
        ]
        if len(set(files)) < len(files):
            raise refusal("file", "two outputs go to one file")
        if {shot.path.absolute() for shot in self.shots} & set(files):
            raise refusal("file", "an output would replace a source")

    @classmethod
    def from_dict(cls, values: Any) -> Production:
        """The production that `to_dict` wrote; the limits are not the requester's to choose."""
        wishes = Wishes(values)
        shots = listed(wishes.take("shots", default=[]), most=MOST_SHOTS, field="shots")
        outputs = listed(wishes.take("outputs", default=[]), most=MOST_OUTPUTS, field="outputs")
        titles = listed(wishes.take("titles", default=[]), most=MOST_TITLES, field="titles")
        brand = wishes.take("brand", default={})
        wishes.done()
        return cls(
            shots=tuple(Shot.from_dict(each, where=f"shots.{place}") for place, each in enumerate(shots)),
            outputs=tuple(Output.from_dict(each, where=f"outputs.{place}") for place, each in enumerate(outputs)),
            titles=tuple(Title.from_dict(each, where=f"titles.{place}") for place, each in enumerate(titles)),
            brand=Brand.from_dict(brand),
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "shots": [shot.to_dict() for shot in self.shots],
            "outputs": [output.to_dict() for output in self.outputs],
            "titles": [title.to_dict() for title in self.titles],
            "brand": self.brand.to_dict(),
        }


def listed(value: Any, *, most: int, field: str) -> list[Any]:
    """`value` as a list of at most `most`, counted before any of it is read."""
    if not isinstance(value, list | tuple) or len(value) > most:
        raise refusal(field, f"{len(value)} of at most {most}" if isinstance(value, list | tuple) else value)
    return list(value)
