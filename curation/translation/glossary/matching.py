"""Finding terms in a text, and holding a translation against them."""

from collections.abc import Iterable

from curation.translation.glossary.entry import Entry, Hit, TermFinding


class Glossary:
    """Entries, ready to be found in texts. Built once; safe between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {entry.key: entry for entry in entries}

    def find(self, text: str, *, language: str) -> list[Hit]:
        """The terms of a text in order: the longest at each place, none overlapping."""
        raise NotImplementedError

    def check(self, source_text: str, target_text: str, *, source: str, target: str) -> list[TermFinding]:
        """What is wrong with the terms of `target_text`; empty where all is right."""
        raise NotImplementedError
