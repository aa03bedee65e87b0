"""Where sentences end and where a sentence may be cut, by language."""

import re
from functools import cache
from typing import Any

NEAR = 24
"""Characters around a place that tell what it is; longer than any abbreviation or small word."""

_END = re.compile(r"(?:[。！？]+|[.!?؟…]+(?=[\s\"'”’»)\]）」』】]|$))[\"'”’»)\]）」』】]*\s*")
_OPEN = tuple(",，、،;；:：؛—–-")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|prof|vs|e\.g|i\.e|approx|ca|bzw|z\.\s?b|d\.\s?h|etc|sr|sra|env|г|гг|см|им|ул|т\.\s?е)"
    r"|(?<![^\W\d_])[^\W\d_])\.$",
    re.IGNORECASE,
)
"""Ends no sentence: abbreviations and initials."""

_NUMBERED = re.compile(r"\b(?:no|nos|nr|núm|fig)\.$", re.IGNORECASE)
"""These only before a figure: the answer may be no."""

_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
"""German: am 3. Mai."""

_CLAUSE = re.compile(r"[,，、،;；:：؛。！？.!?؟…—–][\"'”’»)\]）」』】]*$")

SMALL: dict[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "a an the and or but nor so that which who where when while because if as than of in on at by to for "
        "from with without into onto over under through along across near between after before its their his "
        "her",
        "ru": "и а но или что чтобы который которая которые где когда если как в во на у с со к ко по из от до за "
        "над под при для о об без через между вдоль около не",
        "de": "ein eine einen einem einer eines der die das den dem des und oder aber dass weil wenn als wie wo in "
        "im an am auf aus bei mit nach von vom zu zum zur über unter durch vor für ohne gegen um",
        "fr": "un une des le la les l' du de d' et ou mais que qui où quand si comme à au aux en dans sur sous par "
        "pour avec sans vers chez entre son sa ses leur leurs",
        "es": "un una unos unas el la los las y e o u pero que quien donde cuando si como a al de del en por para "
        "con sin sobre bajo entre hacia desde su sus",
        "pt": "um uma uns umas o a os as e ou mas que quem onde quando se como ao aos à às de do da dos das em no "
        "na nos nas por pelo pela para com sem sobre sob entre seu sua seus suas",
        "ar": "في من إلى على عن مع أو ثم أن التي الذي عند قرب بين تحت فوق أمام",
        "mn": "",
        "ko": "",
    }.items()
}
"""Words that belong to what follows them: a good place to cut lies before, a bad one behind."""

_BUDOUX = {"zh-Hans": "simplified_chinese", "zh-Hant": "traditional_chinese", "ja": "japanese", "th": "thai"}


def sentence_ends(text: str, *, language: str) -> list[int]:
    """Where the sentences of a text end, its own end not among them."""
    found = []
    for match in _END.finditer(text):
        head = text[max(0, match.start() - NEAR) : match.start() + 1]
        if match.end() >= len(text) or (head.endswith(".") and _ABBREVIATION.search(head)):
            continue
        if (language == "de" and _ORDINAL.search(head)) or (
            _NUMBERED.search(head) and text[match.end() : match.end() + 1].isdecimal()
        ):
            continue
        # “Stop!” he said; well … no
        if match.group().strip() != "." and starts_lower(text[match.end() : match.end() + NEAR]):
            continue
        found.append(match.end())
    return found


def ends_open(text: str) -> bool:
    """Whether the text ends with a mark after which the sentence goes on."""
    return text.rstrip().endswith(_OPEN)


def starts_lower(text: str) -> bool:
    """Whether the text begins with a small letter, as the rest of a sentence does."""
    first = next((char for char in text if char.isalnum()), "")
    return first.islower()


def breaks(text: str, *, language: str) -> dict[int, float]:
    """Every place where a text may be cut (before that character), and how bad it is: 0 after a clause to 1."""
    places = _phrases(text, language=language) if language in _BUDOUX else _spaces(text)
    small = SMALL.get(language, frozenset())
    return {
        at: _badness(text[max(0, at - NEAR) : at].rstrip(), text[at : at + NEAR].lstrip(), small=small) for at in places
    }


def _spaces(text: str) -> list[int]:
    return [at + 1 for at, char in enumerate(text[:-1]) if char == " " and at > 0]


def _phrases(text: str, *, language: str) -> list[int]:
    """The borders of phrases, never before a closing mark."""
    places, at = [], 0
    for phrase in _parser(_BUDOUX[language]).parse(text)[:-1]:
        at += len(phrase)
        places.append(at)
    extra = (match.end() for match in re.finditer(r"[，。、；：！？](?=[^，。、；：！？」』”）】])", text))
    return sorted({*places, *extra} - {len(text)})


@cache
def _parser(name: str) -> Any:
    import budoux

    return getattr(budoux, f"load_default_{name}_parser")()


def _badness(head: str, tail: str, *, small: frozenset[str]) -> float:
    if _CLAUSE.search(head):
        return 0.0
    last = head.rsplit(" ", 1)[-1].casefold()
    first = tail.split(" ", 1)[0].casefold()
    if last in small:
        return 1.0
    return 0.15 if first in small else 0.3
