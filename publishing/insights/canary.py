"""A small message that must pass each queue through a real worker: it proves that work is consumed.

The beat sends one to every queue; `stamp` writes on it when. The worker that takes it out notes in the cache who it is
and how long the message was under way. A list of processes would prove nothing: one may hang, or listen elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache

QUEUES = ("publish", "jobs", "insights")
EVERY = 15.0  # seconds between two
SILENT_AFTER = 60.0  # seconds after which a queue counts as not consumed
_KEPT = 7 * 86400


@dataclass(frozen=True)
class Passage:
    """The last canary of a queue: when it came through (epoch seconds), how long it took, in which process."""

    at: float
    seconds: float
    worker: str

    def age(self, *, now: float | None = None) -> float:
        return (now or time.time()) - self.at


def passed(queue: str, *, sent: float, worker: str) -> None:
    """Called in the worker that took the canary out of `queue`."""
    now = time.time()
    cache.set(f"canary:{queue}", {"at": now, "seconds": max(0.0, now - sent), "worker": worker}, _KEPT)


def last(queue: str) -> Passage | None:
    """The last canary that came through, None where none ever did."""
    kept = cache.get(f"canary:{queue}")
    return Passage(**kept) if kept else None
