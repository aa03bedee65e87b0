"""WebVTT, read as tolerantly as the standard says (https://www.w3.org/TR/webvtt1/#parsing) and written strictly."""

import re

from curation.subtitles import markup
from curation.subtitles.cues import Block, Cue, Document, Problem

_TIMESTAMP = r"([0-9]+):([0-9]{2})(?::([0-9]{2}))?\.([0-9]{3})(?![0-9])"
_TIMING = re.compile(rf"[ \t\f]*{_TIMESTAMP}[ \t\f]*-->[ \t\f]*{_TIMESTAMP}(.*)", re.DOTALL)
_BLOCK = re.compile(r"(STYLE|REGION)[ \t]*\Z|(NOTE)(?:[ \t].*)?\Z", re.DOTALL)


def parse(data: bytes | str) -> Document:
    """Read a file. Never raises: a bad cue is dropped, the rest kept, and `problems` tells of it."""
    problems: list[Problem] = []
    lines = _lines(data, problems)
    if not re.match(r"WEBVTT(?:[ \t]|\Z)", lines[0]):
        problems.append(Problem(1, "missing_signature"))
        return Document(problems=tuple(problems))
    header = [lines[0][6:].rstrip()]
    position = 1
    while position < len(lines) and lines[position] and "-->" not in lines[position]:
        header.append(lines[position])
        position += 1
    reader = _Reader(lines, position, problems)
    reader.read()
    return Document(
        cues=tuple(reader.cues), header="\n".join(header), blocks=tuple(reader.blocks), problems=tuple(problems)
    )


def _lines(data: bytes | str, problems: list[Problem]) -> list[str]:
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(1, "not_utf8"))
            text = data.decode("utf-8", errors="replace")
    else:
        text = data
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class _Reader:
    """The standard's "collect a WebVTT block", block after block."""

    def __init__(self, lines: list[str], position: int, problems: list[Problem]) -> None:
        self.lines = lines
        self.position = position
        self.problems = problems
        self.cues: list[Cue] = []
        self.blocks: list[Block] = []

    def read(self) -> None:
        while self.position < len(self.lines):
            if self.lines[self.position]:
                self._block()
            else:
                self.position += 1

    def _block(self) -> None:
        first = self.position
        buffer: list[str] = []
        timing: tuple[float, float, str] | None = None
        identifier = ""
        seen_arrow = False
        while self.position < len(self.lines) and (line := self.lines[self.position]):
            count = self.position - first + 1
            if "-->" in line:
                if seen_arrow or count > 2:
                    break  # the next cue begins here although no empty line stands between
                seen_arrow = True
                timing = _timing(line)
                if timing is None:
                    self.problems.append(Problem(self.position + 1, "bad_timing"))
                else:
                    identifier = buffer[0] if buffer else ""
                    buffer = []
            else:
                buffer.append(line)
            self.position += 1
        if timing is not None:
            self._cue(timing, identifier, buffer, first)
        elif not seen_arrow:
            self._other(buffer, first)

    def _cue(self, timing: tuple[float, float, str], identifier: str, buffer: list[str], first: int) -> None:
        start, end, settings = timing
        if end < start:
            self.problems.append(Problem(first + 1, "backwards"))
        text = markup.from_webvtt("\n".join(buffer))
        self.cues.append(Cue(start, end, text, identifier=identifier, settings=settings))

    def _other(self, buffer: list[str], first: int) -> None:
        match = _BLOCK.match(buffer[0])
        if match is None:
            self.problems.append(Problem(first + 1, "stray_text"))
            return
        kind = match.group(1) or match.group(2)
        if kind != "NOTE" and self.cues:
            self.problems.append(Problem(first + 1, "late_block"))
        self.blocks.append(Block(kind, "\n".join(buffer), before=len(self.cues)))  # type: ignore[arg-type]


def _timing(line: str) -> tuple[float, float, str] | None:
    match = _TIMING.match(line)
    if match is None:
        return None
    groups = match.groups()
    start, end = _seconds(groups[0:4]), _seconds(groups[4:8])
    if start is None or end is None:
        return None
    return start, end, groups[8].strip(" \t\f")


def _seconds(parts: tuple[str | None, ...]) -> float | None:
    """Seconds of (first, second, third, milliseconds), or nothing where a part is out of its range."""
    first, second, third, thousandths = (part or "" for part in parts)
    if not third and len(first) == 2:
        hours, minutes, seconds = 0, int(first), int(second)
    elif third and len(first) >= 2 and len(first) <= 9:
        hours, minutes, seconds = int(first), int(second), int(third)
    else:
        return None
    if minutes > 59 or seconds > 59:
        return None
    return (((hours * 60 + minutes) * 60 + seconds) * 1000 + int(thousandths)) / 1000


def write(document: Document) -> str:
    """The document as a WebVTT file (UTF-8 when encoded, LF, no BOM)."""
    first, *others = re.split(r"[\r\n]+", _safe(document.header).rstrip())
    if first and first[0] not in " \t":
        first = f" {first}"
    header = "\n".join([first, *others])
    parts = [f"WEBVTT{header}"]
    blocks = sorted(document.blocks, key=lambda block: block.before)
    for index, cue in enumerate(document.cues):
        while blocks and blocks[0].before <= index:
            parts.append(_safe(markup.tidy(blocks.pop(0).text)))
        parts.append(_cue_block(cue))
    parts.extend(_safe(markup.tidy(block.text)) for block in blocks)
    return "\n\n".join(parts) + "\n"


def _cue_block(cue: Cue) -> str:
    times = f"{markup.timestamp(cue.start)} --> {markup.timestamp(cue.end)}"
    settings = " ".join(_safe(cue.settings).split())
    identifier = " ".join(re.split(r"[\r\n]+", _safe(cue.identifier))).replace("\0", "\ufffd")
    lines = [identifier] if identifier else []
    lines.append(f"{times} {settings}" if settings else times)
    text = markup.to_webvtt(cue.text)
    if text:
        lines.append(text)
    return "\n".join(lines)


def _safe(text: str) -> str:
    # an arrow outside a timing line would be read as one
    return text.replace("-->", "->")
