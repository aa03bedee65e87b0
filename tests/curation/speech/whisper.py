"""A Whisper model in CTranslate2's format, tiny and of random weights: in form a real one, of English alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
from ctranslate2.specs import WhisperSpec
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

WIDTH, INNER, WORDS, LANGUAGES = 16, 32, 50257, 99


def make(folder: Path) -> Path:
    """Write model.bin, config.json, vocabulary and tokenizer.json into `folder`."""
    tokens = _tokens()
    random = numpy.random.default_rng(1)

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.05).astype(numpy.float32)

    spec = WhisperSpec(1, 2, 1, 2)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = weights(WIDTH, 80, 3), weights(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = weights(WIDTH, WIDTH, 3), weights(WIDTH)
    encoder.position_encodings.encodings = weights(1500, WIDTH)
    decoder.position_encodings.encodings = weights(448, WIDTH)
    decoder.embeddings.weight = weights(len(tokens), WIDTH)
    decoder.projection.weight = weights(len(tokens), WIDTH)
    for norm in (encoder.layer_norm, decoder.layer_norm):
        _norm(norm)
    for layer in (encoder.layer[0], decoder.layer[0]):
        _attention(layer.self_attention, weights, shapes=(3 * WIDTH, WIDTH))
        _norm(layer.ffn.layer_norm)
        for linear, shape in ((layer.ffn.linear_0, (INNER, WIDTH)), (layer.ffn.linear_1, (WIDTH, INNER))):
            linear.weight, linear.bias = weights(*shape), weights(shape[0])
    _attention(decoder.layer[0].attention, weights, shapes=(WIDTH, 2 * WIDTH, WIDTH))
    spec.register_vocabulary(tokens)
    spec.config.lang_ids = list(range(WORDS + 2, WORDS + 2 + LANGUAGES))
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], [WORDS]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))
    vocabulary = {token: place for place, token in enumerate(tokens)}
    Tokenizer(WordLevel(vocabulary, unk_token="w0")).save(str(folder / "tokenizer.json"))
    return folder


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = numpy.ones(WIDTH, numpy.float32), numpy.zeros(WIDTH, numpy.float32)


def _attention(attention: Any, weights: Any, *, shapes: tuple[int, ...]) -> None:
    _norm(attention.layer_norm)
    for linear, rows in zip(attention.linear, shapes, strict=True):
        linear.weight, linear.bias = weights(rows, WIDTH), weights(rows)


def _tokens() -> list[str]:
    languages = ["en", "zh", *(f"x{number}" for number in range(LANGUAGES - 2))]
    tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    special = ["endoftext", "startoftranscript", *languages, *tasks, *(f"{place * 0.02:.2f}" for place in range(1501))]
    return [f"w{number}" for number in range(WORDS)] + [f"<|{name}|>" for name in special]
