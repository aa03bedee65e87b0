"""Countries and regions: codes of ISO 3166 and the groups of CLDR (UN M49, and EU), and what is in what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from babel import Locale

WORLD = "001"
_FILE = Path(__file__).parent / "data" / "territories.json"  # CLDR, territory containment
_BETWEEN = re.compile(r"[,;，；、\n]+")


class UnknownTerritory(ValueError):
    """No list knows this name or code; `name` is as it was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no list of territories knows {name!r}")
        self.name = name


@lru_cache(maxsize=1)
def groups() -> dict[str, frozenset[str]]:
    """The countries of each group, as ISO 3166 codes of two letters."""
    within = {code: inner.split() for code, inner in json.loads(_FILE.read_text("utf-8")).items()}

    def leaves(code: str) -> Iterable[str]:
        for each in within.get(code, ()):
            if each in within:
                yield from leaves(each)
            else:
                yield each

    return {code: frozenset(leaves(code)) for code in within}


def countries(codes: Iterable[str]) -> frozenset[str]:
    """All countries that these countries and groups hold. Raises UnknownTerritory."""
    found: set[str] = set()
    for code in codes:
        if code in groups():
            found |= groups()[code]
        elif code in groups()[WORLD]:
            found.add(code)
        else:
            raise UnknownTerritory(code)
    return frozenset(found)


def parse(text: str) -> tuple[str, ...]:
    """Codes from what a person wrote: codes or names in English or Chinese, between commas. Raises UnknownTerritory."""
    found = []
    for piece in _BETWEEN.split(text):
        if name := " ".join(piece.split()):
            if name.casefold() not in _codes_by_name():
                raise UnknownTerritory(name)
            found.append(_codes_by_name()[name.casefold()])
    return tuple(dict.fromkeys(found))


def name_of(code: str, *, language: str) -> str:
    """A territory as people of that language call it; the code where no name is known."""
    return _names(_locale(language)).get(code, code)


def names_of(codes: Iterable[str], *, language: str) -> str:
    """Several of them, in one line."""
    return ("、" if language.startswith("zh") else ", ").join(name_of(code, language=language) for code in codes)


def _locale(language: str) -> str:
    return "zh_Hans" if language.startswith("zh") else "en"


@lru_cache(maxsize=2)
def _names(locale: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(locale).territories.items()}


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    known = [*groups(), *groups()[WORLD]]
    found = {
        name.casefold(): code for locale in ("en", "zh_Hans") for code in known if (name := _names(locale).get(code))
    }
    return found | {code.casefold(): code for code in known}
