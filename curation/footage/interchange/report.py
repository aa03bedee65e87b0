"""What became of what was handed in: counts, and row by row what was refused and what to do about it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from curation.footage.interchange.reasons import FieldError, sentence

KEPT = 1000  # problems kept in memory; the rest go to the overflow file and are counted
LONGEST_SHOWN = 120  # characters of a value repeated in a sentence


@dataclass(frozen=True)
class Problem:
    """One row that was refused, or one notice about a file. `row` counts the header as 1; 0 is the whole file."""

    file: str
    row: int
    field: str
    code: str
    params: Mapping[str, Any]
    item: str = ""  # the row's own id, where it says one

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.params)

    def to_dict(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "code": self.code,
            "item": self.item,
            "message": self.sentence,
        }

    def line(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.row or "", self.field) if part != "")
        return f"{where}: {self.sentence}"


def shown(value: object) -> str:
    """A value as a sentence may repeat it: on one line, not endless."""
    text = (
        str(value).encode("unicode_escape", "backslashreplace").decode() if not str(value).isprintable() else str(value)
    )
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


@dataclass
class Counts:
    """Rows of one table."""

    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def to_dict(self) -> dict[str, int]:
        return dict(vars(self))


@dataclass
class Report:
    """Everything about one import. `refused` rows left nothing behind; all others are in place (unless rolled back)."""

    source: str
    overflow: TextIO | None = None  # gets every problem as one JSON line
    tables: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    by_code: Counter[str] = field(default_factory=Counter)
    package: int | None = None
    rolled_back: bool = False
    interrupted: bool = False
    began: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0

    def counts(self, table: str) -> Counts:
        return self.tables.setdefault(table, Counts())

    @property
    def refused(self) -> int:
        return sum(counts.refused for counts in self.tables.values())

    @property
    def stored(self) -> int:
        return sum(counts.inserted + counts.updated + counts.unchanged for counts in self.tables.values())

    def refuse(self, error: FieldError, *, table: str, row: int, file: str = "", item: str = "") -> Problem:
        """Count a row as refused, and remember why."""
        params = {name: shown(value) for name, value in error.params.items()}
        problem = Problem(file or self.source, row, error.field, error.code, params, shown(item))
        self.counts(table).refused += 1
        self.by_code[error.code] += 1
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        if self.overflow is not None:
            self.overflow.write(json.dumps(problem.to_dict(), ensure_ascii=False) + "\n")
        return problem

    def notice(self, code: str, *, file: str = "", **params: Any) -> None:
        """Say something about a file that refuses nothing."""
        if len(self.notices) < KEPT:
            shown_params = {name: shown(value) for name, value in {"file": file, **params}.items()}
            self.notices.append(Problem(file or self.source, 0, "", code, shown_params))

    def finish(self) -> Report:
        self.seconds = time.perf_counter() - self.began
        return self

    def to_dict(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "package": self.package,
            "written": not self.rolled_back,
            "interrupted": self.interrupted,
            "seconds": round(self.seconds, 3),
            "tables": {name: counts.to_dict() for name, counts in self.tables.items()},
            "refused": self.refused,
            "refused_by_reason": dict(self.by_code.most_common()),
            "problems": [problem.to_dict() for problem in self.problems],
            "problems_left_out": max(self.refused - len(self.problems), 0),
            "notices": [notice.to_dict() for notice in self.notices],
        }
