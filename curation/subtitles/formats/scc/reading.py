"""SCC files as cues."""

import re
from dataclasses import replace

from ttconv.scc import reader
from ttconv.scc.config import SccReaderConfiguration, TextAlignment
from ttconv.scc.line import SccLine
from ttconv.scc.word import SccWord

from curation.subtitles import encoding
from curation.subtitles.cues import Cue, Document, Problem
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.listening import READER_ERRORS, Listener
from curation.subtitles.formats.paragraphs import Paragraphs
from curation.subtitles.formats.timing import NTSC, frames_of

_LINE = re.compile(r"(\d{2}:\d{2}:\d{2}[:;.,]\d{2})[\t ]+(.*)", re.ASCII)
_WORD = re.compile(r"[0-9A-Fa-f]{4}")
# ttconv's guess takes two centred rows of one length for rows at the left or right
_CENTRED = SccReaderConfiguration(text_align=TextAlignment.CENTER)
LARGEST = 6_000_000  # bytes: some 30,000 captions, more than a day has
_MOST_WORDS = 4000  # in a line: two minutes of the channel


def parse(data: bytes, *, start_at: str = "") -> Document:
    """Read a file; its time codes count from `start_at` (hh:mm:ss:ff), or from zero.

    Raises SubtitleError `not_a_document`, `too_large`, `bad_time_code`.
    """
    if len(data) > LARGEST:
        raise SubtitleError("too_large", name="*.scc", size=len(data), limit=LARGEST)
    text = encoding.decode(data)[0].lstrip("\ufeff")
    if not text.startswith("Scenarist_SCC"):
        raise SubtitleError("not_a_document", format="SCC")
    problems: list[Problem] = []
    lines = [good for number, line in enumerate(text.splitlines()[1:], 2) if (good := _good(line, number, problems))]
    with Listener() as listener:
        try:
            model = reader.to_model("\n".join(lines), _CENTRED)
        except READER_ERRORS:
            model = reader.to_model("\n".join(_readable(lines, problems)), _CENTRED)
    if listener.heard:
        listener.codes["not_standard"] = None
    document = Paragraphs(model, codes=listener.codes, problems=problems).read()
    offset = float(frames_of(start_at, NTSC) / NTSC) if start_at else 0.0
    cues = tuple(_moved(cue, offset) for cue in document.cues if cue.start >= offset)
    return replace(document, cues=cues, language="")


def _moved(cue: Cue, offset: float) -> Cue:
    times = (round(time - offset, 3) for time in (cue.start, cue.end))
    return replace(cue, start=next(times), end=next(times), identifier="")


def _good(line: str, number: int, problems: list[Problem]) -> str:
    """The line as ttconv wants it, without the words that are none; "" where it is no line of captions."""
    if not line.strip():
        return ""
    match = _LINE.match(line.strip())
    if match is None or not _is_time(match.group(1)):
        problems.append(Problem(number, "bad_timing" if match or "\t" in line else "stray_text"))
        return ""
    words = match.group(2).split()
    kept = [word for word in words[:_MOST_WORDS] if _WORD.fullmatch(word)]
    if len(kept) < len(words):
        problems.append(Problem(number, "damaged"))
    return f"{match.group(1)}\t{' '.join(kept)}"


def _is_time(code: str) -> bool:
    hours, minutes, seconds, frames = (int(part) for part in re.split(r"[:;.,]", code))
    return hours < 24 and minutes < 60 and seconds < 60 and frames < 30


def _readable(lines: list[str], problems: list[Problem]) -> list[str]:
    """Without the lines that ttconv fails at when it reads them alone; all of them where it fails at none alone."""
    kept = []
    for line in lines:
        try:
            SccLine.from_str(line)
            for word in line.split("\t")[1].split():
                SccWord.from_str(word)
            reader.to_model(line)
        except READER_ERRORS:
            problems.append(Problem(0, "damaged"))
        else:
            kept.append(line)
    try:
        reader.to_model("\n".join(kept))
    except READER_ERRORS as error:
        raise SubtitleError("not_a_document", format="SCC") from error
    return kept
