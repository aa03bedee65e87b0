"""What a model has seen: a Bloom filter over the trigrams of pieces of its training text, per language.

A caption model is right within its field and wild outside it, and its own probabilities do not tell the two
apart. The runs of three pieces in a sentence do: a sentence of the field has none that the corpus never had.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

HASHES = 6
BITS_PER_GRAM = 12
"""Six hashes at twelve bits a gram: about one stranger in three hundred is taken for known."""


def grams(pieces: Sequence[str], *, language: str) -> set[str]:
    """The trigrams of a sentence of pieces, with its borders, marked with the language."""
    row = ["<", *pieces, ">"]
    if len(row) < 3:
        return {" ".join((language, *row))}
    return {" ".join((language, *row[at : at + 3])) for at in range(len(row) - 2)}


def _places(gram: str, *, size: int) -> list[int]:
    digest = hashlib.blake2b(gram.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return [(first + turn * step) % size for turn in range(HASHES)]


class Familiarity:
    """The filter, as an array of bytes of `size` bits."""

    def __init__(self, bits: np.ndarray) -> None:
        self._bits = bits
        self._size = bits.size * 8

    @classmethod
    def of(cls, known: Iterable[str]) -> "Familiarity":
        """A filter that knows these grams (as `grams` makes them)."""
        distinct = set(known)
        size = (len(distinct) * BITS_PER_GRAM // 8 + 1) * 8
        bits = np.zeros(size, dtype=np.uint8)
        for gram in distinct:
            bits[_places(gram, size=size)] = 1
        return cls(np.packbits(bits))

    @classmethod
    def read(cls, path: Path) -> "Familiarity":
        """The filter saved in `path`. Raises `OSError` or `ValueError` for no such file or none of ours."""
        bits = np.load(path, allow_pickle=False)
        if bits.dtype != np.uint8 or bits.ndim != 1 or bits.size == 0:
            raise ValueError("not a familiarity filter")
        return cls(bits)

    def write(self, path: Path) -> None:
        """Save to `path` (a .npy file)."""
        np.save(path, self._bits, allow_pickle=False)

    def knows(self, gram: str) -> bool:
        """Whether the gram was probably in the training text."""
        return all(self._bits[place >> 3] >> (7 - (place & 7)) & 1 for place in _places(gram, size=self._size))

    def strangers(self, pieces: Sequence[str], *, language: str) -> int:
        """How many of the sentence's trigrams the training text never had."""
        return sum(not self.knows(gram) for gram in grams(pieces, language=language))
