"""Puts a line's characters into runs from left to right as they are seen.

The part of the Unicode Bidirectional Algorithm (UAX #9, revision 50) that titles need: levels 0 to 2, no embeddings.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ug", "ps", "yi", "dv"}
RIGHT, LEFT, NUMBER = ("R", "AL"), ("L",), ("EN", "AN")
# Between the digits of one number, and beside one.
SEPARATORS, SIGNS = ("CS", "ES"), ("ET",)


@dataclass(frozen=True)
class Run:
    """Characters of one direction, in the order in which they are read."""

    text: str
    right_to_left: bool


def is_right_to_left(language: str) -> bool:
    """True for languages whose lines begin at the right."""
    return language.lower().replace("_", "-").partition("-")[0] in RIGHT_TO_LEFT


def runs(line: str, *, right_to_left: bool) -> list[Run]:
    """The runs of `line` from left to right, in a paragraph that begins at the right if `right_to_left`."""
    levels = _levels(line, base=int(right_to_left))
    order = _visual(levels)
    found: list[Run] = []
    for level, places in groupby(order, key=lambda place: levels[place]):
        found.append(Run("".join(line[place] for place in sorted(places)), bool(level % 2)))
    return found


def _levels(line: str, *, base: int) -> list[int]:
    kinds = [unicodedata.bidirectional(character) or "L" for character in line]
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[place] = kinds[place - 1] if place else "ON"
    _join_numbers(kinds)
    own = "R" if base else "L"
    strong = own
    for place, kind in enumerate(kinds):
        if kind in RIGHT or kind in LEFT:
            strong = "R" if kind in RIGHT else "L"
            kinds[place] = strong
        elif kind in NUMBER:
            # W7: among Latin letters a number is one of them.
            kinds[place] = "L" if kind == "EN" and strong == "L" else "N"
    _settle_neutrals(kinds, own=own)
    return [{"L": 2 if base else 0, "R": 1, "N": 2}[kind] for kind in kinds]


def _join_numbers(kinds: list[str]) -> None:
    for place in range(1, len(kinds) - 1):
        if kinds[place] in SEPARATORS and kinds[place - 1] == kinds[place + 1] and kinds[place - 1] in NUMBER:
            kinds[place] = kinds[place - 1]
    for place, kind in enumerate(kinds):
        beside = kinds[max(0, place - 1) : place + 2]
        if kind in SIGNS and "EN" in beside:
            kinds[place] = "EN"


def _settle_neutrals(kinds: list[str], *, own: str) -> None:
    place = 0
    while place < len(kinds):
        if kinds[place] in "LRN":
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] not in ("L", "R", "N"):
            end += 1
        before = kinds[place - 1] if place else own
        after = kinds[end] if end < len(kinds) else own
        # Beside right-to-left letters a number counts as one of them.
        before, after = ("R" if each == "N" else each for each in (before, after))
        kinds[place:end] = [before if before == after else own] * (end - place)
        place = end


def _visual(levels: list[int]) -> list[int]:
    """Rule L2: from the highest level down, what lies at it or above is turned round."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        turned: list[int] = []
        for high, group in groupby(order, key=lambda place: levels[place] >= level):
            places = list(group)
            turned += places[::-1] if high else places
        order = turned
    return order
