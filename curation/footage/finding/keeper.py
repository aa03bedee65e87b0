"""Keeps the index of a machine: from its snapshot or built anew, followed, saved, and served to all other processes."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import close_old_connections, connections

from curation.footage.finding import changes
from curation.search import snapshot
from curation.search.errors import SnapshotDamaged
from curation.search.index import Index
from curation.search.server import Address, Server
from curation.species.names import normalise

logger = logging.getLogger(__name__)
SAVE_EVERY = 1800.0  # seconds; a start reads what changed since then from the log


class Keeper:
    """The index with its follower. All reading of the database happens in one thread, on one connection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="search-reading")
        self._follower = changes.Follower()
        self._saved = ""

    def index(self, told: Callable[[str], object] = logger.info) -> Index:
        """The index, from its snapshot where that still serves."""
        return self._reading.submit(self._loaded, told).result()

    def _loaded(self, told: Callable[[str], object]) -> Index:
        try:
            index = snapshot.load(self._folder, folding=normalise)
            self._follower = changes.Follower(position=index.position)
            self._follower.look()
            self._saved = index.position
            return index
        except SnapshotDamaged as error:
            told(str(error))
        except changes.LogLost:
            told("The stored search index is older than the change log.")
        told("Building the search index anew.")
        position = changes.here()
        index = Index(folding=normalise)
        index.build(changes.everything(), position=position)
        self._follower = changes.Follower(position=position)
        return index

    def follow(self, index: Index, budget: float, most: int) -> int:
        """Apply what has changed, unless it is more than `most`; returns how many changes are outstanding after
        `budget` seconds."""
        return self._reading.submit(self._follow, index, budget, most).result()

    def _follow(self, index: Index, budget: float, most: int) -> int:
        try:
            self._follower.look()
        except changes.LogLost:
            # Only where this process slept for days: everything is read again, in slices like any change.
            self._follower = changes.Follower(position=changes.here(), pending=changes.all_keys(), tables=True)
        except Exception:
            close_old_connections()
            raise
        return self._follower.apply_to(index, budget=budget, most=most)

    def save(self, index: Index, *, aside: bool = False) -> None:
        """Write a snapshot, if all that is known is applied and something has changed since the last one.

        `aside`: by a child process, while this one goes on answering.
        """
        self._reading.submit(self._save, index, aside=aside).result()

    def _save(self, index: Index, *, aside: bool) -> None:
        position = self._follower.position
        if self._follower.pending or position == self._saved:
            return
        index.position = position
        if aside:
            snapshot.save_aside(index, self._folder)
        else:
            snapshot.save(index, self._folder)
        self._saved = position

    def close(self) -> None:
        self._reading.submit(connections.close_all).result()
        self._reading.shutdown()


def address_of(text: str) -> Address:
    """The address that a text names: `host:port`, or the path of a Unix socket."""
    host, _colon, port = text.rpartition(":")
    return (host.strip("[]"), int(port)) if host and port.isdigit() and "/" not in host else text


def forget(folder: Path) -> None:
    """Throw the stored index away."""
    shutil.rmtree(folder, ignore_errors=True)


def serve(folder: Path, address: Address, *, told: Callable[[str], object], stopped: threading.Event) -> None:
    """Answer at `address` until `stopped`; the snapshot in `folder` is written now and then, and at the end."""
    keeper = Keeper(folder)
    try:
        index = keeper.index(told)
        server = Server(index, address, follow=keeper.follow)
        thread = server.start()
        told(f"The search knows {len(index.catalogue.live)} pieces of footage.")
        try:
            while not stopped.wait(SAVE_EVERY):
                keeper.save(index, aside=True)
        finally:
            server.close()
            thread.join(5)
            keeper.save(index)
    finally:
        keeper.close()
