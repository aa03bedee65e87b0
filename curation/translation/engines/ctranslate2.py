"""Translation by a CTranslate2 model, eight bits a weight, on the CPU (or on the GPU where the operator says so)."""

import json
import math
import os
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import ctranslate2

from curation.translation.engine import Cancelled, stop_if
from curation.translation.engines.local import BATCH, BEAM, NO_REPEAT, Hypothesis, LocalEngine
from curation.translation.record import fingerprint, read_record

MEMORY = 125_000_000
"""Bytes that the scores of the whole vocabulary may take in one step of a batch. With a model of 128,000 pieces this
makes batches of six, which need half a gigabyte less than batches of 32 and a third more time."""

SEARCH_BYTES, SCORING_BYTES = 40, 16
"""What CTranslate2 4.8 was seen to take for each piece of the vocabulary: for each sentence and beam in the search,
for each piece of a translation in the scoring."""

LONGEST_WAIT = 0.05
"""Seconds between two looks at the batch in hand, and at whether the caller wants to stop."""


class CTranslate2Engine(LocalEngine):
    """One converted model folder. A batch in hand when the caller cancels ends unheard in the background."""

    def __init__(self, folder: Path, *, threads: int | None = None, guarded: bool = True, device: str = "cpu") -> None:
        """Read model.json. Raises `ModelUnusable` for a folder that is not, or not wholly, a model.

        `guarded=False` shows every translation however wild: for measuring what the guard is worth.
        `device` is cpu, cuda or auto.
        """
        super().__init__(
            folder,
            record=read_record(folder),
            kind="ctranslate2",
            fingerprint=fingerprint(folder, weights="model.bin"),
            guarded=guarded,
        )
        self._threads = threads or os.cpu_count() or 1
        self._device = device

    def decoded(
        self, rows: Sequence[Sequence[str]], *, source: str, target: str, count: int, cancelled: Cancelled | None
    ) -> list[list[Hypothesis]]:
        """Search, then score what was found: the search tells the sum of a translation only, not its weakest piece."""
        if not rows:
            return []
        spoken, written = self.record.codes[source], self.record.codes[target]
        inputs = [self._pieces.source(row, source=spoken, target=written) for row in rows]
        prefix = self._pieces.prefix(target=written)
        beam = self._beam(count)
        results = self._awaited(
            self._translator.translate_batch(
                inputs,
                target_prefix=[prefix] * len(rows) if prefix else None,
                beam_size=beam,
                num_hypotheses=min(count, beam),
                no_repeat_ngram_size=NO_REPEAT,
                disable_unk=True,
                return_scores=True,
                asynchronous=True,
                **self.lengths(rows),
            ),
            cancelled,
        )
        bodies = [[self._pieces.body(hypothesis) for hypothesis in result.hypotheses] for result in results]
        longest = max(len(prefix) + len(body) for found in bodies for body in found) + 1
        scored = iter(
            self._awaited(
                self._translator.score_batch(
                    [row for row, found in zip(inputs, bodies, strict=True) for _ in found],
                    [prefix + body for found in bodies for body in found],
                    max_batch_size=max(1, MEMORY // (longest * self._vocabulary * SCORING_BYTES)),
                    asynchronous=True,
                ),
                cancelled,
            )
        )
        return [
            [
                # the prefix was given, not chosen
                Hypothesis(
                    pieces=tuple(body),
                    confidence=math.exp(min(list(next(scored).log_probs)[len(prefix) :], default=-math.inf)),
                    score=score,
                )
                for body, score in zip(found, result.scores, strict=True)
            ]
            for found, result in zip(bodies, results, strict=True)
        ]

    def rows_at_once(self, count: int) -> int:
        """Fewer for a model of many pieces on the CPU, so that the memory stays what the weights need and a little."""
        if self._device != "cpu":
            return BATCH
        return min(BATCH, max(1, MEMORY // (self._beam(count) * self._vocabulary * SEARCH_BYTES)))

    def _beam(self, count: int) -> int:
        return 1 if self.record.field else max(BEAM, count)

    def lengths(self, rows: Sequence[Sequence[str]]) -> dict[str, int]:
        """How many pieces a translation of these rows may have."""
        return {"max_decoding_length": 3 * max(len(row) for row in rows) + 24}

    def _awaited(self, answers: list[Any], cancelled: Cancelled | None) -> list[Any]:
        """The results of one batch; raises `TranslationCancelled` while it is being worked on."""
        wait = 0.001
        while not all(answer.done() for answer in answers):
            time.sleep(wait)
            wait = min(wait * 1.5, LONGEST_WAIT)
            if wait >= LONGEST_WAIT:
                stop_if(cancelled)
        try:
            return [answer.result() for answer in answers]
        except (RuntimeError, ValueError) as error:
            raise self.damaged(error) from error

    @cached_property
    def _vocabulary(self) -> int:
        """Pieces that the model chooses from."""
        try:
            for name in ("shared_vocabulary.json", "target_vocabulary.json"):
                if (self._folder / name).is_file():
                    return max(1, len(json.loads((self._folder / name).read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise self.damaged(error) from error
        return 128_000

    @cached_property
    def _translator(self) -> "ctranslate2.Translator":
        kind = "int8" if self._device == "cpu" else "auto"
        try:
            return ctranslate2.Translator(
                str(self._folder), device=self._device, compute_type=kind, intra_threads=self._threads
            )
        except (RuntimeError, ValueError) as error:
            raise self.damaged(error) from error
