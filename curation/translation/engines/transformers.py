"""Translation by a Hugging Face checkpoint with PyTorch (the extra `torch`): slower and larger, converts nothing."""

import importlib.util
import math
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from curation.translation.checkpoint import described, inspected
from curation.translation.engine import Cancelled, stop_if
from curation.translation.engines.local import BEAM, NO_REPEAT, Hypothesis, LocalEngine
from curation.translation.errors import ModelUnusable
from curation.translation.families import END
from curation.translation.record import FIELD, NAME, ModelRecord, fingerprint, parsed_record

INSTALL_COMMAND = "uv pip install -r pyproject.toml --extra torch"
"""Brings PyTorch."""

WEIGHTS = "model.safetensors"
"""The only kind of weights that is read: a pickle could run what it likes."""


def _record(folder: Path, *, licence_words: str) -> ModelRecord:
    """The checkpoint's own record if it brings one with its field, else that of an open model."""
    family = inspected(folder, licence_words=licence_words)
    if not (folder / WEIGHTS).is_file() and not (folder / f"{WEIGHTS}.index.json").is_file():
        raise ModelUnusable("model_incomplete", folder=folder.name, file=WEIGHTS)
    if (folder / NAME).is_file() and (folder / FIELD).is_file():
        return parsed_record(folder)
    return described(model_id=folder.name, family=family, licence="local", accepted=licence_words)


class TransformersEngine(LocalEngine):
    """One checkpoint folder, float32 on the CPU. Cancelled between two pieces of a translation."""

    def __init__(
        self, folder: Path, *, threads: int | None = None, guarded: bool = True, licence_words: str = ""
    ) -> None:
        """Raises `ModelUnusable` (also `engine_missing` without PyTorch) and `LicenceRefused`."""
        if importlib.util.find_spec("torch") is None:
            raise ModelUnusable("engine_missing", command=INSTALL_COMMAND)
        super().__init__(
            folder,
            record=_record(folder, licence_words=licence_words),
            kind="transformers",
            fingerprint=fingerprint(folder, weights=WEIGHTS),
            guarded=guarded,
        )
        self._threads = threads or os.cpu_count() or 1

    def decoded(
        self, rows: Sequence[Sequence[str]], *, source: str, target: str, count: int, cancelled: Cancelled | None
    ) -> list[list[Hypothesis]]:
        """Search, then score, as the CTranslate2 engine does."""
        if not rows:
            return []
        import torch

        torch.set_num_threads(self._threads)
        spoken, written = self.record.codes[source], self.record.codes[target]
        inputs = [self._pieces.source(row, source=spoken, target=written) for row in rows]
        prefix = self._pieces.prefix(target=written)
        batch = self._padded([self._pieces.ids(row) for row in inputs])
        beam = 1 if self.record.field else max(BEAM, count)
        found = self._generated(batch, prefix=prefix, beam=beam, count=min(count, beam), rows=rows, cancelled=cancelled)
        bodies = [self._pieces.body(self._pieces.tokens(ids)) for ids in found]
        each = len(bodies) // len(rows)
        scores = self._scored(batch, [prefix + body for body in bodies], given=len(prefix), each=each)
        hypotheses = [
            Hypothesis(pieces=tuple(body), confidence=math.exp(least), score=mean)
            for body, (least, mean) in zip(bodies, scores, strict=True)
        ]
        return [hypotheses[at : at + each] for at in range(0, len(hypotheses), each)]

    def _generated(
        self,
        batch: dict[str, Any],
        *,
        prefix: Sequence[str],
        beam: int,
        count: int,
        rows: Sequence[Sequence[str]],
        cancelled: Cancelled | None,
    ) -> list[list[int]]:
        import torch
        from transformers import StoppingCriteria, StoppingCriteriaList

        class Stop(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                stop_if(cancelled)
                return torch.zeros(input_ids.shape[0], dtype=torch.bool)

        forced = {"forced_bos_token_id": self._pieces.ids(prefix)[0]} if prefix else {}
        with torch.inference_mode():
            output = self._model.generate(
                **batch,
                **forced,
                num_beams=beam,
                num_return_sequences=count,
                do_sample=False,
                max_new_tokens=3 * max(len(row) for row in rows) + 24,
                no_repeat_ngram_size=NO_REPEAT,
                stopping_criteria=StoppingCriteriaList([Stop()]),
            )
        # the decoder's start token comes first; rows that ended early are filled up
        end = self._model.config.eos_token_id
        return [row[: row.index(end)] if end in row else row for row in (each[1:] for each in output.tolist())]

    def _scored(
        self, batch: dict[str, Any], outputs: Sequence[Sequence[str]], *, given: int, each: int
    ) -> list[tuple[float, float]]:
        """The least and the mean log probability of the pieces that were chosen, the end among them."""
        import torch

        ids = [self._pieces.ids([*row, END]) for row in outputs]
        targets = self._padded(ids)
        begun = [[self._model.config.decoder_start_token_id, *row[:-1]] for row in ids]
        decoder = self._padded(begun)
        with torch.inference_mode():
            logits = self._model(
                input_ids=batch["input_ids"].repeat_interleave(each, dim=0),
                attention_mask=batch["attention_mask"].repeat_interleave(each, dim=0),
                decoder_input_ids=decoder["input_ids"],
            ).logits
            logs = logits.log_softmax(dim=-1).gather(2, targets["input_ids"].unsqueeze(2)).squeeze(2)
        rows = [row[given : len(own)] for row, own in zip(logs.tolist(), ids, strict=True)]
        return [(min(row), sum(row) / len(row)) for row in rows]

    def _padded(self, rows: Sequence[Sequence[int]]) -> dict[str, Any]:
        import torch

        width, pad = max(len(row) for row in rows), self._model.config.pad_token_id
        return {
            "input_ids": torch.tensor([[*row, *[pad] * (width - len(row))] for row in rows]),
            "attention_mask": torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows]),
        }

    @cached_property
    def _model(self) -> Any:
        import torch
        from transformers import M2M100ForConditionalGeneration

        try:
            model = M2M100ForConditionalGeneration.from_pretrained(
                self._folder, use_safetensors=True, local_files_only=True, dtype=torch.float32
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise self.damaged(error) from error
        # a checkpoint's own habits of generation would make two engines of one model differ
        model.generation_config.max_length = None
        return model.eval()
