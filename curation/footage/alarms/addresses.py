"""Where webhooks may go: not into the network that this machine stands in, unless the operator says so (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from curation.footage.alarms.errors import NotSent

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_address(url: str, *, allowed: Iterable[str]) -> None:
    """Refuse what can be seen to be wrong without asking anybody. Raises NotSent, final.

    Only https, or http to this machine itself where `allowed` names it; no user name, no fragment.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotSent("not_an_address", final=True) from None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password or parts.fragment:
        raise NotSent("not_an_address", final=True)
    literal = _literal(host)
    if parts.scheme == "http" and not (host == "localhost" or (literal is not None and literal.is_loopback)):
        raise NotSent("not_https", final=True)
    if literal is not None and not permitted(literal, host=host, allowed=allowed):
        raise NotSent("private_address", final=True)


def resolve(host: str, port: int, *, allowed: Iterable[str]) -> str:
    """The address to connect to: resolved once, checked, and then used, so that a name cannot change its mind.

    Raises NotSent: final where any of the name's addresses is not permitted.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotSent("no_such_host") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses or not all(permitted(ipaddress.ip_address(a), host=host, allowed=allowed) for a in addresses):
        raise NotSent("private_address", final=True)
    return addresses[0]


def permitted(address: Address, *, host: str, allowed: Iterable[str]) -> bool:
    """Whether this address is on the public internet, or among the names and networks that are `allowed`."""
    plain = getattr(address, "ipv4_mapped", None) or address
    return (plain.is_global and not plain.is_multicast) or any(_covers(one, plain, host=host) for one in allowed)


def _covers(one: str, address: Address, *, host: str) -> bool:
    if one.casefold() == host.casefold():
        return True
    try:
        return address in ipaddress.ip_network(one, strict=False)
    except ValueError:
        return False


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
