"""Where a word begins and ends: by script, and with the endings that follow a noun in Korean and Mongolian."""

import re
import unicodedata

from curation.translation.glossary.folding import HYPHENED, UNSPACED, base

_KOREAN = (
    "은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 와 "
    "과 랑 이랑 하고 도 만 뿐 로 으로 부터 까지 처럼 같이 보다 "
    "마다 조차 마저 나 이나 며 이며 다 이다 였다 이었다 입니다 인 일 라 이라 라고 이라고 라는 이라는 들"
)
_MONGOLIAN = (
    "ын ийн ны ний н ы ий г ыг ийг д т ад эд од өд аас ээс оос өөс гаас гээс гоос гөөс наас нээс аар ээр оор өөр гаар "
    "гээр гоор гөөр тай тэй той руу рүү луу лүү ууд үүд нууд нүүд аа ээ оо өө гаа гээ гоо гөө"
)
_ARABIC_PREFIX = re.compile(r"(?<!\w)(?:[وف]?[بلك]?|[وف]?لل)$")


def _endings(words: str, *, most: int) -> re.Pattern[str]:
    listed = "|".join(sorted(words.split(), key=len, reverse=True))
    return re.compile(rf"(?:{listed}){{0,{most}}}(?!\w)")


_ENDINGS = {"ko": _endings(_KOREAN, most=3), "mn": _endings(_MONGOLIAN, most=2)}


def _word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa" or char in "\u30fc\u30fd\u30fe"


def starts(text: str, at: int, *, language: str) -> bool:
    """Whether a word may begin at `at` of a folded text."""
    if at == 0:
        return True
    tongue, before, here = base(language), text[at - 1], text[at]
    if tongue in UNSPACED:
        # a foreign word in Latin letters or katakana is a word there, too
        return not (_katakana(here) and _katakana(before)) and not (
            here.isascii() and before.isascii() and _word(before)
        )
    if tongue == "ar":
        return not _word(before) or bool(_ARABIC_PREFIX.search(text[max(0, at - 4) : at]))
    if before == "-" and tongue in HYPHENED:
        return at == 1 or not _word(text[at - 2])
    return not _word(before)


def ends(text: str, at: int, *, language: str) -> bool:
    """Whether a word may end before `at` of a folded text."""
    if at >= len(text):
        return True
    tongue, last, after = base(language), text[at - 1], text[at]
    if tongue in UNSPACED:
        return not (_katakana(last) and _katakana(after)) and not (last.isascii() and after.isascii() and _word(after))
    if tongue in _ENDINGS:
        return _ENDINGS[tongue].match(text, at) is not None
    if after == "-" and tongue in HYPHENED:
        return at + 1 >= len(text) or not _word(text[at + 1])
    return not _word(after)
