"""Celery's doors into curation."""

from celery import shared_task

import curation.work  # noqa: F401  (declares the handlers of all chapters)
from curation.footage import uploads
from curation.footage.alarms import notices
from curation.footage.bulk import edits
from curation.footage.collections import services as collections
from curation.footage.finding import changes
from curation.footage.monitoring import idempotency
from curation.footage.review import queue
from curation.footage.saved import services as saved_searches
from curation.footage.watching import services as watching
from curation.jobs import services
from curation.language import memory, terms
from curation.language import uploads as language_uploads


@shared_task(name="curation.run_job")
def run_job(job_id: int) -> None:
    services.run(job_id)


@shared_task(name="curation.sweep_jobs")
def sweep_jobs() -> None:
    services.sweep()


@shared_task(name="curation.sweep_uploads")
def sweep_uploads() -> None:
    uploads.sweep_expired()


@shared_task(name="curation.prune_footage_changes")
def prune_footage_changes() -> None:
    changes.prune()


@shared_task(name="curation.send_alarms")
def send_alarms() -> None:
    notices.send_due()


@shared_task(name="curation.forget_requests")
def forget_requests() -> None:
    idempotency.forget_old()


@shared_task(name="curation.follow_review")
def follow_review() -> None:
    queue.follow()


@shared_task(name="curation.forget_bulk")
def forget_bulk() -> None:
    edits.forget_old()


@shared_task(name="curation.check_saved_searches")
def check_saved_searches() -> None:
    saved_searches.check_due()


@shared_task(name="curation.forget_removed")
def forget_removed() -> None:
    collections.forget_removed()
    saved_searches.forget_removed()
    terms.prune()
    memory.prune()
    language_uploads.sweep()


@shared_task(name="curation.watch_places")
def watch_places() -> None:
    watching.look_at_due()
