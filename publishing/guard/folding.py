"""Text made comparable without losing where things stood: hidden characters go, digits and signs become plain.

A location is still a location when it is written in full-width or Arabic digits, with look-alike signs for
degrees and minutes, or with invisible characters between its digits. Pure: no Django here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

CONTEXT = 24  # characters shown on either side of a find
BLANKS = 2  # of a longer run of blanks; patterns that allow blanks stay linear, whatever a text holds

_SIGNS = {
    **dict.fromkeys("º˚⁰∘゜", "°"),
    **dict.fromkeys("′’‘ʹʼ´`＇‛", "'"),
    **dict.fromkeys("″”“ʺ＂〃„", '"'),
    **dict.fromkeys("‐‑‒–—−﹣－", "-"),
    "٫": ".",
    "،": ",",
    "、": ",",
    "，": ",",
    "。": ". ",
    "؛": ";",
    "ß": "ss",
}
_KANA_MARKS = "\u3099\u309a"  # voicing marks make another letter, not an accent


@dataclass(frozen=True)
class Folded:
    """`text` is what patterns look at; `origins[i]` is the place in `original` that gave its character i."""

    original: str
    text: str
    origins: tuple[int, ...]

    def found(self, *, start: int, end: int) -> str:
        """The original wording of `text[start:end]`, without hidden characters."""
        return _visible(self.original[self.origins[start] : self.origins[end - 1] + 1])

    def excerpt(self, *, start: int, end: int) -> str:
        """The same with CONTEXT characters around it, on one line."""
        first, last = self.origins[start], self.origins[end - 1] + 1
        before = self.original[max(0, first - CONTEXT) : first]
        after = self.original[last : last + CONTEXT]
        shown = _visible(before + self.original[first:last] + after)
        return f"{'…' if first > CONTEXT else ''}{shown}{'…' if last + CONTEXT < len(self.original) else ''}"


def fold(text: str) -> Folded:
    """Fold for searching: width, case kept, plain digits and signs, no accents, nothing invisible."""
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for plain in _plain(character):
            if plain.isspace() and len(characters) >= BLANKS and all(map(str.isspace, characters[-BLANKS:])):
                continue
            characters.append(plain)
            origins.append(index)
    return Folded(text, "".join(characters), tuple(origins))


def fold_name(name: str) -> str:
    """The same folding for a word of a list, with case folded too."""
    return fold(name).text.casefold().strip()


def _plain(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character in "\u00ad\u034f" or unicodedata.category(character) == "Cf":
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uac00" <= character <= "\ud7a3":
        return character  # a Hangul syllable stays whole
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character))
    return "".join(_SIGNS.get(part, part) for part in parts if _stays(part))


def _stays(part: str) -> bool:
    return part in _KANA_MARKS or unicodedata.category(part) not in {"Mn", "Cf"}


def _visible(text: str) -> str:
    kept = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(kept.split())
