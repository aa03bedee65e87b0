"""Lines through an engine, with or without terms and memory, as the command line wants them."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from curation.translation.engine import REASONS, Engine, Suggestion
from curation.translation.errors import TranslationError
from curation.translation.exchange import Row, Unreadable
from curation.translation.glossary import Glossary, corpus_entries, csv, tbx
from curation.translation.memory import Index, Unit, tmx
from curation.translation.pipeline import REASONS as PIPELINE_REASONS
from curation.translation.pipeline import propose


class FileUnreadable(TranslationError):
    """A file of terms or memory is not what its ending says."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Files of memory (TMX) and terms (TBX, CSV); `plain` for the engine alone, then `candidates` for several."""

    memory: Path | None = None
    terms: Path | None = None
    plain: bool = False
    candidates: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`facts` for JSON and `said` for a reader."""

    facts: dict[str, Any]
    said: str


def ask(engine: Engine, lines: Sequence[str], *, source: str, target: str, how: Asked) -> list[Reply]:
    """A reply for each line. Raises as the engine does, and `FileUnreadable`."""
    if how.plain:
        if how.candidates:
            found = engine.candidates(lines, source=source, target=target, count=how.candidates)
            return [_candidates(each) for each in found]
        return [_suggestion(each) for each in engine.translate(lines, source=source, target=target)]
    proposals = propose(
        lines,
        source=source,
        target=target,
        engine=engine,
        memory=_memory(how.memory, source=source, target=target) if how.memory else None,
        glossary=_glossary(how.terms),
    )
    return [
        Reply(
            facts=each.as_json() | {"abstained": each.text is None},
            said=each.text if each.text is not None else _why(each.reason),
        )
        for each in proposals
    ]


def _why(reason: str) -> str:
    return f"({PIPELINE_REASONS.get(reason) or REASONS.get(reason, reason)})"


def _suggestion(item: Suggestion) -> Reply:
    return Reply(facts=asdict(item), said=item.text if item.text is not None else _why(item.reason))


def _candidates(items: Sequence[Suggestion]) -> Reply:
    first = _suggestion(items[0])
    return Reply(
        facts=first.facts | {"candidates": [asdict(item) for item in items]},
        said=" | ".join(_suggestion(item).said for item in items),
    )


def _glossary(path: Path | None) -> Glossary:
    if path is None:
        return Glossary(corpus_entries())
    reader = csv if path.suffix.lower() == ".csv" else tbx
    with path.open("rb") as stream:
        return Glossary(_values(reader.read(stream), path))


def _memory(path: Path, *, source: str, target: str) -> Index:
    with path.open("rb") as stream:
        units: list[Unit] = [
            unit
            for unit in _values(tmx.read(stream), path)
            if (unit.source_language, unit.target_language) == (source, target)
        ]
    index = Index()
    index.add(units)
    return index


def _values(rows: Iterator[Row[Any]], path: Path) -> list[Any]:
    """What could be read; what could not is told on standard error, line by line. A file of nothing else is refused."""
    values, problems = [], []
    try:
        for row in rows:
            if row.problem is not None:
                problems.append(f"{path.name}, line {row.line}: {row.problem}")
            if row.value is not None:
                values.append(row.value)
    except Unreadable as error:
        raise FileUnreadable("file_unreadable", file=path.name, detail=str(error).rstrip(".")) from error
    if problems and not values:
        raise FileUnreadable("file_unreadable", file=path.name, detail=problems[0].partition(": ")[2].rstrip("."))
    for problem in problems:
        print(problem, file=sys.stderr)
    return values
