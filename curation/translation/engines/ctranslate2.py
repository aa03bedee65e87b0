"""Translation by a CTranslate2 model on the CPU, with a measured confidence and abstention.

The confidence of a sentence is the probability of the least certain piece of its translation. It counts for
nothing where the text has unknown characters or runs of pieces that the model's field never had, or where
the figures or the length of the translation do not fit the text's: then the engine abstains for that reason.
"""

import math
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ctranslate2

from curation.translation.engine import Cancelled, Capabilities, OnProgress, Suggestion, require_pair, stop_if
from curation.translation.errors import ModelUnusable
from curation.translation.familiarity import Familiarity
from curation.translation.families import Pieces
from curation.translation.record import FIELD, ModelRecord, read_record
from curation.translation.sentences import Framed, finished, framed, join, split

BEAM = 4
"""For open models. A model with a field is so sure of each piece that greedy search is right, and the beam search of
CTranslate2 4.8 was seen to leave the sure path for a worse one."""

BATCH = 32
"""Sentences at a time: between two batches the caller may cancel and hears of progress."""

NO_REPEAT = 6
"""Pieces in a row that may not come twice in one sentence: ends loops, leaves grammar its short echoes."""

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    text: str | None
    confidence: float
    reason: str


class CTranslate2Engine:
    """One model folder as an engine. Nothing is loaded before the first translation; safe between threads."""

    def __init__(self, folder: Path, *, threads: int | None = None, guarded: bool = True) -> None:
        """Read model.json. Raises `ModelUnusable` for a folder that is not, or not wholly, a model.

        `guarded=False` shows every translation however wild: for measuring what the guard is worth.
        """
        self.record: ModelRecord = read_record(folder)
        self._folder = folder
        self._guarded = guarded
        self._threads = threads or os.cpu_count() or 1
        self.capabilities = Capabilities(
            engine="ctranslate2",
            model=f"{self.record.id} {self.record.version}",
            licence=self.record.licence,
            pairs=frozenset(self.record.pairs),
            max_length=self.record.max_length,
            field=self.record.field,
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
        """One suggestion a text; a text of several sentences abstains if one of them does. See `Engine`."""
        require_pair(self.capabilities, source=source, target=target)
        frames = [framed(text) for text in sentences]
        cut = [split(frame.body, language=source) for frame in frames]
        verdicts: dict[str, _Verdict] = {}
        waiting = sorted({sentence for parts in cut for sentence in parts}, key=len)
        for at in range(0, len(waiting), BATCH):
            stop_if(cancelled)
            batch = waiting[at : at + BATCH]
            verdicts |= zip(batch, self._judged(batch, source=source, target=target), strict=True)
            if on_progress:
                on_progress(sum(all(part in verdicts for part in parts) for parts in cut), len(cut))
        if on_progress and not waiting:
            on_progress(len(cut), len(cut))
        return [
            self._suggestion([verdicts[part] for part in parts], frame=frame, target=target)
            for parts, frame in zip(cut, frames, strict=True)
        ]

    def _suggestion(self, verdicts: list[_Verdict], *, frame: Framed, target: str) -> Suggestion:
        reason = next((verdict.reason for verdict in verdicts if verdict.reason), "" if verdicts else "empty")
        text = None
        if not reason:
            body = join([verdict.text or "" for verdict in verdicts], language=target)
            text = frame.around(body, target=target)
        return Suggestion(
            text=text,
            confidence=min((verdict.confidence for verdict in verdicts), default=0.0),
            abstained=bool(reason),
            reason=reason,
            engine=self.capabilities.engine,
            model=self.capabilities.model,
        )

    def _judged(self, batch: Sequence[str], *, source: str, target: str) -> Iterator[_Verdict]:
        """A verdict for each sentence: refused before it is translated, or judged by its translation."""
        cut = [self._pieces.cut(sentence) for sentence in batch]
        refused = [self._refusal(text, pieces, language=source) for text, pieces in zip(batch, cut, strict=True)]
        taken = [at for at, reason in enumerate(refused) if not reason]
        answers = dict(
            zip(taken, self._translated([cut[at] for at in taken], source=source, target=target), strict=True)
        )
        for at, text in enumerate(batch):
            if refused[at]:
                yield _Verdict(text=None, confidence=0.0, reason=refused[at])
            else:
                yield self._weighed(text, cut[at], *answers[at], target=target)

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

    def _translated(
        self, rows: Sequence[Sequence[str]], *, source: str, target: str
    ) -> Iterator[tuple[list[str], float]]:
        """The best translation of each row of pieces, and the probability of its least certain piece."""
        if not rows:
            return
        spoken, written = self.record.codes[source], self.record.codes[target]
        inputs = [self._pieces.source(row, source=spoken, target=written) for row in rows]
        prefix = self._pieces.prefix(target=written)
        results = self._translator.translate_batch(
            inputs,
            target_prefix=[prefix] * len(rows) if prefix else None,
            beam_size=1 if self.record.field else BEAM,
            max_decoding_length=3 * max(len(row) for row in rows) + 24,
            no_repeat_ngram_size=NO_REPEAT,
            disable_unk=True,
        )
        outputs = [prefix + self._pieces.body(result.hypotheses[0]) for result in results]
        scored = self._translator.score_batch(inputs, outputs)
        for output, scores in zip(outputs, scored, strict=True):
            # the prefix was given, not chosen
            logs = list(scores.log_probs)[len(prefix) :]
            yield self._pieces.body(output), math.exp(min(logs, default=-math.inf))

    def _weighed(
        self, text: str, pieces: Sequence[str], output: Sequence[str], confidence: float, *, target: str
    ) -> _Verdict:
        translation = finished(self._pieces.text(output), language=target)
        reason = ""
        if not 0.2 <= (len(output) + 4) / (len(pieces) + 4) <= 5:
            reason = "odd_length"
        elif self._familiarity:
            if self._familiarity.strangers(self._pieces.cut(translation), language=target):
                reason = "outside_field"
        elif sorted(_FIGURES.findall(text)) != sorted(_FIGURES.findall(translation)):
            # a model with a field may write a figure as a word; its output is held against the field instead
            reason = "numbers_differ"
        if not reason and (not translation or confidence < self.record.threshold):
            reason = "unsure"
        if not self._guarded:
            reason = ""
        return _Verdict(text=None if reason else translation, confidence=confidence, reason=reason)

    @cached_property
    def _pieces(self) -> Pieces:
        try:
            return Pieces(self._folder, family=self.record.family)
        except (OSError, ValueError, RuntimeError) as error:
            raise self._damaged(error) from error

    @cached_property
    def _familiarity(self) -> Familiarity | None:
        if not self.record.field:
            return None
        try:
            return Familiarity.read(self._folder / FIELD)
        except (OSError, ValueError) as error:
            raise self._damaged(error) from error

    @cached_property
    def _translator(self) -> "ctranslate2.Translator":
        try:
            return ctranslate2.Translator(
                str(self._folder), device="cpu", compute_type="int8", intra_threads=self._threads
            )
        except (RuntimeError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ModelUnusable:
        return ModelUnusable("model_damaged", folder=self._folder.name, detail=str(error))
