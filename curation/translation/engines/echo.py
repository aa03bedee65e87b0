"""An engine without a model: it gives back the text with the target's tag before it. For development and tests."""

from collections.abc import Sequence
from itertools import permutations

from curation.translation.engine import (
    CANDIDATES,
    BestFirst,
    Cancelled,
    Capabilities,
    OnProgress,
    Suggestion,
    require_pair,
    stop_if,
)
from curation.translation.judgement import unreadable

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt", "mn")
MAX_LENGTH = 2000


class EchoEngine(BestFirst):
    """Every pair of Pugmark's languages; abstains from empty and overlong texts as a real engine does."""

    def __init__(self) -> None:
        self.capabilities = Capabilities(
            engine="echo",
            model="echo",
            licence="MIT",
            pairs=frozenset(permutations(LANGUAGES, 2)),
            max_length=MAX_LENGTH,
            n_best=True,
            confidence=True,
        )

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
        """[ru] text, [ru 2] text and so on, for each text. See `Engine.candidates`."""
        require_pair(self.capabilities, source=source, target=target)
        found: list[list[Suggestion]] = []
        for done, text in enumerate(sentences, start=1):
            stop_if(cancelled)
            found.append(self._echoes(text, target=target, count=max(count, 1)))
            if on_progress:
                on_progress(done, len(sentences))
        return found

    def _echoes(self, text: str, *, target: str, count: int) -> list[Suggestion]:
        reason = "empty" if not text.strip() else "too_long" if len(text) > MAX_LENGTH else ""
        if not reason and unreadable(text):
            reason = "unknown_characters"
        if reason:
            return [self._said(None, reason=reason)]
        return [self._said(f"[{target}{f' {at}' if at > 1 else ''}] {text}") for at in range(1, count + 1)]

    def _said(self, text: str | None, *, reason: str = "") -> Suggestion:
        return Suggestion(
            text=text,
            confidence=0.0 if reason else 1.0,
            abstained=bool(reason),
            reason=reason,
            engine="echo",
            model="echo",
        )
