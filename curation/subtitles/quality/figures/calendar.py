"""Dates and hours as texts write them."""

import re
from dataclasses import dataclass

import regex

from curation.subtitles.quality.figures.digits import HAN_NUMERAL, han_value

_MONTHS = {
    "en": "january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|october|"
    "oct|"
    "november|nov|december|dec",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "de": "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    # with the adjectives made of them: "июньский"
    "ru": "январ\\w*|феврал\\w*|март[ае]?|апрел\\w*|ма[йяе](?:ск\\w+)?|июн\\w*|июл\\w*|август\\w*|сентябр\\w*|"
    "октябр\\w*|"
    "ноябр\\w*|декабр\\w*",
    "ar": "يناير|فبراير|مارس|أبريل|إبريل|ابريل|مايو|يونيو|يونيه|يوليو|يوليه|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
}
_NUMBERS = {
    "en": (1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 12),
    "es": (1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12),
    "de": (1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    "ar": (1, 2, 3, 4, 4, 4, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12),
}
_MONTH_FORMS = {
    tag: [
        (regex.compile(form), number)
        for form, number in zip(forms.split("|"), _NUMBERS.get(tag, range(1, 13)), strict=True)
    ]
    for tag, forms in _MONTHS.items()
}
_NAMED = {
    tag: regex.compile(
        rf"(?:(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\u00a0]+(?:de |of "
        rf")?)?(?<![\p{{L}}])(?P<m>{forms})(?![\p{{L}}])\.?"
        r"(?:[\s\u00a0]+(?P<e>\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.,]\d))?(?:,?[\s\u00a0]+(?:de |del |of "
        r")?(?P<y>[12]\d{3})(?!\d))?",
        regex.IGNORECASE,
    )
    for tag, forms in _MONTHS.items()
}
_HAN = rf"(?:\d{{1,2}}|[{HAN_NUMERAL}]{{1,3}})"
_EASTERN = regex.compile(
    rf"(?:(?P<y>\d{{2,4}}|[〇零一二三四五六七八九]{{2,4}})\s*[年년]\s*)?(?<![个個{HAN_NUMERAL}\d])(?P<m>{_HAN})\s*[月월]"
    rf"(?:\s*(?P<d>{_HAN})\s*[日号號일])?"
)
_MONGOLIAN = regex.compile(
    r"(?:(?P<y>\d{4})\s*(?:оны?|он)\s*)?(?P<m>\d{1,2})(?:-?р|\s*-?\s*д[уү]г[аэ]{2}р)?\s+сар\w*(?:\s*(?P<d>\d{1,2}))?",
    regex.IGNORECASE,
)
_DIGIT = re.compile("[0-9]")
_MARKED = re.compile("[0-9][-/.][0-9]")
_ISO = regex.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_NUMERIC = regex.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_CLOCK = regex.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])")
_MERIDIEM = regex.compile(r"(?<![\d.:])(\d{1,2})(?:[.:](\d{2}))?[\s\u00a0]*[ap]\.?[\s\u00a0]?m\b\.?", regex.IGNORECASE)
_HOUR = regex.compile(
    r"(?<![\d.,])(\d{1,2})(?:\.(\d{2}))?[\s\u00a0]*(?:Uhr\b|[hч](?=[\s\u00a0]*\d\d)|цаг(?=\s+\d)|"
    r"(?<=\.\d\d[\s\u00a0]*)цаг\w*)\.?[\s\u00a0]*(?:(\d{2})(?:[\s\u00a0]*м(?:ин)?\w*\.?)?(?!\d))?",
    regex.IGNORECASE,
)
_EASTERN_HOUR = regex.compile(
    rf"(?P<h>(?<!\d[.,:]|\d)\d{{1,2}}|(?<![{HAN_NUMERAL}])[二三四五六七八九十两兩]{{1,3}}|"
    rf"(?<=[晨早上午下晚夜里後后前])[一十]{{1,2}})\s*(?:[点點時时](?![间間])|시(?!간))"
    rf"\s*(?:(?P<m>{_HAN})\s*(?:[分분](?![钟鐘])|[分][钟鐘])|(?P<half>半|반))?"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date, or what is said of one: 0 for what is not. `swapped` is how it reads with day and month exchanged."""

    year: int = 0
    month: int = 0
    day: int = 0
    swapped: bool = False

    def agrees(self, other: "Date") -> bool:
        """Whether both may be the same day: what both say is equal, and there is something that both say."""
        pairs = [pair for pair in zip(self.parts, other.parts, strict=True) if all(pair)]
        if pairs and all(left == right for left, right in pairs):
            return True
        if not (self.swapped or other.swapped):
            return False
        return Date(self.year, self.day, self.month).agrees(Date(*other.parts))

    @property
    def parts(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day

    def __str__(self) -> str:
        return "-".join(f"{part:02d}" for part in self.parts if part)


def take_dates(text: str, language: str) -> tuple[list[Date], str]:
    """The dates of a text, and the text with its dates blanked out."""
    found: list[Date] = []

    def take(match: regex.Match[str], date: Date | None) -> str:
        if date is None:
            return str(match.group())
        found.append(date)
        return " " * len(match.group())

    if _MARKED.search(text):
        text = _ISO.sub(lambda match: take(match, _checked(match)), text)
        text = _NUMERIC.sub(lambda match: take(match, _numeric(match, language)), text)
    if language in _NAMED:

        def named(match: regex.Match[str]) -> str:
            month = next(number for form, number in _MONTH_FORMS[language] if form.fullmatch(match["m"].lower()))
            day = int(match["d"] or match["e"] or 0)
            if not day and not match["y"]:
                return str(match.group())
            return take(match, Date(int(match["y"] or 0), month, day))

        text = _NAMED[language].sub(named, text)
    elif language == "mn":
        text = _MONGOLIAN.sub(lambda match: take(match, _checked(match)), text)
    elif "月" in text or "월" in text:
        text = _EASTERN.sub(lambda match: take(match, _checked(match)), text)
    return found, text


def months_in(text: str, language: str) -> frozenset[float]:
    """The months that a text names, as numbers."""
    if language not in _NAMED:
        return frozenset()
    names = {match["m"].lower() for match in _NAMED[language].finditer(text)}
    return frozenset(float(number) for form, number in _MONTH_FORMS[language] if any(map(form.fullmatch, names)))


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() and text.isascii() else int(han_value(text))


def _checked(match: regex.Match[str]) -> Date | None:
    year, month, day = _number(match["y"]), _number(match["m"]), _number(match["d"])
    if 0 < year < 100:
        year = 0
    return Date(year, month, day) if 1 <= month <= 12 and day <= 31 else None


def _numeric(match: regex.Match[str], language: str) -> Date | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day, month = (second, first) if language == "en" and second > 12 else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Date(year, month, day, swapped=language == "en" and day <= 12)


def take_hours(text: str, language: str) -> tuple[list[tuple[int, int]], str]:
    """The hours of day of a text as (hour, minute), and the text without them."""
    found: list[tuple[int, int]] = []

    def take(match: regex.Match[str], hour: int, minute: int) -> str:
        if hour > 24 or minute > 59:
            return str(match.group())
        found.append((hour, minute))
        return " " * len(match.group())

    if _DIGIT.search(text):
        text = _MERIDIEM.sub(lambda match: take(match, int(match[1]), int(match[2] or 0)), text)
        text = _CLOCK.sub(lambda match: take(match, int(match[1]), int(match[2])), text)
    if language in ("zh-Hans", "zh-Hant", "ja", "ko"):
        text = _EASTERN_HOUR.sub(
            lambda match: take(match, _number(match["h"]), 30 if match["half"] else _number(match["m"])), text
        )
    else:
        text = _HOUR.sub(lambda match: take(match, int(match[1]), int(match[2] or match[3] or 0)), text)
    return found, text
