"""One caption as CEA-608 rows: 32 columns, four rows at most, looks by mid-row codes that take a column each."""

from dataclasses import dataclass

from ttconv.scc.codes.mid_row_codes import SccMidRowCode
from ttconv.scc.codes.preambles_address_codes import SccPreambleAddressCode
from ttconv.style_properties import NamedColors

from curation.subtitles.formats.scc.characters import carried, code
from curation.subtitles.formats.spans import Span

COLUMNS, ROWS = 32, 4
_BOTTOM, _TOP = 15, 1
_TABS = (0x1721, 0x1722, 0x1723)
_COLOURS = {"lime": "GREEN", "blue": "BLUE", "cyan": "CYAN", "red": "RED", "yellow": "YELLOW", "magenta": "MAGENTA"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A character and its look: the name of a mid-row code."""

    character: str
    look: str = "WHITE"


def cells(found: list[Span]) -> tuple[list[list[Cell]], set[str]]:
    """The lines of a caption as cells, and the codes of what was lost."""
    lines: list[list[Cell]] = [[]]
    lost: set[str] = set()
    for span in found:
        text, plainer, missing = carried(f"({span.text})" if span.annotation else span.text)
        lost |= {
            name for name, true in (("signs", plainer), ("characters", missing), ("ruby", span.annotation)) if true
        }
        if span.bold or (span.italic and span.colour in _COLOURS):
            lost.add("emphasis")
        if span.colour == "black":
            lost.add("colours")
        look = "ITALICS" if span.italic else _COLOURS.get(span.colour, "WHITE")
        look += "_UNDERLINE" if span.underline else ""
        for character in text:
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append(Cell(character, look))
    lines = [_spaced(line) for line in (_stripped(line) for line in lines) if line]
    if any(_costs(line)[1:].count(1) for line in lines):
        lost.add("emphasis")  # a change of look within a word costs it a space
    return lines, lost


def _spaced(line: list[Cell]) -> list[Cell]:
    """A space looks like what follows it: the mid-row code that changes the look then stands for the space."""
    result: list[Cell] = []
    look = ""
    for cell in reversed(line):
        look = look if cell.character == " " else cell.look
        result.append(Cell(cell.character, look))
    return result[::-1]


def _costs(row: list[Cell]) -> list[int]:
    """1 for each cell that needs a column more, for the mid-row code before it."""
    looks = ["WHITE", *(cell.look for cell in row)]
    return [int(cell.look != before and cell.character != " ") for cell, before in zip(row, looks, strict=False)]


def _stripped(line: list[Cell]) -> list[Cell]:
    first, last = 0, len(line)
    while first < last and line[first].character == " ":
        first += 1
    while last > first and line[last - 1].character == " ":
        last -= 1
    return line[first:last]


def broken(line: list[Cell]) -> list[list[Cell]]:
    """The line in rows of 32 columns, at spaces where there are any; mid-row codes count."""
    rows: list[list[Cell]] = []
    rest = line
    while rest:
        fits = _fitting(rest)
        if fits < len(rest):
            space = next((at for at in range(fits, 0, -1) if rest[at].character == " "), 0)
            fits = space or fits
        rows.append(_stripped(rest[:fits]))
        rest = _stripped(rest[fits:])
    return rows


def _fitting(line: list[Cell]) -> int:
    used = 0
    for at, cost in enumerate(_costs(line[: COLUMNS + 1])):
        used += 1 + cost
        if used > COLUMNS:
            return max(1, at)
    return len(line)


def encoded(rows: list[list[Cell]], *, at_top: bool, align: str) -> list[int]:
    """The words (two bytes each, without parity) that write rows into the memory that is not shown."""
    words: list[int] = []
    first = _TOP if at_top else _BOTTOM - len(rows) + 1
    for number, row in enumerate(rows):
        words += _row(row, first + number, align)
    return words


def _row(row: list[Cell], number: int, align: str) -> list[int]:
    room = max(0, COLUMNS - len(row) - sum(_costs(row)))
    indent = {"start": 0, "end": room}.get(align, room // 2)
    tabs = indent % 4
    preamble = SccPreambleAddressCode(1, number, NamedColors.white.value, indent - tabs)
    words = _twice(preamble.get_ch1_packet()) + (_twice(_TABS[tabs - 1]) if tabs else [])
    pending = bytearray()
    look = "WHITE"
    for cell in row:
        if cell.look != look:
            look = cell.look
            _flush(words, pending)
            words += _twice(SccMidRowCode[look].get_ch1_value())
            if cell.character == " ":
                continue  # the code is shown as this space
        _push(words, pending, cell.character)
    _flush(words, pending)
    return words


def _push(words: list[int], pending: bytearray, character: str) -> None:
    data = code(character) or b"?"
    if len(data) != 2:
        pending.append(data[0])
        if len(pending) == 2:
            words.append(pending[0] << 8 | pending[1])
            pending.clear()
    if len(data) > 1:
        _flush(words, pending)
        words += _twice(int.from_bytes(data[-2:], "big"))


def _flush(words: list[int], pending: bytearray) -> None:
    if pending:
        words.append(pending[0] << 8)
        pending.clear()


def _twice(word: int) -> list[int]:
    return [word, word]  # CEA-608: control codes are sent twice, so that one may be lost
