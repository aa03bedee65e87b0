"""Sentences as a memory compares them, and what differs between two."""

import re
import unicodedata
from itertools import groupby

from rapidfuzz.distance import Indel

from curation.translation.memory.unit import Difference

_TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\d+|[^\W\d_]+|\s+|.", re.DOTALL)
"""Words where there are spaces between words, characters where there are none; figures whole."""

_LETTER = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|\d+|[^\W\d_]+|[^\w\s]|_"
)
"""What a memory counts: words and figures; characters where words have no spaces, and syllables of Korean, whose
particles hang on the words."""

_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_PUNCTUATION = re.compile(r"[\W_]+")


_HEAP = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{30})"
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More than thirty marks on one letter (the limit of UAX 15's stream-safe text): thousands take seconds to order."""


def composed(text: str) -> str:
    """The text in NFC; of a heap of marks only the first thirty."""
    return unicodedata.normalize("NFC", _HEAP.sub(r"\1", text))


def plain(text: str) -> str:
    """The sentence in composed form, with single spaces."""
    return " ".join(composed(text).split())


def key(text: str) -> str:
    """What two sentences share that differ in white space alone."""
    return "".join(composed(text).split())


def letters(text: str) -> list[str]:
    """The sentence as it is compared, piece by piece, without regard to capital letters and white space."""
    return _LETTER.findall(composed(text).casefold())


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """What leads from `old` to `new`, by words (by characters in scripts without spaces), neighbours joined."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps: list[Difference] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "equal":
            steps.append(("=", "".join(before[code.src_start : code.src_end])))
        if code.tag in ("delete", "replace"):
            steps.append(("-", "".join(before[code.src_start : code.src_end])))
        if code.tag in ("insert", "replace"):
            steps.append(("+", "".join(after[code.dest_start : code.dest_end])))
    return _tidy(steps)


def _tidy(steps: list[Difference]) -> tuple[Difference, ...]:
    """Between two kept pieces first what went, then what came; a lone space between changes changes with them."""
    runs: list[Difference] = []
    for at, (mark, text) in enumerate(steps):
        lone = mark == "=" and text == " " and 0 < at < len(steps) - 1
        runs += [("-", text), ("+", text)] if lone else [(mark, text)]
    tidy: list[Difference] = []
    for kept, group in groupby(runs, key=lambda step: step[0] == "="):
        listed = list(group)
        for sign in "=" if kept else "-+":
            text = "".join(piece for mark, piece in listed if mark == sign)
            if text:
                tidy.append((sign, text))
    return tuple(tidy)


def only(old: str, new: str) -> str:
    """One of `ONLY`: what alone differs between two sentences that are not the same."""
    if _FIGURES.sub("0", old) == _FIGURES.sub("0", new):
        return "numbers"
    if old.casefold() == new.casefold():
        return "case"
    if _PUNCTUATION.sub("", old) == _PUNCTUATION.sub("", new):
        return "punctuation"
    return ""
