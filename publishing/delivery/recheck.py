"""The checks once more, at the hour itself: what was true when a post was scheduled may not be true any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from publishing.delivery import reasons
from publishing.delivery.models import Delivery
from publishing.posts import readiness
from publishing.posts.models import Post
from publishing.posts.obstacles import Obstacle


@dataclass(frozen=True)
class Verdict:
    """Why a delivery must not go on: the state it goes to and the fields that say so."""

    state: str
    fields: dict[str, Any]


def judge(delivery: Delivery, *, now: datetime) -> Verdict | None:
    """None: it may go. Lateness ends it, everything else holds it until a person has looked."""
    post = delivery.variant.post
    if post.state not in {Post.State.SCHEDULED, Post.State.CLOSED}:
        return Verdict(Delivery.State.HELD, reasons.of_own("not_scheduled"))
    late = now - delivery.due_at
    if late > timedelta(minutes=post.tolerance):
        minutes = int(late.total_seconds() // 60)
        return Verdict(Delivery.State.MISSED, reasons.of_own("late", minutes=minutes, tolerance=post.tolerance))
    found = obstacle(delivery, now=now)
    return Verdict(Delivery.State.HELD, reasons.of_obstacle(found)) if found else None


def obstacle(delivery: Delivery, *, now: datetime) -> Obstacle | None:
    """The first thing that forbids what the delivery carries from leaving: rights, guard, captions, channel."""
    post = delivery.variant.post
    if post.version is not None:
        post.version.clip = post.clip  # the same row: it need not be read again
    version = post.version or post.clip.version
    spoken = {delivery.variant.language}
    found = [
        *readiness.source_obstacles(version, at=now, languages=spoken),
        *readiness.variant_obstacles(delivery.variant, version),
    ]
    return next((each for each in found if each.forbids), None)
