"""SubRip files. There is no standard: this reads what is met in the field, and writes what every player takes."""

import re

from curation.subtitles import encoding, markup
from curation.subtitles.cues import Cue, Document, Problem
from curation.subtitles.formats.spans import COLOURS
from curation.subtitles.settings import Settings
from curation.subtitles.settings import parse as parse_settings

# spaces are bounded: two unbounded runs side by side would let a hostile line cost seconds
_TIME = r"(?:(\d{1,4})\s{0,3}:\s{0,3})?(\d{1,3})\s{0,3}:\s{0,3}(\d{1,2})(?:\s{0,3}[,.:]\s{0,3}(\d{1,3})\d{0,6})?"
_TIMING = re.compile(rf"{_TIME}\s{{0,9}}-{{1,2}}\s?>\s{{0,9}}{_TIME}(?![\d:])(.*)", re.ASCII)
_COORDINATES = re.compile(r"[XY][12]\s*:\s*-?\d+", re.ASCII)
_NUMBER = re.compile(r"\s*\d+\s*\Z", re.ASCII)
_OVERRIDE = re.compile(r"\{\s*\\[^{}]*\}|\{[YyCcFfSsPp]:[^{}]*\}")
_TOP = re.compile(r"\\an[789](?!\d)|\\a(?:[567]|1[01]?)?(?!\w)")
_KEPT_TAG = re.compile(r"<\s{0,9}(/?)\s{0,9}(?:([ibu])\s{0,9}|font\b([^<>]*))>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?\s{0,9}(?:span|div|p|s|strong|em|br)\b[^<>]*>", re.IGNORECASE)
_COLOUR = re.compile(r"color\s{0,9}=\s{0,9}[\"']?\s{0,9}(#?\w{1,20})", re.IGNORECASE)
# SubRip's de facto colours are HTML's; WebVTT has classes for these
_CODES = {"#ffff00": "yellow", "#00ff00": "lime", "#00ffff": "cyan", "#ff0000": "red", "#ff00ff": "magenta"}
_CODES |= {"#0000ff": "blue", "#000000": "black", "#ffffff": "white", "green": "lime", "fuchsia": "magenta"}


def parse(data: bytes | str, *, language: str = "") -> Document:
    """Read a file in whatever encoding it is. Never raises: what no cue can be made of is dropped and reported."""
    text = encoding.decode(data, language=language)[0] if isinstance(data, bytes) else data
    text = text.lstrip("\ufeff").replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    timings = [(index, match) for index, line in enumerate(lines) if (match := _timing(line))]
    problems: list[Problem] = []
    cues: list[Cue] = []
    number = 0
    heads: list[int] = []
    for index, _ in timings:
        head, number = _head(lines, index, number)
        heads.append(head)
    _report_strays(lines, heads[0] if heads else len(lines), problems)
    for place, (index, match) in enumerate(timings):
        end = heads[place + 1] if place + 1 < len(heads) else len(lines)
        broken = _broken(lines, index + 1, end)
        cues.append(_cue(match, lines[index + 1 : end if broken is None else broken], index + 1, problems))
        if broken is not None:
            _report_strays(lines[:end], end, problems, start=broken)
    return Document(cues=tuple(cues), problems=tuple(problems))


def _timing(line: str) -> re.Match[str] | None:
    # a cue's time never needs more; a longer line is text, and would only cost time to match
    return _TIMING.match(line.strip()) if len(line) < 400 and ">" in line else None


def _head(lines: list[str], timing: int, previous: int) -> tuple[int, int]:
    """The line where a cue begins: its number's, if it has one, else that of its times; and its number."""
    above = timing - 1
    if above >= 0 and _NUMBER.match(lines[above]):
        number = int(lines[above][:18])
        if above == 0 or not lines[above - 1].strip() or number == previous + 1:
            return above, number
    return timing, previous + 1


def _broken(lines: list[str], start: int, end: int) -> int | None:
    """Where, behind a cue's text, another begins whose times cannot be read; None where none does."""
    for index in range(start, end):
        if "-->" not in lines[index]:
            continue
        head = index - 1 if index > start and _NUMBER.match(lines[index - 1]) else index
        if head > start and not lines[head - 1].strip():
            return head
    return None


