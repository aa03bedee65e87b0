"""Cues as SCC: pop-on captions, sent ahead at two bytes a frame so that each appears when it should."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ttconv.scc.codes.control_codes import SccControlCode
from ttconv.time_code import SmpteTimeCode

from curation.subtitles import markup, settings
from curation.subtitles.cues import Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.scc.characters import carried
from curation.subtitles.formats.scc.rows import ROWS, Cell, broken, cells, encoded
from curation.subtitles.formats.spans import spans
from curation.subtitles.formats.timing import DAY, NTSC, Timing, frame, frames_of
from curation.subtitles.formats.written import Losses, Written

_RCL, _ENM, _EDM, _EOC = (SccControlCode[name].get_ch1_value() for name in ("RCL", "ENM", "EDM", "EOC"))
_ALIGNS = {"start": "start", "left": "start", "end": "end", "right": "end"}


@dataclass(frozen=True, slots=True)
class _Moment:
    """What is shown between two frames: the cues' places in the document, in the order of their times."""

    first: int
    last: int
    cues: tuple[int, ...]


def write(document: Document, *, timing: Timing) -> Written:
    """The document at 29.97 frames a second, drop-frame unless `timing` says otherwise.

    Raises SubtitleError `no_script` where CEA-608 has fewer than half of the letters (it has western European ones),
    `unknown_rate`.
    """
    if timing.frame_rate not in (None, NTSC):
        raise SubtitleError("unknown_rate", rate=f"{float(timing.frame_rate or 0):g}", known="29.97")
    losses = Losses()
    losses.of_document(document, kept=())
    _check_script(document)
    for index, cue in enumerate(document.cues):
        losses.of_cue(index, cue, kept=("emphasis", "colours"))
    moments = [(moment, _loading(document, moment, losses)) for moment in _moments(document, losses)]
    chunks = _schedule(moments, losses)
    base = frames_of(timing.start_at, NTSC) if timing.start_at else 0
    lines = [_line(start + base, words, drop=timing.drop_frame) for start, words in chunks]
    return Written("\n\n".join(["Scenarist_SCC V1.0", *lines, ""]).encode("ascii"), losses.found())


def _schedule(moments: list[tuple[_Moment, list[int]]], losses: Losses) -> list[tuple[int, list[int]]]:
    """When each caption is sent (frames), with the orders that show it and clear the picture again."""
    chunks: list[tuple[int, list[int]]] = []
    free = 0  # the first frame of the channel in which nothing is sent
    clear: int | None = None  # when the picture must be cleared, as nothing follows at once
    for moment, loading in moments:
        start = max(free, moment.first - len(loading))
        if clear is not None and clear <= moment.first - 2:
            if clear + 2 <= start:
                chunks.append((clear, [_EDM, _EDM]))
            else:
                start = max(free, moment.first - len(loading) - 2)
                loading = _inserted(loading, max(0, clear - start))
        if start + len(loading) > moment.first:
            for index in moment.cues:
                losses.add(index, "late")
        chunks.append((start, [*loading, _EOC, _EOC]))
        free = start + len(loading) + 2
        clear = max(free, moment.last)
    if clear is not None:
        chunks.append((clear, [_EDM, _EDM]))
    return chunks


def _inserted(words: list[int], at: int) -> list[int]:
    """The words with the order to clear the picture among them, never between an order and its repetition."""
    place = 0
    while place < min(at, len(words)):
        place += 2 if 0x10 <= words[place] >> 8 <= 0x1F else 1
    return [*words[:place], _EDM, _EDM, *words[place:]]


def _check_script(document: Document) -> None:
    letters = [letter for cue in document.cues for letter in set(markup.plain(cue.text)) if letter.isalpha()]
    if letters and 2 * sum(carried(letter)[2] for letter in letters) > len(letters):
        raise SubtitleError("no_script", format="SCC")


def _moments(document: Document, losses: Losses) -> Iterator[_Moment]:
    """The times between which the picture does not change. No more cues are shown at once than there are rows."""
    events: dict[int, tuple[list[int], list[int]]] = {}
    for index, cue in enumerate(document.cues):
        first, last = frame(cue.start, NTSC), frame(cue.end, NTSC)
        if cue.end <= cue.start or last >= DAY * 30 or not markup.plain(cue.text).strip():
            losses.add(index, "unseen")
            continue
        events.setdefault(first, ([], []))[0].append(index)
        events.setdefault(max(first + 1, last), ([], []))[1].append(index)
    shown: list[tuple[int, int]] = []  # (first frame, place in the document), sorted
    starts: dict[int, int] = {}
    times = sorted(events)
    for time, following in zip_longest(times, times[1:]):
        begun, ended = events[time]
        for index in ended:
            del shown[bisect_left(shown, (starts.pop(index), index))]
        for index in begun:
            starts[index] = time
            insort(shown, (time, index))
        if not shown or following is None:
            continue
        if len(shown) > 1:
            for _, index in shown[:ROWS] if len(shown) <= ROWS else shown[: ROWS + 1]:
                losses.add(index, "overlap")
        for index in begun:
            if len(shown) > ROWS:
                losses.add(index, "rows")
        yield _Moment(time, following, tuple(index for _, index in shown[:ROWS]))


def _loading(document: Document, moment: _Moment, losses: Losses) -> list[int]:
    top: list[list[Cell]] = []
    foot: list[list[Cell]] = []
    align = ""
    for index in moment.cues:
        cue = document.cues[index]
        wanted = settings.parse(cue.settings)
        if not wanted.at_an_edge:
            losses.add(index, "place")
        lines, lost = cells(spans(markup.tidy(cue.text)))
        for code in sorted(lost):
            losses.add(index, code)
        rows = [row for line in lines for row in broken(line)]
        if len(top) + len(foot) + len(rows) > ROWS:
            losses.add(index, "rows")
            rows = rows[: max(0, ROWS - len(top) - len(foot))]
        (top if wanted.at_top else foot).extend(rows)
        align = align or _ALIGNS.get(wanted.align, "center")
    words = [_RCL, _RCL, _ENM, _ENM]
    words += encoded(top, at_top=True, align=align) + encoded(foot, at_top=False, align=align)
    return words


def _line(start: int, words: list[int], *, drop: bool) -> str:
    code = SmpteTimeCode.from_frames(start, NTSC, drop)
    return f"{code}\t" + " ".join(f"{_parity(word >> 8):02x}{_parity(word & 0xFF):02x}" for word in words)


def _parity(byte: int) -> int:
    """The byte with an odd number of bits set."""
    return byte if byte.bit_count() % 2 else byte | 0x80
