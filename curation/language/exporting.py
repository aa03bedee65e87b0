"""Files of all terms or of the memory, made in full before they are sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from curation.language import concepts
from curation.language.models import MemoryUnit
from curation.translation.glossary import csv, tbx
from curation.translation.memory import Unit, tmx

LARGEST_IN_MEMORY = 8 * 2**20


@dataclass(frozen=True)
class Made:
    """A file to send."""

    file: IO[bytes]
    name: str
    content_type: str


def export(what: str, ending: str, *, user: Any, source: str = "", target: str = "") -> Made | None:
    """Everything that this person may read; None for a kind of file that is not made. Empty languages mean all."""
    file = tempfile.SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    if (what, ending) == ("terms", "tbx"):
        tbx.write((one.entry for one in concepts.concepts_for(user)), file)
    elif (what, ending) == ("terms", "csv"):
        csv.write((one.entry for one in concepts.concepts_for(user)), file)
    elif (what, ending) == ("memory", "tmx"):
        tmx.write(_units(source, target), file)
    else:
        return None
    file.seek(0)
    types = {"tbx": "application/x-tbx", "csv": "text/csv; charset=utf-8", "tmx": "application/x-tmx"}
    return Made(file, f"pugmark-{what}.{ending}", types[ending])


def _units(source: str, target: str) -> Iterator[Unit]:
    rows = MemoryUnit.objects.filter(removed_at=None).order_by("source_language", "target_language", "pk")
    if source:
        rows = rows.filter(source_language=source)
    if target:
        rows = rows.filter(target_language=target)
    for row in rows.iterator(chunk_size=2000):
        yield Unit(
            id=row.pk,
            source_language=row.source_language,
            target_language=row.target_language,
            source=row.source,
            target=row.target,
            origin=row.origin,
        )
