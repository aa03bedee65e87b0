"""What our pages say in Chinese, read from the same catalogues that the pages are made of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib

BASE = Path(__file__).resolve().parents[2]
SHORTEST = 7  # letters of an English text that counts as left behind
OWN_NAMES = {"English"}  # languages are called by their own names everywhere
_WORDS = re.compile(r'^\s+\w+: "((?:[^"\\]|\\.)*)",$', re.MULTILINE)


@cache
def _catalogue() -> dict[str, str]:
    file = polib.mofile(str(BASE / "locale/zh_Hans/LC_MESSAGES/django.mo"))
    return {entry.msgid: entry.msgstr for entry in file if entry.msgstr}


def zh(text: str) -> str:
    """The Chinese for an English text of our templates; itself where nobody has translated it."""
    return _catalogue().get(text, text)


@cache
def left_behind() -> frozenset[str]:
    """English texts that no Chinese page may show, for their Chinese is known: of templates, Python and scripts."""
    ours = {text for text, chinese in _catalogue().items() if chinese != text}
    for script in (BASE / "frontend/src").rglob("*.ts"):
        if "catalogue({" in (source := script.read_text(encoding="utf-8")):
            ours |= set(_WORDS.findall(source.partition("en: {")[2].partition('"zh-hans": {')[0]))
    return frozenset(text for text in ours - OWN_NAMES if len(text) >= SHORTEST and "{" not in text and "%" not in text)
