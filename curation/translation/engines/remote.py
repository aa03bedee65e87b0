"""What engines on a server share: whole texts in batches, and no trust in what comes back."""

from collections.abc import Sequence

from curation.translation.batches import by_length
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
from curation.translation.judgement import fault, unreadable
from curation.translation.sentences import framed, join, split

BATCH = 25
"""Texts in one request."""

BATCH_CHARACTERS = 3000
MAX_LENGTH = 2000
"""Characters of one text."""


class RemoteEngine(BestFirst):
    """Asks a server. It measures no confidence, so every translation is judged by its form alone."""

    capabilities: Capabilities

    def asked(
        self, texts: Sequence[str], *, source: str, target: str, count: int, cancelled: Cancelled | None
    ) -> list[list[str]]:
        """Up to `count` translations of each text, an empty list where the server gave none. For the engine to write.

        Raises `ServerTrouble`, `UnsupportedPair`, `TranslationCancelled`.
        """
        raise NotImplementedError

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
        """See `Engine.candidates`. A text that comes twice is sent once; time stamps and scientific names stay here."""
        require_pair(self.capabilities, source=source, target=target)
        frames = [framed(text) for text in sentences]
        bodies = [join(split(frame.body, language=source), language=source) for frame in frames]
        refused = [self._unfit(text) for text in sentences]
        waiting = list(dict.fromkeys(body for body, reason in zip(bodies, refused, strict=True) if body and not reason))
        stop_if(cancelled)
        answers: dict[str, list[str]] = {}
        for batch in by_length(waiting, length=len, rows=BATCH, tokens=BATCH_CHARACTERS):
            stop_if(cancelled)
            answers |= zip(
                batch,
                self.asked(batch, source=source, target=target, count=max(count, 1), cancelled=cancelled),
                strict=True,
            )
            if on_progress:
                on_progress(
                    sum(bool(reason) or body in answers for body, reason in zip(bodies, refused, strict=True)),
                    len(bodies),
                )
        if on_progress and (not waiting or not bodies):
            on_progress(len(bodies), len(bodies))
        found = []
        for body, frame, reason in zip(bodies, frames, refused, strict=True):
            said, against = ([], reason) if reason else self._passed(body, answers.get(body, []), source, target)
            kept = dict.fromkeys(frame.around(text, target=target) for text in said[:count])
            found.append([self._suggestion(text) for text in kept] or [self._suggestion(None, reason=against)])
        return found

    def _unfit(self, text: str) -> str:
        if not text.strip():
            return "empty"
        if unreadable(text):
            return "unknown_characters"
        return "too_long" if len(text) > self.capabilities.max_length else ""

    def _passed(self, text: str, said: Sequence[str], source: str, target: str) -> tuple[list[str], str]:
        """The translations that pass, and the reason against the first where none does."""
        flat = [" ".join(each.split()) for each in said]
        faults = {each: fault(text, each, source=source, target=target) for each in flat if each}
        passed = [each for each, reason in faults.items() if not reason and not unreadable(each)]
        return passed, next(iter(faults.values()), "") or "no_answer"

    def _suggestion(self, text: str | None, *, reason: str = "") -> Suggestion:
        return Suggestion(
            text=text,
            confidence=0.0,
            abstained=text is None,
            reason=reason,
            engine=self.capabilities.engine,
            model=self.capabilities.model,
        )