def _report_strays(lines: list[str], end: int, problems: list[Problem], *, start: int = 0) -> None:
    for index, line in enumerate(lines[start:end], start=start):
        if "->" in line:
            problems.append(Problem(index + 1, "bad_timing"))
        elif line.strip():
            problems.append(Problem(index + 1, "stray_text"))


def _cue(match: re.Match[str], lines: list[str], line: int, problems: list[Problem]) -> Cue:
    groups = match.groups()
    start, end = _seconds(groups[0:4]), _seconds(groups[4:8])
    if end < start:
        problems.append(Problem(line, "backwards"))
    if _COORDINATES.search(groups[8]):
        problems.append(Problem(line, "coordinates"))
    text = "\n".join(part.strip() for part in lines if part.strip())
    at_top = any(_TOP.search(match.group()) for match in _OVERRIDE.finditer(text))
    lost = [match.group() for match in _OVERRIDE.finditer(text) if not _TOP.search(match.group())]
    if lost or _OTHER_TAG.search(text):
        problems.append(Problem(line, "tags"))
    return Cue(start, end, _text(text, line, problems), settings="line:0" if at_top else "")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    # ",5" is half a second to some writers; players read it as such
    return (((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))) / 1000


def _text(text: str, line: int, problems: list[Problem]) -> str:
    text = _OTHER_TAG.sub("", _OVERRIDE.sub("", text))
    parts: list[str] = []
    fonts: list[str] = []  # the colours of the open ones, "" where WebVTT has no class for it
    position = 0
    for match in _KEPT_TAG.finditer(text):
        parts.append(markup.escape(text[position : match.start()]))
        closing, name, font = match.groups()
        if name:
            parts.append(f"<{closing}{name.lower()}>")
        elif closing:
            parts.append("</c>" if fonts and fonts.pop() else "")
        else:
            fonts.append(_colour(font))
            parts.append(f"<c.{fonts[-1]}>" if fonts[-1] else "")
            if not fonts[-1] and Problem(line, "looks") not in problems[-1:]:
                problems.append(Problem(line, "looks"))
        position = match.end()
    parts.append(markup.escape(text[position:]))
    joined = "".join(parts)
    return "\n".join(line.strip() for line in joined.split("\n") if line.strip())


def _colour(font: str) -> str:
    match = _COLOUR.search(font)
    name = match.group(1).lower() if match else ""
    name = _CODES.get(name, name)
    return name if name in COLOURS else ""


def says_place(settings: str) -> bool:
    """Whether a SubRip file says where a cue with these WebVTT settings stands: it knows the foot and the top."""
    wanted = parse_settings(settings)
    return wanted == Settings(line=0.0) or wanted == Settings()


def write(document: Document) -> str:
    """The document as SubRip (UTF-8 when encoded, LF).

    Bold, italic and underline stay, and the colours that WebVTT has classes for; other tags are left out.
    """
    blocks = []
    for number, cue in enumerate(document.cues, start=1):
        times = f"{markup.timestamp(cue.start, mark=',')} --> {markup.timestamp(cue.end, mark=',')}"
        text = _tagged(markup.tidy(cue.text))
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if parse_settings(cue.settings).at_top:
            lines.insert(0, rf"{{\an8}}{lines.pop(0) if lines else ''}")
        blocks.append("\n".join([str(number), times, *lines]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _tagged(text: str) -> str:
    result: list[str] = []
    classes: list[bool] = []  # for each open one, whether it is written as a colour
    for piece, is_tag in markup.pieces(text):
        if not is_tag:
            # an arrow in the text could be taken for a cue's times
            result.append(re.sub(r"-->|->", "→", piece))
        elif re.fullmatch(r"</?[ibu]>", piece):
            result.append(piece)
        elif re.match(r"<c[.> ]", piece):
            colour = next((name for name in piece[1:-1].split()[0].split(".")[1:] if name in COLOURS), "")
            classes.append(bool(colour))
            result.append(f'<font color="{colour}">' if colour else "")
        elif piece == "</c>" and classes and classes.pop():
            result.append("</font>")
    return "".join(result)
