"""Nothing is written down that nobody said: no voice, no text; and what the model doubts is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy
import pytest

from curation import speech
from curation.speech import recognition

needs_package = pytest.mark.skipif(not speech.available(), reason="the extra `speech` is not installed")
FILES = [{}, {"model.bin": b"x"}, {"model.bin": b"x" * 100, "config.json": b"{}", "tokenizer.json": b"{}"}]


@dataclass(frozen=True)
class Piece:
    """As faster-whisper gives it."""

    start: float
    end: float
    text: str
    avg_logprob: float = -0.2
    no_speech_prob: float = 0.1
    compression_ratio: float = 1.2


def kept(*pieces: Piece) -> list[speech.Spoken]:
    return recognition._kept(pieces, seconds=10.0, cancelled=None, on_progress=None)


def test_what_the_model_stands_for_is_kept() -> None:
    [spoken] = kept(Piece(1.0, 2.5, "  The tiger \n sleeps. "))
    assert (spoken.start, spoken.end, spoken.text) == (1.0, 2.5, "The tiger sleeps.")
    assert spoken.confidence == pytest.approx(0.819)


@pytest.mark.parametrize(
    "piece",
    [
        Piece(0.0, 1.0, "Thank you for watching!", no_speech_prob=0.9),
        Piece(0.0, 1.0, "mumble", avg_logprob=-1.4),
        Piece(0.0, 1.0, "la la la la la la", compression_ratio=5.0),
        Piece(0.0, 1.0, "   "),
        Piece(1.0, 1.0, "no time"),
        Piece(0.0, 1.0, "x", avg_logprob=float("nan")),
    ],
)
def test_what_it_doubts_is_not(piece: Piece) -> None:
    assert kept(piece) == []


def test_a_loop_is_written_once() -> None:
    assert len(kept(Piece(0.0, 1.0, "The tiger."), Piece(1.0, 2.0, "The tiger."))) == 1


def test_a_person_stops_it() -> None:
    with pytest.raises(speech.SpeechError) as stopped:
        recognition._kept([Piece(0, 1, "x")], seconds=1.0, cancelled=lambda: True, on_progress=None)
    assert stopped.value.code == "cancelled"


def test_without_the_package_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "PACKAGE", "faster_whisper_that_nobody_has")
    with pytest.raises(speech.SpeechError, match="pip install faster-whisper"):
        speech.recognise(numpy.zeros(16_000), folder=tmp_path)


@needs_package
@pytest.mark.parametrize("files", FILES)
def test_a_folder_that_is_no_model_is_told(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(speech.SpeechError) as refused:
        speech.recognise(numpy.zeros(16_000), folder=tmp_path)
    assert refused.value.code in {"speech_no_model", "speech_bad_model"}


@needs_package
@pytest.mark.parametrize("sound", ["silence", "noise", "tone"])
def test_the_real_package_hears_no_voice_in_wind_and_noise(tmp_path: Path, sound: str) -> None:
    from tests.curation.speech.whisper import make

    random = numpy.random.default_rng(3)
    seconds = numpy.arange(16_000 * 6) / 16_000
    samples = {
        "silence": numpy.zeros_like(seconds),
        "noise": numpy.cumsum(random.standard_normal(len(seconds))) / 400,  # brown, as wind is
        "tone": 0.3 * numpy.sin(2 * numpy.pi * 220 * seconds),
    }[sound]
    assert speech.recognise(samples.clip(-1, 1), folder=make(tmp_path), language="en") == []


@needs_package
def test_the_real_package_is_asked_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that knows nothing is unsure of all it says; with the gate open all its pieces are seen and dropped."""
    from faster_whisper import WhisperModel

    from tests.curation.speech.whisper import make

    asked: list[str | None] = []
    original = WhisperModel.transcribe

    def open_gate(self: WhisperModel, audio: numpy.ndarray, **options: object):
        asked.append(str(options["language"]))
        assert options.pop("vad_filter") is True
        options.pop("vad_parameters")
        return original(self, audio, vad_filter=False, **options)

    monkeypatch.setattr(WhisperModel, "transcribe", open_gate)
    noise = numpy.random.default_rng(3).standard_normal(16_000 * 3) / 5
    assert speech.recognise(noise.clip(-1, 1), folder=make(tmp_path), language="en") == []
    assert asked == ["en"]


@needs_package
def test_a_model_of_another_language_invents_nothing(tmp_path: Path) -> None:
    from tests.curation.speech.whisper import make

    with pytest.raises(speech.SpeechError, match="zh-Hans"):
        speech.recognise(numpy.ones(16_000) / 2, folder=make(tmp_path), language="zh-Hans")
