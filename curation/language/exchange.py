"""Reading files of terms and memories with the engine's readers, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curation.language.memory import Pair
from curation.translation.glossary import Entry

PROBLEMS: Mapping[str, str] = {}


class Unreadable(Exception):
    """The file as a whole cannot be read; `detail` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


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
    """What a file of terms or of a memory holds. Raises Unreadable."""
    raise Unreadable(path.suffix + what)
