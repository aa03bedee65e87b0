"""The figures of the demo's past posts: what its invented audience had done at each slot of the schedule."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from publishing.delivery.models import Delivery
from publishing.delivery.sandbox import SandboxFeed
from publishing.insights import schedule, services
from publishing.insights.models import Watch
from publishing.posts.models import Post


def measure(post: Post) -> None:
    """Write down what would have been told since a post was published; workers go on from there."""
    services.forget(Delivery.objects.filter(variant__post=post))  # watched before the post was dated back
    services.enrol()
    now = timezone.now()
    for watch in Watch.objects.filter(delivery__variant__post=post).select_related("channel", "delivery"):
        feed = SandboxFeed(watch.channel)
        for slot in schedule.SLOTS:
            at = watch.published_at + timedelta(hours=slot)
            told = feed.counts(watch.delivery.remote_id, at=at) if at <= now else None
            if told is None:
                break
            services.record(watch, told, at=at)
