"""Whether a text is written in the script of the language that it claims."""

import unicodedata

_SCRIPTS: dict[str, tuple[str, ...]] = {
    "zh": ("CJK",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL",),
    "ru": ("CYRILLIC",),
    "mn": ("CYRILLIC", "MONGOLIAN"),
    "ar": ("ARABIC",),
}
"""First words of the Unicode names of a language's letters; all other languages of ours are written in Latin."""


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0]


def plausible(text: str, *, language: str) -> bool:
    """False only where the letters speak against the language: hardly any of its script, and several of another.

    Latin words alone (names, units) are plausible everywhere; Japanese kana are not in Chinese.
    """
    base = language.split("-", 1)[0]
    wanted = _SCRIPTS.get(base, ("LATIN",))
    scripts = [_script(char) for char in text[:2000] if char.isalpha()]
    own = sum(script in wanted for script in scripts)
    if base == "zh" and sum(script in ("HIRAGANA", "KATAKANA") for script in scripts) > 1:
        return False
    others = sum(script not in (*wanted, "LATIN", "") for script in scripts)
    return others < 2 or own >= others
