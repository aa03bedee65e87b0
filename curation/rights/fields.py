"""What people write of places and languages in a form, read with a sentence for what nobody knows."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.forms import ValidationError
from django.utils.translation import gettext

from curation.rights import territories


def places(text: str) -> frozenset[str]:
    """Codes of what is named between commas; nothing for an empty text. Raises ValidationError."""
    try:
        return frozenset(territories.parse(text))
    except territories.UnknownTerritory as error:
        raise ValidationError(
            gettext(
                "No list of countries and regions knows “%(name)s”. Write its name in English or Chinese, a code of "
                "two letters such as CN, or a group such as EU."
            ),
            params={"name": error.name},
        ) from error


def languages(text: str) -> frozenset[str]:
    """Tags (BCP 47) between commas; nothing for an empty text. Raises ValidationError."""
    return frozenset(_tag(each.strip()) for each in text.replace("，", ",").split(",") if each.strip())


def _tag(text: str) -> str:
    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValidationError(
            gettext("“%(tag)s” is no code of a language. Write, for example, en or zh-Hans."), params={"tag": text}
        ) from error
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])
