"""Careful HTTP calls to one platform on behalf of one account, for platforms without a library worth having."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Any, Protocol

import httpx

from publishing.connectors import pulse
from publishing.connectors.errors import ConnectorError
from publishing.connectors.exchange import Exchange, HttpLimits, host_of, is_loopback, pause, pause_until

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
"""httpx's errors after which the other side cannot have heard anything."""

_BLOCK = 262_144  # bytes of a file that are read at a time
_ENDS = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")  # headers that say when a limit ends
_WORDS = ("error", "error_description", "error_user_msg", "message", "title", "detail", "reason")


@cache
def certificates() -> ssl.SSLContext:
    """Read the authorities once; it takes longer than most requests."""
    return httpx.create_ssl_context()


class Sized(Protocol):
    """A body that knows its length and is read while it is sent (`multipart.MultipartStream`, `FilePart`)."""

    def __len__(self) -> int: ...

    def read(self, size: int = -1, /) -> bytes: ...


class FilePart:
    """`length` bytes of a file from `start`, read from disk while they are sent."""

    def __init__(self, stream: IO[bytes], *, start: int, length: int) -> None:
        stream.seek(start)
        self.start = start
        self._stream, self._left = stream, length

    def __len__(self) -> int:
        return self._left

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        part = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(part)
        return part


@dataclass(frozen=True)
class Answer:
    """What a platform answered. `data` is its JSON, {} where there is none; headers have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    data: Any

    def text(self, *names: str) -> str:
        """Return the text at a path of the JSON. Raises KeyError and TypeError where it is not there."""
        found = self.data
        for name in names:
            found = found[name]
        if not isinstance(found, (str, int)) or isinstance(found, bool) or found == "":
            raise KeyError(names)
        return str(found)


Judge = Callable[[Answer, Exchange], ConnectorError | None]
"""Reads an answer as its platform means it: the error that it is, or None to leave it to the status."""

Read = Callable[[Answer], Any]


class Courier:
    """Makes one request at a time, follows no redirect, and turns what goes wrong into our errors.

    secrets: blacked out wherever a platform's words are shown; more may be added when they are renewed.
    Connections are not kept: one that the server closed while it lay idle would look like a cut amid a post.
    """

    def __init__(
        self, *, platform: str, http: HttpLimits, secrets: Iterable[str] = (), judge: Judge | None = None
    ) -> None:
        self.platform, self.http = platform, http
        self.secrets = {each for each in secrets if each}
        self._judge = judge
        self._clients: dict[bool, httpx.Client] = {}

    def close(self) -> None:
        """Let go of connections; the next request opens new ones."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
        body: Sized | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        irreversible: bool = False,
        accepted: tuple[int, ...] = (),
    ) -> Answer:
        """Send one request; return the answer of a success (2xx) or of a status that is `accepted`.

        A `body` is an upload with the patience of one. Raises every kind of ConnectorError but CannotLook.
        """
        exchange = Exchange(
            platform=self.platform, host=host_of(url), irreversible=irreversible, secrets=tuple(self.secrets)
        )
        content = body if isinstance(body, bytes) else _blocks(body) if body is not None else None
        sized = {"Content-Length": str(len(body))} if body is not None else {}
        answer = self._send(
            exchange,
            *(method, url),
            patience=self.http.read if body is None else self.http.upload,
            params=dict(params) if params else None,
            json=json_body,
            data=dict(form) if form is not None else None,
            content=content,
            headers={"User-Agent": "Pugmark", "Connection": "close", **sized, **(headers or {})},
        )
        return self._judged(answer, exchange, accepted=accepted)

    def read(self, answer: Answer, reader: Read, *, url: str, irreversible: bool = False) -> Any:
        """Return what `reader` finds in an answer; one that makes no sense raises as `Exchange.unreadable` says."""
        try:
            return reader(answer)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            exchange = Exchange(platform=self.platform, host=host_of(url), irreversible=irreversible)
            raise exchange.unreadable() from None

    def _send(self, exchange: Exchange, method: str, url: str, *, patience: float, **given: Any) -> Answer:
        sent = False
        timeout = httpx.Timeout(patience, connect=self.http.connect)
        given = {name: value for name, value in given.items() if value is not None}
        try:
            client = self._client(url)
            with pulse.within(self.http.connect + patience + pulse.MARGIN):
                response = client.send(client.build_request(method, url, timeout=timeout, **given), stream=True)
                sent = True
                body = read_patiently(response, patience=patience, most=self.http.max_answer)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            sent = sent or not isinstance(error, NEVER_SENT)
            raise exchange.interrupted(sent=sent, timed_out=isinstance(error, httpx.TimeoutException)) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, body, _json(body))

    def _judged(self, answer: Answer, exchange: Exchange, *, accepted: tuple[int, ...]) -> Answer:
        judged = self._judge(answer, exchange) if self._judge else None
        if judged is not None:
            raise judged
        if answer.status in accepted:
            return answer
        if not 200 <= answer.status < 300:
            raise refusal(answer, exchange)
        if answer.data is None:
            raise exchange.unreadable()
        return answer

    def _client(self, url: str) -> httpx.Client:
        # A proxy of the environment has no business between two processes of one machine.
        near = is_loopback(url)
        if near not in self._clients:
            self._clients[near] = httpx.Client(
                limits=httpx.Limits(max_keepalive_connections=0),
                verify=certificates(),
                trust_env=not near,
                follow_redirects=False,
            )
        return self._clients[near]


def refusal(answer: Answer, exchange: Exchange, *, status: int = 0, after: float | None = None) -> ConnectorError:
    """Return the error for an answer that is no success; `status`: what it means, where it says another one."""
    status = status or answer.status
    if after is None:
        after = pause(answer.headers.get("retry-after"))
    if after is None and status == 429:
        after = next((pause_until(answer.headers[name]) for name in _ENDS if name in answer.headers), None)
    return exchange.refused(
        status=status, words=words(answer.data), after=after, target=answer.headers.get("location", "")
    )


def words(data: Any) -> str:
    """Return what a platform says in the usual fields of a JSON error, else nothing."""
    if isinstance(data, list):
        return "; ".join(filter(None, map(words, data[:3])))
    if not isinstance(data, dict):
        return ""
    found: list[str] = []
    for name in _WORDS:
        value = data.get(name)
        told = words(value) if isinstance(value, (dict, list)) else str(value or "")
        if told and told not in found:
            found.append(told)
    return ": ".join(found) or words(data.get("errors"))


def read_patiently(response: httpx.Response, *, patience: float, most: int) -> bytes:
    """Read an answer of at most `most` bytes within `patience` seconds in all. Raises httpx.ReadError, ReadTimeout."""
    end, parts, length = time.monotonic() + patience, [], 0
    pulse.goes_on()
    try:
        for part in response.iter_bytes():
            parts.append(part)
            length += len(part)
            if length > most:
                raise httpx.ReadError("too many bytes")
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the answer drips")
    finally:
        response.close()
    return b"".join(parts)


def _blocks(body: Sized) -> Iterator[bytes]:
    while block := body.read(_BLOCK):
        pulse.goes_on()
        yield block


def _json(body: bytes) -> Any:
    """Return the JSON of a body, {} for an empty one, None where it is not JSON."""
    if not body.strip():
        return {}
    try:
        return json.loads(body)
    except ValueError:
        return None
