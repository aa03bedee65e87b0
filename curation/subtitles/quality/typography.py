"""The signs that careful typesetting wants: quotation marks, the ellipsis, Chinese punctuation, French spaces.

Each rule is a text in, a text out; it found something when they differ. No rule changes a word.
Sources: "Requirements for Chinese Text Layout" (https://www.w3.org/TR/clreq/); the Netflix guides of each language
("Quotations", "Continuity"); "Lexique des règles typographiques" of the Imprimerie nationale for French.
"""

import re
from collections.abc import Callable

import regex

from curation.subtitles.languages import Language
from curation.subtitles.quality.findings import Found

QUOTES = {
    "zh-Hans": "“”",
    "zh-Hant": "「」",
    "ja": "「」",
    "ko": "“”",
    "en": "“”",
    "es": "“”",
    "pt": "“”",
    "fr": "«»",
    "de": "„“",
    "ru": "«»",
    "mn": "«»",
    "ar": "«»",
}
_FULL_WIDTH = {",": "，", ".": "。", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）"}
_HAN = r"[\p{Han}，。！？：；、（）「」『』《》“”…]"
_WESTERN = regex.compile(
    rf"(?<={_HAN})[,!?:;](?!\d)[ ]?|(?<={_HAN})\.(?![.\w])[ ]?|(?<=[\w])[,!?:;](?={_HAN})|"
    rf"\((?=[^()\n]*{_HAN}[^()\n]*\))|(?<=\([^()\n]*{_HAN}[^()\n]*)\)"
)
_DOTS = regex.compile(r"(?<![.])\.{3}(?![.])|。{3}|・{3}")
_STRAIGHT = regex.compile(r'(?<!\d)"|(?<=\d)"(?=[\s\p{P}]|$)')
_SPACE_BEFORE = regex.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[,;:!?…](?:[\s\p{Pf}\p{Pe}]|$)|\.(?:[\s\p{Pf}\p{Pe}]|$))")
_LOOSE = re.compile(r"\s[,;:!?….]")
_FRENCH = regex.compile(
    r"(?<=[\p{L}\p{Nd}\p{Pe}\p{Pf}])([ \u00a0\u202f]*)([;:!?]+|»)(?=[\s\p{Pe}\p{Pf}]|$)|«([ \u00a0\u202f]*)(?=\S)"
)
_NARROW, _WIDE = "\u202f", "\u00a0"


def quotes(text: str, language: Language) -> str:
    """Straight quotation marks, where they come in pairs, as the language writes them."""
    if '"' not in text:
        return text
    marks = list(_STRAIGHT.finditer(text))
    if len(marks) % 2:
        return text
    result = list(text)
    for number, mark in enumerate(marks):
        result[mark.start()] = QUOTES[language.tag][number % 2]
    return "".join(result)


def dots(text: str, language: Language) -> str:
    """Three full stops as one ellipsis."""
    if "..." not in text and "。。。" not in text and "・・・" not in text:
        return text
    return _DOTS.sub("…", text)


def chinese(text: str, language: Language) -> str:
    """Full-width punctuation between Chinese characters; figures, addresses and Latin text keep theirs."""
    if language.script not in ("Hans", "Hant"):
        return text
    return _WESTERN.sub(lambda match: _FULL_WIDTH[match.group().strip()], text)


def spaces(text: str, language: Language) -> str:
    """No space before punctuation; in French the no-break space that belongs there."""
    if language.tag == "fr":
        return _FRENCH.sub(_french_space, text)
    if language.is_ideographic:
        return text
    return _SPACE_BEFORE.sub("", text) if _LOOSE.search(text) else text


def _french_space(match: regex.Match[str]) -> str:
    sign = match.group(2)
    if sign is None:
        return f"«{_WIDE}"
    return (_WIDE if sign[0] in ":»" else _NARROW) + sign


RULES: dict[str, Callable[[str, Language], str]] = {
    "three_dots": dots,
    "western_punctuation": chinese,
    "straight_quotes": quotes,
    "punctuation_space": spaces,
}
_SIGNS = regex.compile(r"[\"().,;:!?«»。・]")


def typography(plain: str, language: Language) -> Found:
    """The rules that a text without tags breaks."""
    if not _SIGNS.search(plain):
        return
    for code, rule in RULES.items():
        mended = rule(plain, language)
        if mended != plain:
            yield code, _shown(code, plain, mended, language)


def _shown(code: str, plain: str, mended: str, language: Language) -> dict[str, object]:
    if code == "straight_quotes":
        return {"right": QUOTES[language.tag]}
    place = next((at for at, (old, new) in enumerate(zip(plain, mended, strict=False)) if old != new), 0)
    if code == "western_punctuation":
        return {"right": mended[place], "wrong": plain[place]}
    if code == "punctuation_space":
        sign = regex.search(r"[^\s]", plain[place:])
        return {"character": sign.group() if sign else ""}
    return {}
