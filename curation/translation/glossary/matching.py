"""Finding terms in a text, and holding a translation against them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.translation.glossary import boundary
from curation.translation.glossary.entry import FORBIDDEN, Entry, Form, Hit, TermFinding
from curation.translation.glossary.folding import folded, key
from curation.translation.glossary.species import mistaken_entries

Known = tuple[Entry, Form]
_LATIN_NAME = re.compile(r"(?<!\w)[A-Z][a-z]{2,} [a-z]{3,}(?: [a-z]{3,})?(?!\w)")
_MARK = ""
"""The key of a node of the tree that holds what ends there; no character is empty."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A place in a text that is a form of one entry, or of several that are called alike."""

    start: int
    end: int
    known: tuple[Known, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The entries that this place may name."""
        return frozenset(entry.key for entry, form in self.known if form.status != FORBIDDEN)


class Glossary:
    """Entries, ready to be found in texts. Built once; safe between threads.

    `mistaken` are animals that are no terms of the house but must be told from them: they count in `check`, are never
    found by `find`, and keep a term from being found inside their names (leopard in snow leopard).
    """

    def __init__(self, entries: Iterable[Entry], *, mistaken: Iterable[Entry] | None = None) -> None:
        self.entries: dict[str, Entry] = {entry.key: entry for entry in entries}
        others = mistaken_entries() if mistaken is None else mistaken
        self._every = {entry.key: entry for entry in others} | self.entries
        self._trees: dict[str, dict[str, object]] = {}
        for entry in self._every.values():
            for form in entry.forms:
                self._plant(entry, form)

    def _plant(self, entry: Entry, form: Form) -> None:
        node = self._trees.setdefault(form.language, {})
        text = key(form.text, language=form.language)
        if not text:
            return
        for char in text:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node.setdefault(_MARK, []).append((entry, form))  # type: ignore[attr-defined]

    def find(self, text: str, *, language: str) -> list[Hit]:
        """The terms of a text in order: the longest at each place, none overlapping.

        A form that several entries share is given as the first of them that may be written so, and the narrowest.
        """
        hits = []
        for span in self.spans(text, language=language):
            known = [pair for pair in span.known if pair[0].key in self.entries]
            if not known:
                continue
            entry, form = min(known, key=lambda pair: (pair[1].status == FORBIDDEN, bool(pair[0].covers)))
            hits.append(Hit(entry=entry, form=form, start=span.start, end=span.end))
        return hits

    def spans(self, text: str, *, language: str) -> list[Span]:
        """As `find`, with every entry that a place may name, animals of elsewhere too."""
        tree = self._trees.get(language)
        if not tree or not text:
            return []
        flat = folded(text, language=language)
        found, at = [], 0
        while at < len(flat.text):
            end, known = at, None
            if flat.text[at] in tree and boundary.starts(flat.text, at, language=language):
                for reach, candidates in _walk(tree, flat.text, at):
                    if boundary.ends(flat.text, reach, language=language):
                        end, known = reach, candidates
            if known is None:
                at += 1
                continue
            found.append(Span(start=flat.starts[at], end=flat.ends[end - 1], known=tuple(known)))
            at = end
        return found

    def check(self, source_text: str, target_text: str, *, source: str, target: str) -> list[TermFinding]:
        """What is wrong with the terms of `target_text`; empty where all is right.

        Every term of the source that has a form in `target` must be there in one of them; no species, place or
        animal may be there that the source does not name (a wider word, tiger for Amur tiger, may); no forbidden form
        may be there at all.
        """
        asked = self.spans(source_text, language=source)
        said = self.spans(target_text, language=target)
        named = frozenset().union(*(span.keys for span in said))
        meant = frozenset().union(*(span.keys for span in asked))
        findings = [*self._missing(asked, named, source_text, target), *self._wrong(said, meant, target_text, target)]
        strangers = set(_LATIN_NAME.findall(target_text)) - set(_LATIN_NAME.findall(source_text))
        findings += [
            TermFinding(code="term_wrong", entry=name, found=name)
            for name in sorted(strangers & self._every.keys() - meant)
        ]
        return list(dict.fromkeys(findings))

    def _missing(
        self, asked: list[Span], named: frozenset[str], source_text: str, target: str
    ) -> Iterator[TermFinding]:
        for span in asked:
            if not span.keys or span.keys & named:
                continue
            entries = [entry for entry, form in span.known if form.status != FORBIDDEN]
            written = [form.text for entry in entries for form in entry.written(target)]
            if written:
                yield TermFinding(
                    code="term_missing",
                    entry=entries[0].key,
                    expected=tuple(dict.fromkeys(written)),
                    found=source_text[span.start : span.end],
                )

    def _wrong(self, said: list[Span], meant: frozenset[str], target_text: str, target: str) -> Iterator[TermFinding]:
        for span in said:
            found = target_text[span.start : span.end]
            if not span.keys:
                entry = span.known[0][0]
                expected = tuple(form.text for form in entry.written(target))
                yield TermFinding(code="term_forbidden", entry=entry.key, expected=expected, found=found)
            elif not span.keys & meant and not any(_allowed(entry, meant) for entry, _ in span.known):
                yield TermFinding(code="term_wrong", entry=span.known[0][0].key, found=found)


def _allowed(entry: Entry, meant: frozenset[str]) -> bool:
    """House words may come up anywhere; a wider word where one of those that it covers is meant."""
    wider = entry.kind == "taxon" and any(name.startswith(f"{entry.key} ") for name in meant)
    return entry.kind == "house" or wider or bool(entry.covers & meant)


def _walk(tree: dict[str, object], text: str, at: int) -> Iterator[tuple[int, list[Known]]]:
    """Every form that the text spells from `at`, the shortest first."""
    node: dict[str, object] = tree
    for reach in range(at, len(text)):
        step = node.get(text[reach])
        if step is None:
            return
        node = step  # type: ignore[assignment]
        known = node.get(_MARK)
        if known:
            yield reach + 1, known  # type: ignore[misc]
