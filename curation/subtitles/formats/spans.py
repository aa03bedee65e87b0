"""A cue's text cut where its look changes, for the formats that know looks but no WebVTT tags."""

import re
from dataclasses import dataclass, replace

from curation.subtitles import markup

COLOURS = ("white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black")
_TAG = re.compile(r"</?(ruby|rt|lang|c|i|b|u|v)(?:\.([^\s<>]*))?(?:\s([^<>]*))?>")
_LANGUAGE = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Span:
    """A text with one look.

    `ruby` numbers the `<ruby>` it stands in (0: none), `annotation` marks its `<rt>`. `appears` is when a timestamp
    lets it appear, in seconds from the start of the picture; 0 with its cue.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = ""
    language: str = ""
    ruby: int = 0
    annotation: bool = False
    appears: float = 0.0


def spans(text: str) -> list[Span]:
    """The spans of a cue's text, in order; texts with one look lie in one span."""
    found: list[Span] = []
    stack: list[tuple[str, str]] = []
    rubies = 0
    appears = 0.0
    for piece, is_tag in markup.pieces(text):
        if not is_tag:
            span = _look(stack, rubies, piece, appears)
            if found and replace(found[-1], text="") == replace(span, text=""):
                found[-1] = replace(span, text=found[-1].text + piece)
            else:
                found.append(span)
            continue
        match = _TAG.fullmatch(piece)
        if match is None:
            appears = _timestamp(piece)
            continue
        name, classes, annotation = match.groups()
        if piece.startswith("</"):
            _close(stack, name)
            continue
        rubies += name == "ruby"
        stack.append((name, _value(name, classes or "", (annotation or "").strip())))
    return found


def _close(stack: list[tuple[str, str]], name: str) -> None:
    if any(name == open_name for open_name, _ in stack):
        while stack.pop()[0] != name:
            pass


def _value(name: str, classes: str, annotation: str) -> str:
    if name == "lang":
        return annotation if _LANGUAGE.fullmatch(annotation) else ""
    return next((one for one in classes.split(".") if one in COLOURS), "")


def _timestamp(tag: str) -> float:
    parts = [float(part) for part in tag[1:-1].split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def _look(stack: list[tuple[str, str]], rubies: int, text: str, appears: float) -> Span:
    names = [name for name, _ in stack]
    colours = [value for name, value in stack if name != "lang" and value]
    languages = [value for name, value in stack if name == "lang"]
    return Span(
        text,
        bold="b" in names,
        italic="i" in names,
        underline="u" in names,
        colour=colours[-1] if colours else "",
        language=languages[-1] if languages else "",
        ruby=rubies if "ruby" in names else 0,
        annotation="rt" in names and "ruby" in names,
        appears=appears,
    )
