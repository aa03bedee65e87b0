"""Sends signed JSON to a webhook, by the Standard Webhooks specification 1.0.

Headers: `webhook-id`, `webhook-timestamp` (seconds since 1970), `webhook-signature`: `v1,` and
the base64 of HMAC-SHA256 over `id.timestamp.body`, with the bytes of the secret after `whsec_` as the key.
A 2xx status means that it arrived; redirects are not followed and the answer's body is not read.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ssl
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore

from curation.footage.alarms.addresses import check_address, resolve
from curation.footage.alarms.errors import NotSent

PATIENCE = 10.0  # seconds for the whole of one request, however slowly the other side drips


def signature(body: bytes, *, identity: str, timestamp: int, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode("ascii")


def send(
    url: str, body: bytes, *, identity: str, secret: str, allowed: Iterable[str] = (), patience: float = PATIENCE
) -> None:
    """Post `body` (JSON) to `url`. Raises NotSent."""
    permitted = list(allowed)
    check_address(url, allowed=permitted)
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": "Pugmark",
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(body, identity=identity, timestamp=timestamp, secret=secret),
    }
    status = _status(url, body, headers=headers, allowed=permitted, until=time.monotonic() + patience)
    if 300 <= status < 400:
        raise NotSent("redirected", str(status), final=True)
    if not 200 <= status < 300:
        raise NotSent("refused", f"HTTP {status}", final=status == 410)


def _status(url: str, body: bytes, *, headers: dict[str, str], allowed: list[str], until: float) -> int:
    # Each wait is bounded by what is left, in the stream below; httpcore passes these on as upper bounds.
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_trust(), network_backend=_Pinned(allowed, until)) as pool,
            pool.stream(
                "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeout}
            ) as answer,
        ):
            return answer.status
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise NotSent("too_slow") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise NotSent("unreachable", str(error)[:200] or type(error).__name__) from error


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(httpcore.SyncBackend):
    """Connects to the address that was checked, and to no other."""

    def __init__(self, allowed: list[str], until: float) -> None:
        super().__init__()
        self._allowed, self._until = allowed, until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = resolve(host, port, allowed=self._allowed)
        stream = super().connect_tcp(address, port, _left(self._until), local_address, socket_options)
        return _Bounded(stream, self._until)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise NotSent("not_an_address", final=True)


class _Bounded(httpcore.NetworkStream):
    """A stream of which no operation lasts beyond a moment."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._until))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Bounded:
        return _Bounded(
            self._stream.start_tls(ssl_context, server_hostname=server_hostname, timeout=_left(self._until)),
            self._until,
        )

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    """Seconds that are left. Raises TimeoutException where there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("no time is left")
    return left
