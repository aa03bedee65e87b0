"""Where a line may end, by the rules of each script: units that must not be cut, and the cost of ending after each.

Chinese and Japanese: JIS X 4051 and "Requirements for Chinese Text Layout" (https://www.w3.org/TR/clreq/), the
characters that may not begin or end a line. Korean: between words only. Elsewhere: at spaces and after hyphens.
"""

from dataclasses import dataclass, replace
from itertools import accumulate

import regex

from curation.subtitles.languages import Language
from curation.subtitles.layout import lexicon, words
from curation.subtitles.layout.phrases import counted, inside_phrases

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
_CAPITAL = regex.compile(r"\p{Lu}\p{Ll}")
_INITIAL = regex.compile(r"\p{Lu}\.")
_OPENERS = "«“„‘'\"¿¡([（「『《"
_CLOSERS = "»”“’'\")]）」』》"
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
    known = lexicon.inside_words(text, language.script)
    phrases = inside_phrases(text, language.script)
    place = 0
    costed = []
    for unit, following in zip(result, [*result[1:], None], strict=True):
        place += len(unit.text) + len(unit.space)
        cost = 0.0
        if following is not None:
            cost = break_cost(unit, following.text, language)
            if place in known:
                cost = 25.0
            elif place in phrases:
                cost = max(cost, 14.0)
        costed.append(replace(unit, cost=cost))
    return costed


def tears_word(lines: list[str], language: Language) -> bool:
    """Whether a Chinese or Japanese word, or a number and what it counts, lies on both sides of a line's end."""
    text = "".join(lines)
    if len(lines) < 2 or not language.is_ideographic:
        return False
    ends = set(accumulate(map(len, lines[:-1])))
    return not ends.isdisjoint(lexicon.inside_words(text, language.script) | counted(text))


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


def break_cost(unit: Unit, after: str, language: Language) -> float:
    """From -8 (a sentence ends here) to 30 (a figure would lose its unit). `after`: what the next line begins with."""
    last = unit.text[-1]
    word = unit.text.lower().lstrip(_OPENERS)
    if unit.space and (word in words.TITLES or _INITIAL.fullmatch(unit.text)):
        return 20
    end = unit.text.rstrip(_CLOSERS)[-1:] or last
    if end in _SENTENCE_END or (end == "." and unit.space):
        return -8
    if end in _CLAUSE_END:
        return -5
    if unit.space:
        return _between_words(unit.text, word, after, language)
    if language.script == "Jpan":
        return _japanese_cost(last, after[0])
    if last.isdigit() or after[0] in words.LEANING_CHARACTERS.get(language.script, ()):
        return 12
    if last in words.LEADING_CHARACTERS.get(language.script, ()):
        return 10
    return 3 if _HAN.match(last) and _HAN.match(after[0]) else 1


def _between_words(shown: str, word: str, after: str, language: Language) -> float:
    following = after.lower().rstrip(_CLOSERS + ".,;:!?…،؛؟")
    if shown[-1].isdigit():
        return 30 if following in words.UNITS or len(following) <= 2 else 12
    if word in words.LEADING.get(language.tag, ()):
        return 15
    if word in words.QUALIFYING.get(language.tag, ()):
        return 9
    if len(word) > 2 and word.endswith(words.LEADING_ENDINGS.get(language.tag, ())):
        return 6
    if following in words.LEANING.get(language.tag, ()):
        return 12
    # German writes every noun large; elsewhere two large words in a row are a name
    if language.tag != "de" and _CAPITAL.match(shown) and _CAPITAL.match(after):
        return 9
    if language.tag == "ko" and following in words.QUALIFYING["ko"]:
        return 6  # "새끼 세 마리": the figure follows what it counts
    if language.tag == "ko" and word.endswith(words.KOREAN_PAUSES):
        return -3
    if following in words.CONJUNCTIONS.get(language.tag, ()):
        return -3
    return -2 if following in words.PREPOSITIONS.get(language.tag, ()) else 0


def _japanese_cost(last: str, first: str) -> float:
    """Phrases mostly end in hiragana, and the next begins with kanji or katakana."""
    if first in words.JAPANESE_PARTICLES or (_KATAKANA.match(last) and _KATAKANA.match(first)):
        return 20
    if last.isdigit() or (_HAN.match(last) and _HAN.match(first)):
        return 10
    if _HIRAGANA.match(last) and not _HIRAGANA.match(first):
        return 0 if last in words.JAPANESE_PARTICLES else 3
    return 4 if _HIRAGANA.match(first) else 5
