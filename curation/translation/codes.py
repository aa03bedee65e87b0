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
