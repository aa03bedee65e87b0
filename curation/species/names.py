"""Names of taxa as people type them, in any language.

`normalise` is the one folding that the database column `TaxonName.normalised` and every search share.
Pure Python: no Django here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

SCIENTIFIC = "la"
"""The language tag of scientific names and their synonyms."""

_KANA_MARKS = "\u3099\u309a"  # voicing marks: ガ and カ are different letters, not one letter with an accent
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.,;:·・/()\[\]、，。]+")
_TATWEEL = "\u0640"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Name:
    """One name of one taxon. `language` is a BCP-47 tag, `la` for scientific names."""

    scientific_name: str
    text: str
    language: str
    preferred: bool


class Named(Protocol):
    """What an index needs of a taxon."""

    @property
    def scientific_name(self) -> str: ...
    @property
    def synonyms(self) -> tuple[str, ...]: ...
    @property
    def names(self) -> tuple[Name, ...]: ...


def normalise(text: str) -> str:
    """Fold `text` for comparing: width, case, accents, ё, kana, separators and invisible characters.

    Hiragana becomes katakana, `Águia-real` becomes `aguia real`, `Чёрный` becomes `черныи`: the result is for
    comparing with another normalised text, never for showing.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    kept = (
        character
        for character in unicodedata.normalize("NFKD", folded)
        if character in _KANA_MARKS or not (unicodedata.category(character) in {"Mn", "Cf"} or character == _TATWEEL)
    )
    composed = unicodedata.normalize("NFC", "".join(kept))
    katakana = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in composed)
    return _SEPARATORS.sub(" ", katakana).strip()


class NameIndex:
    """Finds taxa by any of their names. Order of the records breaks ties, so the tiger comes before the hedgehog."""

    def __init__(self, records: Iterable[Named]) -> None:
        self._entries = [
            (position, normalise(name.text), name)
            for position, record in enumerate(records)
            for name in (*_scientific(record), *record.names)
        ]
        self._exact: dict[str, dict[str, None]] = {}
        for _position, folded, name in self._entries:
            if folded:
                self._exact.setdefault(folded, {})[name.scientific_name] = None

    def matches(self, text: str, *, language: str | None = None) -> list[Name]:
        """The best matching name of each taxon, best taxon first; empty for an empty `text`.

        A whole name comes before the beginning of one, then beginnings of words in any order; scripts written
        without spaces also match inside a name. `language` restricts the names that are looked at.
        """
        wanted = normalise(text)
        if not wanted:
            return []
        best: dict[str, tuple[tuple[int, int, int], Name]] = {}
        for position, folded, name in self._entries:
            if language is not None and name.language != language:
                continue
            rank = _rank(folded, wanted=wanted)
            if rank is None:
                continue
            key = (rank, position, 0 if name.preferred else 1)
            known = best.get(name.scientific_name)
            if known is None or key < known[0]:
                best[name.scientific_name] = (key, name)
        return [name for _, name in sorted(best.values(), key=lambda found: found[0])]

    def find(self, text: str, *, language: str | None = None) -> list[str]:
        """Scientific names of the taxa that `text` may mean, best first."""
        return [name.scientific_name for name in self.matches(text, language=language)]

    def words(self) -> set[str]:
        """Every folded word of every name."""
        return {word for _position, folded, _name in self._entries for word in folded.split(" ")}

    def exact(self, text: str) -> list[str]:
        """Scientific names of the taxa that have exactly this name in some language (after folding)."""
        return list(self._exact.get(normalise(text), ()))


def _scientific(record: Named) -> Iterator[Name]:
    yield Name(record.scientific_name, record.scientific_name, SCIENTIFIC, preferred=True)
    for synonym in record.synonyms:
        yield Name(record.scientific_name, synonym, SCIENTIFIC, preferred=False)


def _rank(folded: str, *, wanted: str) -> int | None:
    """0 whole name, 1 its beginning, 2 beginnings of its words, 3 inside an unspaced script; None is no match."""
    if folded == wanted:
        return 0
    if folded.startswith(wanted):
        return 1
    words = folded.split(" ")
    if all(any(word.startswith(part) for word in words) for part in wanted.split(" ")):
        return 2
    if _UNSPACED.search(wanted) and wanted in folded:
        return 3
    return None
