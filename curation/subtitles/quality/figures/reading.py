"""What figures a text holds: those that a translation must have too, and those that it may be read to have."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import regex

from curation.subtitles.quality.figures import numerals, units
from curation.subtitles.quality.figures.calendar import Date, months_in, take_dates, take_hours
from curation.subtitles.quality.figures.digits import HAN_NUMERAL, NUMBER, han_value, is_figure, plain_digits, values

_LONG = 2_000  # characters: no caption; only its beginning is read
_WORD = regex.compile(r"[\p{L}\p{M}’']+")
_HAN_RUN = regex.compile(rf"[{HAN_NUMERAL}]+")
# what is counted in Chinese and Japanese: a numeral before it is a figure
_MEASURE = regex.compile(
    r"[只隻头頭匹条條名位岁歲天日号號秒里吨噸米克度亩畝倍年羽人]|[个個](?!月大)|公里|千米|公斤|小时|小時|时间|時間|"
    r"分钟|分鐘|分間|平方|キロ|"
    r"メートル|センチ|つ|(?<!四)[周週]|か月|ヶ月|歳|回|次|％|%"
)
_KOREAN_NATIVE = regex.compile(
    r"(?<![가-힣])(?:(열|스물|서른|마흔|쉰)\s*)?(한|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉|열|스무)\s*(?:마리|명|"
    r"개|번|살|쌍|곳|시간|달|차례|사람)"
)
_KOREAN_SINO = regex.compile(
    r"(?<![가-힣])([일이삼사오육칠팔구십백천만억]{1,7})\s*(?:년|월|일|명|마리|킬로|미터|퍼센트|세|분|초|도)"
)
_SINO = str.maketrans("일이삼사오육칠팔구십백천만억", "一二三四五六七八九十百千万亿")
_ROMAN = regex.compile(r"\b[IVX]{1,6}\b")
_ANY_DIGIT = re.compile("[0-9]")
# "90年代", "30-е годы": of which century is not said
_DECADE = regex.compile(r"(?<!\d)\d\d(?=\s*년|\s*年|-[ех]\b|['’]?s\b|er\b)")
_CENTURY = regex.compile(
    r"\s*(?:世纪|世紀|세기|century|th century|век\w*|-?й век\w*|siglo|siècle|jahrhundert\w*|século|зуун\b)",
    regex.IGNORECASE,
)
_HALF_HOUR = regex.compile(
    r"half (?:an )?hour|半[个個]?小[时時]|半[个個]?[钟鐘][头頭]|полчаса|media hora|demi-heure|halbe stunde|meia hora|"
    r"반시간|хагас "
    r"цаг|نصف ساعة",
    regex.IGNORECASE,
)
_SCALE = {
    tag: regex.compile(
        r"[\s\u00a0]?(?:"
        + "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))
        + r")(?![\p{Latin}\p{Cyrillic}])",
        regex.IGNORECASE,
    )
    for tag, words in numerals.SCALES.items()
}
_WITHOUT_SPACES = ("zh-Hans", "zh-Hant", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Figures:
    """`certain`: each figure with all its readings.

    `hours` are (hour, minute); `units` belong to figures.
    """

    certain: tuple[frozenset[float], ...] = ()
    dates: tuple[Date, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    units: frozenset[str] = frozenset()

    @property
    def values(self) -> frozenset[float]:
        """Every value of these, the parts of dates and hours included."""
        parts = {float(part) for date in self.dates for part in date.parts}
        for hour, minute in self.hours:
            parts.update((hour, hour % 12, hour % 12 + 12, minute))
        return frozenset(parts.union(*self.certain))


@lru_cache(maxsize=20_000)
def read(text: str, language: str) -> Figures:
    """The figures of a plain text in a language (BCP-47 tag of `languages`), without what is merely possible."""
    return _Reader(text[:_LONG], language).figures()


@lru_cache(maxsize=5_000)
def values_in(text: str, language: str) -> frozenset[float]:
    """Every value that a text may be read to hold; slower, and wanted only where something seems to be missing."""
    reader = _Reader(text[:_LONG], language)
    reader.wonder()
    return reader.figures().values | reader.possible


class _Reader:
    """Takes one kind of figure after the other out of a text."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text if text.isascii() else plain_digits(text)
        self.language = language
        self.certain: list[frozenset[float]] = []
        self.possible: set[float] = set()
        self.units: set[str] = set()

    def figures(self) -> Figures:
        """What is certain; takes the text apart."""
        dates: list[Date] = []
        hours: list[tuple[int, int]] = []
        if _ANY_DIGIT.search(self.text) or self._eastern:
            dates, self.text = take_dates(self.text, self.language)
            hours, self.text = take_hours(self.text, self.language)
            self._digits()
        if self._eastern:
            self._han()
        elif self.language == "ko":
            self._korean()
        else:
            self._words()
        return Figures(
            tuple(dict.fromkeys(self.certain)),
            tuple(dict.fromkeys(dates)),
            tuple(dict.fromkeys(hours)),
            frozenset(self.units),
        )

    def wonder(self) -> None:
        """Gather what the words may mean besides."""
        tag, text = self.language, self.text
        if _HALF_HOUR.search(text):
            self.possible |= {30.0, 0.5}
        possible = numerals.POSSIBLE.get(tag, {})
        if tag in ("ko", "ja"):
            # glued to endings, or written without spaces
            self.possible.update(value for word, value in possible.items() if word in text)
            self.possible.update(han_value(match.group(1).translate(_SINO)) for match in _KOREAN_SINO.finditer(text))
        for match in _HAN_RUN.finditer(text) if self._eastern else ():
            self.possible.add(han_value(match.group()))
            self.possible.update(map(han_value, match.group()))
        if tag in ("ru", "fr", "es", "pt"):
            self.possible.update(map(_roman, _ROMAN.findall(text)))
        words = _words_of(text)
        self.possible.update(possible[word] for word in words if word in possible)
        self.possible.update(chain.from_iterable(_stems(word, tag) for word in words))
        self.possible |= months_in(text, tag)

    @property
    def _eastern(self) -> bool:
        return self.language in ("zh-Hans", "zh-Hant", "ja")

    def _digits(self) -> None:
        if not _ANY_DIGIT.search(self.text):
            return
        decades = {match.start() for match in _DECADE.finditer(self.text)}
        rest: list[str] = []
        place = 0
        while match := NUMBER.search(self.text, place):
            rest.append(self.text[place : match.start()])
            readings = values(match.group(), self.language)
            if match.start() in decades:
                readings |= {value + century for value in readings for century in (1900.0, 2000.0)}
            readings, end = self._scaled(readings, match.end())
            unit, place = units.unit_after(self.text, end)
            if self.text.endswith("百分之", 0, match.start()):
                self.units.add("%")
            # "5 г." in Russian is a year, and a lone letter after a figure may begin the next word
            if unit and not (unit == "g" and self.language == "ru" and max(readings, default=0) > 1000):
                self.units.add(unit)
            else:
                place = end
            if _CENTURY.match(self.text, end):
                self.possible |= readings
            elif readings:
                self.certain.append(readings)
            rest.append(" ")
        self.text = "".join(rest) + self.text[place:]

    def _scaled(self, readings: frozenset[float], end: int) -> tuple[frozenset[float], int]:
        """Times the word for thousands or millions that follows; 1億2000万 is read to its end."""
        match = _SCALE[self.language].match(self.text, end)
        if match is None:
            return readings, end
        scale = numerals.SCALES[self.language][match.group().strip().lower()]
        unscaled, end = readings, match.end()
        readings = frozenset(value * scale for value in readings)
        if self.language in _WITHOUT_SPACES and (
            more := NUMBER.match(self.text, end + self.text[end : end + 1].isspace())
        ):
            added, end = self._scaled(values(more.group(), self.language), more.end())
            return frozenset(value + small for value in readings for small in added if small < scale), end
        # 3千米 is three kilometres, and "5 m" may be five metres
        return readings | (
            unscaled if scale <= 1000 or match.group().strip().lower() in ("m", "mn") else frozenset()
        ), end

    def _han(self) -> None:
        for match in _HAN_RUN.finditer(self.text):
            run = match.group()
            value = han_value(run)
            if self.text.endswith("百分之", 0, match.start()):
                self.units.add("%")
                self.certain.append(frozenset((value,)))
                continue
            counted = _MEASURE.match(self.text, match.end())
            if counted is None or value < 2 or not is_figure(run) or run[0] in "百千万萬亿億":
                continue
            # "十几只" is some dozen; "第二次" the second; "星期三" a day
            before = self.text[match.start() - 1 : match.start()]
            if before and before in "第几幾数數周期拜初每来來其":
                continue
            readings = {value}
            if run[-1] == "千" and counted.group() in "米克":
                readings.add(value / 1000)
            self.certain.append(frozenset(readings))
            unit, _ = units.unit_after(self.text, match.end())
            if unit:
                self.units.add(unit)

    def _korean(self) -> None:
        for match in _KOREAN_NATIVE.finditer(self.text):
            tens, ones = match.groups()
            value = numerals.POSSIBLE["ko"].get(tens, 0.0) + numerals.POSSIBLE["ko"][ones]
            if value > 1:
                self.certain.append(frozenset((value,)))

    def _words(self) -> None:
        tag = self.language
        certain = numerals.CERTAIN[tag]
        words = _words_of(self.text)
        values_of = [_value(word, tag, certain) for word in words]
        place = 0
        while place < len(words):
            if values_of[place] is None:
                place += 1
                continue
            total, place = _sum(words, values_of, place, tag)
            if tag == "mn" and words[place : place + 1] and words[place].startswith("хоног"):
                continue  # "seven days" is the word for a week
            self.certain.append(frozenset((total,)))


