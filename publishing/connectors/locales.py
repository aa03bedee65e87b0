"""Languages as platforms call them that know only a language with a country: `en_US` for the BCP-47 tag `en`.

Source: developers.facebook.com/docs/messenger-platform/messenger-profile/supported-locales and
learn.microsoft.com/linkedin/shared/references/reference-tables/language-codes, read 2026-11-23.
"""

from __future__ import annotations

_COUNTRIES = {
    "ar": "AR",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "en": "US",
    "es": "ES",
    "fi": "FI",
    "fr": "FR",
    "hi": "IN",
    "id": "ID",
    "it": "IT",
    "ja": "JP",
    "kk": "KZ",
    "ko": "KR",
    "mn": "MN",
    "ms": "MY",
    "nb": "NO",
    "nl": "NL",
    "pl": "PL",
    "pt": "BR",
    "ru": "RU",
    "sv": "SE",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
}
_SCRIPTS = {"hans": "CN", "hant": "TW"}


def locale_of(tag: str) -> str:
    """Return `language_COUNTRY` of a BCP-47 tag, "" for a language whose country is not known.

    A country of the tag itself wins; Chinese goes by its script where it has no country.
    """
    language, *rest = tag.replace("_", "-").split("-")
    language = language.lower()
    country = next((each.upper() for each in rest if len(each) == 2 and each.isalpha()), "")
    if not country and language == "zh":
        script = next((each.lower() for each in rest if each.lower() in _SCRIPTS), "hans")
        country = _SCRIPTS[script]
    country = country or _COUNTRIES.get(language, "")
    return f"{language}_{country}" if country else ""
