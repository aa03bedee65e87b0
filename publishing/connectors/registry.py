"""Which platforms there are. A new one is one module in `platforms/` and one line here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from publishing.connectors.base import Account, Connector

_CLASSES = {
    "mastodon": ("mastodon", "MastodonConnector"),
    "bluesky": ("bluesky", "BlueskyConnector"),
    "sandbox": ("sandbox", "SandboxConnector"),
}
_COMMON_SERVICES = frozenset({"http", "keep_secrets"})


class UnknownPlatform(LookupError):
    """A platform that no connector serves."""


@cache
def connectors() -> MappingProxyType[str, type[Connector]]:
    """Return every connector's class by the name of its platform, in the order in which they are offered."""
    found = {}
    for platform, (module, name) in _CLASSES.items():
        found[platform] = getattr(import_module(f"publishing.connectors.platforms.{module}"), name)
    return MappingProxyType(found)


def connect(platform: str, account: Account, **services: Any) -> Connector:
    """Return a connector for an account. services: http, keep_secrets, and what any platform needs (sandbox: feed).

    The caller may offer the same services to every platform; each is handed only its own. Raises UnknownPlatform,
    and TypeError for a service that no platform knows.
    """
    known = _COMMON_SERVICES.union(*(each.services for each in connectors().values()))
    strangers = set(services) - known
    if strangers:
        raise TypeError(f"no connector takes {', '.join(sorted(strangers))}")
    try:
        chosen = connectors()[platform]
    except KeyError:
        raise UnknownPlatform(platform) from None
    wanted = _COMMON_SERVICES | chosen.services
    return chosen(account, **{name: service for name, service in services.items() if name in wanted})
