"""Gets jobs done: here, beside the workers if there are some. A job is claimed, so nobody does it twice."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import connections
from django.utils import timezone

import curation.work  # noqa: F401  (declares the handlers of all kinds)
from curation.jobs import services as jobs
from curation.jobs.models import Job

ENDED = frozenset({Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED})


def finish(job: Job) -> Job:
    """Do the job, or wait for the worker that has it; where that worker died the job is taken over."""
    while jobs.run(job.pk) is None:
        job.refresh_from_db()
        if job.state in ENDED:
            break
        if job.lease_until and job.lease_until < timezone.now():
            jobs.sweep()
        time.sleep(0.2)
    job.refresh_from_db()
    return job


def finish_in_thread(job: Job) -> Job:
    """The same from a thread of a pool, which keeps no database connection of its own."""
    try:
        return finish(job)
    finally:
        connections.close_all()


def settle(rows: Iterable[Job]) -> None:
    """Finish jobs one after the other."""
    for job in rows:
        finish(job)
