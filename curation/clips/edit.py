"""What an editor set beside the cut: for each shot and for the whole clip. Stored as JSON, checked when it comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from curation.clips.errors import ClipError
from curation.video.errors import VideoError
from curation.video.looks.look import Look
from curation.video.producing.framing import Key
from curation.video.producing.titles import Title
from curation.video.shapes import SHAPES
from curation.video.wishes import Wishes, refusal

SLOWEST, FASTEST = 0.1, 8.0  # of a shot
QUIETEST, LOUDEST = -60.0, 20.0  # decibels
LONGEST_FADE = 10.0  # seconds
LONGEST_NAME = 40  # characters of a shot's or title's own name
MOST_KEYS = 60  # of one shape in one shot
MOST_TITLES = 60
MOST_ROW = 2**63 - 1

Framing = Mapping[str, tuple[Key, ...]]


@dataclass(frozen=True)
class ShotEdit:
    """What was set for one shot.

    id: the studio's own name of the shot, by which edits of two people are told apart. speed: 1 is as filmed. gain:
    decibels. fade_in, fade_out: seconds, picture and sound. framing: keys for each shape that somebody moved; a shape
    that is not there follows the animal. look: None for the clip's own.
    """

    id: str = ""
    speed: float = 1.0
    gain: float = 0.0
    mute: bool = False
    fade_in: float = 0.0
    fade_out: float = 0.0
    framing: Framing = field(default_factory=dict)
    look: Look | None = None

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "shot") -> ShotEdit:
        """The shot that `to_dict` wrote. Raises ClipError `bad_edit`, which names the field."""
        with checked():
            wishes = Wishes(values, where=where)
            look = wishes.take("look", default=None)
            shot = cls(
                id=_name(wishes),
                speed=wishes.number("speed", low=SLOWEST, high=FASTEST, default=1.0),
                gain=wishes.number("gain", low=QUIETEST, high=LOUDEST, default=0.0),
                mute=wishes.flag("mute", default=False),
                fade_in=wishes.number("fade_in", low=0, high=LONGEST_FADE, default=0.0),
                fade_out=wishes.number("fade_out", low=0, high=LONGEST_FADE, default=0.0),
                framing=_framing(wishes.take("framing", default={}), where=wishes.field("framing")),
                look=None if look is None else Look.from_dict(look, where=wishes.field("look")),
            )
            wishes.done()
        return shot

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "id": self.id, "speed": self.speed, "gain": self.gain, "mute": self.mute, "fade_in": self.fade_in,
            "fade_out": self.fade_out, "look": self.look.to_dict() if self.look else None,
            "framing": {shape: [key.to_dict() for key in keys] for shape, keys in self.framing.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """What was set for the whole clip. gain: decibels. brand: a BrandKit's key, None for the default one."""

    look: Look = field(default_factory=Look)
    gain: float = 0.0
    titles: tuple[tuple[str, Title], ...] = ()  # each with its own name
    brand: int | None = None
    watermark: bool = False

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "edit") -> Edit:
        """The edit that `to_dict` wrote; an empty object is a plain one. Raises ClipError `bad_edit`."""
        with checked():
            wishes = Wishes(values, where=where)
            edit = cls(
                look=Look.from_dict(wishes.take("look", default={}), where=wishes.field("look")),
                gain=wishes.number("gain", low=QUIETEST, high=LOUDEST, default=0.0),
                titles=_titles(wishes.take("titles", default=[]), where=wishes.field("titles")),
                brand=_row(wishes),
                watermark=wishes.flag("watermark", default=False),
            )
            wishes.done()
        return edit

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "look": self.look.to_dict(), "gain": self.gain, "brand": self.brand, "watermark": self.watermark,
            "titles": [{"id": name, **title.to_dict()} for name, title in self.titles],
        }  # fmt: skip

    @property
    def ending(self) -> float:
        """Seconds that end cards add after the last shot."""
        return max((title.end for _name, title in self.titles if title.kind == "end_card"), default=0.0)


@contextmanager
def checked() -> Iterator[None]:
    """What the video engine refuses of a setting becomes ClipError `bad_edit`, which names the field."""
    try:
        yield
    except VideoError as error:
        raise ClipError("bad_edit", field=str(error.params.get("setting", ""))) from error


def _name(wishes: Wishes) -> str:
    value = wishes.take("id", default="")
    if not isinstance(value, str) or len(value) > LONGEST_NAME or "\0" in value:
        raise refusal(wishes.field("id"), value)
    return value


def _row(wishes: Wishes) -> int | None:
    value = wishes.take("brand", default=None)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_ROW:
        raise refusal(wishes.field("brand"), value)
    return value


def _framing(values: Any, *, where: str) -> Framing:
    if not isinstance(values, Mapping):
        raise refusal(where, values)
    framing = {}
    for shape, keys in values.items():
        if shape not in SHAPES or not isinstance(keys, list) or len(keys) > MOST_KEYS:
            raise refusal(f"{where}.{shape}", keys)
        made = tuple(Key.from_dict(key, where=f"{where}.{shape}.{place}") for place, key in enumerate(keys))
        if keys:
            framing[shape] = tuple(sorted(made, key=lambda key: key.time))
    return framing


def _titles(values: Any, *, where: str) -> tuple[tuple[str, Title], ...]:
    if not isinstance(values, list) or len(values) > MOST_TITLES:
        raise refusal(where, values)
    titles = []
    for place, value in enumerate(values):
        wishes = Wishes(value, where=f"{where}.{place}")
        rest = {key: each for key, each in wishes.values.items() if key != "id"}
        titles.append((_name(wishes), Title.from_dict(rest, where=f"{where}.{place}")))
    return tuple(titles)
