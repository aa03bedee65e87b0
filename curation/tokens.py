"""Secrets that open something and are shown once: of each only a digest is kept. Stands beneath all chapters."""

from __future__ import annotations

import hashlib
import secrets


def fresh(prefix: str = "") -> str:
    """`prefix` and 32 random bytes: too many to guess, so a plain digest is enough to keep."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()
