"""A worker that hears that deliveries are due claims them in batches and carries one after the other."""

from __future__ import annotations

import time
from collections import deque

from curation.jobs.heartbeat import heartbeat
from publishing.delivery import carriage, lease

BATCH, BACKLOG = 500, 5000  # deliveries that are claimed at once, and that may wait for their turn in one worker
TRUST = 8  # deliveries that a process may keep waiting for each one that it has carried
CLAIM_PAUSE = 0.25  # seconds between two claims while others wait for their turn
SHIFT_SECONDS = 10.0  # sweeps and alarms come through the same queue
_carried = 0
"""Turns that this process has taken. One that is new, perhaps because the one before it died, claims little: what it
keeps waiting would wait for its lease to run out if it died too."""


def publish_in_batches(*, seconds: float = SHIFT_SECONDS) -> int:
    """Take every due delivery one turn further; returns how many turns were taken. Cheap when nothing is due.

    What is due is claimed at once, also while others are being carried, so that it is known within the second which
    worker has it. What was not begun after `seconds` goes back, for whoever comes next.
    """
    global _carried
    began, claimed_at, turns = time.monotonic(), 0.0, 0
    waiting: deque[lease.Ticket] = deque()
    with heartbeat(lambda: lease.renew(list(waiting)), lease=lease.waiting_time(), name="lease-batch"):
        while time.monotonic() - began < seconds:
            room = min(BACKLOG, 4 + TRUST * _carried) - len(waiting)
            if room > 0 and (not waiting or time.monotonic() - claimed_at > CLAIM_PAUSE):
                claimed_at = time.monotonic()
                waiting.extend(lease.claim_batch(most=min(room, BATCH)))
            if not waiting:
                break
            delivery = lease.take_up(waiting.popleft())
            if delivery is not None:
                carriage.carry(delivery)
                turns += 1
                _carried += 1
    lease.give_back(waiting)
    return turns
