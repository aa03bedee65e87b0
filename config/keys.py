"""Keys that an installation needs and nobody set: made once, kept in PUGMARK_VAR, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet


def _kept(path: Path, fresh: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(fresh)
        return fresh
    return path.read_text().strip()


def secret_key(given: str, var: Path) -> str:
    return given or _kept(var / "secret_key", secrets.token_urlsafe(64))


def encryption_keys(given: str, var: Path) -> list[str]:
    """Fernet keys, newest first."""
    found = [key.strip() for key in given.split(",") if key.strip()]
    return found or [_kept(var / "encryption_key", Fernet.generate_key().decode())]
