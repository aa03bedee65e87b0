"""Start, run, cancel, retry and sweep jobs."""

from __future__ import annotations

import logging
import os
import socket
import time
import traceback
import uuid
from typing import Any

from celery import current_app
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import KombuError

from curation.jobs.models import Job
from curation.jobs.states import JOB
from curation.jobs.work import LEASE, JobCancelled, JobFailed, Work, handler_of

logger = logging.getLogger(__name__)
ATTEMPTS = 3  # a job whose worker died is tried this often


def start(
    kind: str,
    *,
    subject: int | None = None,
    payload: dict[str, Any] | None = None,
    user: AbstractBaseUser | None = None,
) -> Job:
    """Store a job and send word of it once the transaction is committed."""
    job = Job.objects.create(kind=kind, subject=subject, payload=payload or {}, created_by=user)  # type: ignore[misc]
    announce(job.pk)
    return job


def announce(job_id: int) -> None:
    """Send a job's number to the workers on commit. A broker that is down is no error: the sweep finds the row."""

    def send() -> None:
        try:
            current_app.send_task("curation.run_job", args=[job_id], retry=False)
        except (KombuError, OSError) as error:
            logger.warning("Job %s waits for the sweep, the broker did not take it: %s", job_id, error)

    transaction.on_commit(send)


def claim(job_id: int) -> Job | None:
    """Take a queued job for this process; None if it is gone, taken or ended."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, worker=worker, started_at=now, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: int) -> Job | None:
    """Do a job, here and now; its end is written to its row. Returns None where there was nothing to do."""
    job = claim(job_id)
    if job is None:
        return None
    work = Work(job)
    try:
        work.stop_if_cancelled()
        result = handler_of(job.kind)(work) or {}
    except JobCancelled:
        _finish(job, Job.State.CANCELLED)
    except JobFailed as failure:
        _finish(
            job, Job.State.FAILED, error_code=failure.code, error_params=failure.params, error_detail=failure.detail
        )
    except Exception:
        logger.exception("Job %s (%s) broke", job.pk, job.kind)
        _finish(job, Job.State.FAILED, error_code="internal", error_detail=traceback.format_exc()[-8000:])
    else:
        _finish(job, Job.State.DONE, fraction=1.0, result=result)
    return job


def finish(job: Job) -> Job:
    """Do the job here, or wait for the worker that has it; where that worker died, take the job over. For commands."""
    while run(job.pk) is None:
        job.refresh_from_db()
        if job.state not in {Job.State.QUEUED, Job.State.RUNNING}:
            break
        if job.lease_until and job.lease_until < timezone.now():
            sweep()
        time.sleep(0.1)
    job.refresh_from_db()
    return job


def _finish(job: Job, state: str, **changes: Any) -> None:
    """Write the end, unless another process has taken the job over meanwhile."""
    Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING).update(
        state=state, finished_at=timezone.now(), lease_until=None, note="", **changes
    )
    job.refresh_from_db()


def cancel(job: Job) -> None:
    """Ask a running job to end, end a queued one. A job that has ended stays as it is."""
    Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(cancel_requested=True)
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, finished_at=timezone.now())
    job.refresh_from_db()


def retry(job: Job) -> None:
    """Queue a failed or cancelled job again."""
    JOB.move(
        job,
        Job.State.QUEUED,
        cancel_requested=False,
        fraction=0.0,
        note="",
        error_code="",
        error_params={},
        error_detail="",
        finished_at=None,
        attempts=0,
    )
    announce(job.pk)


def sweep() -> int:
    """Queue again what a dead worker left, fail what died too often, announce what waits; returns their number."""
    now = timezone.now()
    dead = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    dead.filter(attempts__gte=ATTEMPTS).update(
        state=Job.State.FAILED, error_code="worker_died", finished_at=now, lease_until=None
    )
    dead.update(state=Job.State.QUEUED, lease_until=None, worker="")
    waiting = Job.objects.filter(state=Job.State.QUEUED).filter(Q(created_at__lt=now - LEASE / 6)).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True)[:200])
    for number in numbers:
        announce(number)
    return len(numbers)
