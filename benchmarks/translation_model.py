"""A model of the shape of M2M100-418M with random weights: 12 + 12 layers, width 1024, 128,112 pieces.

The pieces are those of the shipped model, filled up with made-up words; what the weights say is noise, what they cost
is not. With PyTorch a Hugging Face checkpoint is written and installed as any other (converted, proven); without, the
CTranslate2 weights are drawn directly in eight bits.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np

from curation.translation.checkpoint import described
from curation.translation.installation import install
from curation.translation.registry import SHIPPED

WIDTH, LAYERS, HEADS, INNER, PIECES, POSITIONS = 1024, 12, 16, 4096, 128_112, 1024
TOKENIZER = ("vocab.json", "sentencepiece.bpe.model", "tokenizer_config.json")


def has_torch() -> bool:
    """Whether the other side can be measured here."""
    return importlib.util.find_spec("torch") is not None


def checkpoint(folder: Path) -> Path:
    """Write 1.9 GB of float32 for transformers."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    folder.mkdir(parents=True)
    for name in TOKENIZER:
        shutil.copyfile(SHIPPED / name, folder / name)
    M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model")).save_pretrained(folder)
    torch.manual_seed(7)
    config = M2M100Config(  # type: ignore[call-arg]
        vocab_size=PIECES,
        d_model=WIDTH,
        encoder_layers=LAYERS,
        decoder_layers=LAYERS,
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
        encoder_ffn_dim=INNER,
        decoder_ffn_dim=INNER,
        max_position_embeddings=POSITIONS,
        scale_embedding=True,
        decoder_start_token_id=2,
        pad_token_id=1,
        eos_token_id=2,
        bos_token_id=0,
    )
    M2M100ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def converted(origin: Path, *, directory: Path) -> Path:
    """The checkpoint as `manage.py translation_model install` leaves it."""
    return install(str(origin), directory=directory)


def drawn(folder: Path) -> Path:
    """The same shape in CTranslate2's own format, without PyTorch."""
    from ctranslate2.specs import TransformerSpec, common_spec

    folder.mkdir(parents=True)
    for name in TOKENIZER:
        shutil.copyfile(SHIPPED / name, folder / name)
    spec = TransformerSpec.from_config((LAYERS, LAYERS), HEADS, pre_norm=True, activation=common_spec.Activation.RELU)
    rng = np.random.default_rng(7)
    embeddings = rng.standard_normal((PIECES, WIDTH), dtype=np.float32) * 0.02
    for side in (spec.encoder, spec.decoder):
        table = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        table.weight = embeddings
        side.scale_embeddings = float(np.sqrt(WIDTH))
        side.position_encodings.encodings = rng.standard_normal((POSITIONS, WIDTH), dtype=np.float32)
        _norm(side.layer_norm)
        for layer in side.layer:
            _attention(layer.self_attention, (3 * WIDTH, WIDTH), rng)
            if hasattr(layer, "attention"):
                _attention(layer.attention, (WIDTH, 2 * WIDTH, WIDTH), rng)
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, (INNER, WIDTH), rng)
            _linear(layer.ffn.linear_1, (WIDTH, INNER), rng)
    spec.decoder.projection.weight = embeddings
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = spec.config.eos_token
    words = _words()
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    described(model_id=folder.name, family="m2m100", licence="local").write(folder)
    return folder


def _attention(layer: object, heights: tuple[int, ...], rng: np.random.Generator) -> None:
    _norm(layer.layer_norm)  # type: ignore[attr-defined]
    for linear, height in zip(layer.linear, heights, strict=True):  # type: ignore[attr-defined]
        _linear(linear, (height, WIDTH), rng)


def _linear(layer: object, shape: tuple[int, int], rng: np.random.Generator) -> None:
    layer.weight = rng.standard_normal(shape, dtype=np.float32) * 0.02  # type: ignore[attr-defined]
    layer.bias = np.zeros(shape[0], dtype=np.float32)  # type: ignore[attr-defined]


def _norm(layer: object) -> None:
    layer.gamma, layer.beta = np.ones(WIDTH, dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)  # type: ignore[attr-defined]


def _words() -> list[str]:
    from transformers import M2M100Tokenizer

    tokenizer = M2M100Tokenizer(str(SHIPPED / "vocab.json"), str(SHIPPED / "sentencepiece.bpe.model"))
    words = sorted(tokenizer.encoder, key=tokenizer.encoder.get)
    words += [token for _, token in sorted(tokenizer.id_to_lang_token.items())]
    return words + [f"madeupword{at}" for at in range(PIECES - len(words))]
