"""No channel reaches the inside of the network."""

from __future__ import annotations

import socket

import pytest

from curation.footage.alarms.addresses import permitted
from publishing.connectors import reach
from publishing.connectors.base import Account
from publishing.connectors.errors import Rejected
from publishing.connectors.registry import connect


def allow(hosts: list[str]) -> None:
    reach.limit(lambda address, host: permitted(address, host=host, allowed=hosts))


def server(address: str) -> str:
    """The address as Mastodon's connector uses it."""
    return connect("mastodon", Account({"server": address}, {})).setting("server")


def answers(monkeypatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:6379", "https://10.0.0.8", "https://192.168.1.1", "http://169.254.169.254/latest/meta-data",
        "https://[::1]", "https://[::ffff:10.0.0.1]", "https://[fd00::1]", "https://0.0.0.0", "https://224.0.0.1",
    ],
)  # fmt: skip
def test_what_lies_inside_is_refused(address: str) -> None:
    allow([])
    with pytest.raises(Rejected) as refused:
        server(address)
    assert refused.value.code == "address_private" and "CHANNEL_PRIVATE_HOSTS" in str(refused.value)


def test_a_name_is_refused_when_any_of_its_addresses_lies_inside(monkeypatch) -> None:
    allow([])
    answers(monkeypatch, "93.184.216.34")
    assert server("mastodon.example") == "mastodon.example"
    answers(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Rejected):
        server("mastodon.example")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: (_ for _ in ()).throw(socket.gaierror()))
    assert server("nowhere.example")  # the request to it will fail by itself


def test_the_operator_allows_hosts_and_networks(monkeypatch) -> None:
    allow(["10.1.0.0/16", "mast.intern"])
    answers(monkeypatch, "192.168.0.9")
    assert server("https://mast.intern") and server("https://10.1.2.3")
    with pytest.raises(Rejected):
        server("https://10.2.2.3")
    with pytest.raises(Rejected):
        server("https://other.intern")
