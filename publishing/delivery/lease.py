"""Who works on a delivery now.

A lease is taken in one short transaction, kept alive by a heartbeat, and runs out by itself.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from curation.jobs.heartbeat import heartbeat
from publishing.connectors.pulse import OWN_WORK, Pulse, felt_by
from publishing.delivery import ledger
from publishing.delivery.models import Delivery
from publishing.delivery.states import DELIVERY

logger = logging.getLogger(__name__)
ACTIVE = ("scheduled", "preparing", "publishing", "waiting", "taking_down")


class LeaseLost(Exception):
    """Somebody else has taken this delivery over; whoever holds this exception must not touch it any more."""


def lease_time() -> timedelta:
    """How long a delivery belongs to a silent worker; setting DELIVERY_LEASE_SECONDS, 60 by default."""
    return timedelta(seconds=float(getattr(settings, "DELIVERY_LEASE_SECONDS", 60)))


def waiting_time() -> timedelta:
    """How long a claimed delivery that is not begun belongs to a silent worker: nothing can have happened to it yet."""
    return min(lease_time(), timedelta(seconds=10))


@dataclass(frozen=True)
class Ticket:
    """A claimed delivery that waits for its turn in this process."""

    number: int
    owner: str


def due_rows() -> QuerySet[Delivery]:
    """What a worker may take now, longest due first; `delivery_due` is its index."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now, step_irreversible=False)
    return Delivery.objects.filter(free, state__in=ACTIVE, next_at__lte=now).order_by("next_at", "pk")


@transaction.atomic
def claim_batch(*, most: int) -> list[Ticket]:
    """Take up to `most` due deliveries in one transaction of four statements, whatever their number."""
    rows = list(due_rows().select_for_update(skip_locked=True, of=("self",)).values_list("pk", "state")[:most])
    if not rows:
        return []
    owner = _new_owner()
    Delivery.objects.filter(pk__in=[pk for pk, _state in rows]).update(
        lease_owner=owner, lease_until=timezone.now() + waiting_time()
    )
    ledger.write_claims([pk for pk, state in rows if state == Delivery.State.SCHEDULED], worker=owner)
    return [Ticket(pk, owner) for pk, _state in rows]


def take_up(ticket: Ticket) -> Delivery | None:
    """The row of a ticket as it is now, for a whole lease; None where it has been lost meanwhile."""
    ours = Delivery.objects.filter(pk=ticket.number, lease_owner=ticket.owner, state__in=ACTIVE)
    if not ours.update(lease_until=timezone.now() + lease_time()):
        return None
    return _whole().filter(pk=ticket.number, lease_owner=ticket.owner, state__in=ACTIVE).first()


def renew(tickets: Iterable[Ticket]) -> None:
    """Keep what waits for its turn ours for another lease."""
    waiting = list(tickets)
    owners = {each.owner for each in waiting}
    Delivery.objects.filter(pk__in=[each.number for each in waiting], lease_owner__in=owners).update(
        lease_until=timezone.now() + waiting_time()
    )


def give_back(tickets: Iterable[Ticket]) -> None:
    """Let others take what was not begun."""
    waiting = list(tickets)
    owners = {each.owner for each in waiting}
    Delivery.objects.filter(pk__in=[each.number for each in waiting], lease_owner__in=owners).update(
        lease_until=None, lease_owner=""
    )


def claim_due() -> Delivery | None:
    """Take the delivery that is due longest, or None. Rows that others are taking at this moment are passed over.

    A row whose lease ran out inside an announced irreversible step is never taken here: `sweep_leases` decides.
    """
    return _claim(due_rows())


def claim(delivery: Delivery, *, states: Iterable[str]) -> Delivery | None:
    """Take this delivery, due or not, if it is in one of these states and nobody holds it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now(), step_irreversible=False)
    return _claim(Delivery.objects.filter(free, pk=delivery.pk, state__in=list(states)))


def _claim(rows: Any) -> Delivery | None:
    with transaction.atomic():
        delivery = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        delivery.lease_owner = _new_owner()
        delivery.lease_until = timezone.now() + lease_time()
        delivery.save(update_fields=["lease_owner", "lease_until"])
        if delivery.state == Delivery.State.SCHEDULED:
            ledger.write_claims([delivery.pk], worker=delivery.lease_owner)
    return _whole().get(pk=delivery.pk)


def _new_owner() -> str:
    """A name that no other claim has."""
    return f"{ledger.worker_name()}:{uuid.uuid4().hex[:8]}"


def _whole() -> QuerySet[Delivery]:
    """Deliveries with all that a turn reads, the captions of every language in two queries."""
    whole = Delivery.objects.select_related(
        "variant__channel", "variant__post__clip", "variant__post__version", "variant__rendition"
    )
    return whole.prefetch_related("variant__post__clip__tracks__cues")


def change(delivery: Delivery, *, state: str = "", **changes: Any) -> None:
    """Write to a delivery that we hold. Raises LeaseLost where we do not any more, UndeclaredTransition."""
    if state and state != delivery.state:
        DELIVERY.check(delivery.state, state)
        changes["state"] = state
    changed = Delivery.objects.filter(pk=delivery.pk, lease_owner=delivery.lease_owner, state=delivery.state).update(
        **changes
    )
    if not changed or not delivery.lease_owner:
        raise LeaseLost(str(delivery))
    for name, value in changes.items():
        setattr(delivery, name, value)


def let_go(delivery: Delivery, *, state: str = "", **changes: Any) -> None:
    """Write the outcome of this turn and hand the delivery back. Raises LeaseLost, UndeclaredTransition."""
    change(delivery, state=state, lease_until=None, lease_owner="", **changes)


@contextmanager
def kept_alive(delivery: Delivery) -> Iterator[None]:
    """Keep the lease during a long step, as long as the block gives signs of life (`connectors.pulse`).

    A thread that hangs gives none: its lease runs out although the process lives, and the sweep decides.
    """
    held = Delivery.objects.filter(pk=delivery.pk, lease_owner=delivery.lease_owner)
    pulse = Pulse(patience=float(getattr(settings, "DELIVERY_HANGS_AFTER_SECONDS", OWN_WORK)))

    def renew() -> None:
        if pulse.beats():
            held.update(lease_until=timezone.now() + lease_time())
        else:
            logger.error("%s gives no sign of life, its lease is not renewed any more", delivery)

    with heartbeat(renew, lease=lease_time(), name=f"lease-{delivery.pk}"), felt_by(pulse):
        yield
