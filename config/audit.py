"""Writes into the history of changes from where each was made."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponseBase

_asking: ContextVar[str] = ContextVar("asking", default="")


class AuditMiddleware:
    """Remembers who asks while a request is answered; stands after `config.proxies`, which finds the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _asking.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return self.get_response(request)
        finally:
            _asking.reset(token)


def _add_address(instance: Any, **_: Any) -> None:
    address = _asking.get()
    if address and isinstance(instance.data, dict):
        instance.data = {**instance.data, "address": address}


def listen() -> None:
    """Add the address to every entry of Wagtail's logs, of pages and of all else."""
    from wagtail.models import ModelLogEntry, PageLogEntry

    for model in (ModelLogEntry, PageLogEntry):
        pre_save.connect(_add_address, sender=model, dispatch_uid=f"audit_{model.__name__}")
