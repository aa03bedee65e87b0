"""What may be done with terms, memory and rules: one list for pages, commands and other chapters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from curation.language import concepts, engines, following
from curation.language.errors import LanguageError
from curation.language.memory import Pair, bring_back, forget, prune, remember, remember_all, rewrite, tag, used
from curation.language.rules import rule, set_rule
from curation.translation.engine import OnProgress
from curation.translation.glossary import Glossary
from curation.translation.memory import Index
from curation.translation.pipeline import Proposal
from curation.translation.pipeline import propose as pipeline

__all__ = [
    "LanguageError",
    "Pair",
    "bring_back",
    "forget",
    "glossary",
    "memory",
    "propose",
    "prune",
    "remember",
    "remember_all",
    "require",
    "rewrite",
    "rule",
    "set_rule",
    "targets",
    "used",
]


def glossary() -> Glossary:
    """All terms, ready to be found in texts; built once for each state of the tables."""
    return _glossary(concepts.state())


@lru_cache(maxsize=2)
def _glossary(_state: concepts.State) -> Glossary:
    return Glossary(one.entry for one in concepts.concepts().values())


def memory(source: str, target: str) -> Index:
    """The translation memory of a pair of languages as it is now. Raises LanguageError `unknown_language`."""
    return following.index(tag(source), tag(target))


def targets(source: str) -> list[str]:
    """The languages that machine translation reaches from `source` and whose rules allow it."""
    return [language for language in engines.targets(source) if rule(language).machine]


def require(source: str, target: str) -> None:
    """Raises LanguageError `machine_forbidden` or `no_engine` where no machine may or can translate this pair."""
    if not rule(target).machine:
        raise LanguageError("machine_forbidden", language=target)
    if target not in engines.targets(source):
        raise LanguageError("no_engine", source=source, target=target)


def propose(
    sentences: Sequence[str],
    *,
    source: str,
    target: str,
    cancelled: Callable[[], bool] | None = None,
    on_progress: OnProgress | None = None,
) -> list[Proposal]:
    """A proposal for each sentence from the memory, the engine and the glossary, in order.

    Raises LanguageError as `require`; TranslationError as the engine raises it.
    """
    require(source, target)
    return pipeline(
        sentences,
        source=source,
        target=target,
        engine=engines.engine(source, target),
        memory=memory(source, target),
        glossary=glossary(),
        cancelled=cancelled,
        on_progress=on_progress,
    )
