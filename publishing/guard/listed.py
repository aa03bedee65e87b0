"""Station codes and place names that the caller lists, found however they are written. Pure: no Django here.

A list may hold tens of thousands of stations: codes are looked up piece by piece, and a place's pattern is only
tried where its first word stands in the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from publishing.guard.coordinates import UNSPACED, Span
from publishing.guard.folding import Folded, fold_name

_PIECE = re.compile(r"\d+|[a-z]+|[^\W\d_a-z]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-_./#]{0,3}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CYRILLIC_END = re.compile(r"[аеиоуыэюяьөү]$")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_STATION_WORD = re.compile(
    r"(?<![a-z0-9])(?:cam(?:era)?|station|site|trap|相机|机位|站点|监测点|点位|카메라|カメラ|камер\w?|станци\w?|"
    r"camara|estacion|estacao|kamera|كاميرا|محطة)\W{0,3}(?:no\.?|nr\.?|#|№|号)?\W{0,2}$",
    re.IGNORECASE,
)
_STATION_WORD_LENGTH = 24  # characters before a weak code that are read for such a word

Pieces = tuple[str, ...]


class Watchlist:
    """What must not be named: station `codes` and `places`, ready for looking up.

    `CAM-07` is also found as `cam 07`, `Cam07` and `CAM_7`, but not inside `CAM071`. A code of one or two characters,
    or of fewer than four digits alone, counts only after a word such as `camera`. A place is found as a whole word,
    in unspaced writing anywhere, in Cyrillic also with up to three other last letters, in Arabic also with prefixes.
    """

    def __init__(self, *, codes: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> None:
        self._codes: dict[str, set[Pieces]] = {}
        self._places: list[tuple[str, str]] = []
        for code in codes:
            self._add_code(code)
        for place in places:
            self._add_place(fold_name(place))

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every station code and place name in the text."""
        yield from self._code_spans(folded)
        text = folded.text.casefold()
        for first_word, pattern in self._places:
            if first_word in text:
                for match in _compiled(pattern).finditer(folded.text):
                    yield Span("place_name", match.start(), match.end())

    def _add_code(self, code: str) -> None:
        name = fold_name(code)
        pieces = _pieces(name)
        if pieces and _UNSPACED.search(name):
            body = _BETWEEN.pattern.join(rf"0*{piece}" if piece.isdigit() else re.escape(piece) for piece in pieces)
            after = r"(?!\d)" if pieces[-1].isdigit() else ""
            self._places.append((pieces[0], body + after))
        elif pieces:
            self._codes.setdefault(pieces[0], set()).add(pieces)

    def _add_place(self, name: str) -> None:
        words = [word for word in re.split(r"[\s\-]+", name) if word]
        if len(name) < 2 or not words:
            return
        before, joint, after = rf"(?<![^\W{UNSPACED}])", r"[\s\-]*", rf"(?![^\W{UNSPACED}])"
        if _UNSPACED.search(name):
            before = after = ""
        elif _CYRILLIC.search(name):
            words = [_CYRILLIC_END.sub("", word) if len(word) >= 5 else word for word in words]
            joint, after = r"\w{0,3}[\s\-]+", r"\w{0,3}(?!\w)" if len(name) >= 5 else after
        elif _ARABIC.search(name):
            before = r"(?<!\w)(?:[وفبكل]{0,2}(?:ال)?)"
        pattern = before + joint.join(map(re.escape, words)) + after
        self._places.append((words[0], pattern))

    def _code_spans(self, folded: Folded) -> Iterator[Span]:
        found = list(_PIECE.finditer(folded.text))
        keys = [_key(match[0]) for match in found]
        for index, key in enumerate(keys):
            for pieces in self._codes.get(key, ()):
                last = index + len(pieces) - 1
                if tuple(keys[index : last + 1]) != pieces or not _together(found[index : last + 1], text=folded.text):
                    continue
                start, end = found[index].start(), found[last].end()
                if _stands_alone(folded.text, start=start, end=end, pieces=pieces):
                    yield Span("station_code", start, end)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A place's pattern, made when a text holds its first word: making thousands at once takes seconds."""
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=8)
def watchlist(codes: tuple[str, ...], places: tuple[str, ...]) -> Watchlist:
    """The same list again is not prepared again."""
    return Watchlist(codes=codes, places=places)


def _key(piece: str) -> str:
    return piece.casefold().lstrip("0") or "0" if piece.isdigit() else piece.casefold()


def _pieces(name: str) -> Pieces:
    return tuple(_key(piece) for piece in _PIECE.findall(name))


def _together(matches: list[re.Match[str]], *, text: str) -> bool:
    return all(_BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in itertools.pairwise(matches))


def _stands_alone(text: str, *, start: int, end: int, pieces: Pieces) -> bool:
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    letters = not all(piece.isdigit() for piece in pieces)
    if not letters and (
        re.search(r"\d[.,:/-]$", text[max(0, start - 2) : start]) or re.match(r"[.,:/-]\d", text[end : end + 2])
    ):
        return False
    if len("".join(pieces)) >= (3 if letters else 4) or (not letters and end - start >= 4):
        return True
    return _STATION_WORD.search(text[max(0, start - _STATION_WORD_LENGTH) : start]) is not None
