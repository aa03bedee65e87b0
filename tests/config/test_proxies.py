"""Whose address is believed."""

from __future__ import annotations

import ipaddress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from config.proxies import ProxyMiddleware


def seen(settings, proxies: int, **headers: str):
    settings.PROXIES = proxies
    requests = []
    middleware = ProxyMiddleware(lambda request: requests.append(request) or HttpResponse())
    middleware(RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", **headers))
    return requests[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.2"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # whoever asked wrote the first one
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.2"),  # it did not come through both
        (1, "not an address", "10.0.0.2"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies: int, forwarded: str, address: str) -> None:
    request = seen(settings, proxies, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_PROTO="https")
    assert request.META["REMOTE_ADDR"] == address
    assert request.is_secure() is bool(proxies)


@given(forwarded=st.text(max_size=80), address=st.text(max_size=20))
def test_whatever_is_sent_gives_an_address_or_nothing(forwarded: str, address: str) -> None:
    from django.test import override_settings

    with override_settings(PROXIES=1):
        requests = []
        middleware = ProxyMiddleware(lambda request: requests.append(request) or HttpResponse())
        middleware(RequestFactory().get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded))
    found = requests[0].META["REMOTE_ADDR"]
    assert found == "" or str(ipaddress.ip_address(found)) == found
