"""Cues as EBU STL, after EBU Tech 3264-E (February 1991): one GSI block of 1024 bytes, TTI blocks of 128."""

from fractions import Fraction

from ttconv.stl.datafile import _LC_BCP47_MAP as LANGUAGE_CODES

from curation.subtitles import markup, settings
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.spans import Span, spans
from curation.subtitles.formats.stl.characters import best_table, encode
from curation.subtitles.formats.stl.text import ITALIC, NEW_LINE, NO_ITALIC, NO_UNDERLINE, UNDERLINE, UNUSED
from curation.subtitles.formats.timing import DAY, Timing, frame, frames_of
from curation.subtitles.formats.written import Losses, Written

_RATES = {Fraction(25): b"STL25.01", Fraction(30_000, 1001): b"STL30.01", Fraction(30): b"STL30.01"}
_ROWS, _COLUMNS = 23, 40
_FIELD = 112  # bytes of text in a block
_MOST_BLOCKS = 0xF0  # extension blocks that one caption may have
_MOST_CAPTIONS = 65_535
_JUSTIFICATION = {"start": 1, "left": 1, "center": 2, "end": 3, "right": 3}


def write(document: Document, *, language: str, timing: Timing) -> Written:
    """The document as an open-subtitling STL file, which keeps italic and underline.

    `timing.frame_rate` is 25 or 30 (29.97 counts as 30: its time codes drop nothing). Raises SubtitleError
    `no_script` where the tables hold fewer than half of the letters, `too_many`, `unknown_rate`.
    """
    rate = timing.frame_rate or Fraction(25)
    if rate not in _RATES:
        raise SubtitleError("unknown_rate", rate=f"{float(rate):g}", known="25, 29.97, 30")
    base = frames_of(timing.start_at, Fraction(round(rate))) if timing.start_at else 0
    losses = Losses()
    losses.of_document(document, kept=())
    table = _table(document)
    blocks: list[bytes] = []
    number = 0
    for index, cue in sorted(enumerate(document.cues), key=lambda pair: pair[1].start):
        losses.of_cue(index, cue, kept=("emphasis",))
        times = _times(cue, rate, base)
        if times is None or not markup.plain(cue.text).strip():
            losses.add(index, "unseen")
            continue
        blocks += _blocks(cue, index, number, times, table, losses)
        number += 1
        if number > _MOST_CAPTIONS:
            raise SubtitleError("too_many", format="EBU STL", limit=_MOST_CAPTIONS)
    header = _header(language, _RATES[rate], table, _code(base, round(rate)), blocks, number)
    return Written(header + b"".join(blocks), losses.found())


def _table(document: Document) -> str:
    texts = [markup.plain(cue.text) for cue in document.cues]
    table = best_table(texts)
    letters = [letter for text in texts for letter in set(text) if letter.isalpha()]
    lost = sum(encode(letter, table)[2] for letter in letters)
    if letters and lost * 2 > len(letters):
        raise SubtitleError("no_script", format="EBU STL")
    return table


def _times(cue: Cue, rate: Fraction, base: int) -> tuple[bytes, bytes] | None:
    whole = round(rate)
    first = base + frame(cue.start, rate)
    last = max(first + 1, base + frame(cue.end, rate))
    if cue.end <= cue.start or last >= DAY * whole:
        return None
    return _code(first, whole), _code(last, whole)


def _code(frames: int, rate: int) -> bytes:
    seconds, rest = divmod(frames, rate)
    return bytes((seconds // 3600, seconds // 60 % 60, seconds % 60, rest))


def _blocks(cue: Cue, index: int, number: int, times: tuple[bytes, bytes], table: str, losses: Losses) -> list[bytes]:
    field = _field(spans(markup.tidy(cue.text)), index, table, losses)
    most = _MOST_BLOCKS * _FIELD
    if len(field) > most:
        losses.add(index, "shortened")
        field = field[:most]
    wanted = settings.parse(cue.settings)
    rows = 1 + field.count(NEW_LINE)
    if rows > _ROWS:
        losses.add(index, "rows")
    if not wanted.at_an_edge:
        losses.add(index, "place")
    row = 1 if wanted.at_top else max(_ROWS // 2, _ROWS - rows)
    pieces = [field[at : at + _FIELD] for at in range(0, len(field), _FIELD)] or [b""]
    result = []
    for place, piece in enumerate(pieces):
        extension = 0xFF if place == len(pieces) - 1 else place
        head = bytes((0, number % 256, number // 256, extension, 0))  # SGN, SN (low byte first), EBN, CS
        tail = bytes((row, _JUSTIFICATION[wanted.align], 0))  # VP, JC, CF
        result.append(head + times[0] + times[1] + tail + piece.ljust(_FIELD, bytes([UNUSED])))
    return result


def _field(found: list[Span], index: int, table: str, losses: Losses) -> bytes:
    """The text with its control codes."""
    result = bytearray()
    italic = underline = False
    for span in found:
        for number, line in enumerate(span.text.split("\n")):
            if number:
                result.append(NEW_LINE)
            if not line:
                continue
            if span.bold:
                losses.add(index, "emphasis")
            if span.italic != italic:
                result.append(ITALIC if span.italic else NO_ITALIC)
                italic = span.italic
            if span.underline != underline:
                result.append(UNDERLINE if span.underline else NO_UNDERLINE)
                underline = span.underline
            text = f"({line})" if span.annotation else line
            if span.annotation:
                losses.add(index, "ruby")
            data, plainer, lost = encode(text, table)
            if plainer:
                losses.add(index, "signs")
            if lost:
                losses.add(index, "characters")
            result += data
    return bytes(result)


def _header(language: str, rate: bytes, table: str, start: bytes, blocks: list[bytes], captions: int) -> bytes:
    """The GSI block. Titles, names and dates are left blank: nothing of the editor's goes out with the captions."""
    codes = {tag: code for code, tag in LANGUAGE_CODES.items() if tag}
    spoken = codes.get(language.partition("-")[0].lower(), b"00")
    first = blocks[0][5:9] if blocks else b"\0\0\0\0"
    fields = (
        (3, b"850"),  # CPN, for the texts of this block
        (8, rate),  # DFC
        (1, b"0"),  # DSC: open subtitling
        (2, table.encode()),  # CCT
        (2, spoken),  # LC
        (32 * 6 + 16, b""),  # OPT to TCD, SLR
        (12, b"000101000101"),  # CD, RD: dates (yymmdd) must be numbers
        (2, b"00"),  # RN
        (5, f"{len(blocks):05d}".encode()),  # TNB
        (5, f"{captions:05d}".encode()),  # TNS
        (3, b"001"),  # TNG
        (2, str(_COLUMNS).encode()),  # MNC
        (2, str(_ROWS).encode()),  # MNR
        (1, b"1"),  # TCS: time codes are meant to be used
        (8, _digits(start)),  # TCP
        (8, _digits(first)),  # TCF
        (1, b"1"),  # TND
        (1, b"1"),  # DSN
        (3, b""),  # CO
        (32 * 3, b""),  # PUB, EN, ECD
        (75, b""),
        (576, b""),  # UDA
    )
    return b"".join(value.ljust(length) for length, value in fields)


def _digits(code: bytes) -> bytes:
    return "".join(f"{part:02d}" for part in code).encode()
