"""Texts as terms are compared: without case, accents of layout and other differences that mean nothing."""

import re
import unicodedata
from dataclasses import dataclass

UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages (without script and region) whose words stand without spaces."""

HYPHENED = frozenset({"pt", "fr"})
"""Languages whose hyphens make one name of several words: lobo-guará is no lobo."""

_SAME = {"ё": "е", "‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u0640")
_MARKS = 8
_ARTICLE = re.compile(r"(?<!\w)([وف]?[بك]?)ال(?=\w{2})")
"""The Arabic article, also after and, with, like."""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """A folded text; character i of it comes from `starts[i]` to `ends[i]` of the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def base(language: str) -> str:
    """The language of a tag without script and region."""
    return language.split("-", 1)[0].lower()


def _pieces(text: str) -> list[tuple[str, int, int]]:
    """Each character with its marks, folded, and where it stood; white space of any length is one space."""
    pieces: list[tuple[str, int, int]] = []
    at = 0
    while at < len(text):
        end = at + 1
        # no writing heaps up more marks; a heap of thousands would take seconds to put in order
        while end < len(text) and end - at <= _MARKS and unicodedata.combining(text[end]):
            end += 1
        folded = unicodedata.normalize("NFKC", text[at:end]).casefold()
        for char in unicodedata.normalize("NFC", folded):
            char = _SAME.get(char, char)
            arabic_mark = unicodedata.category(char) == "Mn" and "\u0600" <= char <= "\u06ff"
            if char in _DROPPED or arabic_mark:
                continue
            if char.isspace():
                if pieces and pieces[-1][0] == " ":
                    pieces[-1] = (" ", pieces[-1][1], end)
                    continue
                char = " "
            pieces.append((char, at, end))
        at = end
    return pieces


def folded(text: str, *, language: str) -> Folded:
    """The text as it is compared with terms of `language`."""
    pieces = _pieces(text)
    if base(language) == "ar":
        flat = "".join(char for char, _, _ in pieces)
        for match in reversed(list(_ARTICLE.finditer(flat))):
            # the noun that follows begins where its article does
            char, _, end = pieces[match.end()]
            pieces[match.end(1) : match.end() + 1] = [(char, pieces[match.end(1)][1], end)]
    return Folded(
        text="".join(char for char, _, _ in pieces),
        starts=tuple(start for _, start, _ in pieces),
        ends=tuple(end for _, _, end in pieces),
    )


def key(text: str, *, language: str) -> str:
    """A term as it is looked up."""
    return folded(text, language=language).text.strip()
