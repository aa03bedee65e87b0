"""A threaded HTTP server on 127.0.0.1 whose answers come from one method and whose faults come from a list."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.mischief import ACTS_FIRST, Mischief, Mood

_HELD_SECONDS = 60


@dataclass
class Request:
    """What came in. path without query; query as pairs."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    target: str

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


@dataclass
class Reply:
    """What goes out; `data` becomes JSON unless `body` is given."""

    status: int = 200
    data: Any = None
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return self.body if self.body is not None else json.dumps(self.data).encode()


class LoopbackServer:
    """Context manager with `.url`, `.calls` and `.misbehave(kind, on=..., times=...)`; subclasses write `reply`."""

    def __init__(self, *, port: int = 0) -> None:
        self.lock = threading.RLock()
        self.calls: list[str] = []
        self._mischief: list[Mischief] = []
        self.mood: Mood | None = None  # mischief by chance, beside what was asked for
        self.holding = threading.Event()
        """Set once a call is kept waiting, and everything is done that its fault lets be done before."""
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.owner = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def misbehave(self, kind: str, *, on: str = "*", times: int = 1, seconds: float = 7) -> None:
        """Do this wrong at the next `times` calls that match `on`, such as "POST /api/v1/statuses"."""
        with self.lock:
            self.holding.clear()
            self._mischief.append(Mischief(kind, on=on, times=times, seconds=seconds))

    def behave(self) -> None:
        """Forget all mischief."""
        with self.lock:
            self._mischief.clear()

    def reply(self, request: Request) -> Reply:
        """Act on the request and answer it."""
        raise NotImplementedError

    def mischief_for(self, request: Request) -> Mischief | None:
        with self.lock:
            self.calls.append(request.call)
            asked = next((each for each in self._mischief if each.strikes(request.call)), None)
            return asked or (self.mood.next() if self.mood else None)

    def hold(self) -> None:
        """Say nothing until the server closes or the client has long given up."""
        self.holding.set()
        self._closing.wait(_HELD_SECONDS)

    @property
    def closing(self) -> threading.Event:
        return self._closing


class _Server(ThreadingHTTPServer):
    # Joined by server_close, so that a test leaves no thread behind.
    daemon_threads = False
    block_on_close = True
    owner: LoopbackServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _handle(self) -> None:
        request = self._read()
        owner = self.server.owner
        mischief = owner.mischief_for(request)
        if mischief is None:
            self._send(owner.reply(request))
            return
        done = owner.reply(request) if mischief.kind in ACTS_FIRST else None
        self.close_connection = True
        self._spoil(mischief, done)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle

    def _read(self) -> Request:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0))
        query = parse_qsl(parts.query, keep_blank_values=True)
        return Request(self.command, parts.path, query, headers, body, self.path)

    def _spoil(self, mischief: Mischief, done: Reply | None) -> None:
        kind = mischief.kind
        if kind == "unauthorized":
            self._send(Reply(401, {"error": "AuthenticationRequired", "message": "The access token is invalid"}))
        elif kind == "rate_limited":
            headers = {"Retry-After": str(int(mischief.seconds))}
            self._send(Reply(429, {"error": "Too many requests"}, headers=headers))
        elif kind == "rate_limited_silently":
            self._send(Reply(429, {"error": "Too many requests"}))
        elif kind in {"server_error", "server_error_after"}:
            self._send(Reply(500, {"error": "InternalServerError", "message": "Something went wrong on our end"}))
        elif kind in {"timeout_before", "timeout_after"}:
            self.server.owner.hold()
        elif kind == "redirect":
            self._send(Reply(302, {}, headers={"Location": "http://elsewhere.example/"}))
        elif kind == "garbage_after":
            self._send(Reply(200, body=b"<html>200 OK", headers={"Content-Type": "application/json"}))
        elif done is not None:
            self._break_off(done, drip=kind == "drip_after")
        # cut_before: nothing at all is said; the connection closes.

    def _break_off(self, done: Reply, *, drip: bool) -> None:
        content = done.content()
        self.send_response(done.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content) + 100_000 if drip else len(content)))
        self.end_headers()
        if not drip:
            self.wfile.write(content[: len(content) // 2])
            return
        self.server.owner.holding.set()
        try:
            while not self.server.owner.closing.wait(0.1):
                self.wfile.write(b" ")
        except OSError:
            return

    def _send(self, reply: Reply) -> None:
        content = reply.content()
        try:
            self.send_response(reply.status)
            headers = {"Content-Type": "application/json; charset=utf-8", **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            # The client was killed or has given up; that is what some tests are about.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""
