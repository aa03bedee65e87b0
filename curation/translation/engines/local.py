"""What engines with a model folder of ours share: cutting into sentences, batching, the guard, choosing.

The confidence of a sentence is the probability of the least certain piece of its translation. It counts for
nothing where the text has unknown characters or runs of pieces that the model's field never had, or where
the figures, the script or the length of the translation do not fit the text's: then the engine abstains for
that reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
from curation.translation.errors import ModelUnusable
from curation.translation.familiarity import Familiarity
from curation.translation.families import Pieces
from curation.translation.judgement import fault, odd, unreadable
from curation.translation.record import FIELD, ModelRecord
from curation.translation.sentences import Framed, finished, framed, join, split

BATCH = 32
"""Sentences at a time: between two batches the caller hears of progress."""

BATCH_TOKENS = 1536
"""Pieces at a time, padding included: a batch of long sentences is smaller."""

NO_REPEAT = 6
"""Pieces in a row that may not come twice in one sentence: ends loops, leaves grammar its short echoes."""

BEAM = 4
"""For open models. A model with a field is so sure of each piece that greedy search is right, and the beam search of
CTranslate2 4.8 was seen to leave the sure path for a worse one."""


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """One decoding: its pieces, the probability of the least certain one, and the model's score of the whole."""

    pieces: tuple[str, ...]
    confidence: float
    score: float


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A sentence's translation, or None with the reason against it."""

    text: str | None
    confidence: float
    reason: str
    score: float = 0.0


