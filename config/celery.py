"""Queues and the beat. Celery only carries the word that a row is due; a sweep finds the row if the word is lost."""

from __future__ import annotations

import os
import time

from celery import Celery
from celery.signals import beat_init, before_task_publish, celeryd_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import embedded

app = Celery("pugmark")
app.set_default()  # for every thread: a web server's or a command's threads send word of jobs too
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    task_default_queue="jobs",
    # Everything that may take long goes to "jobs"; a due post never waits behind a render.
    task_routes={
        # A platform that is slow to tell its figures holds up no publication.
        "publishing.collect_insights": {"queue": "insights"},
        "publishing.review_insights": {"queue": "insights"},
        "publishing.follow_up": {"queue": "insights"},
        "publishing.*": {"queue": "publish"},
        "curation.send_alarms": {"queue": "publish"},  # a fire does not wait behind a render either
        "curation.*": {"queue": "jobs"},
    },
    beat_schedule={
        "publish-due": {"task": "publishing.publish_due", "schedule": 1.0, "options": {"expires": 5}},
        "send-alarms": {"task": "curation.send_alarms", "schedule": 5.0, "options": {"expires": 20}},
        "forget-requests": {"task": "curation.forget_requests", "schedule": 86400.0, "options": {"expires": 3600}},
        "follow-review": {"task": "curation.follow_review", "schedule": 20.0, "options": {"expires": 15}},
        "forget-bulk": {"task": "curation.forget_bulk", "schedule": 86400.0, "options": {"expires": 3600}},
        "sweep-jobs": {"task": "curation.sweep_jobs", "schedule": 10.0, "options": {"expires": 30}},
        "sweep-leases": {"task": "publishing.sweep_leases", "schedule": 10.0, "options": {"expires": 30}},
        "forget-packages": {"task": "publishing.forget_packages", "schedule": 86400.0, "options": {"expires": 3600}},
        "post-notices": {"task": "publishing.send_post_notices", "schedule": 15.0, "options": {"expires": 30}},
        "follow-up": {"task": "publishing.follow_up", "schedule": 15.0, "options": {"expires": 14}},
        "delivery-notices": {"task": "publishing.send_delivery_notices", "schedule": 15.0, "options": {"expires": 14}},
        "review-rights": {"task": "publishing.review_rights", "schedule": 60.0, "options": {"expires": 55}},
        "review-partners": {"task": "publishing.review_partners", "schedule": 30.0, "options": {"expires": 28}},
        "warn-partners": {"task": "publishing.warn_partners", "schedule": 3600.0, "options": {"expires": 3000}},
        "renew-channels": {"task": "publishing.renew_channels", "schedule": 600.0, "options": {"expires": 500}},
        "collect-insights": {"task": "publishing.collect_insights", "schedule": 20.0, "options": {"expires": 19}},
        "enrol-insights": {"task": "publishing.enrol_insights", "schedule": 60.0, "options": {"expires": 55}},
        "review-insights": {"task": "publishing.review_insights", "schedule": 86400.0, "options": {"expires": 3600}},
        "saved-searches": {"task": "curation.check_saved_searches", "schedule": 60.0, "options": {"expires": 55}},
        "forget-removed": {"task": "curation.forget_removed", "schedule": 86400.0, "options": {"expires": 80000}},
        "watch-places": {"task": "curation.watch_places", "schedule": 5.0, "options": {"expires": 5}},
        "sweep-uploads": {"task": "curation.sweep_uploads", "schedule": 3600.0, "options": {"expires": 3000}},
        "prune-footage-changes": {
            "task": "curation.prune_footage_changes",
            "schedule": 3600.0,
            "options": {"expires": 3000},
        },
    },
)
# A small message through each queue proves that somebody consumes it (publishing.insights.canary).
CANARY = "publishing.canary"
for _queue in ("publish", "jobs", "insights"):
    app.conf.beat_schedule[f"canary-{_queue}"] = {
        "task": CANARY, "args": [_queue], "schedule": 15.0, "options": {"queue": _queue, "expires": 120},
    }  # fmt: skip
app.autodiscover_tasks(["curation", "publishing"])


@before_task_publish.connect(sender=CANARY)
def _stamp(headers: dict[str, object], **_: object) -> None:
    """Write on a canary when it was sent."""
    headers["sent_at"] = time.time()


@celeryd_init.connect
@beat_init.connect
def _have_services(**_: object) -> None:
    embedded.ensure()


@setup_logging.connect
def _keep_django_logging(**_: object) -> None:
    """Celery would replace the handlers that the settings define."""
