"""Keeps a lease from running out while something works that tells nothing of its progress."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(renew: Callable[[], object], *, lease: timedelta, name: str) -> Iterator[None]:
    """Call `renew`, which writes the new end of a `lease`, three times in each, beside what the block does.

    It is called by a thread called `name` with a database connection of its own. A beat that the database refuses is
    logged: the next may succeed, and if none does the lease runs out, which is safe.
    """
    ended = threading.Event()

    def beat() -> None:
        try:
            while not ended.wait(lease.total_seconds() / 3):
                try:
                    renew()
                except Error as error:  # InterfaceError, of a connection that was cut, is no DatabaseError
                    logger.warning("%s: the lease could not be renewed: %s", name, error)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
