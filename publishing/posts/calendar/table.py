"""A timetable as a file: CSV as spreadsheets of any land write it. Reads it, and writes templates and reports.

Knows neither the database nor requests.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_ROWS = 500
MOST_BYTES = 2_000_000
MOST_CELL = 20_000  # characters
COLUMNS: Mapping[str, str] = {
    "post": "帖子", "clip": "短片", "channel": "频道", "language": "语言", "date": "日期", "time": "时间",
    "zone": "时区", "twice": "重复时刻", "title": "标题", "text": "文字", "alt_text": "替代文字", "campaign": "活动",
}  # fmt: skip
"""Names of the columns, and in Chinese. Needed: date, time, and post or clip with channel and language."""

_NAMES = {**{name: name for name in COLUMNS}, **{chinese: name for name, chinese in COLUMNS.items()}}
# What a spreadsheet would run: `=`, a call such as +SUM( or @SUM(, or a DDE call such as -2+3+cmd|' /C calc'!A0.
_FORMULA = re.compile(r"=|[+\-@][\w.$!]*\(|[=+\-@].*\|.*!", re.DOTALL)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """The file as a whole cannot be taken; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Row:
    """A line of the table (numbered as an editor shows it), its cells by English name, and faults as (code, column)."""

    line: int
    cells: Mapping[str, str]
    faults: tuple[tuple[str, str], ...] = ()


def read(content: bytes) -> list[Row]:
    """The rows of a file in UTF-8, UTF-16 or GB18030, split by commas, semicolons or tabs. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large", most=MOST_BYTES // 1_000_000)
    text = decoded(content)
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    found: list[Row] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise Unreadable("broken", line=line) from error
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = _header(cells)
            continue
        if len(found) == MOST_ROWS:
            raise Unreadable("too_many", most=MOST_ROWS)
        found.append(_row(line, names, cells))
    if not found:
        raise Unreadable("empty")
    return found


def _header(cells: Sequence[str]) -> list[str]:
    names = [_NAMES.get(cell.strip().casefold().replace(" ", "_"), "") for cell in cells]
    told = [name for name in names if name]
    missing = [name for name in ("date", "time") if name not in told]
    if "post" not in told:
        missing += [name for name in ("clip", "channel", "language") if name not in told]
    if missing:
        raise Unreadable("columns_missing", columns=", ".join(missing))
    if len(told) != len(set(told)):
        raise Unreadable("columns_twice")
    return names


def _row(line: int, names: Sequence[str], cells: Sequence[str]) -> Row:
    said: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        faults.append(("too_many_cells", ""))
    for name, cell in zip(names, cells, strict=False):
        if not name:
            continue
        value = cell.strip()
        if value.startswith("'") and value[1:].startswith(_DANGEROUS):
            value = value[1:]  # how spreadsheets, and we, say that a cell is text
        elif _FORMULA.match(value):
            faults.append(("formula", name))
        if len(value) > MOST_CELL or "\0" in value:
            faults.append(("cell_bad", name))
            value = ""
        said[name] = value
    return Row(line, said, tuple(faults))


def decoded(content: bytes) -> str:
    """The text of a file. Raises Unreadable, also where lines are written in different encodings."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _wide(content, "utf-16")
    elif content[:4].count(0) and len(content) % 2 == 0:
        text = _wide(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    else:
        text = _narrow(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding_unknown", line=1) from error


def _narrow(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Not UTF-8 as a whole. GB18030 would swallow nearly any bytes, so its lines are looked at one by one: a line that
    # is UTF-8 beside one that is not tells of a file put together from two.
    bare = content.removeprefix(codecs.BOM_UTF8)
    utf8, other = bare is not content, 0
    for number, line in enumerate(bare.split(b"\n"), start=1):
        if line.isascii():
            continue
        if _is(line, "utf-8"):
            utf8 = True
        elif _is(line, "gb18030"):
            other = other or number
        else:
            raise Unreadable("encoding_unknown", line=number)
    if utf8 and other:
        raise Unreadable("encoding_mixed", line=other)
    return bare.decode("gb18030")


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def neutral(cell: object) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a byte-order mark, so that spreadsheets take it for UTF-8; nothing in it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")
