"""Speech recognition by faster-whisper: only where a voice is found, and only where the model is sure.

Wind, rain and a humming camera make Whisper invent sentences. So nothing is listened to that the voice detector
(Silero, inside faster-whisper) takes for no voice, what was heard before says nothing about what is heard now, and a
piece that the model itself doubts is dropped. Thresholds: the defaults of OpenAI's Whisper (`transcribe.py`: no_speech
0.6, log probability -1.0, compression 2.4), applied to each piece by itself, since a high log probability would
otherwise outvote the finding that nobody speaks.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy

from curation.speech.errors import SpeechError

PACKAGE = "faster_whisper"
RATE = 16_000  # samples a second that Whisper hears
NO_SPEECH, LOG_PROBABILITY, COMPRESSION = 0.6, -1.0, 2.4
VOICE = {"threshold": 0.5, "min_speech_duration_ms": 250, "min_silence_duration_ms": 500, "speech_pad_ms": 200}
NEEDED = ("model.bin", "config.json", "tokenizer.json")  # without a tokenizer the package would ask the network for one


@dataclass(frozen=True)
class Spoken:
    """What was said from `start` to `end` seconds. confidence: 0..1, the model's mean probability of a word."""

    start: float
    end: float
    text: str
    confidence: float


def available() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def recognise(
    samples: numpy.ndarray,
    *,
    folder: Path,
    language: str | None = None,
    threads: int = 2,
    cancelled: Callable[[], bool] | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> list[Spoken]:
    """What is said in mono float samples (-1..1) at `RATE`; an empty list where nobody speaks.

    language: a BCP-47 tag, None to let the model find out. Raises SpeechError.
    """
    model = _model(folder, threads)
    try:
        pieces, information = model.transcribe(
            samples.astype(numpy.float32),
            language=_code(language, model) if language else None,
            vad_filter=True,
            vad_parameters=VOICE,
            condition_on_previous_text=False,
            no_speech_threshold=NO_SPEECH,
            log_prob_threshold=LOG_PROBABILITY,
            compression_ratio_threshold=COMPRESSION,
            temperature=0.0,
            log_progress=False,
        )
        return _kept(pieces, seconds=information.duration, cancelled=cancelled, on_progress=on_progress)
    except (RuntimeError, ValueError) as error:
        raise SpeechError("speech_bad_model", reason=str(error)[:200]) from error


def _kept(
    pieces: Iterable[Any],
    *,
    seconds: float,
    cancelled: Callable[[], bool] | None,
    on_progress: Callable[[float], None] | None,
) -> list[Spoken]:
    """The pieces that the model stands for; it makes them one by one, so that it can be stopped between two."""
    found: list[Spoken] = []
    for piece in pieces:
        if cancelled is not None and cancelled():
            raise SpeechError("cancelled")
        if on_progress is not None:
            on_progress(min(1.0, piece.end / max(seconds, 0.001)))
        text = " ".join(piece.text.split())
        if text and sure(piece) and piece.end > piece.start and not (found and found[-1].text == text):
            confidence = float(min(1.0, numpy.exp(piece.avg_logprob)))
            found.append(Spoken(round(piece.start, 3), round(piece.end, 3), text, round(confidence, 3)))
    return found


def sure(piece: Any) -> bool:
    """Whether the model itself takes this for speech and not for noise; a text that compresses well is a loop."""
    return bool(
        piece.no_speech_prob <= NO_SPEECH
        and piece.avg_logprob >= LOG_PROBABILITY
        and piece.compression_ratio <= COMPRESSION
    )


def _code(language: str, model: Any) -> str:
    """Whisper's code of a language. A model of English alone would write English for any sound."""
    code = language.partition("-")[0].lower()
    if code not in model.supported_languages:
        raise SpeechError("speech_no_language", language=language)
    return code


@lru_cache(maxsize=1)
def _model(folder: Path, threads: int) -> Any:
    if not available():
        raise SpeechError("speech_missing")
    if not folder.is_dir() or not all((folder / name).is_file() for name in NEEDED):
        raise SpeechError("speech_no_model")
    package = importlib.import_module(PACKAGE)
    try:
        return package.WhisperModel(
            str(folder.absolute()), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError, KeyError, TypeError) as error:
        raise SpeechError("speech_bad_model", reason=str(error)[:200]) from error
