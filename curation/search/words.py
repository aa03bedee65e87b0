"""From texts to words: scripts with spaces give words, scripts without give overlapping pairs of characters.

东北虎 is kept as 东北, 北虎, 东, 北, 虎 and asked as 东北 and 北虎, so it is found in the middle of any run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Fold = Callable[[str], str]

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u3131-\u318e\U00020000-\U0003ffff"
_PIECES = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:'[^\W_{_UNSPACED}]+)*")
_RUN = re.compile(rf"[{_UNSPACED}]")
_FORGIVING = re.compile(r"[a-zæœøłđßþðı\u0400-\u052f]+")
_LONGEST = 64
_KANA_MARKS = "\u3099\u309a"


def fold(text: str) -> str:
    """Width, case, accents and kana made one. The catalogue gives its own folding of names; this one is like it."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    kept = (
        character
        for character in unicodedata.normalize("NFKD", folded)
        if character in _KANA_MARKS or unicodedata.category(character) not in {"Mn", "Cf"}
    )
    composed = unicodedata.normalize("NFC", "".join(kept))
    return "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in composed)


def pieces(text: str, *, folding: Fold) -> Iterator[str]:
    """The words and runs of a text, folded."""
    for match in _PIECES.finditer(folding(text)):
        piece = match.group()
        yield piece if is_run(piece) else piece[:_LONGEST]


def is_run(piece: str) -> bool:
    """Whether a piece is of a script without spaces."""
    return bool(_RUN.match(piece))


def kept_tokens(text: str, *, folding: Fold) -> set[str]:
    """What a text is kept under."""
    tokens: set[str] = set()
    for piece in pieces(text, folding=folding):
        if is_run(piece):
            tokens.update(piece)
            tokens.update(piece[i : i + 2] for i in range(len(piece) - 1))
        else:
            tokens.add(piece)
    return tokens


def asked_tokens(piece: str) -> list[str]:
    """What must all be there for a piece to be found."""
    if not is_run(piece) or len(piece) == 1:
        return [piece]
    return [piece[i : i + 2] for i in range(len(piece) - 1)]


def errors_allowed(word: str) -> int:
    """How many letters may be wrong: one from 4 letters, two from 8; Latin and Cyrillic only."""
    if not _FORGIVING.fullmatch(word):
        return 0
    return 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0
