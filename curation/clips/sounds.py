"""The vocabulary of sound labels, for those who cannot hear: “[tiger calls]”, in every caption language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

# Square brackets mark sounds: BBC Subtitle Guidelines and the Netflix guides of each language; Chinese and Japanese
# write their own parentheses.
_SQUARE, _ROUND = ("[", "]"), ("（", "）")
_BRACKETS = {"zh-Hans": _ROUND, "zh-Hant": _ROUND, "ja": _ROUND}
_DATA = Path(__file__).parent / "data" / "sounds.json"


@cache
def _rows() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((row["key"], row["labels"]) for row in json.loads(_DATA.read_text(encoding="utf-8")))


def bracketed(text: str, *, language: str) -> str:
    """A label as it stands in a caption of this language."""
    left, right = _BRACKETS.get(language, _SQUARE)
    return f"{left}{text}{right}"


def sounds() -> list[dict[str, Any]]:
    """[{key, label: {language: text with its brackets}}], animals first."""
    return [
        {"key": key, "label": {tag: bracketed(text, language=tag) for tag, text in labels.items()}}
        for key, labels in _rows()
    ]
