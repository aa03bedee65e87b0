"""What a text is written in: its script, and which of the languages that share a script.

No model: function words, letters that only one language has, and what the national encodings of Chinese hold. It speaks
up only where the evidence is plain, since a wrong alarm on every name would be worse than none.
"""

import regex

from curation.subtitles.languages import Language

SCRIPTS = {
    "Hans": r"\p{Han}",
    "Jpan": r"\p{Han}\p{Hiragana}\p{Katakana}ー",
    "Kore": r"\p{Hangul}\p{Han}",
    "Cyrl": r"\p{Cyrillic}",
    "Arab": r"\p{Arabic}",
    "Latn": r"\p{Latin}",
}
SCRIPTS["Hant"] = SCRIPTS["Hans"]
_OWN = {script: regex.compile(rf"[{letters}]") for script, letters in SCRIPTS.items()}
# letters of no script of the language; Latin letters may stand anywhere, as names do
_FOREIGN = {
    script: regex.compile(rf"[\p{{L}}--[{letters}\p{{Latin}}ªº]]+", regex.V1) for script, letters in SCRIPTS.items()
}
# characters that were looked at and are none of another script
_FINE: dict[str, set[str]] = {script: set() for script in SCRIPTS}
_LATIN = regex.compile(r"[A-Za-z]{2}")
_LATIN_RUN = regex.compile(r"(?<!\p{Latin})\p{Latin}[\p{Latin}'’-]*+(?:[\s,]++\p{Latin}[\p{Latin}'’-]*+){3,}+")
_BRACKETS = regex.compile(r"[(（«“「\"][^()（）«»“”「」\"]*[)）»”」\"]")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN = regex.compile(r"\p{Han}")
_MONGOLIAN = regex.compile("[өүӨҮ]")
_FUNCTION_WORDS = {
    "en": "the a an and of to in is are was were with by for on at from its his her their this that it has have over "
    "while "
    "into near after before through two",
    "es": "el la los las un una y del con por para en es su sus que se al está están como entre sobre cerca muy pero "
    "junto",
    "fr": "le la les un une et du des avec par pour dans est son sa ses qui que se au aux une sont sur elle il très "
    "pas près",
    "de": "der die das ein eine einen und mit im am auf von zu den dem ist sind sich nicht seine ihre durch bei zwei "
    "über vor an in war was so",
    "pt": "o os as um uma e do da dos das com por para em no na é são seu sua que se ao não está muito mas pelo pela "
    "perto",
    "ru": "и в на с по из у за что как это но его её под через возле около был была были при от до",
    "mn": "нь байна юм болон бол энэ тэр дээр гэж байгаа нэг хамт мөн",
}
_LISTS = {tag: frozenset(words.split()) for tag, words in _FUNCTION_WORDS.items()}
_SAME_SCRIPT = {"Latn": ("en", "es", "fr", "de", "pt"), "Cyrl": ("ru", "mn")}


def _only(tag: str, among: tuple[str, ...]) -> frozenset[str]:
    return _LISTS[tag].difference(*(_LISTS[other] for other in among if other != tag))


# words that no other language of the script has: "de" and "a" prove nothing
_TELLING = {word: tag for tags in _SAME_SCRIPT.values() for tag in tags for word in _only(tag, tags)}


def foreign_run(text: str, language: Language) -> str:
    """The first stretch of letters of another script; names in Latin letters are none, sentences are."""
    fine = _FINE[language.script]
    if not fine.issuperset(text):
        match = _FOREIGN[language.script].search(text)
        if match:
            return str(match.group())
        fine.update(text)
    if language.script == "Latn" or not _LATIN.search(text):
        return ""
    # "(Member of the Welsh Parliament)", “The Tiger”: told in the original on purpose
    match = _LATIN_RUN.search(_BRACKETS.sub(" ", text))
    if match and any(word in _LISTS["en"] for word in _WORD.findall(match.group().lower())):
        return str(match.group())
    return ""


def share_of_own(text: str, language: Language) -> float:
    """How much of the text's letters belong to the language's script, from 0 to 1; 1 where there are none."""
    if _FINE[language.script].issuperset(text):
        return 1.0
    own = len(_OWN[language.script].findall(text))
    letters = own + sum(map(len, _FOREIGN[language.script].findall(text)))
    return own / letters if letters else 1.0


def other_language(text: str, language: Language) -> str:
    """The tag of the language that a text rather is in; empty where nothing speaks against its own."""
    if language.script in ("Hans", "Hant"):
        return _chinese(text, language)
    if language.script == "Jpan":
        return "zh-Hans" if len(_HAN.findall(text)) >= 8 and not _KANA.search(text) else ""
    if language.tag == "ru" and len(_MONGOLIAN.findall(text)) >= 2:
        return "mn"
    tags = _SAME_SCRIPT.get(language.script)
    if tags is None or (language.tag == "mn" and _MONGOLIAN.search(text)):
        return ""
    words = _WORD.findall(text.lower())
    if len(words) < 3:
        return ""
    scores = dict.fromkeys(tags, 0)
    for word in words:
        if word in _TELLING and _TELLING[word] in scores:
            scores[_TELLING[word]] += 1
    own = scores.pop(language.tag)
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] >= 2 and scores[best] >= 3 * own + 2 * bool(own) else ""


def _chinese(text: str, language: Language) -> str:
    if len(_KANA.findall(text)) >= 2:
        return "ja"
    kinds = [_STANDARDS[character] for character in text]
    simplified, traditional = kinds.count("Hans"), kinds.count("Hant")
    if language.script == "Hans" and traditional >= 2 and traditional > simplified:
        return "zh-Hant"
    return "zh-Hans" if language.script == "Hant" and simplified >= 2 and simplified > traditional else ""


class _Standards(dict[str, str]):
    """Whether only the simplified (GB 2312) or only the traditional standard (Big5) has a character."""

    def __missing__(self, character: str) -> str:
        kind = ""
        if _HAN.match(character):
            simplified, traditional = _fits(character, "gb2312"), _fits(character, "big5")
            kind = "" if simplified == traditional else "Hans" if simplified else "Hant"
        self[character] = kind
        return kind


_STANDARDS = _Standards()


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def has_sentence(text: str, language: Language) -> bool:
    """Whether a text is more than a name or a figure: something that a translation would have to change."""
    words = _WORD.findall(text.lower())
    if language.tag in _LISTS:
        return len(words) >= 4 or any(word in _LISTS[language.tag] for word in words)
    return bool(_OWN[language.script].search(text))
