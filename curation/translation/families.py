"""How each family of models wants its sentences: M2M100 names both languages by tokens, SMaLL-100 the target only.

Both tokenise with the `M2M100Tokenizer` of transformers.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")  # it says at every import that PyTorch is absent

from transformers import M2M100Tokenizer

if TYPE_CHECKING:
    from typing import Any

FAMILIES = ("m2m100", "small100")
TOKENIZER_FILES = ("sentencepiece.bpe.model", "vocab.json", "tokenizer_config.json")
UNKNOWN = "<unk>"
END = "</s>"


class Pieces:
    """Text to pieces and back, for one model. Reading the files raises `OSError` or `ValueError`."""

    def __init__(self, folder: Path, *, family: str) -> None:
        self.family = family
        words = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        if not isinstance(words, dict) or any(not isinstance(words.get(mark), int) for mark in (UNKNOWN, END)):
            raise ValueError("vocab.json is no vocabulary")
        self._tokenizer: Any = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))

    def cut(self, text: str) -> list[str]:
        """The pieces of a text, unknown ones as they are spelt.

        Straight from the tokenizer's SentencePiece: the same pieces as `tokenize` gives, five times as fast, and a
        text that spells a language token stays text.
        """
        pieces: list[str] = self._tokenizer.sp_model.encode(text, out_type=str)
        return pieces

    def unknown(self, pieces: Sequence[str]) -> bool:
        """Whether the vocabulary lacks one of the pieces."""
        return any(piece not in self._tokenizer.encoder for piece in pieces)

    def source(self, pieces: Sequence[str], *, source: str, target: str) -> list[str]:
        """The encoder's input; languages as the model's own codes."""
        spoken = target if self.family == "small100" else source
        return [f"__{spoken}__", *pieces, END]

    def prefix(self, *, target: str) -> list[str]:
        """What the decoder must begin with."""
        return [] if self.family == "small100" else [f"__{target}__"]

    def body(self, tokens: Sequence[str]) -> list[str]:
        """The decoder's output without language and end tokens."""
        return [token for token in tokens if token != END and not (token.startswith("__") and token.endswith("__"))]

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """Tokens as the model's numbers; those outside the vocabulary as the unknown one's."""
        words = self._tokenizer.encoder | self._tokenizer.lang_token_to_id
        unknown = words[UNKNOWN]
        return [words.get(token, unknown) for token in tokens]

    def tokens(self, ids: Sequence[int]) -> list[str]:
        """The model's numbers as tokens."""
        words = self._tokenizer.decoder | self._tokenizer.id_to_lang_token
        return [words.get(number, UNKNOWN) for number in ids]

    def text(self, pieces: Sequence[str]) -> str:
        """Pieces as text."""
        text: str = self._tokenizer.convert_tokens_to_string(list(pieces))
        return text
