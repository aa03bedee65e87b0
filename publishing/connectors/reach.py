"""Which servers a channel may name: not those inside the network that this machine stands in (SSRF).

Without Django: who starts the process says what is allowed, see `limit`. A name is asked for each time an address is
used; one that changes its mind between that and the connection is not noticed.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from publishing.connectors.errors import Rejected

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_allowed: tuple[str, ...] | None = None


def limit(allowed: Iterable[str] | None) -> None:
    """From now on only public servers and the names and networks in `allowed`; None: every one."""
    global _allowed
    _allowed = None if allowed is None else tuple(allowed)


def require(address: str) -> None:
    """Raises Rejected `address_private` where an address of the host is not allowed."""
    if _allowed is None:
        return
    host = urlsplit(address).hostname or ""
    if host.casefold() in {each.casefold() for each in _allowed}:
        return
    for each in _addresses(host):
        plain = getattr(each, "ipv4_mapped", None) or each
        if not (plain.is_global and not plain.is_multicast) and not _listed(plain, _allowed):
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


def _listed(address: Address, allowed: Iterable[str]) -> bool:
    for each in allowed:
        try:
            if address in ipaddress.ip_network(each, strict=False):
                return True
        except ValueError:
            continue  # a name
    return False
