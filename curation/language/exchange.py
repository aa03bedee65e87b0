"""Reading files of terms and memories with the engine's readers, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from curation.language.memory import Pair
from curation.translation.exchange import MESSAGES, Row, Unreadable
from curation.translation.glossary import Entry, csv, tbx
from curation.translation.memory import Unit, tmx

__all__ = ["MESSAGES", "Found", "Unreadable", "read"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry, or a pair of sentences, or what is wrong at a line. `share` of the file is read, 0..1."""

    line: int = 0
    share: float = 0.0
    entry: Entry | None = None
    pair: Pair | None = None
    languages: tuple[str, str] = ("", "")
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path, *, what: str) -> Iterator[Found]:
    """What a file of terms or of a memory holds, in order. Raises Unreadable."""
    size = max(path.stat().st_size, 1)
    with path.open("rb") as stream:
        for row in _rows(stream, ending=path.suffix.lower(), what=what):
            yield _found(row, share=stream.tell() / size)


def _rows(stream: IO[bytes], *, ending: str, what: str) -> Iterator[Row[Any]]:
    if what == "memory":
        return tmx.read(stream)
    return csv.read(stream) if ending == ".csv" else tbx.read(stream)


def _found(row: Row[Any], *, share: float) -> Found:
    if row.problem is not None:
        return Found(line=row.line, share=share, code=row.problem.code, params=row.problem.params)
    value = row.value
    if isinstance(value, Unit):
        pair, languages = Pair(value.source, value.target), (value.source_language, value.target_language)
        return Found(line=row.line, share=share, pair=pair, languages=languages)
    return Found(line=row.line, share=share, entry=value)
