"""The languages that Pugmark captions and speaks: BCP-47 tag, names, direction, script."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from curation.subtitles.errors import SubtitleError


@dataclass(frozen=True, slots=True)
class Language:
    """`script` is an ISO 15924 code; `own` is the language's name in itself."""

    tag: str
    english: str
    own: str
    script: str
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def is_ideographic(self) -> bool:
        """Written without spaces between words."""
        return self.script in ("Hans", "Hant", "Jpan")


LANGUAGES: dict[str, Language] = {
    entry.tag: entry
    for entry in (
        Language("zh-Hans", "Chinese (Simplified)", "简体中文", "Hans"),
        Language("zh-Hant", "Chinese (Traditional)", "繁體中文", "Hant"),
        Language("en", "English", "English", "Latn"),
        Language("ru", "Russian", "Русский", "Cyrl"),
        Language("ko", "Korean", "한국어", "Kore"),
        Language("ja", "Japanese", "日本語", "Jpan"),
        Language("mn", "Mongolian", "Монгол", "Cyrl"),
        Language("es", "Spanish", "Español", "Latn"),
        Language("fr", "French", "Français", "Latn"),
        Language("de", "German", "Deutsch", "Latn"),
        Language("ar", "Arabic", "العربية", "Arab", "rtl"),
        Language("pt", "Portuguese", "Português", "Latn"),
    )
}

# what browsers, platforms and older files call them
_ALIASES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}
_BY_LOWER = {tag.lower(): tag for tag in LANGUAGES}


@lru_cache(maxsize=256)
def language(tag: str) -> Language:
    """The language of a tag; regions are passed over (`pt-BR`, `zh_CN`). Raises SubtitleError `unknown_language`."""
    lowered = tag.strip().lower().replace("_", "-")
    while lowered:
        known = _BY_LOWER.get(lowered) or _ALIASES.get(lowered)
        if known:
            return LANGUAGES[known]
        lowered = lowered.rpartition("-")[0]
    raise SubtitleError("unknown_language", tag=tag)
