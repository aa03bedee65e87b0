"""An engine without a model: it gives back the text with the target's tag before it. For development and tests."""

from collections.abc import Sequence
from itertools import permutations

from curation.translation.engine import Cancelled, Capabilities, OnProgress, Suggestion, require_pair, stop_if

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt", "mn")
MAX_LENGTH = 2000


class EchoEngine:
    """Every pair of Pugmark's languages; abstains from empty and overlong texts as a real engine does."""

    def __init__(self) -> None:
        self.capabilities = Capabilities(
            engine="echo",
            model="echo",
            licence="MIT",
            pairs=frozenset(permutations(LANGUAGES, 2)),
            max_length=MAX_LENGTH,
        )

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Suggestion]:
        """[ru] text, for each text. See `Engine.translate`."""
        require_pair(self.capabilities, source=source, target=target)
        suggestions: list[Suggestion] = []
        for done, text in enumerate(sentences, start=1):
            stop_if(cancelled)
            suggestions.append(self._echo(text, target=target))
            if on_progress:
                on_progress(done, len(sentences))
        return suggestions

    def _echo(self, text: str, *, target: str) -> Suggestion:
        reason = "empty" if not text.strip() else "too_long" if len(text) > MAX_LENGTH else ""
        return Suggestion(
            text=None if reason else f"[{target}] {text}",
            confidence=0.0 if reason else 1.0,
            abstained=bool(reason),
            reason=reason,
            engine="echo",
            model="echo",
        )