def _words_of(text: str) -> list[str]:
    return [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text.lower())]


def _value(word: str, tag: str, certain: dict[str, float]) -> float | None:
    value = certain.get(word)
    if value is not None:
        return value
    if tag == "ar" and word[:1] in "وبلف":
        return certain.get(word[1:])
    return _german(word) if tag == "de" and len(word) > 5 else None


_GERMAN = regex.compile(
    "(?:" + "|".join(sorted((*numerals.GERMAN, "und"), key=len, reverse=True)) + ")+", regex.IGNORECASE
)
_GERMAN_STEM = regex.compile("|".join(sorted((*numerals.GERMAN, "und"), key=len, reverse=True)))


def _german(word: str) -> float | None:
    if not _GERMAN.fullmatch(word):
        return None
    total, current = 0.0, 0.0
    for stem in _GERMAN_STEM.findall(word):
        value = numerals.GERMAN.get(stem, 0.0)
        if value == 1000:
            total, current = (current or 1) * 1000, 0.0
        elif value == 100:
            current = (current or 1) * 100
        else:
            current += value
    return total + current


def _stems(word: str, tag: str) -> list[float]:
    """What a word with endings may count: "гурвуулаа", "dreijährig", "четырёхлетний"."""
    known = _STEMS.get(tag)
    if known is None or len(word) < 5:
        return []
    return [known[word[:length]] for length in range(3, len(word)) if word[:length] in known]


