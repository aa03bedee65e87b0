"""Publish what is due, find again what was lost, and carry out what people decide."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from publishing.delivery import by_hand, carriage, endings, lease, ledger, looking, notices, reasons
from publishing.delivery.lease import ACTIVE
from publishing.delivery.looking import NotUnconfirmed, Sight, adopt, go_again, look
from publishing.delivery.models import Delivery
from publishing.delivery.planning import again, cancel
from publishing.delivery.takedowns import ask as ask_take_down

__all__ = [
    "NotUnconfirmed",
    "Sight",
    "adopt",
    "again",
    "ask_take_down",
    "cancel",
    "go_again",
    "look",
    "publish_due",
    "run_now",
    "sweep_leases",
]

State = Delivery.State
TURN_SECONDS = 40.0  # no new delivery is begun later than this within one call


def publish_due(*, limit: int = 50, seconds: float = TURN_SECONDS) -> int:
    """Take every due delivery one turn further, one after the other; returns how many. Cheap when nothing is due.

    Rows are claimed one at a time, so that several workers share what is due and none waits with a lease.
    """
    began = time.monotonic()
    turns = 0
    while turns < limit and time.monotonic() - began < seconds:
        delivery = lease.claim_due()
        if delivery is None:
            break
        carriage.carry(delivery)
        turns += 1
    return turns


def run_now(delivery: Delivery, *, seconds: float = 600.0) -> Delivery:
    """Carry one delivery until it has ended, needs a person, or is not due yet. For commands and tests.

    It waits for its video, for its platform and for tries to come, up to `seconds`.
    """
    began = time.monotonic()
    while True:
        delivery.refresh_from_db()
        if delivery.state not in ACTIVE or delivery.due_at > timezone.now() or time.monotonic() - began > seconds:
            return delivery
        rest = (delivery.next_at - timezone.now()).total_seconds()
        held = lease.claim(delivery, states=ACTIVE) if rest <= 0 else None
        if held is not None:
            carriage.carry(held)
        else:
            time.sleep(min(max(rest, 0.05), 0.5))


def sweep_leases() -> int:
    """Find what dead workers left behind, and look for unconfirmed posts; returns how many rows were touched.

    A lease that ran out inside an announced irreversible step makes the delivery unconfirmed. One that ran out
    elsewhere is simply free again: the step is repeated from its checkpoint.
    """
    now = timezone.now()
    lost = _sweep_irreversible()
    freed = list(Delivery.objects.filter(state__in=ACTIVE, lease_until__lt=now, step_irreversible=False))
    for delivery in freed:
        with transaction.atomic():
            let_go = Delivery.objects.filter(pk=delivery.pk, lease_owner=delivery.lease_owner, lease_until__lt=now)
            if let_go.update(lease_until=None, lease_owner=""):
                ledger.write(delivery, "lease_expired", step=delivery.step, data={"worker": delivery.lease_owner})
    looks = looking.due_looks(now=now)
    for delivery in looks:
        looking.look_by_ourselves(delivery)
    by_hand.say_late()
    endings.settle_forgotten()
    return lost + len(freed) + len(looks)


def _sweep_irreversible() -> int:
    now = timezone.now()
    rows = Delivery.objects.filter(
        state__in=[State.PUBLISHING, State.WAITING], lease_until__lt=now, step_irreversible=True
    ).select_related("variant")
    swept = 0
    for delivery in rows:
        owner = delivery.lease_owner
        reason = reasons.of_own("lease_expired", step=delivery.step)
        with transaction.atomic():
            # Only while the lease is still run out: a heartbeat may have come in between.
            taken = Delivery.objects.filter(
                pk=delivery.pk, lease_owner=owner, lease_until__lt=now, state=delivery.state
            ).update(state=State.UNCONFIRMED, lease_until=None, lease_owner="", next_at=now, looks=0, **reason)
            if taken:
                swept += 1
                data = {"worker": owner, "announced_at": str(delivery.announced_at), "checkpoint": delivery.checkpoint}
                secrets = carriage.secrets_of(delivery)
                ledger.write(delivery, "lease_expired", step=delivery.step, data=data, secrets=secrets)
                ledger.write(delivery, "unconfirmed", step=delivery.step, data={"code": "lease_expired"})
                notices.about(delivery, kind="unconfirmed", fields=reason)
        if taken:
            endings.settle(delivery)
    return swept
