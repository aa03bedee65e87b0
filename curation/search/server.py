"""One process on a machine holds the index and answers all others, over a Unix socket or TCP on loopback.

Before each answer, and every half second, the server lets `follow` apply what has changed in the database. Where that
takes longer than `PATIENCE` the answer is given all the same and says how many changes are still to come.

Many changes at once, as of an import, are a flood: they are applied every half second in a thread of their own, and no
answer waits for them, but each says how many there are.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.search import wire
from curation.search.ask import Facets, Found, Page, PageWishes, Sizes
from curation.search.errors import BadAsk, SearchError, SearchUnavailable
from curation.search.index import Index

Address = str | Path | tuple[str, int]
"""The path of a Unix socket, or (host, port)."""

Follow = Callable[[Index, float, int], int]
"""Applies outstanding changes to the index for about so many seconds (in small batches, for questions wait for each),
but none if there are more than so many; returns how many are left."""

PATIENCE = 0.15
TICK = 0.5
FEW = 500
"""So many changes an answer waits for; more of them are a flood."""
FLOOD = 1.5
"""Seconds that a flood lasts after there were many changes for the last time."""
_ALL = 2**63
UNKNOWN = -1
"""`behind` where the changes could not be read at all."""

_SETTLE = 0.03
_log = logging.getLogger(__name__)


class Server:
    """Answers questions about one index until it is closed."""

    def __init__(self, index: Index, address: Address, *, follow: Follow | None = None) -> None:
        self.index = index
        self.behind = 0
        self._follow = follow
        self._following = threading.Lock()
        self._flood = 0.0  # until then (monotonic)
        self._closing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._path = None if isinstance(address, tuple) else Path(address)
        self._server = self._bind(address)
        self._server.pugmark = self  # type: ignore[attr-defined]  # for the handlers
        self._ticker = threading.Thread(target=self._tick, name="search-follow", daemon=True)

    def _bind(self, address: Address) -> socketserver.BaseServer:
        if self._path is None:
            return _Tcp(address, _Connection)  # type: ignore[arg-type]  # a pair here
        with contextlib.suppress(FileNotFoundError), socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(self._path)) == 0:
                raise SearchUnavailable from OSError(f"another server answers at {self._path.name}")
            self._path.unlink()
        mask = os.umask(0o177)
        try:
            return _Unix(str(self._path), _Connection)
        finally:
            os.umask(mask)

    @property
    def address(self) -> Address:
        return self._path if self._path is not None else self._server.server_address  # type: ignore[return-value]

    def serve(self) -> None:
        """Answer until `close` is called from another thread."""
        self._ticker.start()
        self._server.serve_forever(poll_interval=0.05)

    def start(self) -> threading.Thread:
        """As `serve`, in a thread of its own."""
        thread = threading.Thread(target=self.serve, name="search-server", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Stop answering, and take the socket away."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        if self._ticker.ident is not None:
            self._ticker.join(5)

    def follow(self) -> None:
        """Apply what has changed, as far as `PATIENCE` allows; in a flood only look how much that is."""
        if time.monotonic() < self._flood:
            self._apply(most=0, patience=0.0)
        else:
            self._apply(most=FEW, patience=PATIENCE)

    def _apply(self, *, most: int, patience: float) -> None:
        """`behind` is right afterwards, also where another thread is at it: then it is what that one has left."""
        if self._follow is None or not self._following.acquire(timeout=patience):
            return
        try:
            self.behind = self._follow(self.index, PATIENCE, most)
            if self.behind > FEW:
                self._flood = time.monotonic() + FLOOD
        except Exception:  # noqa: BLE001  # the edge of a request: the database may be away; the answer says so
            _log.exception("The search could not read what has changed.")
            self.behind = UNKNOWN
        finally:
            self._following.release()

    def _tick(self) -> None:
        while not self._closing.wait(TICK):
            self._apply(most=FEW, patience=PATIENCE)
            while self.behind > FEW and not self._closing.is_set():
                self._apply(most=_ALL, patience=PATIENCE)
            self.index.settle(_SETTLE)

    def answer(self, message: wire.Message) -> wire.Message:
        """The answer to one message; errors are answers too."""
        try:
            call, reply = message.plain.get("call"), wire.Message({})
            if not isinstance(call, str) or call not in wire.ANSWERS:
                raise BadAsk(reason="there is no such call")
            self.follow()
            found = self._call(call, message)
            if isinstance(found, Page | Facets | Found | Sizes):
                found = dataclasses.replace(found, behind=self.behind)
            reply.plain["answer"] = wire.ANSWERS[call][0](found, reply)
            return reply
        except SearchError as error:
            return wire.Message(
                {"error": error.code, "params": {key: str(value) for key, value in error.params.items()}}
            )

    def _call(self, call: str, message: wire.Message) -> Any:
        plain = message.plain
        if call in {"sizes", "ping"}:
            return getattr(self.index, call)()
        if call == "explain":
            return self.index.explain(_keys([plain.get("footage")])[0])
        if call == "reasons":
            return self.index.reasons(_keys(plain.get("footage")))
        ask = wire.read_ask(plain.get("ask"), message)
        if call == "facets":
            return self.index.facets(ask, dimensions=_names(plain.get("dimensions")), most=_limits(plain.get("most")))
        if call == "page":
            return self.index.page(ask, **_wishes(plain, message))
        return getattr(self.index, call)(ask)


def _keys(footage: Any) -> list[int]:
    if not isinstance(footage, list) or not all(isinstance(key, int) and 0 <= key < 2**31 for key in footage):
        raise BadAsk(reason="that is no footage")
    return footage


def _names(names: Any) -> list[str] | None:
    if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise BadAsk(reason="dimensions are a list of names")
    return names


def _limits(most: Any) -> dict[str, int]:
    if not isinstance(most, dict) or not all(isinstance(limit, int) and limit > 0 for limit in most.values()):
        raise BadAsk(reason="limits are numbers by name")
    return most


def _wishes(plain: wire.Plain, message: wire.Message) -> PageWishes:
    wishes: PageWishes = {"after": _cursor(plain.get("after")), "explained": plain.get("explained") is True}
    if "sort" in plain:
        wishes["sort"] = plain["sort"]  # checked by the index
    if "size" in plain:
        if not isinstance(plain["size"], int):
            raise BadAsk(reason="a page's size is a number")
        wishes["size"] = plain["size"]
    if "beside" in plain:
        wishes["beside"] = wire.read_ask(plain["beside"], message)
    return wishes


def _cursor(after: Any) -> tuple[int, int] | None:
    if after is None:
        return None
    if not (isinstance(after, list) and len(after) == 2 and all(isinstance(n, int) and 0 <= n < 2**32 for n in after)):
        raise BadAsk(reason="a cursor is a value and an id")
    return after[0], after[1]


class _Connection(socketserver.BaseRequestHandler):
    """Answers one client until it leaves."""

    def handle(self) -> None:
        server: Server = self.server.pugmark  # type: ignore[attr-defined]
        server._connections.add(self.request)
        try:
            while (message := wire.receive(self.request)) is not None:
                wire.send(self.request, server.answer(message))
        except (wire.BadFrame, OSError):
            return  # what it sent is no question, or it has gone: the connection ends
        except Exception:  # noqa: BLE001  # the edge of a request; the client sees the connection end
            _log.exception("A question could not be answered.")
        finally:
            server._connections.discard(self.request)


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128
