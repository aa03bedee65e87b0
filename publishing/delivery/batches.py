"""A worker that hears that deliveries are due claims them in batches and carries one after the other."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

from curation.jobs.heartbeat import heartbeat
from publishing.delivery import carriage, lease

BATCH, BACKLOG = 500, 5000  # deliveries that are claimed at once, and that may wait for their turn in one worker
TRUST = 8  # deliveries that a process may keep waiting for each one that it has carried
CLAIM_PAUSE = 0.25  # seconds between two claims while others wait for their turn
SHIFT_SECONDS = 10.0  # sweeps and alarms come through the same queue
LONG_SECONDS = 5.0  # a delivery that takes longer, such as a long upload, does not keep others waiting for it
_carried = 0
"""Turns that this process has taken. One that is new, perhaps because the one before it died, claims little: what it
keeps waiting would wait for its lease to run out if it died too."""


class Queue:
    """What this process has claimed and not begun. The heartbeat's thread reads it too."""

    def __init__(self) -> None:
        self._tickets: deque[lease.Ticket] = deque()
        self._lock = Lock()
        self._carries_since: float | None = None

    def __len__(self) -> int:
        return len(self._tickets)

    def claim(self, *, most: int) -> None:
        claimed = lease.claim_batch(most=most)
        with self._lock:
            self._tickets.extend(claimed)

    def carry_next(self) -> int:
        """Take the first one a turn further; returns 0 where it is not ours any more, or nothing waits."""
        with self._lock:
            ticket = self._tickets.popleft() if self._tickets else None
            self._carries_since = time.monotonic()
        try:
            delivery = lease.take_up(ticket) if ticket else None
            if delivery is not None:
                carriage.carry(delivery)
            return int(delivery is not None)
        finally:
            self._carries_since = None

    def beat(self) -> None:
        """Keep what waits for its turn, or let others have it where the one that is carried takes long."""
        since = self._carries_since
        if since is not None and time.monotonic() - since > LONG_SECONDS:
            self.give_back()
            return
        with self._lock:
            tickets = list(self._tickets)
        lease.renew(tickets)

    def give_back(self) -> None:
        with self._lock:
            tickets = list(self._tickets)
            self._tickets.clear()
        lease.give_back(tickets)


def publish_in_batches(*, seconds: float = SHIFT_SECONDS) -> int:
    """Take every due delivery one turn further; returns how many turns were taken. Cheap when nothing is due.

    What is due is claimed at once, also while others are being carried, so that it is known within the second which
    worker has it. What was not begun after `seconds`, or waits behind one that takes long, goes back, for whoever comes
    next.
    """
    global _carried
    began, claimed_at, turns = time.monotonic(), 0.0, 0
    queue = Queue()
    with heartbeat(queue.beat, lease=lease.waiting_time(), name="lease-batch"):
        while time.monotonic() - began < seconds:
            room = min(BACKLOG, 4 + TRUST * _carried) - len(queue)
            if room > 0 and (not len(queue) or time.monotonic() - claimed_at > CLAIM_PAUSE):
                claimed_at = time.monotonic()
                queue.claim(most=min(room, BATCH))
            if not len(queue):
                break
            taken = queue.carry_next()
            turns += taken
            _carried += taken
    queue.give_back()
    return turns
