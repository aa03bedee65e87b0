"""Which languages machine translation reaches, as the clip chapter says it."""

from __future__ import annotations

from curation.clips.errors import ClipError
from curation.language import engines
from curation.language import services as language
from curation.language.errors import LanguageError

ECHO = engines.ECHO  # TRANSLATION_MODEL for development: gives every text back, marked with the target's tag


def require(source: str, target: str) -> None:
    """ClipError `no_engine` where no engine translates this pair, `machine_forbidden` where the rule forbids it."""
    try:
        language.require(source, target)
    except LanguageError as error:
        raise ClipError(error.code, **error.params) from error


def targets(source: str) -> list[str]:
    """The languages that the engine reaches from `source` and whose rules allow it."""
    return language.targets(source)
