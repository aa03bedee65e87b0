"""What may not be served: debug pages to others, secrets that anybody could guess, keys that do not fit."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from cryptography.fernet import Fernet
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, environment

TAG = "pugmark"
SHORTEST_SECRET = 32  # characters
_PLACEHOLDERS = ("changeme", "change-me", "secret", "insecure", "example", "password", "default", "xxxx")


@register(TAG)
def safe_to_serve(**_: Any) -> list[CheckMessage]:
    """For `manage.py check`, `make run` and every web process."""
    return problems(environment())


def problems(env: Environment) -> list[CheckMessage]:
    """Errors refuse the start; warnings are said."""
    found: list[CheckMessage] = []
    outside = not _loopback(urlparse(env.public_url).hostname or "") or not _loopback(env.HOST)
    if env.DEBUG and outside:
        hint = "Set DEBUG=false, or serve on 127.0.0.1 only."
        found.append(
            Error("DEBUG shows the inside of Pugmark to everybody who can reach it.", hint=hint, id="pugmark.E001")
        )
    if env.SECRET_KEY and _guessable(env.SECRET_KEY):
        hint = f"Leave SECRET_KEY empty, or give it {SHORTEST_SECRET} random characters or more."
        found.append(Error("SECRET_KEY can be guessed.", hint=hint, id="pugmark.E002"))
    if not all(_is_fernet(each.strip()) for each in env.ENCRYPTION_KEYS.split(",") if each.strip()):
        hint = "Leave ENCRYPTION_KEYS empty, or give it what cryptography.fernet.Fernet.generate_key() returns."
        found.append(Error("ENCRYPTION_KEYS holds something that is no Fernet key.", hint=hint, id="pugmark.E003"))
    for name in ("CREDENTIALS_CERTIFICATE", "CREDENTIALS_KEY"):
        path = getattr(env, name)
        if path and not Path(path).is_file():
            found.append(Error(f"{name} names no file: {path}", hint="Give the path of a PEM file.", id="pugmark.E004"))
    if bool(env.CREDENTIALS_CERTIFICATE) != bool(env.CREDENTIALS_KEY):
        hint = "Set both, or neither for a development certificate."
        found.append(
            Error("CREDENTIALS_CERTIFICATE and CREDENTIALS_KEY belong together.", hint=hint, id="pugmark.E005")
        )
    if outside and env.public_url.startswith("http://"):
        hint = "Put a proxy with a certificate before it, and set PUBLIC_URL=https://…"
        found.append(Warning("Passwords travel unencrypted.", hint=hint, id="pugmark.W001"))
    return found


def refuse_unsafe() -> None:
    """For web processes that no command starts. Raises ImproperlyConfigured."""
    errors = [each for each in run_checks(tags=[TAG]) if each.is_serious()]
    if errors:
        raise ImproperlyConfigured(" ".join(f"{each.msg} {each.hint}" for each in errors))


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _guessable(secret: str) -> bool:
    plain = secret.casefold()
    return (
        len(secret) < SHORTEST_SECRET or len(set(secret)) < 8 or any(plain.startswith(each) for each in _PLACEHOLDERS)
    )


def _is_fernet(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
