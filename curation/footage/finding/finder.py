"""Which index answers: the server of this machine where it runs, else one in this process, built when first asked.

`make run` starts the server (`manage.py search_index`) and tells its children its address in SEARCH_ADDRESS; they never
build an index of their own. A command finds the server by its socket, or builds its own index for as long as it lives.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from django.conf import settings

from curation.footage.finding import changes, keeper
from curation.search.ask import Ask, Facets, Found, Page, PageWishes, Part, Sizes
from curation.search.client import Client
from curation.search.finder import Finder
from curation.search.index import Index
from curation.species.names import normalise

CATCH_UP = 2.0  # seconds that an answer may wait for changes, in a process of its own
_lock = threading.RLock()
_own: OwnIndex | None = None
_clients: dict[str, Client] = {}


def finder() -> Finder:
    """What answers searches here."""
    address = settings.SEARCH_ADDRESS or (settings.SEARCH_SOCKET if Path(settings.SEARCH_SOCKET).is_socket() else "")
    if address:
        with _lock:
            return _clients.setdefault(address, Client(keeper.address_of(address)))
    return own()


def own() -> OwnIndex:
    """The index of this process."""
    global _own
    with _lock:
        if _own is None:
            _own = OwnIndex()
        return _own


def forget() -> None:
    """Let the index of this process and all connections go. For tests, whose rows are rolled back."""
    global _own
    with _lock:
        _own = None
        for client in _clients.values():
            client.close()
        _clients.clear()


class OwnIndex:
    """An index in this process that looks at the change log before every answer."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._follower = changes.Follower()

    def _ready(self) -> tuple[Index, int]:
        """The index and how many changes it is behind."""
        if self._index is not None:
            try:
                self._follower.look()
            except changes.LogLost:
                self._index = None
        if self._index is None:
            self._follower = changes.Follower(position=changes.here())
            index = Index(folding=normalise)
            index.build(changes.everything())
            self._index = index
        return self._index, self._follower.apply_to(self._index, budget=CATCH_UP)

    def page(self, ask: Ask, **wishes: Unpack[PageWishes]) -> Page:
        with self._lock:
            index, behind = self._ready()
            page = index.page(ask, **wishes)
        return replace(page, behind=behind)

    def facets(
        self, ask: Ask, *, dimensions: Sequence[str] | None = None, most: Mapping[str, int] | None = None
    ) -> Facets:
        with self._lock:
            index, behind = self._ready()
            found = index.facets(ask, dimensions=dimensions, most=most)
        return Facets(found.counts, found.total, behind)

    def ids(self, ask: Ask) -> Found:
        with self._lock:
            index, behind = self._ready()
            return Found(index.ids(ask).ids, behind)

    def map(self, ask: Ask) -> Facets:
        with self._lock:
            index, behind = self._ready()
            found = index.map(ask)
        return Facets(found.counts, found.total, behind)

    def explain(self, footage: int) -> list[Part]:
        with self._lock:
            return self._ready()[0].explain(footage)

    def reasons(self, footage: Sequence[int]) -> dict[int, list[Part]]:
        with self._lock:
            return self._ready()[0].reasons(footage)

    def sizes(self) -> Sizes:
        with self._lock:
            return self._ready()[0].sizes()

    def ping(self) -> str:
        with self._lock:
            self._ready()
            return self._follower.position
