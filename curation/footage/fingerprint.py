"""What tells one file from every other: BLAKE3 over all of its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from blake3 import blake3

from curation.files import store

BLOCK = 2**20  # bytes read at a time, however large the file


def fingerprint(path: Path) -> str:
    """64 hexadecimal digits. Raises OSError where the file cannot be read."""
    with path.open("rb") as file:
        return _of(file)


def stored_fingerprint(name: str) -> str:
    """The fingerprint of a stored file, read back from the store. Raises FileNotFoundError or StoreError."""
    digest = blake3()
    for block in store.blocks(name):
        digest.update(block)
    return digest.hexdigest()


def _of(file: IO[Any]) -> str:
    digest = blake3()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
