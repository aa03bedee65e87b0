"""Figures written in digits, of any script, with the marks of each language; and Chinese numerals."""

from itertools import pairwise

import regex

_DIGITS = {
    code: str(digit) for start in (0x660, 0x6F0, 0x966, 0xFF10) for digit in range(10) for code in (start + digit,)
}
_MARKS = {0xFF1A: ":", 0xFF0E: ".", 0xFF05: "%", 0x66A: "%", 0x2212: "-", 0xFF0D: "-", 0xFF0F: "/"}
_TABLE = {**_DIGITS, **_MARKS}
NUMBER = regex.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫٬]\d+)*")
_DECIMAL_COMMA = frozenset(("es", "pt", "fr", "de", "ru"))
_EITHER = frozenset(("ar", "mn"))
_HAN = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
HAN_NUMERAL = "零〇一壹二两兩贰三叁四五六七八九十百千万萬亿億"


def plain_digits(text: str) -> str:
    """Digits of every script as 0 to 9, and the full-width marks between them. The length stays."""
    return text.translate(_TABLE)


def values(token: str, language: str) -> frozenset[float]:
    """What a figure can mean: 1.500 is one and a half in English and fifteen hundred in German."""
    marks = [character for character in token if not character.isdigit()]
    bare = "".join(character for character in token if character.isdigit())
    if not marks:
        return frozenset((float(bare),)) if len(bare) < 19 else frozenset()
    last = marks[-1]
    head, _, tail = token.rpartition(last)
    decimal = _decimal(head, tail, last, marks, language)
    readings = set()
    if decimal in ("yes", "either"):
        whole = "".join(character for character in head if character.isdigit())
        readings.add(float(f"{whole}.{tail}"))
    if decimal in ("no", "either"):
        readings.add(float(bare))
    return frozenset(readings)


def _decimal(head: str, tail: str, last: str, marks: list[str], language: str) -> str:
    """Whether the last mark is the decimal one: yes, no, or either."""
    if last in " \u00a0\u202f\u2009'’٬":
        return "no"
    if last == "٫" or (len(set(marks)) > 1 and marks.count(last) == 1):
        return "yes"
    if len(marks) > 1:
        return "no"
    if len(tail) != 3 or head in ("", "0") or len(head) > 3:
        return "yes"
    if language in _EITHER:
        return "either"
    return "yes" if last == ("," if language in _DECIMAL_COMMA else ".") else "no"


def han_value(numeral: str) -> float:
    """二十三, 三千五百, 二〇二六, 一亿二千万."""
    if all(character in _HAN for character in numeral):
        return float("".join(str(_HAN[character]) for character in numeral))
    total, section, digit = 0, 0, 0
    for character in numeral:
        if character in _HAN:
            digit = _HAN[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            scale = _MYRIADS[character]
            if scale > total:  # 三千万亿: thousands of ten thousands of myriads
                total = (total + section + digit or 1) * scale
            else:
                total += (section + digit) * scale
            section = digit = 0
    return float(total + section + digit)


def is_figure(numeral: str) -> bool:
    """Not a string of numerals that only counts on ("三五" is "a few")."""
    plain = [character for character in numeral if character in _HAN]
    return (
        len(plain) != len(numeral)
        or len(plain) == 1
        or len(plain) == 4
        or any(left in "零〇" or right in "零〇" for left, right in pairwise(plain))
    )
