"""Where a line may end, by the rules of each script: units that must not be cut, and the cost of ending after each.

Chinese and Japanese: JIS X 4051 and "Requirements for Chinese Text Layout" (https://www.w3.org/TR/clreq/), the
characters that may not begin or end a line. Korean: between words only. Elsewhere: at spaces and after hyphens.
"""

from dataclasses import dataclass, replace

import regex

from curation.subtitles import lexicon
from curation.subtitles.languages import Language

NO_START = frozenset(
    "、。，．,.：；:;？！?!…‥·・ー～〜‐–—）)］]｝}」』】》〉〕〗〙〟’”»％%‰℃々ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮｰ､｡｣،؛؟"
)
NO_END = frozenset("（(［[｛{「『【《〈〔〖〘〝‘“«￥¥$＄£#＃№@")
_SENTENCE_END = frozenset("。！？!?…؟")
_CLAUSE_END = frozenset("，、；：,;:،؛—–")
_GRAPHEME = regex.compile(r"\X")
_SPACE = regex.compile(r"[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+")
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\u3000-\u303f\uff00-\uffef]")
_HANGUL = regex.compile(r"\p{Hangul}")
_HAN = regex.compile(r"\p{Han}")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]")
_HIRAGANA = regex.compile(r"\p{Hiragana}")
# particles that belong to the word before them
_LEANING = {"Hans": frozenset("的了着过吗呢吧们得地里上下只头"), "Hant": frozenset("的了著過嗎呢吧們得地裡上下隻頭")}
_JAPANESE_PARTICLES = frozenset("はがをにでともへのやか")
# words that belong to the word after them
_LEADING = {
    "en": "a an the of to in on at by for with from and or but its his her their this that is are was were",
    "es": "el la los las un una de del en a al con por para y o su que se",
    "fr": "le la les un une des de du à au aux en et ou dans par pour sur avec son sa ses que",
    "de": "der die das den dem des ein eine einen einem einer im in am an auf zu und oder mit von vom bei für",
    "pt": "o a os as um uma de do da dos das em no na nos nas e ou com por para que se",
    "ru": "в во на с со к ко у о об от до из за под над по для и а но или не ни",
}
_LEADING_WORDS = {tag: frozenset(words.split()) for tag, words in _LEADING.items()}

FORBIDDEN = 1e9  # a break inside a unit too wide for any line: only where nothing else is left


@dataclass(frozen=True, slots=True)
class Unit:
    """Text that stays on one line, the space after it (dropped at a line's end), and the cost of ending a line here."""

    text: str
    space: str = ""
    cost: float = 0.0


def units(text: str, language: Language) -> list[Unit]:
    """Cut one paragraph (no line feeds) into units. Joined with their spaces they give the text, its ends trimmed."""
    text = _SPACE.sub(" ", text).strip(" ")
    result: list[Unit] = []
    current = ""
    graphemes = _GRAPHEME.findall(text)
    for index, grapheme in enumerate(graphemes):
        if grapheme == " ":
            continue
        current += grapheme
        after = graphemes[index + 1] if index + 1 < len(graphemes) else ""
        spaced = after == " "
        following = graphemes[index + 2] if spaced else after
        if following and not _may_break(grapheme, following, language, "space" if spaced else "none"):
            current += " " if spaced else ""
            continue
        result.append(Unit(current, after if spaced else ""))
        current = ""
    return _costed(result, text, language)


def _costed(result: list[Unit], text: str, language: Language) -> list[Unit]:
    torn = lexicon.inside_words(text, language.script)
    place = 0
    costed = []
    for unit, following in zip(result, [*result[1:], None], strict=True):
        place += len(unit.text) + len(unit.space)
        cost = 0.0
        if following is not None:
            cost = 25.0 if place in torn else _cost(unit, following.text, language)
        costed.append(replace(unit, cost=cost))
    return costed


def graphemes(text: str) -> list[str]:
    """The characters as a reader counts them: a letter with its marks is one."""
    return _GRAPHEME.findall(text)


def _may_break(before: str, after: str, language: Language, gap: str) -> bool:
    if after[0] in NO_START or before[-1] in NO_END:
        return False
    if gap == "space":
        return True
    if before[-1] in "-‐" and after[0].isalpha():
        return True
    return _breaks_anywhere(before, language) or _breaks_anywhere(after, language)


def _breaks_anywhere(grapheme: str, language: Language) -> bool:
    if not _WIDE.match(grapheme[0]):
        return False
    return language.script != "Kore" or not _HANGUL.match(grapheme[0])


def _cost(unit: Unit, after: str, language: Language) -> float:
    """From -8 (a sentence ends here) to 30 (a word would be torn)."""
    last, first = unit.text[-1], after[0]
    if last in _SENTENCE_END or (last == "." and unit.space):
        return -8
    if last in _CLAUSE_END:
        return -5
    if unit.space:
        word = unit.text.lower().lstrip("«“(‘'\"¿¡")
        return 10 if word in _LEADING_WORDS.get(language.tag, ()) else 0
    if language.script == "Jpan":
        return _japanese_cost(last, first)
    if last.isdigit() or first in _LEANING.get(language.script, ()):
        return 12
    return 4 if _HAN.match(last) and _HAN.match(first) else 2


def _japanese_cost(last: str, first: str) -> float:
    """Phrases mostly end in hiragana, and the next begins with kanji or katakana."""
    if first in _JAPANESE_PARTICLES or (_KATAKANA.match(last) and _KATAKANA.match(first)):
        return 20
    if last.isdigit() or (_HAN.match(last) and _HAN.match(first)):
        return 14
    if _HIRAGANA.match(last) and not _HIRAGANA.match(first):
        return 0 if last in _JAPANESE_PARTICLES else 3
    return 10 if _HIRAGANA.match(first) else 5
