"""Where a cue stands: WebVTT settings for the regions of TTML and back."""

from collections.abc import Mapping
from typing import Any

from ttconv import model
from ttconv.style_properties import (
    CoordinateType,
    DisplayAlignType,
    ExtentType,
    LengthType,
    StyleProperties,
    TextAlignType,
    WritingModeType,
)

from curation.subtitles import settings
from curation.subtitles.regions import Region as Declared
from curation.subtitles.settings import Settings

_ALIGNS = {
    TextAlignType.start: "start",
    TextAlignType.end: "end",
    TextAlignType.center: "",
}
_VERTICAL = {WritingModeType.tbrl: "rl", WritingModeType.tblr: "lr"}


def settings_of(region: model.Region | None, align: TextAlignType | None, document: model.ContentDocument) -> str:
    """The WebVTT settings of a paragraph in a region; "" for the usual place at the foot of the picture.

    A region at the very top is `line:0`, elsewhere its edge is said in hundredths of the height. TTML's initial
    alignment is "start", which is what nobody means who says nothing: it counts only where it is written.
    """
    words = []
    if region is not None:
        vertical = _VERTICAL.get(region.get_style(StyleProperties.WritingMode))
        if vertical:
            return f"vertical:{vertical}"
        words += _line(region, document)
    own = _ALIGNS.get(align, "") if align is not None else ""
    words += [f"align:{own}"] if own else []
    return " ".join(words)


def _line(region: model.Region, document: model.ContentDocument) -> list[str]:
    origin, extent = region.get_style(StyleProperties.Origin), region.get_style(StyleProperties.Extent)
    if origin is None or extent is None:
        return []
    top = _percent(origin.y, document, "rows")
    bottom = top + _percent(extent.height, document, "rows")
    display = region.get_style(StyleProperties.DisplayAlign) or DisplayAlignType.before
    edge = {DisplayAlignType.before: top, DisplayAlignType.after: bottom}.get(display, (top + bottom) / 2)
    if not 0 <= edge <= 100:
        return []
    if display is DisplayAlignType.after:
        return [] if edge >= 75 else [f"line:{edge:g}%,end"]
    if display is DisplayAlignType.center:
        return [f"line:{edge:g}%,center"]
    if edge >= 50 and bottom >= 80:
        return []  # a region that holds but the last lines is the usual place
    return ["line:0"] if edge <= 15 else [f"line:{edge:g}%"]


def _percent(length: LengthType, document: model.ContentDocument, axis: str) -> float:
    value = float(length.value)
    if length.units is LengthType.Units.px:
        size: Any = document.get_px_resolution()
        return 100 * value / max(1, size.height if size is not None else 1080)
    if length.units is LengthType.Units.c:
        return 100 * value / max(1, getattr(document.get_cell_resolution(), axis))
    return round(value, 2)


def region_for(
    text: str, document: model.ContentDocument, declared: Mapping[str, Declared]
) -> tuple[model.Region, bool]:
    """The region for a cue with these settings, made when it is first asked for; and whether it says them all.

    Regions cover the title-safe 90 % of the width and height, unless the cue names one of those that are `declared`.
    """
    wanted = settings.parse(text)
    if wanted.region in declared:
        return _declared(declared[wanted.region], wanted.align, document), not declared[wanted.region].scroll
    vertical, align, line = wanted.vertical, wanted.align, _line_name(wanted)
    name = "-".join(("r", vertical or "h", line, align)).replace(".", "_").replace("%", "p").replace(",", "-")
    region = document.get_region(name)
    if region is None:
        region = model.Region(name, document)
        _place(region, wanted)
        document.put_region(region)
    exact = wanted.position is None and wanted.size == 100 and not wanted.region
    return region, exact and not (vertical and wanted.line is not None) and _says(wanted)


def _declared(region: Declared, align: str, document: model.ContentDocument) -> model.Region:
    """A region of WebVTT: lines are 5.33 % of the height (https://www.w3.org/TR/webvtt1/#regions), the last below."""
    # any name may be one in WebVTT; an xml:id is made of its letters' numbers
    name = f"w-{align}-" + ".".join(f"{ord(letter):x}" for letter in region.identifier)
    found = document.get_region(name)
    if found is not None:
        return found
    found = model.Region(name, document)
    height = min(100.0, region.lines * 5.33)
    left = region.viewport[0] - region.anchor[0] * region.width / 100
    top = region.viewport[1] - region.anchor[1] * height / 100
    _set(found, (left, top), (region.width, height), DisplayAlignType.after, align)
    document.put_region(found)
    return found


def _says(wanted: Settings) -> bool:
    return wanted.line is None or not wanted.snap_to_lines or wanted.line in (0, -1)


def _line_name(wanted: Settings) -> str:
    if wanted.line is None or wanted.vertical:
        return "foot"
    if wanted.snap_to_lines:
        return "head" if wanted.line >= 0 else "foot"
    return f"{wanted.line:g}%,{wanted.line_align}"


def _place(region: model.Region, wanted: Settings) -> None:
    top, height, display = 5.0, 90.0, DisplayAlignType.after
    line = _line_name(wanted)
    if line == "head":
        display = DisplayAlignType.before
    elif line != "foot":
        at = wanted.line or 0.0
        if wanted.line_align == "end":
            top, height = 0.0, at
        elif wanted.line_align == "center":
            half = min(at, 100 - at)
            top, height, display = at - half, 2 * half, DisplayAlignType.center
        else:
            top, height, display = at, 100 - at, DisplayAlignType.before
    _set(region, (5.0, top), (90.0, height), display, wanted.align)
    if wanted.vertical:
        modes = {"rl": WritingModeType.tbrl, "lr": WritingModeType.tblr}
        region.set_style(StyleProperties.WritingMode, modes[wanted.vertical])


def _set(
    region: model.Region,
    origin: tuple[float, float],
    extent: tuple[float, float],
    display: DisplayAlignType,
    align: str,
) -> None:
    percent = LengthType.Units.pct
    x, y, width, height = (LengthType(round(value, 4), percent) for value in (*origin, *extent))
    region.set_style(StyleProperties.Origin, CoordinateType(x, y))
    region.set_style(StyleProperties.Extent, ExtentType(height, width))
    region.set_style(StyleProperties.DisplayAlign, display)
    aligns = {"start": TextAlignType.start, "left": TextAlignType.start}
    aligns |= {"end": TextAlignType.end, "right": TextAlignType.end}
    region.set_style(StyleProperties.TextAlign, aligns.get(align, TextAlignType.center))
