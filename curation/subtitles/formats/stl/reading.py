"""EBU STL files as cues, after EBU Tech 3264-E (February 1991).

ttconv's tables and decoder are used, its reader is not: it loses the spaces beside italic and underline, moves captions
that overlap, takes two captions of one number for one, and gives a file up for one bad block.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ttconv.stl.datafile import _DFC_FRACTION_MAP as RATES
from ttconv.stl.datafile import _LC_BCP47_MAP as LANGUAGES

from curation.subtitles.cues import Cue, Document, Problem
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.stl.text import TELETEXT, UNUSED, text_of
from curation.subtitles.formats.timing import frames_of

_HEADER, _BLOCK = 1024, 128
_COMMENT = 1  # comment flag
_LAST, _USER_DATA = 0xFF, 0xFE  # extension block numbers
_ALONE, _FIRST, _BETWEEN, _END = range(4)  # cumulative status
_ALIGNS = {1: "align:start", 3: "align:end"}


@dataclass(frozen=True, slots=True)
class _Caption:
    """One caption's blocks put together. Times in frames from 00:00:00:00."""

    number: int
    status: int
    first: int
    last: int
    row: int
    justification: int
    field: bytes


def parse(data: bytes, *, start_at: str = "") -> Document:
    """Read a file. Times count from the programme's start that the file declares, unless `start_at` says another.

    Raises SubtitleError `not_a_document`, `bad_time_code`.
    """
    if len(data) < _HEADER or data[3:6] != b"STL" or not data[:3].strip().isdigit():
        raise SubtitleError("not_a_document", format="EBU STL")
    problems: list[Problem] = []
    rate = RATES.get(data[3:11])
    if rate is None:
        problems.append(Problem(0, "not_standard"))
        rate = Fraction(25)
    captions = list(_captions(data, round(rate), problems))
    base = frames_of(start_at, Fraction(round(rate))) if start_at else _declared(data, captions, round(rate))
    kept = [caption for caption in captions if caption.first >= base]
    problems += [Problem(caption.number, "unseen") for caption in captions if caption.first < base]
    teletext = data[11:12] in TELETEXT
    cues = []
    for group in _groups(kept):
        for first, last, shown in _steps(group):
            text = "\n".join(text_of(one.field, data[12:14], teletext=teletext) for one in shown)
            times = [float(round(1000 * (frames - base) / rate) / 1000) for frames in (first, last)]
            cues.append(Cue(times[0], times[1], text, settings=_settings(shown[0])))
    cues.sort(key=lambda cue: cue.start)
    return Document(tuple(cues), problems=tuple(problems), language=LANGUAGES.get(data[14:16], ""))


def _captions(data: bytes, rate: int, problems: list[Problem]) -> Iterator[_Caption]:
    blocks = [data[at : at + _BLOCK] for at in range(_HEADER, len(data), _BLOCK)]
    if blocks and len(blocks[-1]) < _BLOCK:
        blocks.pop()
        problems.append(Problem(len(blocks) + 1, "damaged"))
    field = bytearray()
    for number, block in enumerate(blocks, start=1):
        if block[15] == _COMMENT or block[3] == _USER_DATA:
            problems.append(Problem(number, "comments"))
            continue
        if 0xEF < block[3] < _LAST:
            continue  # reserved
        field += block[16:].rstrip(bytes([UNUSED]))
        if block[3] != _LAST:
            continue
        first, last = _frames(block[5:9], rate), _frames(block[9:13], rate)
        if first is None or last is None:
            problems.append(Problem(number, "bad_timing"))
        else:
            if last < first:
                problems.append(Problem(number, "backwards"))
            yield _Caption(number, block[4], first, last, block[13], block[14], bytes(field))
        field.clear()
    if field:
        problems.append(Problem(len(blocks), "damaged"))  # a caption whose last block is missing


def _frames(code: bytes, rate: int) -> int | None:
    hours, minutes, seconds, frames = code
    if hours > 23 or minutes > 59 or seconds > 59 or frames >= rate:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * rate + frames


def _declared(data: bytes, captions: list[_Caption], rate: int) -> int:
    """The first frame of the programme (TCP), unless captions come before it: then they count from zero."""
    digits = data[256:264]
    if not digits.isdigit():
        return 0
    start = _frames(bytes(int(digits[at : at + 2]) for at in range(0, 8, 2)), rate) or 0
    return start if all(caption.first >= start for caption in captions) else 0


def _groups(captions: Iterable[_Caption]) -> Iterator[list[_Caption]]:
    """Captions that build up one after the other, together; all others alone."""
    group: list[_Caption] = []
    for caption in captions:
        if group and caption.status not in (_BETWEEN, _END):
            yield group
            group = []
        group.append(caption)
        if caption.status in (_ALONE, _END) or len(group) >= 20:
            yield group
            group = []
    if group:
        yield group


def _steps(group: list[_Caption]) -> Iterator[tuple[int, int, list[_Caption]]]:
    if len(group) == 1:
        yield group[0].first, group[0].last, group
        return
    times = sorted({caption.first for caption in group} | {caption.last for caption in group})
    for first, last in pairwise(times):
        shown = [caption for caption in group if caption.first <= first and caption.last >= last]
        if shown:
            yield first, last, shown


def _settings(caption: _Caption) -> str:
    # rows count from the top; what begins in the upper half is meant for the top
    words = ["line:0"] if caption.row < 23 // 2 else []
    words += [_ALIGNS[caption.justification]] if caption.justification in _ALIGNS else []
    return " ".join(words)
