"""Cues and documents of cues: the one shape every format is read into and written from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from curation.subtitles import markup
from curation.subtitles.errors import SubtitleError

MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption.

    `start` and `end` are seconds from the start of the picture. `text` is plain text with line feeds in which the
    WebVTT tags (`<i>`, `<v Name>` ...) may stand; `&` and `<` need no escape (see `markup`). `settings` holds WebVTT
    cue settings as written, such as `line:0 align:start`.
    """

    start: float
    end: float
    text: str
    identifier: str = ""
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A STYLE, REGION or NOTE block, which stands before cue number `before`. `text` includes its first line."""

    kind: Literal["STYLE", "REGION", "NOTE"]
    text: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What the parser met and passed over. `code` is a key of `MESSAGES`.

    `line` counts from 1; where a format has no lines (TTML, EBU STL) it is the number of the caption, and 0 where the
    whole file is meant.
    """

    line: int
    code: str

    @property
    def message(self) -> str:
        return MESSAGES[self.code]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format could not carry of a cue when it was written. `code` is a key of `MESSAGES`.

    `cue` is the cue's place in the document, from 0; -1 where the whole document is meant.
    """

    cue: int
    code: str

    @property
    def message(self) -> str:
        return MESSAGES[self.code]


MESSAGES = {
    "not_utf8": "The file is not valid UTF-8; unreadable bytes were replaced.",
    "missing_signature": "The file does not begin with WEBVTT.",
    "bad_timing": "This cue's times cannot be read; the cue was left out.",
    "backwards": "This cue ends before it starts.",
    "stray_text": "This text belongs to no cue; it was left out.",
    "late_block": "A style or region after the first cue has no effect.",
    "coordinates": "The picture coordinates of this cue were left out.",
    "endless": "This cue has no end; it was ended where the next one begins, after seven seconds at the latest.",
    "damaged": "The file is damaged or cut short; what stands before the damage was kept.",
    "not_standard": "Parts of this file do not follow the standard and were passed over.",
    "steps": "This caption changes too often while it is shown; all its words are shown at once.",
    "looks": "Colours, sizes and fonts that captions here do not know were left out.",
    "pictures": "Drawings and pictures were left out; only words are kept.",
    "comments": "Comments were left out.",
    "tags": "Tags and commands that captions here do not know were left out.",
    "second_channel": "Captions of a second channel were left out.",
    # what a format cannot carry when it is written
    "voices": "Who speaks cannot be said in this format.",
    "classes": "The classes of this caption's words cannot be said in this format.",
    "colours": "The colours of this caption cannot be said in this format.",
    "emphasis": "Bold, italic or underlined words cannot all be shown in this format.",
    "languages": "That some words are in another language cannot be said in this format.",
    "ruby": "Ruby annotations stand in brackets in this format.",
    "timestamps": "Words that appear one after the other appear at once in this format.",
    "place": "Where this caption stands in the picture cannot be said exactly in this format.",
    "identifiers": "Names of captions are left out in this format.",
    "blocks": "Notes, styles and regions of WebVTT are left out in this format.",
    "header": "The header of the WebVTT file is left out in this format.",
    "characters": "Some characters do not exist in this format and were replaced.",
    "signs": "Punctuation that this format lacks was replaced by plainer signs.",
    "shortened": "This caption is too long for this format and was shortened.",
    "rows": "This caption has more rows than this format can show; the last were left out.",
    "late": "This format needs time to send a caption; this one appears later than it should.",
    "overlap": "This format shows one caption at a time; captions that overlap were put together.",
    "unseen": "This caption has no length, no words, or lies beyond 24 hours; it was left out.",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file of cues in the order they were written.

    `header` is what follows WEBVTT, with the header's other lines. `language` is the BCP-47 tag that the file itself
    declares, "" where it declares none.
    """

    cues: tuple[Cue, ...] = ()
    header: str = ""
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    language: str = field(default="", compare=False)


def shift(document: Document, seconds: float) -> Document:
    """Move every cue by `seconds` (negative: earlier). What would lie wholly before zero is dropped."""

    def moved(cue: Cue) -> Cue | None:
        start, end = cue.start + seconds, cue.end + seconds
        if end <= 0 and seconds < 0:
            return None
        text = markup.shift_timestamps(cue.text, seconds)
        return replace(cue, start=_milliseconds(max(0.0, start)), end=_milliseconds(end), text=text)

    return _changed(document, moved)


def clip(document: Document, start: float, end: float) -> Document:
    """The cues that are seen between `start` and `end` (seconds), counted from `start`.

    A cue that begins before the cut and ends inside it stays, from zero; one that runs on past the end is shortened.
    Raises SubtitleError `backwards`.
    """
    if not end > start:
        raise SubtitleError("backwards", start=start, end=end)

    def cut(cue: Cue) -> Cue | None:
        if cue.end <= start or cue.start >= end:
            return None
        text = markup.shift_timestamps(cue.text, -start)
        first, last = max(cue.start, start) - start, min(cue.end, end) - start
        return replace(cue, start=_milliseconds(first), end=_milliseconds(last), text=text)

    return _changed(document, cut)


def split(document: Document, times: Sequence[float]) -> list[Document]:
    """The document cut at times (seconds), each part counted from its own start.

    A cue that is seen across a cut is in both parts. Raises SubtitleError `too_many_parts`.
    """
    if len(times) >= MOST_PARTS:
        raise SubtitleError("too_many_parts", limit=MOST_PARTS)
    end = max((cue.end for cue in document.cues), default=0.0)
    cuts = [0.0, *sorted({time for time in times if 0 < time < end}), max(end, 0.001)]
    return [clip(document, first, last) for first, last in pairwise(cuts)]


def regular(document: Document, length: float) -> list[float]:
    """The times that cut a document into parts of `length` seconds. Raises SubtitleError `too_many_parts`."""
    end = max((cue.end for cue in document.cues), default=0.0)
    if length <= 0 or end / length > MOST_PARTS:
        raise SubtitleError("too_many_parts", limit=MOST_PARTS)
    return [number * length for number in range(1, int(end / length) + 1)]


def merge(*documents: Document) -> Document:
    """All cues in the order of their times, each once; headers, styles and regions are kept, the first header first."""
    cues: dict[Cue, None] = {}
    blocks: dict[Block, None] = {}
    for document in documents:
        cues.update(dict.fromkeys(document.cues))
        blocks.update(dict.fromkeys(replace(block, before=0) for block in document.blocks))
    header = next((document.header for document in documents if document.header), "")
    problems = tuple(problem for document in documents for problem in document.problems)
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.end))
    return Document(cues=tuple(ordered), header=header, blocks=tuple(blocks), problems=problems)


def _changed(document: Document, change: Callable[[Cue], Cue | None]) -> Document:
    """Apply `change` to each cue, drop what it refuses, and keep every block before the cue it stood before."""
    kept: list[Cue] = []
    places: list[int] = []
    for cue in document.cues:
        places.append(len(kept))
        new = change(cue)
        if new is not None:
            kept.append(new)
    places.append(len(kept))
    blocks = tuple(replace(block, before=places[min(block.before, len(places) - 1)]) for block in document.blocks)
    return replace(document, cues=tuple(kept), blocks=blocks)


def _milliseconds(seconds: float) -> float:
    # every format counts in milliseconds: sums of floats would otherwise leave 1.2000000000000002
    return round(seconds * 1000) / 1000
