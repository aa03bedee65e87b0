"""A program with a token, as the API's tests need it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from curation.footage.monitoring import clients

BASE = "/api/monitoring/v1/"
numbers = itertools.count(1)


class Program:
    """A client of the API. `send` makes a POST with a key of its own unless one is given."""

    def __init__(self, name: str) -> None:
        self.row, self.token = clients.add_client(name)
        self._client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, *, body: Any = None, key: str = "", **headers: str) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", **headers}
        if key:
            sent["HTTP_IDEMPOTENCY_KEY"] = key
        return self._client.generic(
            method, BASE + path, b"" if body is None else content, content_type="application/json", **sent
        )

    def send(self, path: str, body: Any, *, key: str = "", **headers: str) -> Any:
        return self.ask("POST", path, body=body, key=key or f"key-{next(numbers)}", **headers)

    def get(self, path: str) -> Any:
        return self.ask("GET", path)


@pytest.fixture
def program(db) -> Callable[..., Program]:
    def make(name: str = "park") -> Program:
        return Program(name)

    return make


def seen(number: int | str, **known: Any) -> dict[str, Any]:
    """An observation as a program sends it."""
    return {"observationID": str(number), "observationType": "animal", "scientificName": "东北虎", **known}
