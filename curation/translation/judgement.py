"""What is wrong with a translation as it stands: figures, script, repetition, length. No model is asked."""

import unicodedata
from collections import Counter

import regex

UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja"})

_SCRIPTS: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("Han",),
    "zh-Hant": ("Han",),
    "ja": ("Han", "Hiragana", "Katakana"),
    "ko": ("Hangul", "Han"),
    "ru": ("Cyrillic",),
    "mn": ("Cyrillic",),
    "ar": ("Arabic",),
}
"""Scripts that a language is written in, other than Latin, which every text may quote."""

_KNOWN = ("Han", "Hiragana", "Katakana", "Hangul", "Cyrillic", "Arabic", "Latin")
_OF_SCRIPT = {script: regex.compile(rf"\p{{Script={script}}}") for script in _KNOWN}
_LETTER = regex.compile(r"\p{L}")
_WIDE = regex.compile(r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]")
# 1,200 and 1.200 and 1 200, 3.5 and 3,5, 12:30 and 12.30: languages differ in the marks, not in the digits
_FIGURE = regex.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,:'’٫٬]\d+)*")
_WORD = regex.compile(r"\w+")
_CONTROL = frozenset("\n\r\t")

LONGEST_LOOP = 12
"""Words, or characters where there are no spaces, in a run that is searched for repetition."""


def unreadable(text: str) -> bool:
    """Whether a text holds what no model can read: NUL and other controls, or half a surrogate pair."""
    return any(unicodedata.category(mark) in ("Cc", "Cs") and mark not in _CONTROL for mark in text)


def figures(text: str) -> Counter[str]:
    """The figures of a text in ASCII digits without marks between them."""
    found: Counter[str] = Counter()
    for match in _FIGURE.findall(text):
        found["".join(str(unicodedata.digit(mark)) for mark in match if mark.isdecimal())] += 1
    return found


def _looping(units: list[str]) -> bool:
    for size in range(1, min(LONGEST_LOOP, len(units) // 3) + 1):
        wanted = size * (4 if size == 1 else 2)
        run = 0
        for at in range(size, len(units)):
            run = run + 1 if units[at] == units[at - size] else 0
            if run >= wanted:
                return True
    return False


def loops(text: str, *, language: str) -> bool:
    """Whether a run of words comes three times on end, or one word five times."""
    if language in UNSPACED:
        return _looping([mark for mark in text if not mark.isspace()])
    words = _WORD.findall(text.casefold())
    # a model that is lost also repeats a syllable without end inside one word
    return _looping(words) or any(len(word) > 24 and _looping(list(word)) for word in words)


def in_script(text: str, *, language: str) -> bool:
    """Whether the letters of a text are those of its language. A text without letters passes."""
    if not _LETTER.search(text):
        return True
    own = _SCRIPTS.get(language, ("Latin",))
    strange = [script for script in _KNOWN if script not in own and script != "Latin"]
    if any(_OF_SCRIPT[script].search(text) for script in strange):
        return False
    return any(_OF_SCRIPT[script].search(text) for script in own)


def length(text: str) -> float:
    """Characters, where one of Chinese, Japanese or Korean says as much as two and a half of an alphabet."""
    return len(text) + 1.5 * len(_WIDE.findall(text))


def odd(ours: float, theirs: float) -> bool:
    """Whether one length is beyond five times the other, with allowance for short texts."""
    return not 0.2 <= (theirs + 4) / (ours + 4) <= 5


def fault(text: str, translation: str, *, source: str, target: str) -> str:
    """The reason (a code of `engine.REASONS`) against a translation, or nothing."""
    if loops(translation, language=target) and not loops(text, language=source):
        return "repetition"
    if figures(text) != figures(translation):
        return "numbers_differ"
    if not in_script(translation, language=target):
        return "wrong_language"
    if odd(length(text), length(translation)):
        return "odd_length"
    return ""
