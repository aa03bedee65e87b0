"""Gets jobs done: here, beside the workers if there are some. A job is claimed, so nobody does it twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

import curation.work  # noqa: F401  (declares the handlers of all kinds)
from curation.jobs import services as jobs
from curation.jobs.models import Job


def finish_in_thread(job: Job) -> Job:
    """The same from a thread of a pool, which keeps no database connection of its own."""
    try:
        return jobs.finish(job)
    finally:
        connections.close_all()


def settle(rows: Iterable[Job]) -> None:
    """Finish jobs one after the other."""
    for job in rows:
        jobs.finish(job)
