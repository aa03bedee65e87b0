"""Who may use the index when: many questions at once, or one change alone.

A change that waits goes before questions that come after it, so that a busy desk does not keep changes out. Neither
kind of turn may be taken again inside another.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class Turns:
    """A lock for reading and writing."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._readers = 0
        self._writing = False
        self._waiting = 0

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """Nothing changes meanwhile."""
        with self._free:
            while self._writing or self._waiting:
                self._free.wait()
            self._readers += 1
        try:
            yield
        finally:
            with self._free:
                self._readers -= 1
                self._free.notify_all()

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody asks meanwhile."""
        with self._free:
            self._waiting += 1
            while self._writing or self._readers:
                self._free.wait()
            self._waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._free:
                self._writing = False
                self._free.notify_all()
