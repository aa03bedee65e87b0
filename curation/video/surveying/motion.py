"""Where the animal is and when: what is understood of footage from a static camera without a model.

`Motion` is found in the same decode as the pictures, by `survey.survey`. Places are shares of the displayed, upright
picture from its top left; times are seconds on the file's own time line.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

VERSION = "1"
# A clip is blank when its score is at least this: chosen on benchmarks/motion_scenes.TUNING, so that a doubtful clip
# counts as one with an animal. Nobody looks at blank ones again.
BLANK = 0.4
LONGEST_GAP = 1.2  # seconds that an animal may be out of sight and still be followed
Box = tuple[float, float, float, float]  # x, y, w, h


@dataclass(frozen=True)
class Sighting:
    """The leading animal at `seconds`: its box `x`, `y`, `w`, `h` in 0..1 and how sure that is, 0..1."""

    seconds: float
    x: float
    y: float
    w: float
    h: float
    confidence: float

    @property
    def box(self) -> Box:
        """x, y, w, h."""
        return self.x, self.y, self.w, self.h


@dataclass(frozen=True)
class Span:
    """From `start` to `end` seconds."""

    start: float
    end: float


@dataclass(frozen=True)
class Strip:
    """The maker's strip with date and temperature: `edge` is top or bottom; its box in 0..1 of the picture."""

    edge: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Exposure:
    """Brightness without the maker's strip: `mean` 0..1, and the shares of the picture clipped to black and white."""

    mean: float
    black: float
    white: float


@dataclass(frozen=True)
class Motion:
    """What moves in one video.

    track: the leading animal at each sample in which one is seen. moving: when it moves. share: the largest part of
    the picture that its box takes, 0..1. animals: the most seen at once. blank_score: how sure it is that there is
    no animal, 0..1. light: day or night (infrared: no colours). sharpness: 0..1 of the scene at 640 pixels' width.
    suggested: the stretch worth showing first, None for a blank clip. poster: the best picture's seconds. band: one
    value a second, 0 nothing, about a half for an animal that stands, 1 for one that moves fast. step: seconds
    between samples. version: of the method.
    """

    track: tuple[Sighting, ...]
    moving: tuple[Span, ...]
    share: float
    animals: int
    blank_score: float
    light: str
    sharpness: float
    exposure: Exposure
    strip: Strip | None
    suggested: Span | None
    poster: float
    band: tuple[float, ...]
    step: float
    version: str = VERSION

    @property
    def blank(self) -> bool:
        """True when nothing but wind, weather and grain moves."""
        return self.blank_score >= BLANK

    def box_at(self, seconds: float) -> Box | None:
        """Where the leading animal is at any time: between two samples it goes straight from one to the other.

        None before the first and after the last sighting, and where it was out of sight for longer than a second.
        """
        slack = self.step * 0.75
        before = [each for each in self.track if each.seconds <= seconds]
        after = self.track[len(before) :]
        if not before or not after:
            ends = before[-1:] or after[:1]
            return ends[0].box if ends and abs(ends[0].seconds - seconds) <= slack else None
        one, two = before[-1], after[0]
        if two.seconds - one.seconds > max(LONGEST_GAP, 2 * self.step):
            near = one if seconds - one.seconds <= two.seconds - seconds else two
            return near.box if abs(near.seconds - seconds) <= slack else None
        share = (seconds - one.seconds) / (two.seconds - one.seconds)
        x, y, w, h = (a + (b - a) * share for a, b in zip(one.box, two.box, strict=True))
        return x, y, w, h

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, a sighting as [seconds, x, y, w, h, confidence]; `from_dict` reads it back."""
        told = dataclasses.asdict(self)
        told["track"] = [list(dataclasses.astuple(sighting)) for sighting in self.track]
        told["moving"] = [[span.start, span.end] for span in self.moving]
        told["suggested"] = [self.suggested.start, self.suggested.end] if self.suggested else None
        return told | {"band": list(self.band), "blank": self.blank}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Motion:
        """The motion that `to_dict` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        known = {field.name: values[field.name] for field in dataclasses.fields(cls)}
        known["track"] = tuple(Sighting(*each) for each in known["track"])
        known["moving"] = tuple(Span(*each) for each in known["moving"])
        known["exposure"] = Exposure(**known["exposure"])
        known["strip"] = Strip(**known["strip"]) if known["strip"] else None
        known["suggested"] = Span(*known["suggested"]) if known["suggested"] else None
        known["band"] = tuple(known["band"])
        return cls(**known)
