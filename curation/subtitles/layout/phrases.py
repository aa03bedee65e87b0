"""Chinese and Japanese have no spaces: where one phrase ends and the next begins, by BudouX's small models.

Source: https://github.com/google/budoux (Apache-2.0); the models come with the package, nothing is loaded from afar.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

import budoux
import regex

_LONGEST = 2_000  # characters: beyond it no line is looked at so closely
_PARSERS: dict[str, Callable[[], budoux.Parser]] = {
    "Hans": budoux.load_default_simplified_chinese_parser,
    "Hant": budoux.load_default_traditional_chinese_parser,
    "Jpan": budoux.load_default_japanese_parser,
}
# a number and its measure word are one thing, whatever the model says
_COUNTED = regex.compile(
    r"[\p{Nd}一二三四五六七八九十百千两兩几幾数數半第]+[万萬亿億]?"
    r"(?:公里|千米|公斤|千克|小时|小時|分钟|分鐘|平方公里|时|時|キロ|メートル|頭|匹|羽|人|歳|"
    r"[只隻头頭匹条條群个個名位岁歲年月日点點分秒次种種米处處])"
)


@lru_cache(maxsize=3)
def _parser(script: str) -> budoux.Parser:
    return _PARSERS[script]()


@lru_cache(maxsize=4_096)
def inside_phrases(text: str, script: str) -> frozenset[int]:
    """The places in a text (in characters from its start) where a phrase would be torn. `script`: ISO 15924."""
    if script not in _PARSERS or not 1 < len(text) <= _LONGEST:
        return frozenset()
    ends = set(accumulate(len(phrase) for phrase in _parser(script).parse(text)))
    return counted(text).union(range(1, len(text))) - (ends - counted(text))


def counted(text: str) -> frozenset[int]:
    """The places between a number and its measure word."""
    return frozenset(place for match in _COUNTED.finditer(text) for place in range(match.start() + 1, match.end()))
