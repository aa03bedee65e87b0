"""Deliveries that end in a person's hands: the package is ready, somebody posts it, and says here what became of it.

They are held by nobody and never claimed; late or not, they stay until a person has answered.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from publishing.connectors.base import ByHand, Published
from publishing.connectors.targets import TARGETS, Target
from publishing.delivery import endings, lease, ledger, notices, packages, reasons, recheck
from publishing.delivery.models import Delivery
from publishing.posts.obstacles import Obstacle

State = Delivery.State
_TARGETS = {each.platform: each for each in TARGETS}
_TOLD = timedelta(days=3650)  # its lateness is said once; nothing is looked for after that


class NotByHand(Exception):
    """Somebody has answered already, or it waits for no person."""


class NoPackage(Exception):
    """The package is gone from the store."""


class AddressWrong(Exception):
    """What was given as the post's address is not one of that platform; `hosts` says where they are."""

    def __init__(self, hosts: tuple[str, ...]) -> None:
        super().__init__(", ".join(hosts))
        self.hosts = hosts


class MayNotLeave(Exception):
    """What the package holds may not be shown any more; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.code)
        self.obstacle = obstacle


def target_of(delivery: Delivery) -> Target | None:
    """Where the person posts it; None for a platform that a program publishes to."""
    return _TARGETS.get(delivery.variant.channel.platform)


def hand_over(delivery: Delivery, outcome: ByHand) -> None:
    """Leave a delivery that we hold to a person. Raises LeaseLost."""
    worker = delivery.lease_owner
    late = delivery.due_at + timedelta(minutes=delivery.variant.post.tolerance)
    with transaction.atomic():
        lease.let_go(
            delivery,
            state=State.BY_HAND,
            checkpoint=outcome.checkpoint,
            step_irreversible=False,
            attempts=0,
            next_at=late,
            **reasons.NONE,
        )
        ledger.write(delivery, "handed_over", step=delivery.step, data={"package": outcome.package}, worker=worker)
        notices.about(delivery, kind="by_hand", fields=reasons.of_own("by_hand"))


def fetch(delivery: Delivery, *, user: AbstractBaseUser) -> str:
    """The stored name of the package, for somebody who downloads it; the ledger says who did.

    Raises NotByHand, NoPackage, MayNotLeave where rights have changed since it was made.
    """
    if delivery.state != State.BY_HAND:
        raise NotByHand(str(delivery))
    obstacle = recheck.obstacle(delivery, now=timezone.now())
    if obstacle is not None:
        raise MayNotLeave(obstacle)
    name = packages.name_of(delivery)
    if not name:
        raise NoPackage(str(delivery))
    ledger.write(delivery, "package_fetched", actor=user)
    return name


def posted(delivery: Delivery, *, url: str, user: AbstractBaseUser | None) -> None:
    """A person has posted it, at `url`; empty only where the platform's posts have no address.

    Raises NotByHand, AddressWrong.
    """
    target = target_of(delivery)
    hosts = target.hosts if target else ()
    if not is_there(url, hosts):
        raise AddressWrong(hosts)
    held = _hold(delivery)
    published = Published({**held.checkpoint, "url": url}, f"by-hand:{held.key}", url)
    endings.publish(held, published, kind="posted_by_hand", actor=user)


@transaction.atomic
def not_posted(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    """A person will not post it: it is cancelled. Raises NotByHand."""
    held = _hold(delivery)
    lease.let_go(held, state=State.CANCELLED, **reasons.NONE)
    ledger.write(held, "not_posted", actor=user)
    endings.settle(held)


def say_late() -> int:
    """Say once, in the ledger and on the page, that nobody has posted it within its tolerance; returns how many."""
    now = timezone.now()
    due = Delivery.objects.filter(state=State.BY_HAND, next_at__lte=now).select_related("variant__post")
    told = 0
    for delivery in due.order_by("next_at")[:200]:
        minutes = int((now - delivery.due_at).total_seconds() // 60)
        reason = reasons.of_own("by_hand_late", minutes=minutes, tolerance=delivery.variant.post.tolerance)
        still = Delivery.objects.filter(pk=delivery.pk, state=State.BY_HAND, next_at=delivery.next_at)
        with transaction.atomic():
            if still.update(next_at=now + _TOLD, **reason):
                data = {"code": reason["error_code"], "params": reason["error_params"]}
                ledger.write(delivery, "by_hand_late", data=data)
                notices.about(delivery, kind="by_hand_late", fields=reason)
                told += 1
    return told


def _hold(delivery: Delivery) -> Delivery:
    held = lease.claim(delivery, states=[State.BY_HAND])
    if held is None:
        raise NotByHand(str(delivery))
    return held


def is_there(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address can be that of a post there; a platform without addresses takes none, or any."""
    if not url:
        return not hosts
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or len(url) > 500:
        return False
    return not hosts or any(host == each or host.endswith(f".{each}") for each in hosts)
