"""A CSV file, row by row: any size with little memory, and what is wrong with a row stays with that row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from curation.footage.interchange.reasons import FieldError, InterchangeError

LONGEST_LINE = 1 << 20  # characters
LONGEST_CELL = 1 << 17  # characters
LONGEST_ROW = 4 << 20  # characters; a quotation mark that is never closed would take the rest of the file into one
SURROGATES = "surrogateescape"


class _EndlessRow(csv.Error):
    """A row that does not end."""


class Table:
    """Reads a CSV file with a header. `columns` are the names of the header.

    Iterating yields (row, cells): `row` counts the header as 1, as a spreadsheet does; `cells` is a list as long as
    `columns`, or the FieldError that says why the row cannot be read. Raises InterchangeError where the whole file
    cannot be.
    """

    def __init__(
        self, stream: BinaryIO, *, name: str, encoding: str = "utf-8", delimiter: str = ",", quote: str = '"'
    ) -> None:
        self.name, self.encoding = name, encoding
        codec = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8", "ascii"} else encoding
        try:
            self._text = io.TextIOWrapper(stream, encoding=codec, errors=SURROGATES, newline="")
        except LookupError as error:
            raise InterchangeError("file_encoding", file=name, encoding=encoding) from error
        self._problem: FieldError | None = None
        self._pending = 0  # characters read since the last row
        self._dialect: dict[str, Any] = {"delimiter": delimiter, "quotechar": quote}
        csv.field_size_limit(LONGEST_CELL)  # of the whole process, and other libraries lift it: hence LONGEST_ROW
        self._rows = csv.reader(self._lines(), **self._dialect)
        try:
            self.columns = self._header()
        except InterchangeError:
            self.close()
            raise

    def close(self) -> None:
        self._text.close()

    def _header(self) -> list[str]:
        header = next(self._rows, [])
        if self._problem is not None:  # UTF-16, or a header in another encoding
            raise InterchangeError("file_encoding", file=self.name, encoding=self.encoding)
        columns = [cell.strip() for cell in header]
        for column in columns:
            if columns.count(column) > 1:
                raise InterchangeError("column_twice", file=self.name, column=column)
        return columns

    def _lines(self) -> Iterator[str]:
        """Lines of the file; what is wrong with one is kept for the row that it belongs to."""
        while line := self._text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                    pass
                self._problem = FieldError("line_too_long", field="", limit=LONGEST_LINE)
                line = "\n"
            elif "\0" in line:
                self._problem = FieldError("nul", field="")
            elif not line.isascii():
                self._check_encoding(line)
            self._pending += len(line)
            if self._pending > LONGEST_ROW:
                raise _EndlessRow(f"longer than {LONGEST_ROW} characters")
            yield line

    def _check_encoding(self, line: str) -> None:
        try:
            line.encode()
        except UnicodeEncodeError:
            self._problem = FieldError("looks_gb18030" if _is_gb18030(line) else "not_utf8", field="")

    def __iter__(self) -> Iterator[tuple[int, list[str] | FieldError]]:
        width = len(self.columns)
        row = 1
        while True:
            row += 1
            try:
                cells = next(self._rows, None)
            except csv.Error as error:
                self._problem = None
                if isinstance(error, _EndlessRow):  # begin anew with the next line
                    self._rows = csv.reader(self._lines(), **self._dialect)
                self._pending = 0
                yield row, FieldError("not_csv", field="", problem=str(error))
                continue
            self._pending = 0
            problem, self._problem = self._problem, None
            if problem is not None:
                yield row, problem
            elif cells is None:
                return
            elif len(cells) == width:
                yield row, cells
            elif cells:  # an empty line is no row
                yield row, FieldError("ragged", field="", found=len(cells), expected=width)


def _is_gb18030(line: str) -> bool:
    try:
        text = line.encode("utf-8", SURROGATES).decode("gb18030")
    except UnicodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)
