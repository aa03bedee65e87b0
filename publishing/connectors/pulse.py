"""Signs of life from within long work, for whoever keeps a lease on it: a thread that hangs gives none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

OWN_WORK = 600.0  # seconds in which work of our own, such as reading a large file through, need not say anything

MARGIN = 30.0  # seconds that a request may take beyond its time-outs, on a machine that is busy


class Pulse:
    """When the next sign of life is due at the latest. One thread gives them, another reads."""

    def __init__(self, *, patience: float = OWN_WORK) -> None:
        self._patience = patience
        self._due = time.monotonic() + patience

    def beats(self) -> bool:
        """Tell whether the sign that is due next may still come."""
        return time.monotonic() <= self._due

    def goes_on(self) -> None:
        """Give a sign: the next one comes within the same time."""
        self._due = time.monotonic() + self._patience

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Promise signs within another time for the length of the block, such as a request with its time-out."""
        before, self._patience = self._patience, seconds
        self.goes_on()
        try:
            yield
        finally:
            self._patience = before
            self.goes_on()


_felt: ContextVar[Pulse | None] = ContextVar("pulse", default=None)


@contextmanager
def felt_by(pulse: Pulse) -> Iterator[None]:
    """Let what runs in the block, in this thread, give its signs to `pulse`."""
    token = _felt.set(pulse)
    try:
        yield
    finally:
        _felt.reset(token)


def goes_on() -> None:
    """Give a sign of life to whoever feels for it, else nothing."""
    pulse = _felt.get()
    if pulse is not None:
        pulse.goes_on()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """`Pulse.within` for whoever feels for it, else nothing."""
    pulse = _felt.get()
    if pulse is None:
        yield
        return
    with pulse.within(seconds):
        yield
