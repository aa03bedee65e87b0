"""Keys of webhooks at rest: encrypted with the installation's keys, opened only to sign."""

from __future__ import annotations

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(Exception):
    """A sealed key cannot be opened: the encryption keys are not those it was sealed with."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def fresh_secret() -> str:
    """A new key as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def seal(secret: str) -> bytes:
    return _box().encrypt(secret.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Open what `seal` closed. Raises SealBroken, whose text holds nothing of the content."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise SealBroken("the key of this webhook cannot be opened with the present keys") from None
