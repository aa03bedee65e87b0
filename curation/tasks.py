"""Celery's doors into curation."""

from celery import shared_task

import curation.work  # noqa: F401  (declares the handlers of all chapters)
from curation.jobs import services


@shared_task(name="curation.run_job")
def run_job(job_id: int) -> None:
    services.run(job_id)


@shared_task(name="curation.sweep_jobs")
def sweep_jobs() -> None:
    services.sweep()
