"""Dates and hours in a text, as the languages we publish in write them. Pure: no Django here.

When an animal passed tells a poacher nearly as much as where. How much may be told goes by the category of Chapman
(2020) of the most sensitive species in the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from publishing.guard.coordinates import Span
from publishing.guard.folding import Folded, fold_name

FINEST: Mapping[str, tuple[str, ...]] = {
    "year": ("month", "date", "hour"),
    "month": ("date", "hour"),
    "day": ("hour",),
    "hour": (),
}
"""What is too fine, by the finest that may be told."""
BY_CATEGORY: Mapping[int, str] = {1: "year", 2: "month", 3: "day", 4: "hour"}
"""The finest that may be told by category of Chapman (2020), ours: the paper leaves time to the holder of the data."""

_MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
    "январь января январе февраль февраля феврале март марта марте "
    "апрель апреля апреле май мая мае июнь июня июне "
    "июль июля июле август августа августе сентябрь сентября сентябре октябрь октября октябре "
    "ноябрь ноября ноябре декабрь "
    "декабря декабре янв фев апр авг сен сент окт ноя дек "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "Januar Februar März Mai Juni Juli Oktober Dezember Jänner "
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر شباط آذار نيسان أيار حزيران تموز "
    "آب أيلول"
)
_MONTH = (
    "(?:" + "|".join(sorted({fold_name(each) for each in _MONTHS.split()}, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
)
_DAY = r"(?<![\d.,:/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°)?(?![\d:]|[.,]\d|-\d)"
_HAN = "[一二三四五六七八九十廿卅〇零]{1,3}"
_MONTH_NUMBER, _DAY_NUMBER = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12]\\d|3[01])"
_CLOCK = r"(?:[01]?\d|2[0-4])"
_NUMBER_ENDS = r"(?![\d:]|[.,/-]\d)"

_DATES = [
    rf"(?<!\d)(?:19|20)\d\d([-./]){_MONTH_NUMBER}\1{_DAY_NUMBER}(?!\d)",
    rf"(?<![\d./-]){_DAY_NUMBER}([-./]){_MONTH_NUMBER}\1(?:(?:19|20)\d\d|[2-4]\d)(?![\d]|[./-]\d)",
    rf"(?<![\d./-]){_MONTH_NUMBER}([-/]){_DAY_NUMBER}\1(?:19|20)\d\d(?![\d]|[./-]\d)",
    r"(?<![^\W_])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))",
    rf"{_MONTH_NUMBER}\s?[月월]\s?{_DAY_NUMBER}\s?[日号號일]|{_HAN}月{_HAN}[日号號]",
    rf"{_DAY}\s?(?:de\s|of\s|du\s|\.\s?|-)?\s?{_MONTH}",
    rf"(?<![^\W\d_]){_MONTH}\s?{_DAY}(?!\s?(?:%|km|cm|m\b|kg))",
    rf"{_MONTH_NUMBER}(?:-?[рд]\w{{0,8}})?\s?сарын\s?{_DAY_NUMBER}(?!\d)",
]
_HOURS = [
    rf"(?<![\d:.,]){_CLOCK}:[0-5]\d(?::[0-5]\d(?:[.,]\d{{1,6}})?)?{_NUMBER_ENDS}",
    rf"(?<![\d:.,]){_CLOCK}(?:[:.][0-5]\d)?\s?(?:a\.?m|p\.?m|o'clock|uhr)(?!\w)",
    rf"(?<![\d:.,]){_CLOCK}\s?(?:[時时](?!间|間)|시(?!간|[가-힣]{{2}}))(?:\s?[0-5]?\d\s?[分분]|半|반)?",
    rf"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|深夜|午前|午後|오전|오후|새벽)\s?(?:{_CLOCK}|{_HAN})\s?(?:[点點時时]|시)",
    rf"(?<!\d)(?:{_CLOCK}|{_HAN})[点點](?:钟|鐘|整|半|(?:[0-5]?\d|{_HAN})分|(?:一|三)刻)",
    rf"(?<![\d:.,]){_CLOCK}\s?h\s?[0-5]\d(?!\w)",
    rf"(?<!\w)(?:a las|as|vers|a|um|gegen|around|at)\s{_CLOCK}\s?(?:h|heures?|horas?|uhr|hours)(?!\w)",
    rf"(?<!\w)(?:a las|alas)\s{_CLOCK}{_NUMBER_ENDS}(?!\s?[^\W\d_]*(?:camaras|aguas))",
    rf"(?<!\w)(?:в|около|к)\s{_CLOCK}\s?(?:ч|час\w{{0,3}})(?!\w)|(?<!\d){_CLOCK}\s?час\w{{0,3}}\s(?:утра|вечера|ночи|дня)",
    rf"(?<!\d){_CLOCK}\s?цаг(?:т|ийн|аас|\s[0-5]?\d\s?мин\w{{0,4}})(?!\w)",
    rf"الساعه\s{_CLOCK}|{fold_name('الساعة')}\s{_CLOCK}",
]
_MONTHS_ONLY = [
    rf"(?<![^\W\d_]){_MONTH},?\s?(?:(?:de|of|del|d')\s)?(?:19|20)\d\d(?!\d)",
    rf"(?:19|20)\d\d\s?[年년]\s?{_MONTH_NUMBER}\s?[月월]|(?:19|20)\d\d\s?年{_HAN}月",
    rf"(?:19|20)\d\d\s?оны\s?{_MONTH_NUMBER}(?:-?р)?\s?сар\w{{0,3}}",
    rf"(?<![\d./-])(?:19|20)\d\d[-/]{_MONTH_NUMBER}(?![\d]|[-/]\d)",
]


def _one(patterns: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]


_PATTERNS = {"date": _one(_DATES), "hour": _one(_HOURS), "month": _one(_MONTHS_ONLY)}


def spans(folded: Folded, *, finest: str) -> Iterator[Span]:
    """Everything that tells a time more finely than `finest`, a key of FINEST; spans may overlap."""
    for code in FINEST[finest]:
        for pattern in _PATTERNS[code]:
            for match in pattern.finditer(folded.text):
                yield Span(code, match.start(), match.end())
