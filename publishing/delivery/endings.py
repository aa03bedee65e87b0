"""What follows when a delivery has come to an end: the post closes, the channel remembers its success."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from publishing.connectors.base import Published
from publishing.delivery import follow_ups, lease, ledger, notices, reasons
from publishing.delivery.models import Delivery
from publishing.posts.models import Channel, Post
from publishing.posts.services import close_if_ended

ENDED = frozenset({"published", "failed", "cancelled", "missed", "taken_down"})


def publish(
    delivery: Delivery, published: Published, *, kind: str = "published", actor: AbstractBaseUser | None = None
) -> None:
    """Write down that it stands on the platform. Raises LeaseLost."""
    now = timezone.now()
    worker = delivery.lease_owner
    with transaction.atomic():
        lease.let_go(
            delivery,
            state=Delivery.State.PUBLISHED,
            checkpoint=published.checkpoint,
            remote_id=published.remote_id[:300],
            remote_url=published.url[:500],
            published_at=now,
            step_irreversible=False,
            attempts=0,
            **reasons.NONE,
        )
        data = {"remote_id": published.remote_id, "url": published.url}
        ledger.write(delivery, kind, step=delivery.step, data=data, actor=actor, worker=worker)
        Channel.objects.filter(pk=delivery.variant.channel_id).update(last_success_at=now)
        follow_ups.begin(delivery, published.checkpoint)
    settle(delivery)


def end(delivery: Delivery, *, state: str, kind: str, fields: dict[str, Any], **changes: Any) -> None:
    """Leave a delivery in a state that only a person, or nobody, changes. Raises LeaseLost."""
    worker = delivery.lease_owner
    with transaction.atomic():
        lease.let_go(delivery, state=state, **fields, **changes)
        data = {"code": fields.get("error_code", ""), "params": fields.get("error_params", {})}
        ledger.write(delivery, kind, step=delivery.step, data=data, worker=worker)
        if kind in notices.KINDS or state in notices.KINDS:
            notices.about(delivery, kind=kind if kind in notices.KINDS else state, fields=fields)
    settle(delivery)


def settle_forgotten() -> None:
    """Close posts whose worker was lost between the last word of a delivery and this."""
    past = Post.objects.filter(state=Post.State.SCHEDULED, due_at__lt=timezone.now())
    open_ = Delivery.objects.exclude(state__in=ENDED).filter(variant__post=OuterRef("pk"))
    for delivery in Delivery.objects.filter(variant__post__in=past.filter(~Exists(open_))).select_related("variant"):
        settle(delivery)


def settle(delivery: Delivery) -> None:
    """Close the post once all that belongs to it has ended."""
    post = Post.objects.get(pk=delivery.variant.post_id)
    states = list(Delivery.objects.filter(variant__post=post).values_list("state", flat=True))
    close_if_ended(post, ended=[state in ENDED for state in states])
