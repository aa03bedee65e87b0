"""Asks the server of the search. A server that is away or slow is an error with a name, never an empty answer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from curation.search import wire
from curation.search.ask import Ask, Facets, Found, Page, PageWishes, Part, Sizes
from curation.search.errors import BadAsk, SearchTimeout, SearchUnavailable

Address = str | Path | tuple[str, int]

_IDLE = 8


class Client:
    """A `Finder` over a socket; safe to use from several threads, each question on a connection of its own.

    `connect_timeout` and `read_timeout` in seconds; the second is for the whole of an answer.
    """

    def __init__(self, address: Address, *, connect_timeout: float = 0.5, read_timeout: float = 5.0) -> None:
        self.address = address
        self.connect_timeout = connect_timeout
        self.read_timeout = read_timeout
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()

    def page(self, ask: Ask, **wishes: Unpack[PageWishes]) -> Page:
        beside = wishes.pop("beside", None)
        message = wire.Message(dict(wishes))
        if beside is not None:
            message.plain["beside"] = wire.write_ask(beside, message)
        message.plain["ask"] = wire.write_ask(ask, message)
        return self._call("page", message)

    def facets(
        self, ask: Ask, *, dimensions: Sequence[str] | None = None, most: Mapping[str, int] | None = None
    ) -> Facets:
        names = None if dimensions is None else list(dimensions)
        return self._ask("facets", ask, dimensions=names, most=dict(most or {}))

    def ids(self, ask: Ask) -> Found:
        return self._ask("ids", ask)

    def map(self, ask: Ask) -> Facets:
        return self._ask("map", ask)

    def explain(self, footage: int) -> list[Part]:
        return self._call("explain", wire.Message({"footage": footage}))

    def reasons(self, footage: Sequence[int]) -> dict[int, list[Part]]:
        return self._call("reasons", wire.Message({"footage": list(footage)}))

    def sizes(self) -> Sizes:
        return self._call("sizes", wire.Message({}))

    def ping(self) -> str:
        return self._call("ping", wire.Message({}))

    def close(self) -> None:
        """Give up idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _ask(self, call: str, ask: Ask, **plain: Any) -> Any:
        message = wire.Message(plain)
        message.plain["ask"] = wire.write_ask(ask, message)
        return self._call(call, message)

    def _call(self, call: str, message: wire.Message) -> Any:
        message.plain["call"] = call
        reply = self._exchange(message)
        if "error" in reply.plain:
            if reply.plain["error"] == BadAsk.code:
                raise BadAsk(**reply.plain["params"])
            raise SearchUnavailable
        return wire.ANSWERS[call][1](reply.plain["answer"], reply)

    def _exchange(self, message: wire.Message) -> wire.Message:
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept is not None:
            # A kept connection may be of a server that has gone since: then one new try. Questions change nothing.
            with contextlib.suppress(SearchUnavailable):
                return self._once(kept, message)
            self.close()
        return self._once(self._connect(), message)

    def _connect(self) -> socket.socket:
        family = socket.AF_INET if isinstance(self.address, tuple) else socket.AF_UNIX
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(self.connect_timeout)
        try:
            connection.connect(self.address if isinstance(self.address, tuple) else str(self.address))
        except OSError as error:
            connection.close()
            raise SearchUnavailable from error
        return connection

    def _once(self, connection: socket.socket, message: wire.Message) -> wire.Message:
        try:
            connection.settimeout(self.read_timeout)
            wire.send(connection, message)
            reply = wire.receive(connection, seconds=self.read_timeout)
        except (wire.Silence, TimeoutError) as error:
            connection.close()
            raise SearchTimeout(seconds=self.read_timeout) from error
        except (wire.BadFrame, OSError) as error:
            connection.close()
            raise SearchUnavailable from error
        if reply is None:
            connection.close()
            raise SearchUnavailable
        with self._lock:
            if len(self._idle) < _IDLE:
                self._idle.append(connection)
                return reply
        connection.close()
        return reply
