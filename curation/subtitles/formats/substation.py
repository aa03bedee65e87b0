"""SubStation Alpha scripts (.ass, .ssa): read by pysubs2, written as `curation.subtitles.ass` burns them in."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pysubs2
from pysubs2.exceptions import Pysubs2Error

from curation.subtitles import ass, encoding, markup, settings
from curation.subtitles.cues import Cue, Document, Problem
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.listening import READER_ERRORS
from curation.subtitles.formats.written import Losses, Written

_BLOCK = re.compile(r"(?<!\\)\{([^{}]*)\}")  # libass draws an escaped brace
_COMMAND = re.compile(r"\\(an?|[ibupr]|1?c|pos|move|k[fot]?|K)(?![A-Za-z])([^\\]*)")
_POINT = re.compile(r"\(\s{0,9}(-?\d{1,9}(?:\.\d{1,9})?)\s{0,9},\s{0,9}(-?\d{1,9}(?:\.\d{1,9})?)\s{0,9}\)")
_COLOURS = {
    (0, 255, 0): "lime",
    (0, 255, 255): "cyan",
    (255, 0, 0): "red",
    (255, 255, 0): "yellow",
    (255, 0, 255): "magenta",
    (0, 0, 255): "blue",
    (0, 0, 0): "black",
}
_OLD_ALIGNMENTS = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}  # \a of SSA, as \an numbers


@dataclass(frozen=True, slots=True)
class _Look:
    italic: bool = False
    bold: bool = False
    underline: bool = False
    colour: str = ""
    drawing: bool = False

    def tags(self) -> list[str]:
        named = (("b", self.bold), ("i", self.italic), ("u", self.underline))
        return ([f"c.{self.colour}"] if self.colour else []) + [name for name, on in named if on]


def parse(data: bytes, *, language: str = "") -> Document:
    """Read a script. Raises SubtitleError `not_a_document`."""
    text = encoding.decode(data, language=language)[0].lstrip("\ufeff").replace("\0", "\ufffd")
    if "[events]" not in text.lower():
        raise SubtitleError("not_a_document", format="ASS")
    kind = "ass" if re.search(r"\[v4\+ styles\]|v4\.00\+", text[:5000], re.IGNORECASE) else "ssa"
    problems: dict[Problem, None] = {}
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            script = pysubs2.SSAFile.from_string(_clean(text, problems), format_=kind)
    except (Pysubs2Error, *READER_ERRORS) as error:
        raise SubtitleError("not_a_document", format="ASS") from error
    if heard:
        problems[Problem(0, "not_standard")] = None
    cues: list[Cue] = []
    above: tuple[tuple[object, ...], float] | None = None
    for number, event in enumerate(script.events, start=1):
        if event.is_comment:
            problems[Problem(0, "comments")] = None
            continue
        style = script.styles.get(event.style)
        line = _Text(event.text, style, problems)
        words, place = line.read()
        if event.end < event.start:
            problems[Problem(number, "backwards")] = None
        name = re.sub(r"[<>\s]+", " ", event.name).strip()
        words = f"<v {name}>{words}" if name and words else words
        stacked = (event.start, event.end, event.style, event.name, line.alignment, line.at[:1])
        if words and line.at and above is not None and above[0] == stacked and above[1] < line.at[1]:
            # lines that were set one by one, the next below the last, are one caption
            cues[-1] = replace(cues[-1], text=markup.normal(f"{cues[-1].text}\n{words}"))
            above = (stacked, line.at[1])
        elif words:
            above = (stacked, line.at[1]) if line.at else None
            cues.append(Cue(event.start / 1000, event.end / 1000, markup.normal(words), settings=place))
    cues.sort(key=lambda cue: cue.start)
    return Document(tuple(cues), problems=tuple(problems))


def _clean(text: str, problems: dict[Problem, None]) -> str:
    """Without the lines that pysubs2 gives a whole script up for: events whose times nobody can read."""
    lines = re.split(r"\r\n|\r|\n", text)
    times = re.compile(r"\s*-?\d{1,3}:\d{1,2}:\d{1,2}(?:[.:]\d{1,3})?\s*", re.ASCII)
    kept = []
    for number, line in enumerate(lines, start=1):
        fields = line.split(",", 3)
        if line.startswith(("Dialogue:", "Comment:")) and (
            len(fields) < 4 or not (times.fullmatch(fields[1]) and times.fullmatch(fields[2]))
        ):
            problems[Problem(number, "bad_timing")] = None
        else:
            kept.append(line)
    return "\n".join(kept)


class _Text:
    """The text of one event: its commands as tags, its alignment as settings."""

    def __init__(self, text: str, style: pysubs2.SSAStyle | None, problems: dict[Problem, None]) -> None:
        self.text = text
        self.problems = problems
        self.usual = _Look()
        self.alignment = 2
        self.at: tuple[float, ...] = ()  # where the event asks to stand, across and down in its script's pixels
        if style is not None:
            self.alignment = int(style.alignment)
            colour = _colour((style.primarycolor.r, style.primarycolor.g, style.primarycolor.b), problems)
            self.usual = _Look(bool(style.italic), bool(style.bold), bool(style.underline), colour)

    def read(self) -> tuple[str, str]:
        parts: list[str] = []
        for piece, look in self._pieces():
            if look.drawing:
                self._problem("pictures")
                continue
            words = markup.escape(_literal(piece))
            for tag in reversed(look.tags()):
                words = f"<{tag}>{words}</{tag.partition('.')[0]}>"
            parts.append(words)
        text = re.sub(r"(?<!\s)(\s+)((?:</[bciu]>)+)", r"\2\1", "".join(parts))
        text = re.sub(r"</([biu])>(\s*)<\1>", r"\2", text)
        lines = (line.strip() for line in text.split("\n"))
        text = "\n".join(line for line in lines if line)
        return (text if markup.plain(text).strip() else ""), self._place()

    def _pieces(self) -> Iterator[tuple[str, _Look]]:
        look = self.usual
        position = 0
        for match in _BLOCK.finditer(self.text):
            if match.start() > position:
                yield self.text[position : match.start()], look
            position = match.end()
            look = self._obeyed(match.group(1), look)
        if position < len(self.text):
            yield self.text[position:], look

    def _obeyed(self, block: str, look: _Look) -> _Look:
        if "\\" not in block:
            self._problem("comments")
        rest = _COMMAND.sub("", block)
        if "\\" in rest:
            self._problem("looks")
        for name, value in _COMMAND.findall(block):
            look = self._one(name, value.strip(), look)
        return look

    def _one(self, name: str, value: str, look: _Look) -> _Look:
        if name == "r":
            return replace(self.usual, drawing=look.drawing)
        if name in ("i", "b", "u"):
            return self._emphasised(name, value, look)
        if name == "p":
            return replace(look, drawing=value.isdigit() and value != "0")
        if name in ("c", "1c"):
            digits = re.sub(r"[^0-9A-Fa-f]", "", value.replace("H", ""))[-6:].rjust(6, "0")
            parts = (int(digits[4:6], 16), int(digits[2:4], 16), int(digits[0:2], 16))
            return replace(look, colour=_colour(parts, self.problems) if value else self.usual.colour)
        if name in ("a", "an"):
            number = int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 2
            self.alignment = number if name == "an" else _OLD_ALIGNMENTS.get(number, 2)
        elif name in ("pos", "move"):
            self._problem("coordinates")
            match = _POINT.match(value)
            self.at = (float(match.group(1)), float(match.group(2))) if match and name == "pos" else ()
        else:
            self._problem("tags")
        return look

    def _emphasised(self, name: str, value: str, look: _Look) -> _Look:
        on = value not in ("0", "100", "400")  # a weight of 400 is regular
        if name == "i":
            return replace(look, italic=on if value else self.usual.italic)
        if name == "b":
            return replace(look, bold=on if value else self.usual.bold)
        return replace(look, underline=on if value else self.usual.underline)

    def _place(self) -> str:
        words = ["line:0"] if 7 <= self.alignment <= 9 else []
        words += ["line:50%,center"] if 4 <= self.alignment <= 6 else []
        words += [{1: "align:start", 0: "align:end"}[self.alignment % 3]] if self.alignment % 3 != 2 else []
        return " ".join(words)

    def _problem(self, code: str) -> None:
        self.problems[Problem(0, code)] = None


def _colour(parts: tuple[int, int, int], problems: dict[Problem, None]) -> str:
    if parts not in _COLOURS and parts != (255, 255, 255):
        problems[Problem(0, "looks")] = None
    return _COLOURS.get(parts, "")


def _literal(text: str) -> str:
    text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
    return text.replace("\\{", "{").replace("\\}", "}").replace("\\\u2060", "\\")


def write(document: Document, *, language: str, width: int, height: int) -> Written:
    """The script that libass burns into a picture of `width` x `height` pixels, for use elsewhere."""
    losses = Losses()
    losses.of_document(document, kept=())
    for index, cue in enumerate(document.cues):
        losses.of_cue(index, cue, kept=("emphasis",))
        if cue.end <= cue.start or not markup.plain(cue.text).strip():
            losses.add(index, "unseen")
        if cue.settings and not settings.parse(cue.settings).at_an_edge:
            losses.add(index, "place")
    text = ass.write(document, language=language, width=width, height=height)
    return Written(text.encode("utf-8", errors="replace"), losses.found())
