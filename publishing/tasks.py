"""Celery's doors into publishing."""

import time
from typing import Any

from celery import shared_task


@shared_task(name="publishing.publish_due")
def publish_due() -> None:
    from publishing.delivery import batches

    batches.publish_in_batches()


@shared_task(name="publishing.renew_channels")
def renew_channels() -> None:
    from publishing.posts import channels

    channels.renew_due()


@shared_task(name="publishing.forget_packages")
def forget_packages() -> None:
    from publishing.delivery import packages

    packages.forget_old()


@shared_task(name="publishing.follow_up")
def follow_up() -> None:
    from publishing.delivery import follow_ups

    follow_ups.due()


@shared_task(name="publishing.send_delivery_notices")
def send_delivery_notices() -> None:
    from publishing.delivery import notices

    notices.send_due()


@shared_task(name="publishing.review_rights")
def review_rights() -> None:
    from publishing.delivery import rights, takedowns

    rights.review_planned()
    takedowns.review_rights()


@shared_task(name="publishing.review_partners")
def review_partners() -> None:
    from publishing.partners import letters

    letters.review_copies()
    letters.send_due()


@shared_task(name="publishing.warn_partners")
def warn_partners() -> None:
    from publishing.partners import copies, letters

    letters.warn_of_ends()
    letters.review_taken()
    copies.forget_old()


@shared_task(name="publishing.sweep_leases")
def sweep_leases() -> None:
    from publishing.delivery import services

    services.sweep_leases()


@shared_task(name="publishing.collect_insights")
def collect_insights() -> None:
    from publishing.insights import collecting

    collecting.collect_due()


@shared_task(name="publishing.enrol_insights")
def enrol_insights() -> None:
    from publishing.insights import services

    services.follow(recent=True)


@shared_task(name="publishing.review_insights")
def review_insights() -> None:
    from publishing.insights import services

    services.follow(recent=False)


@shared_task(name="publishing.send_post_notices")
def send_post_notices() -> None:
    from publishing.posts import notices

    notices.send_due()


@shared_task(name="publishing.canary", bind=True)
def canary(self: Any, queue: str) -> None:
    from publishing.insights import canary

    canary.passed(
        queue, sent=float(self.request.get("sent_at") or 0) or time.time(), worker=self.request.hostname or ""
    )
