"""One HTTP server, asked carefully: time and size limits, no redirects, cancelled at once, no key in any error."""

import asyncio
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from curation.translation.engine import Cancelled, stop_if
from curation.translation.errors import EngineMisconfigured, ServerTrouble

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes; translations of one batch are thousands of times shorter."""

CONNECT_SECONDS = 10.0
LOOK_SECONDS = 0.1
"""Between two looks at whether the caller wants to stop."""

TRIES = 3
LONGEST_PAUSE = 30.0
"""Seconds that a busy server may ask us to wait; beyond, the error says how long it wants."""

MAX_WORDS = 200
_MENDABLE = (500, 502, 503, 504)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A status below 500 and the JSON that came with it."""

    status: int
    data: Any
    words: str = ""


class Server:
    """`post` and `get` JSON. `pause` is the first wait in seconds between two tries."""

    def __init__(
        self, url: str, *, headers: Mapping[str, str], secret: str, timeout: float, pause: float = 1.0
    ) -> None:
        """Raises `ServerTrouble` (`server_insecure`) or `EngineMisconfigured` for an address that cannot be used."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EngineMisconfigured("engine_option", kind="server", detail="url is no web address")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise EngineMisconfigured("engine_option", kind="server", detail="url may hold nothing but host and path")
        self._loopback = _is_loopback(parts.hostname)
        if parts.scheme == "http" and not self._loopback:
            raise ServerTrouble("server_insecure")
        if not all(" " <= mark <= "~" for mark in secret) or secret != secret.strip():
            raise EngineMisconfigured("engine_option", kind="server", detail="key may hold ASCII characters only")
        if not 0 < timeout <= 3600:
            raise EngineMisconfigured("engine_option", kind="server", detail="timeout must lie in 0..3600 seconds")
        self.name = parts.hostname + (f":{parts.port}" if parts.port else "")
        self._url = url.rstrip("/")
        self._headers = {"Accept": "application/json", **headers}
        self._secret = secret
        self._timeout = timeout
        self._pause = pause

    def get(self, path: str, *, cancelled: Cancelled | None) -> Answer:
        """The JSON at `path`. Raises `ServerTrouble`, `TranslationCancelled`."""
        return self._asked("GET", path, None, cancelled)

    def post(self, path: str, data: Mapping[str, Any], *, cancelled: Cancelled | None) -> Answer:
        """What the server answers to `data`. Raises `ServerTrouble`, `TranslationCancelled`.

        Status 400 to 499 comes back as an answer, except for a refused key, a missing path and a busy server.
        """
        return self._asked("POST", path, json.dumps(data).encode(), cancelled)

    def trouble(self, code: str, **params: object) -> ServerTrouble:
        """An error that names this server."""
        return ServerTrouble(code, server=self.name, **params)

    def _asked(self, method: str, path: str, body: bytes | None, cancelled: Cancelled | None) -> Answer:
        pause = self._pause
        for left in reversed(range(TRIES)):
            status, headers, content = self._sent(method, path, body, cancelled)
            if status == 429:
                asked = _retry_after(headers)
                wait = pause if asked is None else asked
                if not left or wait > LONGEST_PAUSE:
                    raise self.trouble("server_busy", seconds=max(1, round(wait)))
            elif status in _MENDABLE:
                wait = pause
                if not left:
                    raise self.trouble("server_failed", status=status)
            else:
                return self._answer(status, content)
            _sleep(wait, cancelled)
            pause *= 2
        raise self.trouble("server_failed", status=status)

    def _answer(self, status: int, content: bytes) -> Answer:
        if status in (401, 403):
            raise self.trouble("server_key")
        if 300 <= status < 400:
            raise self.trouble("server_moved")
        if status >= 500 or status == 404:
            raise self.trouble("server_failed", status=status)
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            if status >= 400:
                return Answer(status=status, data=None, words=self._redacted(""))
            raise self.trouble("server_nonsense") from None
        return Answer(status=status, data=data, words=self._redacted(_words(data)) if status >= 400 else "")

    def _redacted(self, words: str) -> str:
        line = " ".join(words.split())
        if self._secret:
            line = line.replace(self._secret, "…")
        return line[:MAX_WORDS] or "-"

    def _sent(
        self, method: str, path: str, body: bytes | None, cancelled: Cancelled | None
    ) -> tuple[int, httpx.Headers, bytes]:
        """Do one exchange in a thread of its own, so that a silent server cannot keep the caller from stopping."""
        outcome: list[tuple[int, httpx.Headers, bytes] | BaseException] = []
        stop = threading.Event()

        def work() -> None:
            try:
                outcome.append(asyncio.run(self._watched(method, path, body, stop)))
            except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - handed to the caller below
                outcome.append(error)

        worker = threading.Thread(target=work, daemon=True, name="translation-server")
        worker.start()
        try:
            while worker.is_alive():
                stop_if(cancelled)
                worker.join(LOOK_SECONDS)
        finally:
            stop.set()
            worker.join()
        result = outcome[0]
        if isinstance(result, BaseException):
            # an error of httpx holds the request with its key, so it is not chained
            raise self._named(result) from None
        return result

    def _named(self, error: BaseException) -> BaseException:
        if isinstance(error, (TimeoutError, httpx.TimeoutException)):
            return self.trouble("server_slow", seconds=round(self._timeout))
        if isinstance(error, (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL, OSError)):
            return self.trouble("server_unreachable")
        if isinstance(error, httpx.HTTPError):
            return self.trouble("server_cut")
        return error

    async def _watched(
        self, method: str, path: str, body: bytes | None, stop: threading.Event
    ) -> tuple[int, httpx.Headers, bytes]:
        task = asyncio.ensure_future(self._exchange(method, path, body))
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK_SECONDS)
            if stop.is_set():
                task.cancel()
        return task.result()

    async def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, httpx.Headers, bytes]:
        limits = httpx.Timeout(self._timeout, connect=min(CONNECT_SECONDS, self._timeout))
        headers = self._headers | ({"Content-Type": "application/json"} if body is not None else {})
        async with (
            asyncio.timeout(self._timeout),
            # a proxy of the environment has no business between two processes of one machine
            httpx.AsyncClient(timeout=limits, follow_redirects=False, trust_env=not self._loopback) as client,
            client.stream(method, self._url + path, content=body, headers=headers) as response,
        ):
            content = bytearray()
            async for part in response.aiter_bytes():
                content += part
                if len(content) > MAX_ANSWER:
                    raise self.trouble("server_nonsense")
            return response.status_code, response.headers, bytes(content)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: a number or a date, as RFC 9110 10.2.3 has them."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _words(data: Any) -> str:
    """What a server says of an error, in the usual places."""
    if isinstance(data, dict):
        error = data.get("error", data.get("detail", data.get("message", "")))
        if isinstance(error, dict):
            error = error.get("message", "")
        return error if isinstance(error, str) else ""
    return ""


def _sleep(seconds: float, cancelled: Cancelled | None) -> None:
    silence = threading.Event()
    while seconds > 0:
        stop_if(cancelled)
        silence.wait(min(LOOK_SECONDS, seconds))
        seconds -= LOOK_SECONDS
    stop_if(cancelled)
