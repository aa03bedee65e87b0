"""Language tags: BCP-47 in our API, the models' own codes inside."""

MODEL_CODES: dict[str, str] = {
    "zh-Hans": "zh",
    "en": "en",
    "ru": "ru",
    "ko": "ko",
    "ja": "ja",
    "es": "es",
    "fr": "fr",
    "de": "de",
    "ar": "ar",
    "pt": "pt",
    "mn": "mn",
}
"""Codes of M2M100 and its kin. They write Chinese in one script, so zh-Hant is not offered through them."""

ENGLISH_NAMES: dict[str, str] = {
    "zh-Hans": "Chinese in simplified characters",
    "zh-Hant": "Chinese in traditional characters",
    "en": "English",
    "ru": "Russian",
    "ko": "Korean",
    "ja": "Japanese",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "ar": "Arabic",
    "pt": "Portuguese",
    "mn": "Mongolian in Cyrillic script",
}
"""What to call a language in a request to a language model."""
