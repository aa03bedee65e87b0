"""Figures in a text and in its translation."""

import re
import unicodedata

_FIGURE = re.compile(r"\d+(?:[.,٫٬' \u00a0\u202f]\d+)*")
_MARKS = re.compile(r"[^\d]")


def figures(text: str) -> list[str]:
    """The numbers written in figures, in ASCII digits without separators, sorted."""
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return sorted(_MARKS.sub("", match) for match in _FIGURE.findall(plain))


def same_numbers(text: str, translation: str) -> bool:
    """Whether the translation has the figures of the text; figures that became words are not counted against it."""
    asked, said = figures(text), figures(translation)
    return asked == said or (not said and all(len(figure) == 1 for figure in asked))
