"""Secrets of channels at rest: encrypted with the installation's keys, opened only at the moment of use."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(Exception):
    """Sealed secrets cannot be opened: the encryption keys are not those they were sealed with."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def seal(secrets: Mapping[str, str]) -> str:
    """Encrypt a mapping of secrets; empty for none."""
    if not secrets:
        return ""
    return _box().encrypt(json.dumps(dict(secrets)).encode()).decode("ascii")


def unseal(sealed: str) -> dict[str, str]:
    """Open what `seal` closed. Raises SealBroken, whose text holds nothing of the content."""
    if not sealed:
        return {}
    try:
        return json.loads(_box().decrypt(sealed.encode("ascii")))
    except (InvalidToken, ValueError):
        raise SealBroken("the secrets of this channel cannot be opened with the present keys") from None
