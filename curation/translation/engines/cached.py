"""Any engine behind a cache: only what nobody has asked before reaches the engine."""

from collections.abc import Sequence

from curation.translation.cache import SuggestionCache, key
from curation.translation.engine import (
    CANDIDATES,
    BestFirst,
    Cancelled,
    Capabilities,
    Engine,
    OnProgress,
    Suggestion,
    require_pair,
    stop_if,
)

PORTION = 64
"""Texts that go to the engine at once: what is done when the caller cancels is kept."""

_PASSING = frozenset({"no_answer"})
"""Reasons that may be gone at the next try."""


class CachedEngine(BestFirst):
    """The capabilities and answers of `engine`, from the cache where it has them."""

    def __init__(self, engine: Engine, *, cache: SuggestionCache) -> None:
        self.engine = engine
        self._cache = cache

    @property
    def capabilities(self) -> Capabilities:
        """Those of the engine within."""
        return self.engine.capabilities

    def candidates(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        count: int = CANDIDATES,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[list[Suggestion]]:
        """See `Engine.candidates`."""
        require_pair(self.capabilities, source=source, target=target)
        stop_if(cancelled)
        keys = {
            text: key(text, capabilities=self.capabilities, source=source, target=target, count=count)
            for text in sentences
        }
        known = self._cache.get(list(keys.values()))
        # texts of like length together, as the engine would take them all
        missing = sorted((text for text, each in keys.items() if each not in known), key=len)
        total = len(sentences)
        for at in range(0, len(missing), PORTION):
            part = missing[at : at + PORTION]
            before = total - len(missing) + at

            def told(done: int, _all: int, before: int = before) -> None:
                if on_progress and before + done < total:
                    on_progress(before + done, total)

            found = self.engine.candidates(
                part, source=source, target=target, count=count, cancelled=cancelled, on_progress=told
            )
            fresh = {keys[text]: each for text, each in zip(part, found, strict=True)}
            known |= fresh
            self._cache.put({each: said for each, said in fresh.items() if said[0].reason not in _PASSING})
        if on_progress:
            on_progress(total, total)
        return [known[keys[text]] for text in sentences]
