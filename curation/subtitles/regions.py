"""WebVTT regions, read as the standard says (https://www.w3.org/TR/webvtt1/#region-settings).

Files of before 2014 declare them in lines of the header, with equals signs; those are read too.
"""

import re
from dataclasses import dataclass

from curation.subtitles.cues import Document

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%", re.ASCII)
_LINES = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Region:
    """`width` is a percentage of the picture's; `anchor` a point of the region, `viewport` where that point stands.

    Points are percentages from the left and the top. `scroll` is whether new lines push the old ones up.
    """

    identifier: str
    width: float = 100.0
    lines: int = 3
    anchor: tuple[float, float] = (0.0, 100.0)
    viewport: tuple[float, float] = (0.0, 100.0)
    scroll: bool = False


def regions(document: Document) -> dict[str, Region]:
    """The regions that a document declares, by their identifiers; the last of one name counts."""
    found = {}
    for line in document.header.split("\n"):
        if line.startswith("Region:"):
            region = parse(line.removeprefix("Region:"), sign="=")
            found[region.identifier] = region
    for block in document.blocks:
        if block.kind == "REGION":
            region = parse(block.text.partition("\n")[2])
            found[region.identifier] = region
    found.pop("", None)  # one that no cue can name
    return found


def parse(text: str, *, sign: str = ":") -> Region:
    """Read a region's settings; what is not understood is passed over."""
    values: dict[str, str] = {}
    for word in text.split():
        name, found, value = word.partition(sign)
        if found and value and _is_valid(name, value):
            values[name] = value
    return Region(
        identifier=values.get("id", ""),
        width=_percent(values.get("width", "100%")) or 0.0,
        lines=int(values.get("lines", "3")),
        anchor=_point(values.get("regionanchor", "0%,100%")) or (0.0, 100.0),
        viewport=_point(values.get("viewportanchor", "0%,100%")) or (0.0, 100.0),
        scroll="scroll" in values,
    )


def _is_valid(name: str, value: str) -> bool:
    if name == "width":
        return _percent(value) is not None
    if name == "lines":
        return _LINES.fullmatch(value) is not None
    if name in ("regionanchor", "viewportanchor"):
        return _point(value) is not None
    return name == "id" or (name == "scroll" and value == "up")


def _percent(value: str) -> float | None:
    match = _PERCENT.fullmatch(value)
    number = float(match.group(1)) if match else -1.0
    return number if 0 <= number <= 100 else None


def _point(value: str) -> tuple[float, float] | None:
    x, y = (_percent(part) for part in value.partition(",")[::2])
    return None if x is None or y is None else (x, y)
