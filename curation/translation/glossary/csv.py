"""Terms as a table: one line a form, in UTF-8 with the mark that spreadsheets look for.

Columns: key, kind, language, term, status, case, number, gender, note. The status "common" marks an everyday noun that
stands in for a missed term. A cell that a spreadsheet would run as a formula is written with an apostrophe before it.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO

from curation.translation.exchange import MOST_CHARACTERS, Problem, Row, Unreadable, language_tag
from curation.translation.glossary.entry import CASES, GENDERS, KINDS, NUMBERS, PREFERRED, STATUSES, Entry, Form
from curation.translation.scripts import plausible

COLUMNS = ("key", "kind", "language", "term", "status", "case", "number", "gender", "note")
COMMON = "common"
_NEEDED = {"language", "term"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_APOSTROPHE = re.compile(r"'(?='*[=+\-@\t\r])")
_ALLOWED = {"kind": KINDS, "status": (*STATUSES, COMMON), "case": CASES, "number": NUMBERS, "gender": GENDERS}
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class _Concept:
    def __init__(self, line: int, key: str) -> None:
        self.line = line
        self.key = key
        self.kind = ""
        self.note = ""
        self.forms: list[Form] = []
        self.common: dict[str, str] = {}


def read(stream: IO[bytes]) -> Iterator[Row[Entry]]:
    """The terms of a table, in the order of their first lines; then the lines that could not be taken, too.

    Commas, semicolons or tabs; UTF-8, UTF-16 or GB18030. A line without a key belongs to the term above it. Raises
    `Unreadable` where the columns language and term are missing or the letters are none of these.
    """
    text = _decoded(stream.read())
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    concepts: dict[str, _Concept] = {}
    columns: list[str] | None = None
    last = ""
    while True:
        begin = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Row(line=begin, problem=Problem(code="row_broken", params={"detail": str(error)}))
            continue
        if columns is None:
            columns = [cell.strip().casefold() for cell in cells]
            if not _NEEDED.issubset(columns):
                raise Unreadable("columns_missing", columns=", ".join(COLUMNS))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        said = {
            name: (cell[1:] if _APOSTROPHE.match(cell) else cell).strip()
            for name, cell in zip(columns, cells, strict=False)
        }
        last = said.get("key") or last
        problem = _taken(concepts, {**said, "key": last}, line=begin)
        if problem:
            yield Row(line=begin, problem=problem)
    if columns is None:
        raise Unreadable("columns_missing", columns=", ".join(COLUMNS))
    yield from (_row(concept) for concept in concepts.values())


def _decoded(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding_unknown")


def _taken(concepts: dict[str, _Concept], said: dict[str, str], *, line: int) -> Problem | None:
    """Put a line to its concept; what is wrong with it instead."""
    problem = _fault(said)
    if problem:
        return problem
    language = language_tag(said["language"])
    concept = concepts.setdefault(said["key"], _Concept(line, said["key"]))
    concept.kind = concept.kind or said.get("kind", "")
    concept.note = concept.note or said.get("note", "")
    if said.get("status") == COMMON:
        concept.common[language] = said["term"]
    else:
        concept.forms.append(
            Form(
                text=said["term"],
                language=language,
                case=said.get("case", ""),
                number=said.get("number", ""),
                gender=said.get("gender", ""),
                status=said.get("status") or PREFERRED,
            )
        )
    return None


def _fault(said: dict[str, str]) -> Problem | None:
    if not said["key"]:
        return Problem(code="key_missing")
    if not said.get("term"):
        return Problem(code="empty_text")
    if max(map(len, said.values())) > MOST_CHARACTERS:
        return Problem(code="text_long", params={"most": MOST_CHARACTERS})
    language = language_tag(said.get("language", ""))
    if not language:
        return Problem(code="unknown_language", params={"language": said.get("language", "")})
    for column, allowed in _ALLOWED.items():
        value = said.get(column, "")
        if value and value not in allowed:
            return Problem(code="unknown_value", params={"value": value[:40], "column": column})
    if not plausible(said["term"], language=language):
        return Problem(code="wrong_language", params={"language": language, "text": said["term"][:40]})
    return None


def _row(concept: _Concept) -> Row[Entry]:
    entry = Entry(
        key=concept.key,
        kind=concept.kind or "house",
        forms=tuple(concept.forms),
        note=concept.note,
        common_noun=concept.common,
    )
    return Row(line=concept.line, value=entry)


def write(entries: Iterable[Entry], stream: IO[bytes]) -> None:
    """The table of these terms; the note stands in the first line of each."""
    stream.write(codecs.BOM_UTF8)
    _write(COLUMNS, stream)
    for entry in entries:
        note = entry.note
        for form in entry.forms:
            grammar = (form.status, form.case, form.number, form.gender)
            _write((entry.key, entry.kind, form.language, form.text, *grammar, note), stream)
            note = ""
        for language, noun in entry.common_noun.items():
            _write((entry.key, entry.kind, language, noun, COMMON, "", "", "", note), stream)
            note = ""


def _write(cells: Iterable[str], stream: IO[bytes]) -> None:
    line = io.StringIO(newline="")
    safe = (_UNWRITABLE.sub("\ufffd", cell) for cell in cells)
    csv.writer(line).writerow(["'" + cell if _FORMULA.match(cell) else cell for cell in safe])
    stream.write(line.getvalue().encode())
