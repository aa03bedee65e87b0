"""Which servers a channel may name: not those inside the network that this machine stands in (SSRF).

Which addresses are allowed is told from outside (`limit`): the rule is the one of alarms' webhooks. A name is asked for
when a connector first uses it; one that changes its mind between that and the connection is not noticed.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from publishing.connectors.errors import Rejected

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Permits = Callable[[Address, str], bool]
"""Whether this address of the host may be asked."""
_permits: Permits | None = None


def limit(permits: Permits | None) -> None:
    """From now on only what it permits; None: every server."""
    global _permits
    _permits = permits


def require(address: str) -> None:
    """Raises Rejected `address_private` where an address of the host may not be asked."""
    if _permits is None:
        return
    host = urlsplit(address).hostname or ""
    if not all(_permits(each, host) for each in _addresses(host)):
        raise Rejected("address_private", {"host": host})


def _addresses(host: str) -> list[Address]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return []  # nobody can be asked under this name; the request itself will say so
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