class LocalEngine(BestFirst):
    """One model folder as an engine. Nothing is loaded before the first translation; safe between threads."""

    def __init__(self, folder: Path, *, record: ModelRecord, kind: str, fingerprint: str, guarded: bool) -> None:
        self.record = record
        self._folder = folder
        self._guarded = guarded
        self.capabilities = Capabilities(
            engine=kind,
            model=f"{record.id} {record.version}",
            licence=record.licence,
            pairs=frozenset(record.pairs),
            max_length=record.max_length,
            field=record.field,
            # where one piece must have more than half the probability, no second translation can have it too
            n_best=record.threshold < 0.5,
            confidence=True,
            fingerprint=fingerprint,
        )

    def decoded(
        self, rows: Sequence[Sequence[str]], *, source: str, target: str, count: int, cancelled: Cancelled | None
    ) -> list[list[Hypothesis]]:
        """Up to `count` decodings of each row of pieces, best first. For the engine to write."""
        raise NotImplementedError

    def rows_at_once(self, count: int) -> int:
        """Sentences in a batch when `count` translations of each are wanted."""
        return BATCH

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
        """See `Engine.candidates`. Sentences that come twice are translated once."""
        require_pair(self.capabilities, source=source, target=target)
        count = max(count, 1) if self.capabilities.n_best else 1
        frames = [framed(text) for text in sentences]
        refused = [self._unfit(text) for text in sentences]
        cut = [
            [] if reason else split(frame.body, language=source) for frame, reason in zip(frames, refused, strict=True)
        ]
        verdicts: dict[str, list[Verdict]] = {}
        waiting = {part: self._pieces.cut(part) for part in dict.fromkeys(part for parts in cut for part in parts)}
        rows = self.rows_at_once(count)
        for batch in by_length(list(waiting), length=lambda part: len(waiting[part]), rows=rows, tokens=BATCH_TOKENS):
            stop_if(cancelled)
            pieces = [waiting[part] for part in batch]
            answers = self._judged(batch, pieces, source=source, target=target, count=count, cancelled=cancelled)
            verdicts |= zip(batch, answers, strict=True)
            if on_progress:
                on_progress(sum(all(part in verdicts for part in parts) for parts in cut), len(cut))
        if on_progress and not waiting:
            on_progress(len(cut), len(cut))
        return [
            self._suggestions(
                [verdicts[part] for part in parts], reason=reason, frame=frame, target=target, count=count
            )
            for parts, frame, reason in zip(cut, frames, refused, strict=True)
        ]

    def _unfit(self, text: str) -> str:
        """The reason against a text that must not even be cut into pieces."""
        if not text.strip():
            return "empty"
        if unreadable(text):
            return "unknown_characters"
        # a sentence is held to the model's limit later; this bounds the work on a cue that is none
        return "too_long" if len(text) > 20 * self.record.max_length else ""

    def _suggestions(
        self, sentences: list[list[Verdict]], *, reason: str, frame: Framed, target: str, count: int
    ) -> list[Suggestion]:
        reason = reason or next((verdicts[0].reason for verdicts in sentences if verdicts[0].reason), "")
        if not sentences:
            reason = reason or "empty"
        if reason:
            least = min((verdicts[0].confidence for verdicts in sentences), default=0.0)
            return [self._suggestion(None, confidence=least, reason=reason)]
        rows: list[tuple[float, float, list[str]]] = [(0.0, 1.0, [])]
        for verdicts in sentences:
            longer = [
                (score + one.score, min(least, one.confidence), [*texts, one.text or ""])
                for score, least, texts in rows
                for one in verdicts
            ]
            rows = sorted(longer, key=lambda row: -row[0])[:count]
        texts = {frame.around(join(parts, language=target), target=target): least for _, least, parts in reversed(rows)}
        return [self._suggestion(text, confidence=least) for text, least in reversed(texts.items())]

    def _suggestion(self, text: str | None, *, confidence: float, reason: str = "") -> Suggestion:
        return Suggestion(
            text=text,
            confidence=confidence,
            abstained=bool(reason),
            reason=reason,
            engine=self.capabilities.engine,
            model=self.capabilities.model,
        )

    def _judged(
        self,
        batch: Sequence[str],
        pieces: Sequence[Sequence[str]],
        *,
        source: str,
        target: str,
        count: int,
        cancelled: Cancelled | None,
    ) -> list[list[Verdict]]:
        """Verdicts for each sentence: refused before it is translated, or judged by its translations."""
        refused = [self._refusal(text, row, language=source) for text, row in zip(batch, pieces, strict=True)]
        rows = [row for row, reason in zip(pieces, refused, strict=True) if not reason]
        answers = iter(self.decoded(rows, source=source, target=target, count=count, cancelled=cancelled))
        return [
            [Verdict(text=None, confidence=0.0, reason=reason)]
            if reason
            else self._chosen(text, row, next(answers), source=source, target=target)
            for text, row, reason in zip(batch, pieces, refused, strict=True)
        ]

    def _chosen(
        self, text: str, pieces: Sequence[str], hypotheses: Sequence[Hypothesis], *, source: str, target: str
    ) -> list[Verdict]:
        """The translations that pass, best first, each once; or the reason against the best one."""
        judged = [self._weighed(text, pieces, each, source=source, target=target) for each in hypotheses]
        passed = {verdict.text: verdict for verdict in reversed(judged) if not verdict.reason}
        if passed and self._guarded and self.record.threshold > max(each.confidence for each in passed.values()):
            # the threshold asks whether the model understood the text at all; another wording is no less understood
            return [Verdict(text=None, confidence=judged[0].confidence, reason="unsure")]
        if passed:
            return list(reversed(passed.values()))
        return judged[:1] or [Verdict(text=None, confidence=0.0, reason="unsure")]

    def _refusal(self, text: str, pieces: Sequence[str], *, language: str) -> str:
        if len(text) > self.record.max_length:
            return "too_long"
        if not self._guarded:
            return ""
        if self._pieces.unknown(pieces):
            return "unknown_characters"
        if self._familiarity and self._familiarity.strangers(pieces, language=language):
            return "outside_field"
        return ""

    def _weighed(
        self, text: str, pieces: Sequence[str], hypothesis: Hypothesis, *, source: str, target: str
    ) -> Verdict:
        translation = finished(self._pieces.text(hypothesis.pieces), language=target)
        reason = ""
        if not self._guarded:
            return Verdict(text=translation, confidence=hypothesis.confidence, reason="", score=hypothesis.score)
        if odd(len(pieces), len(hypothesis.pieces)):
            reason = "odd_length"
        elif self._familiarity:
            # a model with a field may write a figure as a word; its output is held against the field instead
            if self._familiarity.strangers(self._pieces.cut(translation), language=target):
                reason = "outside_field"
        else:
            reason = fault(text, translation, source=source, target=target)
        if not reason and not translation:
            reason = "unsure"
        return Verdict(
            text=None if reason else translation,
            confidence=hypothesis.confidence,
            reason=reason,
            score=hypothesis.score,
        )

    @cached_property
    def _pieces(self) -> Pieces:
        try:
            return Pieces(self._folder, family=self.record.family)
        except (OSError, ValueError, RuntimeError, RecursionError) as error:
            raise self.damaged(error) from error

    @cached_property
    def _familiarity(self) -> Familiarity | None:
        if not self.record.field:
            return None
        try:
            return Familiarity.read(self._folder / FIELD)
        except (OSError, ValueError) as error:
            raise self.damaged(error) from error

    def damaged(self, error: Exception) -> ModelUnusable:
        """The error of a model folder that cannot be read."""
        return ModelUnusable("model_damaged", folder=self._folder.name, detail=str(error))
