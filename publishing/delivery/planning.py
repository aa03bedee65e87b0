"""Deliveries as posts ask for them: planned, moved, withdrawn, let go again. Registered as the posts' carrier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from publishing.delivery import endings, ledger, notices, quotas, reasons
from publishing.delivery.models import Delivery, LedgerEntry
from publishing.delivery.standing import before_again
from publishing.delivery.states import DELIVERY
from publishing.posts import signatures
from publishing.posts.carrier import register
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.obstacles import Obstacle

State = Delivery.State
_OUT = (
    State.PUBLISHING,
    State.WAITING,
    State.BY_HAND,
    State.PUBLISHED,
    State.UNCONFIRMED,
    State.TAKING_DOWN,
    State.TAKEN_DOWN,
)


def _anew(delivery: Delivery) -> dict[str, Any]:
    """How the row of a delivery that had ended begins anew."""
    return {"remote_id": "", "remote_url": "", **reasons.NONE, **before_again(delivery)}


def free() -> Q:
    """Nobody works on it at this moment."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now(), step_irreversible=False)


def _locked(rows: QuerySet[Delivery]) -> list[Delivery]:
    """Rows that nobody works on, kept from being claimed until the transaction ends."""
    return list(rows.filter(free()).select_for_update(of=("self",)).select_related("variant"))


def _people(post: Post) -> dict[str, list[str]]:
    """Who stands for what goes out: the ledger names them, whatever becomes of their accounts."""
    writers = {each.pk: each for each in (post.created_by, post.edited_by) if each is not None}
    found = {"written_by": signatures.names(writers.values()), "approved_by": signatures.names(_approvers(post))}
    return {name: names for name, names in found.items() if names}


def _approvers(post: Post) -> list[Any]:
    return signatures.approvers(post) or [each for each in (post.approved_by,) if each is not None]


class Planner:
    """Implements `posts.carrier.Carrier`."""

    @transaction.atomic
    def plan(self, variants: Sequence[Variant], *, due_at: datetime, user: AbstractBaseUser | None) -> list[Delivery]:
        planned = []
        people = _people(variants[0].post) if variants else {}
        for variant in variants:
            delivery = Delivery.objects.filter(variant=variant).first()
            if delivery is None:
                delivery = Delivery.objects.create(variant=variant, due_at=due_at, next_at=due_at)
            elif delivery.state in {State.CANCELLED, State.FAILED, State.MISSED, State.HELD}:
                DELIVERY.move(delivery, State.SCHEDULED, due_at=due_at, next_at=due_at, **_anew(delivery))
            else:
                planned.append(delivery)
                continue
            ledger.write(delivery, "planned", data={"due_at": due_at.isoformat(), **people}, actor=user)
            planned.append(delivery)
        return planned

    @transaction.atomic
    def move(self, post: Post, *, due_at: datetime, user: AbstractBaseUser | None) -> list[Delivery]:
        movable = (State.SCHEDULED, State.PREPARING, State.HELD, State.MISSED, State.FAILED)
        for delivery in _locked(Delivery.objects.filter(variant__post=post, state__in=movable)):
            before = delivery.due_at
            if delivery.state == State.SCHEDULED:
                Delivery.objects.filter(pk=delivery.pk).update(due_at=due_at, next_at=due_at)
            else:
                DELIVERY.move(delivery, State.SCHEDULED, due_at=due_at, next_at=due_at, **_anew(delivery))
            data = {"from": before.isoformat(), "to": due_at.isoformat()}
            ledger.write(delivery, "moved", data=data, actor=user)
        return list(Delivery.objects.filter(variant__post=post).select_related("variant"))

    @transaction.atomic
    def withdraw(self, variants: Sequence[Variant], *, user: AbstractBaseUser | None) -> None:
        begun = Q(state=State.WAITING, announced_at__isnull=False)
        states = (State.SCHEDULED, State.PREPARING, State.WAITING, State.HELD, State.FAILED, State.MISSED)
        for delivery in _locked(Delivery.objects.filter(variant__in=variants, state__in=states).exclude(begun)):
            DELIVERY.move(delivery, State.CANCELLED, lease_until=None, lease_owner="")
            ledger.write(delivery, "cancelled", actor=user)

    @transaction.atomic
    def forget(self, variants: Sequence[Variant]) -> None:
        # Only what was never taken up by a worker: everything else has a ledger that is to be kept.
        planned = Delivery.objects.filter(variant__in=variants, state=State.CANCELLED, announced_at__isnull=True)
        begun = LedgerEntry.objects.exclude(kind__in=("planned", "moved", "cancelled")).values("delivery")
        planned.exclude(pk__in=begun.filter(delivery__variant__in=variants)).delete()

    def is_out(self, variant: Variant) -> bool:
        delivery = Delivery.objects.filter(variant=variant).first()
        if delivery is None:
            return False
        working = delivery.lease_until is not None and delivery.lease_until > timezone.now()
        return working or delivery.state in _OUT

    def quota_obstacles(self, variants: Sequence[Variant], *, at: datetime) -> list[Obstacle]:
        return quotas.obstacles(variants, at=at)

    def quota_standings(self, channel: Channel) -> list[quotas.Standing]:
        return quotas.standings(channel)

    @transaction.atomic
    def channel_lost(self, channel: Channel) -> int:
        obstacle = Obstacle("channel_disconnected", {"channel": channel.name})
        rows = Delivery.objects.filter(variant__channel=channel, state__in=[State.SCHEDULED, State.PREPARING])
        lost = _locked(rows)
        fields = reasons.of_obstacle(obstacle)
        Delivery.objects.filter(pk__in=[each.pk for each in lost]).update(state=State.HELD, **fields)
        for delivery in lost:
            ledger.write(delivery, "held", data={"code": obstacle.code, "params": fields["error_params"]})
        notices.about_channel(channel, kind="channel_lost", number=len(lost))
        return len(lost)

    @transaction.atomic
    def release(self, channel: Channel, *, user: AbstractBaseUser | None) -> int:
        held = Delivery.objects.filter(variant__channel=channel, state=State.HELD, error_code__in=reasons.CHANNEL_CODES)
        rows = _locked(held)
        for delivery in rows:
            # The checkpoint stays: what is uploaded already need not be uploaded again.
            due = max(delivery.due_at, timezone.now())
            DELIVERY.move(delivery, State.SCHEDULED, next_at=due, attempts=0, **reasons.NONE)
            ledger.write(delivery, "released", actor=user)
        return len(rows)


@transaction.atomic
def again(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    """Let a failed, missed, held or cancelled delivery go now. Raises UndeclaredTransition."""
    now = timezone.now()
    keeps = {} if delivery.state == State.HELD else _anew(delivery)
    DELIVERY.move(delivery, State.SCHEDULED, due_at=now, next_at=now, **{**reasons.NONE, **keeps})
    ledger.write(delivery, "goes_again", actor=user)


@transaction.atomic
def cancel(delivery: Delivery, *, user: AbstractBaseUser | None) -> bool:
    """Cancel one delivery that has not gone out. False where it is too late."""
    Planner().withdraw([delivery.variant], user=user)
    delivery.refresh_from_db()
    endings.settle(delivery)
    return delivery.state == State.CANCELLED


register(Planner())
