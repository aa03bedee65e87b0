"""A text in pieces as a platform would show it: plain words, links, hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

_HASHTAG = re.compile(r"(?<![\w&/#])#(?=\w*[^\W\d_])\w+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind`: "text", "link" or "tag"."""

    kind: Literal["text", "link", "tag"]
    text: str


def pieces(text: str, links: Iterable[tuple[int, int]]) -> list[Piece]:
    """Cut a text at its links (start and end, code points) and hashtags; joined again the pieces are the text."""
    found: list[Piece] = []
    last = 0
    for start, end in links:
        found += _tagged(text[last:start])
        found.append(Piece("link", text[start:end]))
        last = end
    found += _tagged(text[last:])
    return found


def _tagged(text: str) -> Iterator[Piece]:
    last = 0
    for match in _HASHTAG.finditer(text):
        if match.start() > last:
            yield Piece("text", text[last : match.start()])
        yield Piece("tag", match.group())
        last = match.end()
    if last < len(text):
        yield Piece("text", text[last:])
