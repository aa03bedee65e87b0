"""How much a viewer can read, by language.

Sources: the Netflix timed-text style guides for adult programmes (https://partnerhelp.netflixstudios.com, "Timed Text
Style Guide", general requirements and the page of each language); Mongolian, which has no page, follows Russian.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from curation.subtitles.languages import language as find_language

GENERAL = "Netflix Timed Text Style Guide: General Requirements"


@dataclass(frozen=True, slots=True)
class Limits:
    """Durations and gaps are seconds, except `minimum_gap_frames`.

    `half_width`: narrow characters (Latin letters, digits, spaces) count half.
    """

    characters_a_line: int
    characters_a_second: float
    half_width: bool = False
    italics: bool = True
    lines: int = 2
    shortest: float = 5 / 6
    longest: float = 7.0
    minimum_gap_frames: int = 2
    source: str = GENERAL


LIMITS: dict[str, Limits] = {
    "en": Limits(42, 20, source="Netflix: English"),
    "es": Limits(42, 17, source="Netflix: Castilian and Latin American Spanish"),
    "fr": Limits(42, 17, source="Netflix: French"),
    "de": Limits(42, 17, source="Netflix: German"),
    "pt": Limits(42, 17, source="Netflix: Portuguese"),
    "ru": Limits(42, 17, source="Netflix: Russian"),
    "mn": Limits(42, 17, source="as Russian; no guide of its own"),
    "ar": Limits(42, 20, italics=False, source="Netflix: Arabic"),
    "zh-Hans": Limits(16, 9, italics=False, half_width=True, source="Netflix: Simplified Chinese"),
    "zh-Hant": Limits(16, 9, italics=False, half_width=True, source="Netflix: Traditional Chinese"),
    "ko": Limits(16, 12, italics=False, half_width=True, source="Netflix: Korean"),
    "ja": Limits(13, 4, italics=False, half_width=True, shortest=0.5, source="Netflix: Japanese"),
}


@lru_cache(maxsize=256)
def limits_for(language: str) -> Limits:
    """The limits of a language tag. Raises SubtitleError `unknown_language`."""
    return LIMITS[find_language(language).tag]


def reading_length(text: str, *, language: str) -> float:
    """How many characters a viewer reads: line feeds, marks and formatting characters count nothing.

    In Chinese, Japanese and Korean what is half as wide (Latin letters, digits, spaces) counts half.
    """
    widths = _HALF if limits_for(language).half_width else _WHOLE
    return sum(map(widths.__getitem__, text))


class _Lengths(dict[str, float]):
    """How long each character counts, found once."""

    def __init__(self, narrow: float) -> None:
        super().__init__()
        self._narrow = narrow

    def __missing__(self, character: str) -> float:
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp"):
            length = 0.0
        else:
            length = self._narrow if unicodedata.east_asian_width(character) in ("Na", "H", "N") else 1.0
        self[character] = length
        return length


_HALF, _WHOLE = _Lengths(0.5), _Lengths(1.0)
