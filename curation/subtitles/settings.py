"""WebVTT cue settings, read as the standard says (https://www.w3.org/TR/webvtt1/#webvtt-cue-settings)."""

import re
from dataclasses import dataclass
from typing import Literal

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%\Z")
_LINE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?\Z")
_LINE_ALIGNS = ("start", "center", "end")
_POSITION_ALIGNS = ("line-left", "center", "line-right")
_ALIGNS = ("start", "center", "end", "left", "right")


@dataclass(frozen=True, slots=True)
class Settings:
    """`line` counts lines (negative from the bottom) when `snap_to_lines`, else it is a percentage of the height.

    `position` and `size` are percentages of the width; None means automatic.
    """

    vertical: Literal["", "rl", "lr"] = ""
    line: float | None = None
    snap_to_lines: bool = True
    line_align: str = "start"
    position: float | None = None
    position_align: str = "auto"
    size: float = 100.0
    align: str = "center"
    region: str = ""

    @property
    def at_top(self) -> bool:
        """Whether the cue asks for the upper half of the picture."""
        if self.line is None or self.vertical:
            return False
        return self.line >= 0 if self.snap_to_lines else self.line < 50

    @property
    def at_an_edge(self) -> bool:
        """Whether the cue stands at the foot or the top of the picture, which is all that most formats can say."""
        edge = self.line is None or (self.snap_to_lines and self.line in (0, -1))
        return edge and not self.vertical and self.position is None and self.size == 100 and not self.region


def parse(text: str) -> Settings:
    """Read what stands after a cue's times; what is not understood is passed over."""
    values: dict[str, object] = {}
    for word in text.split():
        name, colon, value = word.partition(":")
        if colon and value and name in _READERS:
            values.update(_READERS[name](value))
    if values.get("vertical") or values.get("line") is not None or values.get("size", 100.0) != 100.0:
        values.pop("region", None)  # a region only holds horizontal, full-width cues without a line of their own
    return Settings(**values)  # type: ignore[arg-type]


def _vertical(value: str) -> dict[str, object]:
    return {"vertical": value} if value in ("rl", "lr") else {}


def _line(value: str) -> dict[str, object]:
    position, comma, align = value.partition(",")
    if not _LINE.match(position) or (comma and align not in _LINE_ALIGNS):
        return {}
    percent = position.endswith("%")
    number = float(position.rstrip("%"))
    if percent and not 0 <= number <= 100:
        return {}
    result: dict[str, object] = {"line": number, "snap_to_lines": not percent}
    return {**result, "line_align": align} if comma else result


def _position(value: str) -> dict[str, object]:
    position, comma, align = value.partition(",")
    number = _percentage(position)
    if number is None or (comma and align not in _POSITION_ALIGNS):
        return {}
    return {"position": number, "position_align": align} if comma else {"position": number}


def _size(value: str) -> dict[str, object]:
    number = _percentage(value)
    return {} if number is None else {"size": number}


def _align(value: str) -> dict[str, object]:
    value = "center" if value == "middle" else value  # the word of older drafts, still met in files
    return {"align": value} if value in _ALIGNS else {}


def _region(value: str) -> dict[str, object]:
    return {"region": value}


def _percentage(value: str) -> float | None:
    match = _PERCENT.match(value)
    number = float(match.group(1)) if match else -1.0
    return number if 0 <= number <= 100 else None


_READERS = {
    "vertical": _vertical,
    "line": _line,
    "position": _position,
    "size": _size,
    "align": _align,
    "region": _region,
}
