"""The shipped model as a Hugging Face checkpoint, so that both engines can be held to the same translations."""

import struct
from pathlib import Path
from typing import Any

import numpy as np

from curation.translation.registry import SHIPPED

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def weights(path: Path) -> dict[str, np.ndarray]:
    """The variables of a model.bin (format 6 of CTranslate2: name, rank, shape, type, bytes), eight bits as float32."""
    data, at = path.read_bytes(), 0

    def number(form: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return int(value)

    def words() -> str:
        nonlocal at
        length = number("H")
        text = data[at : at + length - 1].decode()
        at += length
        return text

    assert number("I") == 6
    words(), number("I")
    raw: dict[str, np.ndarray] = {}
    for _ in range(number("I")):
        name = words()
        shape = [number("I") for _ in range(number("B"))]
        kind, size = _TYPES[number("B")], number("I")
        raw[name] = np.frombuffer(data, dtype=kind, count=size // np.dtype(kind).itemsize, offset=at).reshape(shape)
        at += size
    return {
        name: value.astype(np.float32) / raw[f"{name}_scale"][:, None] if f"{name}_scale" in raw else value
        for name, value in raw.items()
    }


def shipped_checkpoint(folder: Path) -> Path:
    """Write the shipped model, record and field included, for transformers. Needs PyTorch."""
    import torch
    from transformers import M2M100Tokenizer

    from curation.translation.training.train import fresh_model

    folder.mkdir()
    for name in ("model.json", "field.npy", "vocab.json", "sentencepiece.bpe.model", "tokenizer_config.json"):
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))
    model = fresh_model(tokenizer, width=256, encoder=2, decoder=2)
    held = weights(SHIPPED / "model.bin")
    state = {name: torch.from_numpy(np.array(value)) for name, value in _renamed(held).items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected
    assert all("embed_positions" in name for name in missing)
    model.save_pretrained(folder)
    return folder


def _renamed(held: dict[str, np.ndarray]) -> dict[str, Any]:
    embeddings = held["decoder/embeddings/weight"]
    shared = ("model.shared", "model.encoder.embed_tokens", "model.decoder.embed_tokens", "lm_head")
    state: dict[str, Any] = {f"{name}.weight": embeddings for name in shared}
    for side in ("encoder", "decoder"):
        _put(state, f"model.{side}.layer_norm", held, f"{side}/layer_norm")
        for layer in range(2):
            ours, theirs = f"{side}/layer_{layer}", f"model.{side}.layers.{layer}"
            _put_attention(state, f"{theirs}.self_attn", held, f"{ours}/self_attention", fused=(3,))
            if side == "decoder":
                _put_attention(state, f"{theirs}.encoder_attn", held, f"{ours}/attention", fused=(1, 2))
            _put(state, f"{theirs}.fc1", held, f"{ours}/ffn/linear_0")
            _put(state, f"{theirs}.fc2", held, f"{ours}/ffn/linear_1")
            _put(state, f"{theirs}.final_layer_norm", held, f"{ours}/ffn/layer_norm")
    return state


def _put(state: dict[str, Any], theirs: str, held: dict[str, np.ndarray], ours: str) -> None:
    norm = f"{ours}/gamma" in held
    state[f"{theirs}.weight"] = held[f"{ours}/{'gamma' if norm else 'weight'}"]
    state[f"{theirs}.bias"] = held[f"{ours}/{'beta' if norm else 'bias'}"]


def _put_attention(
    state: dict[str, Any], theirs: str, held: dict[str, np.ndarray], ours: str, *, fused: tuple[int, ...]
) -> None:
    names = iter(("q_proj", "k_proj", "v_proj"))
    for at, parts in enumerate(fused):
        wanted = [next(names) for _ in range(parts)]
        for kind in ("weight", "bias"):
            pieces = np.split(held[f"{ours}/linear_{at}/{kind}"], parts)
            state |= {f"{theirs}.{name}.{kind}": piece for name, piece in zip(wanted, pieces, strict=True)}
    _put(state, f"{theirs}.out_proj", held, f"{ours}/linear_{len(fused)}")
    layer, _, kind = theirs.rpartition(".")
    _put(state, f"{layer}.{kind}_layer_norm", held, f"{ours}/layer_norm")
