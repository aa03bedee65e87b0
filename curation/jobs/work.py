"""What a job does while it runs: its handler, its progress, its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from curation.jobs.heartbeat import heartbeat
from curation.jobs.models import Job

LEASE = timedelta(seconds=60)
REPORT_EVERY = 0.4  # seconds between two writes of a job's progress

Handler = Callable[["Work"], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


class JobCancelled(Exception):
    """A person asked for the end of this job."""


class JobFailed(Exception):
    """The job cannot be done; `code` and `params` make the sentence that a person reads."""

    def __init__(self, code: str, detail: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code, self.detail, self.params = code, detail, params


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of this kind. It gets a `Work` and returns the job's result, if any."""

    def declare(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return declare


def handler_of(kind: str) -> Handler:
    return _handlers[kind]


class Work:
    """A running job as its handler sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._written = 0.0
        self._cancelled = False

    @property
    def subject(self) -> int:
        """Primary key of the row that the job works on; 0, which no row has, where it has none."""
        return self.job.subject or 0

    def kept_alive(self) -> AbstractContextManager[None]:
        """Keep its lease while something works that tells nothing of its progress."""
        return heartbeat(self._renew, lease=LEASE, name=self.job.kind)

    def _renew(self) -> None:
        self._mine().update(lease_until=timezone.now() + LEASE)

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, worker=self.job.worker)

    def report(self, fraction: float, note: str | None = None) -> None:
        """Write how far the job is (0..1) and keep its lease; at most every 0.4 s unless the note changes."""
        now = time.monotonic()
        changed = note is not None and note != self.job.note
        if not changed and now - self._written < REPORT_EVERY:
            return
        self._written = now
        self.job.fraction = min(max(fraction, 0.0), 1.0)
        if note is not None:
            self.job.note = note
        self._mine().update(fraction=self.job.fraction, note=self.job.note, lease_until=timezone.now() + LEASE)
        state = Job.objects.filter(pk=self.job.pk).values_list("cancel_requested", "state", "worker").first()
        self._cancelled = state is None or state[0] or state[1] != Job.State.RUNNING or state[2] != self.job.worker

    def cancelled(self) -> bool:
        """Whether the job shall end; asks the database at most every 0.4 s."""
        self.report(self.job.fraction)
        return self._cancelled

    def stop_if_cancelled(self) -> None:
        if self.cancelled():
            raise JobCancelled
