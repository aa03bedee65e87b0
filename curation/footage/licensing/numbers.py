"""Footage by the numbers that people write: F12, 15-20."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[Ff]?(\d{1,18})(?:\s*[-–]\s*[Ff]?(\d{1,18}))?")
MOST = 10_000


class NumbersError(ValueError):
    """These are no numbers of footage, or too many; `piece` is as it was written, empty where they are too many."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece or "too many")
        self.piece = piece


def parse(text: str) -> list[int]:
    """The numbers, each once, in order. Raises NumbersError."""
    found: dict[int, None] = {}
    for piece in re.split(r"[,;，；、\s]+", re.sub(r"\s*[-–]\s*", "-", text)):
        if not piece:
            continue
        match = _PIECE.fullmatch(piece)
        if match is None:
            raise NumbersError(piece)
        first = int(match[1])
        last = int(match[2] or first)
        if last < first:
            raise NumbersError(piece)
        if last - first >= MOST or len(found) + last - first >= MOST:
            raise NumbersError("")
        found |= dict.fromkeys(range(first, last + 1))
    return list(found)
