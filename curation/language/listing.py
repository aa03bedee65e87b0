"""Concepts as the list of terms shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curation.language.concepts import Concept
from curation.species.names import normalise
from curation.subtitles.languages import LANGUAGES


@dataclass(frozen=True)
class Row:
    """One concept in the list: its name in the reader's language and in the source language, and its coverage."""

    concept: Concept
    title: str
    names: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    forbidden: int


def found(concepts: Iterable[Concept], *, words: str = "", kind: str = "", lacking: str = "") -> list[Concept]:
    """The concepts with these words in any form, the key or the note; of a kind; without a form in a language."""
    wanted = normalise(words)
    kept = [
        one
        for one in concepts
        if (not kind or one.kind == kind)
        and (not lacking or not one.name(lacking))
        and (not wanted or wanted in one.folded)
    ]
    return sorted(kept, key=lambda one: not one.begins(wanted)) if wanted else kept


def row(concept: Concept, *, reader: str) -> Row:
    """A line of the list in the reader's language."""
    names = {tag: concept.name(tag) for tag in LANGUAGES}
    title = concept.title(reader)
    shown = [(tag, name) for tag, name in names.items() if name and name != title]
    return Row(
        concept=concept,
        title=title,
        names=tuple(shown[:3]),
        lacking=tuple(tag for tag, name in names.items() if not name),
        forbidden=sum(form.status == "forbidden" for form in concept.forms),
    )
