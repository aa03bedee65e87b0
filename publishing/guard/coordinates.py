"""Patterns of coordinates, map grids and map links, in the languages we publish in. Pure: no Django here.

They look at folded text (`folding.fold`), so digits are plain, degree and minute signs are ` ° ' " ` and accents are
gone. A whole degree (about 111 km) tells nothing that Chapman (2020) would withhold, so `43°N` passes; anything
finer does not. Temperatures, prices, sizes, dates and hours must pass: see the tests for what is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publishing.guard.folding import Folded, fold_name
from publishing.guard.geohash import GEOHASH, in_region
from publishing.guard.region import REGION_LATITUDE, REGION_LONGITUDE
from publishing.guard.vocabulary import AROUND, GRID_WORDS, HEMISPHERE, LATITUDE, LONGITUDE

UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Han, kana and Hangul, for a class of a pattern: words in other scripts stand beside them without a blank."""
LABEL_REACH = 24  # characters after a word such as "GPS" in which two numbers are a position


@dataclass(frozen=True)
class Span:
    """`code` is a key of findings.MESSAGES; `start` and `end` are places in the folded text."""

    code: str
    start: int
    end: int


def _any_of(*words: str) -> str:
    folded = sorted({fold_name(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in folded) + ")"


_LABEL = rf"(?<![^\W\d_{UNSPACED}]){_any_of(*LATITUDE, *LONGITUDE, *AROUND)}"
_NAMED_SIDE = rf"(?:{_any_of(*LATITUDE, *LONGITUDE, *HEMISPHERE)}(?![^\W\d_])|[NSEWO](?!\w)|[СЮВЗ](?!\w))"
_SIDE_BEFORE = rf"(?:{_any_of(*LATITUDE, *LONGITUDE)}|(?<!\w)[NSEW])"
_DEGREE = r"\s*(?:°|度|도|градус\w*|deg\b|degrees?\b|grad\b|grados?\b|graus?\b|degres?\b|درجة|درجه|хэм\w*)"
_MINUTE = rf"\s*(?:'|分|분|мин\w*|min\b|minutes?\b|minutos?\b|minuten\b|{_any_of('دقيقة')})"
_SECOND = rf"\s*(?:''|\"|秒|초|сек\w*|sec\b|seconds?\b|segundos?\b|secondes?\b|sekunden\b|{_any_of('ثانية')})"
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_NOT_INSIDE_NUMBER = r"(?<![\d.,])(?<!\d[-/:])"
_NUMBER_ENDS = r"(?![\d:]|[.,/-]\d)"
_UNIT = (
    r"(?!\s*(?:%|€|\$|¥|₽|£|元|块|圆|円|원|руб|р\.|eur\b|usd\b|cny\b|rmb\b|dollar|euro|тугрик|төгрөг|"
    r"°?\s*[cf]\b|℃|度|градус|[mck]?m\b|kg\b|g\b|s\b|km|米|公里|千米|公斤|厘米|秒|分|小时|м\b|км|см|кг|미터|킬로|초|분|メートル))"
)
_HAN_NUMBER = "[〇零一二三四五六七八九十百]+"

_PAIR = re.compile(
    rf"{_NOT_INSIDE_NUMBER}(?P<a>[+-]?\d{{1,3}}[.,]\d{{1,12}})\s*°?\s*(?P<side_a>[NSEWnsew](?!\w))?"
    rf"\s*(?:[,;/|&_]|%2c|%20|\s|(?:and|und|et|y|e|и|和|与|및|と|ба|و)\s)\s*(?:[NSEWO]\s?)?(?P<b>[+-]?\d{{1,3}}[.,]\d{{1,12}})\s*°?\s*(?P<side_b>[NSEWOnsewo](?!\w))?{_NUMBER_ENDS}{_UNIT}",
    re.IGNORECASE,
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_CONTEXT = re.compile(_LABEL, re.IGNORECASE)

_COORDINATES = [
    # 43°12'30", 43度12分, with or without a side
    rf"{_NOT_INSIDE_NUMBER}{_NUMBER}\s*°\s*\d{{1,2}}(?:[.,]\d+)?(?:'|′|\s+\d{{1,2}}(?:[.,]\d+)?\s*[\"'])"
    rf"(?:\s*\d{{1,2}}(?:[.,]\d+)?\s*(?:''|\"))?(?:\s*{_NAMED_SIDE})?",
    rf"{_NOT_INSIDE_NUMBER}\d{{1,3}}{_DEGREE}\s*\d{{1,2}}(?:[.,]\d+)?{_MINUTE}\s*\d{{1,2}}(?:[.,]\d+)?{_SECOND}",
    rf"{_SIDE_BEFORE}\s*[:=]?\s*\d{{1,3}}{_DEGREE}\s*\d{{1,2}}(?:[.,]\d+)?{_MINUTE}",
    rf"{_NOT_INSIDE_NUMBER}\d{{1,3}}{_DEGREE}\s*\d{{1,2}}(?:[.,]\d+)?{_MINUTE}\s*{_NAMED_SIDE}",
    # 43.1234° N, N 43.12°, 北纬43.12度
    rf"{_NOT_INSIDE_NUMBER}\d{{1,3}}[.,]\d+{_DEGREE}\s*{_NAMED_SIDE}",
    rf"{_SIDE_BEFORE}\s*[:=]?\s*\d{{1,3}}[.,]\d+{_DEGREE}",
    rf"{_NOT_INSIDE_NUMBER}\d{{1,3}}[.,]\d{{3,}}\s*°(?!\s*[cf]\b)",
    # N43.1234 E130.5678, N43 12.345 E130 20.123
    r"(?<!\w)[NS]\s?\d{1,2}(?:[.,]\d+|\s\d{1,2}(?:[.,]\d+)?)\s*°?[,;]?\s*[EW]\s?\d{1,3}(?:[.,]\d+|\s\d{1,2}(?:[.,]\d+)?)",
    # 431230N 1302030E
    r"(?<!\w)\d{4,6}(?:\.\d+)?\s?[NS][,;\s/]*\d{5,7}(?:\.\d+)?\s?[EW](?!\w)",
    # ISO 6709: +43.1234+130.5678/
    r"(?<![\d.])[+-]\d{2}(?:\d{2}){0,2}\.\d+[+-]\d{3}(?:\d{2}){0,2}\.\d+",
    # 43:12:30N, 43d12m30s, 43/1 12/1 3000/100 (Exif), 4312.345,N,13034.567,E (NMEA)
    r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?[NSEW](?!\w)",
    r"(?<![\w.])\d{1,3}d\s?\d{1,2}m\s?(?:\d{1,2}(?:\.\d+)?s)?\s?[NSEW](?!\w)",
    r"(?<![\d/])\d{1,3}/1[,\s]{1,3}\d{1,2}/1[,\s]{1,3}\d{1,8}/\d{1,6}(?![\d/])",
    r"(?<![\d.])\d{4}\.\d{1,8},[NS],\d{5}\.\d{1,8},[EW]",
    # 四十三点一二三四，一百三十点五六七八
    rf"{_HAN_NUMBER[:-1]}{{2,7}}[点點]{_HAN_NUMBER[:-1]}{{3,8}}度?\W{{0,3}}{_HAN_NUMBER[:-1]}{{2,7}}[点點]{_HAN_NUMBER[:-1]}{{3,8}}",
    # latitude: 43.12
    rf"(?<![^\W\d_])(?:{_any_of(*LATITUDE, *LONGITUDE)})\W{{0,6}}[+-]?\d{{1,3}}[.,]\d+{_NUMBER_ENDS}{_UNIT}",
    # 北纬四十三度十二分, 东经一百三十点五度
    rf"{_any_of(*LATITUDE[:4], *LONGITUDE[:6])}{_HAN_NUMBER}(?:[点點]{_HAN_NUMBER}度|度{_HAN_NUMBER}分)",
]  # fmt: skip
_GRID_COORDINATES = [
    # 52T 345678 4789012
    r"(?<!\w)(?:utm\W{0,3})?(?:zone\s*)?[1-6]?\d\s?[C-HJ-NP-X][,\s]\s*\d{6}(?:\.\d+)?\s*m?\s*E?[,;\s/]+\d{7}(?:\.\d+)?(?:\s*m?\s*N)?(?!\w)",
    # 345678 E 4789012 N
    r"(?<!\w)\d{6}(?:\.\d+)?\s*m?\s*E[,;\s/]+\d{7}(?:\.\d+)?\s*m?\s*N(?!\w)",
    # X=4789012.5 Y=43456789 (Gauss-Krüger, as Chinese surveys write it)
    r"(?<!\w)[XYEN]\s*[:=]\s*\d{6,8}(?:\.\d+)?\s*m?[,;\s/]+[XYEN]\s*[:=]\s*\d{6,8}(?:\.\d+)?(?!\w)",
    rf"{_any_of(*AROUND)}\W{{0,4}}(?:\w+\W{{1,3}})?\d{{6,8}}(?:\.\d+)?[,;\s/]+\d{{6,8}}(?:\.\d+)?(?!\w)",
    # 4789012 21456789: Gauss-Krüger and CGCS2000 with the zone before the easting (19..24 of 6°, 38..47 of 3°)
    r"(?<![\w.])[4-6]\d{6}(?:\.\d+)?[,;\s/]{1,3}(?:19|2[0-4]|3[89]|4[0-7])\d{6}(?:\.\d+)?(?![\w-])",
    r"(?<![\w.])(?:19|2[0-4]|3[89]|4[0-7])\d{6}(?:\.\d+)?[,;\s/]{1,3}[4-6]\d{6}(?:\.\d+)?(?![\w-])",
]
_GRID_REFERENCE_EXACT = [
    # MGRS 52TFN 12345 67890, from a kilometre's square on; a map sheet K52E012003
    r"(?<!\w)[1-6]?\d\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})(?!\w)",
    r"(?<!\w)[A-V](?:4[3-9]|5[0-4])[B-H]\d{6}(?!\w)",
]
_GRID_REFERENCE = [
    rf"{_any_of(*GRID_WORDS)}\W{{0,3}}"
    r"(?:[A-Z]{1,2}\s\d{3,5}|[A-Z]{0,3}-?\d{1,6})(?:[ -]\d{1,5}){0,2}(?![^\W_])",
]
_PLACE_CODE_EXACT = [
    # Open Location Code: 8Q7XMC52+2V, or its short form
    r"(?<![\w+])(?=[\d+]*[CFGHJMPQRVWX])(?=[A-Z+]*\d)(?:[2-9CFGHJMPQRVWX]{4}){1,2}\+[2-9CFGHJMPQRVWX]{2,3}(?![\w+])",
    r"///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+",
]
_PLACE_CODE = [
    r"(?<!\w)geohash\W{1,3}[0-9b-hjkmnp-z]{4,12}(?!\w)",
    r"(?:what3words|(?<!\w)w3w)\W{1,4}[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+",
]
_MAP_LINK = [
    r"(?<!\w)geo:[+-]?\d+(?:\.\d+)?,\s*[+-]?\d+(?:\.\d+)?",
    r"(?<![\w-])(?:google(?:\.[a-z]{2,3}){1,2}/maps|maps\.google|maps\.app\.goo\.gl|goo\.gl/maps|maps\.apple\.com|"
    r"openstreetmap\.org|osm\.org|yandex(?:\.[a-z]{2,3})+/maps|maps\.yandex|amap\.com|map\.baidu\.com|map\.qq\.com|"
    r"map\.naver\.com|naver\.me|map\.kakao\.com|kko\.to|2gis(?:\.[a-z]{2,3})+|what3words\.com|w3w\.co|plus\.codes|bing\.com/maps|"
    r"earth\.google|here\.com|waze\.com|tianditu\.gov\.cn|map\.sogou\.com|map\.daum\.net|ge0\.me|omaps\.app|"
    r"opentopomap\.org|wikimapia\.org|mapy\.(?:cz|com)|caltopo\.com|gaiagps\.com|osmand\.net|gaode\.com)\S*",
]


def _compiled(patterns: list[str], *, code: str, flags: re.RegexFlag) -> list[tuple[str, re.Pattern[str]]]:
    return [(code, re.compile(pattern, flags)) for pattern in patterns]


_NONE = re.NOFLAG
# Links first: what lies inside an earlier find is not told again.
_PATTERNS = [
    *_compiled(_MAP_LINK, code="map_link", flags=re.IGNORECASE),
    *_compiled(_COORDINATES, code="coordinates", flags=re.IGNORECASE),
    *_compiled(_GRID_COORDINATES, code="grid_coordinates", flags=re.IGNORECASE),
    *_compiled(_GRID_REFERENCE_EXACT, code="grid_reference", flags=_NONE),
    *_compiled(_GRID_REFERENCE, code="grid_reference", flags=re.IGNORECASE),
    *_compiled(_PLACE_CODE_EXACT, code="place_code", flags=_NONE),
    *_compiled(_PLACE_CODE, code="place_code", flags=re.IGNORECASE),
]


def spans(folded: Folded) -> Iterator[Span]:
    """Everything in the text that looks like a position; spans may overlap, earlier kinds are the surer ones."""
    # Latin letters and digits in unspaced writing are words of their own: the second text shows them so.
    apart = _UNSPACED.sub("¦", folded.text)
    for text in dict.fromkeys((folded.text, apart)):
        for code, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                yield Span(code, match.start(), match.end())
    yield from _pairs(folded)
    for match in GEOHASH.finditer(apart):
        if in_region(match[0]):
            yield Span("place_code", match.start(), match.end())


def _pairs(folded: Folded) -> Iterator[Span]:
    labelled = _labelled(folded.text)
    for match in _PAIR.finditer(folded.text):
        if _is_position(match, labelled=labelled):
            yield Span("coordinates", match.start(), match.end())


def _labelled(text: str) -> Callable[[int], bool]:
    near = {place for match in _CONTEXT.finditer(text) for place in range(match.end(), match.end() + LABEL_REACH)}
    return near.__contains__


def _is_position(match: re.Match[str], *, labelled: Callable[[int], bool]) -> bool:
    """Two decimals are a position if someone says so, if they lie about the park, or if they are very precise."""
    written = (match["a"], match["b"])
    first, second = (float(number.replace(",", ".")) for number in written)
    if abs(first) > 180 or abs(second) > 180 or (abs(first) > 90 and abs(second) > 90):
        return False
    digits = min(len(re.split("[.,]", number)[1]) for number in written)
    if labelled(match.start()) or (match["side_a"] and match["side_b"]):
        return True
    here = any(
        REGION_LATITUDE[0] <= latitude <= REGION_LATITUDE[1] and REGION_LONGITUDE[0] <= longitude <= REGION_LONGITUDE[1]
        for latitude, longitude in ((first, second), (second, first))
    )
    return digits >= (2 if here else 4)
