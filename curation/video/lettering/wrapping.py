"""Where a line of a title may end, and how few even lines are made of it.

Han and kana: after any character but by JIS X 4051 (punctuation does not begin a line). Thai: in front of a vowel that
is written before its consonant, which always begins a syllable, for lack of a dictionary. Elsewhere: at spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

NO_START = frozenset(
    "、。，．,.：；:;？！?!…‥·・ー～—）)］]｝}」』】》〉〕’”%％℃々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
NO_END = frozenset("（(［[｛{「『【《〈〔‘“¥￥$")
BEFORE_CONSONANT = frozenset("เแโใไ")
SPACES = " \t\u3000"

Measure = Callable[[str], float]


def pieces(paragraph: str) -> list[str]:
    """`paragraph` cut where lines may end; spaces stay at the end of the piece before them."""
    found: list[str] = []
    current = ""
    for place, character in enumerate(paragraph):
        before = paragraph[place - 1] if place else ""
        if current and _may_end(before, character):
            found.append(current)
            current = ""
        current += character
    return [*found, current] if current else found


def lines(text: str, *, measure: Measure, width: float) -> list[str]:
    """`text` in lines at most `width` wide, as few as there can be, as even as can be; its own line ends stay."""
    broken: list[str] = []
    for paragraph in text.splitlines():
        parts = [part for piece in pieces(paragraph.strip()) for part in _fitting(piece, measure=measure, width=width)]
        broken += _even(parts, measure=measure, width=width)
    return broken


def _may_end(before: str, after: str) -> bool:
    if before in SPACES:
        return after not in SPACES
    if after in SPACES or before in NO_END or after in NO_START:
        return False
    if unicodedata.combining(after) or unicodedata.category(after) in ("Mn", "Mc", "Cf"):
        return False
    if after in BEFORE_CONSONANT and "\u0e00" <= before <= "\u0e7f" and before not in BEFORE_CONSONANT:
        return True
    return _wide(before) or _wide(after)


def _wide(character: str) -> bool:
    """Han and kana; Korean is broken at its spaces."""
    code = ord(character)
    return 0x2E80 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code < 0x40000


def _fitting(piece: str, *, measure: Measure, width: float) -> list[str]:
    """The piece, or where no line is wide enough for it its parts."""
    if measure(piece.rstrip(SPACES)) <= width:
        return [piece]
    parts = [""]
    for character in piece:
        alone = not unicodedata.combining(character) and unicodedata.category(character) not in ("Mn", "Mc", "Cf")
        if parts[-1] and alone and measure(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _even(parts: list[str], *, measure: Measure, width: float) -> list[str]:
    # best[start]: the fewest lines for what begins there, then the least unevenness, and where the first one ends.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(parts) + 1)
    for start in range(len(parts) - 1, -1, -1):
        found: tuple[int, float, int] | None = None
        line = ""
        for end in range(start + 1, len(parts) + 1):
            line += parts[end - 1]
            taken = measure(line.rstrip(SPACES))
            if taken > width and end > start + 1:
                break
            count, cost, _ = best[end]
            option = (count + 1, cost + (1 - taken / width) ** 2, end)
            found = option if found is None or option < found else found
        best[start] = found or (1, 0.0, len(parts))
    made, start = [], 0
    while start < len(parts):
        end = best[start][2]
        made.append("".join(parts[start:end]).strip(SPACES))
        start = end
    return made
