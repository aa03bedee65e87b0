"""Who asks, where reverse proxies stand before the web server: their headers are believed only as far as they reach."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ProxyMiddleware:
    """Puts the asker's address into REMOTE_ADDR, and the scheme the asker used: with PROXIES = 0 nothing is believed.

    Each proxy adds the address it was asked from at the end of X-Forwarded-For; what stands before the last PROXIES
    ones was written by whoever asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trusted = settings.PROXIES
        if trusted:
            told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            if len(told) >= trusted and (address := _address(told[-trusted])):
                request.META["REMOTE_ADDR"] = address
            if request.META.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip() == "https":
                request.META["wsgi.url_scheme"] = "https"
        request.META["REMOTE_ADDR"] = _address(request.META.get("REMOTE_ADDR", "")) or ""
        return self.get_response(request)


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return ""


def address_of(request: HttpRequest) -> str | None:
    """For django-axes."""
    return request.META.get("REMOTE_ADDR") or None