_STEMS = {
    "de": numerals.GERMAN,
    "ru": numerals.POSSIBLE["ru"] | numerals.CERTAIN["ru"],
    "mn": numerals.POSSIBLE["mn"] | numerals.CERTAIN["mn"],
    "en": {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "twin": 2.0, "pair": 2.0, "couple": 2.0, "decade": 10.0},
}


def _sum(words: list[str], values_of: list[float | None], place: int, tag: str) -> tuple[float, int]:
    """The number that begins at a word, and the place after it: "three hundred and five", "vingt et un"."""
    total, current = 0.0, values_of[place] or 0.0
    if current >= 1000:
        total, current = current, 0.0
    place += 1
    while place < len(words):
        step = place
        if words[step] in numerals.CONNECTORS.get(tag, ()) and (current >= 20 or total) and step + 1 < len(words):
            step += 1
        value = values_of[step]
        if value is None:
            break
        if value >= 1000:
            total, current = total + (current or 1) * value, 0.0
        elif value == 100 and 0 < current < 100:
            current *= 100
        elif tag == "fr" and value == 20 and current % 100 == 4:
            current += 76
        elif current % _room(value) == 0 and (current or total):
            current += value
        else:
            break
        place = step + 1
    return total + current, place


def _room(value: float) -> float:
    # twenty leaves room for nine, and sixty in French for fifteen
    return 10 if value < 10 else 20 if value < 20 else 100 if value < 100 else 1000


def _roman(numeral: str) -> float:
    figures = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return float(sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True)))
