"""Unconfirmed: look for the post on the platform, adopt it, or let it go again where that cannot make a second one."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from publishing.connectors.base import Published
from publishing.connectors.errors import ConnectorError, NeedsReconnect
from publishing.delivery import endings, lease, ledger, reasons
from publishing.delivery.carriage import LOOK_PAUSES, connector_for, secrets_of
from publishing.delivery.models import Delivery
from publishing.posts import channels
from publishing.posts.drafts import capabilities_of, finished_draft

State = Delivery.State
LOOKS_BEFORE_REPEAT = 2  # a platform may show a post only some seconds after it took it
REPEAT_MARGIN = timedelta(minutes=5)  # of the time for which the platform recognises a repeat


class Sight(Enum):
    """What a look at the platform brought."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class NotUnconfirmed(Exception):
    """Somebody has decided about this delivery already, or is looking right now."""


def look(delivery: Delivery, *, user: AbstractBaseUser | None = None) -> Sight:
    """Ask the platform once, write what was seen, adopt what is found. Raises NotUnconfirmed."""
    held = _hold(delivery)
    try:
        found = _find(held)
    except (ConnectorError, FileNotFoundError) as error:
        _note(held, Sight.UNKNOWN, user=user, error=error)
        return Sight.UNKNOWN
    if found is None:
        _note(held, Sight.ABSENT, user=user)
        return Sight.ABSENT
    endings.publish(held, found, kind="adopted", actor=user)
    return Sight.FOUND


def _hold(delivery: Delivery) -> Delivery:
    """Take an unconfirmed delivery; one whose lease ran out within the step is ours to look at too."""
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk, state=State.UNCONFIRMED, lease_until__lt=now).update(lease_until=None)
    held = lease.claim(delivery, states=[State.UNCONFIRMED])
    if held is None:
        raise NotUnconfirmed(str(delivery))
    return held


def _find(delivery: Delivery) -> Published | None:
    with (
        lease.kept_alive(delivery),
        connector_for(delivery) as connector,
        finished_draft(delivery.variant, key=str(delivery.key)) as draft,
    ):
        return connector.find_existing(draft, dict(delivery.checkpoint))


def _note(delivery: Delivery, sight: Sight, *, user: AbstractBaseUser | None, error: Exception | None = None) -> None:
    """Write what was seen, and when we look next; a person's look does not count among our own."""
    looks = delivery.looks + (0 if user else 1)
    pause = LOOK_PAUSES[min(looks, len(LOOK_PAUSES) - 1)]
    data = {"sight": sight.value, "look": looks}
    if isinstance(error, ConnectorError):
        data |= {"code": error.code, "params": reasons.of_connector(error)["error_params"]}
    if isinstance(error, NeedsReconnect):
        channels.disconnect(delivery.variant.channel, error)
    secrets = secrets_of(delivery)
    with transaction.atomic():
        lease.let_go(delivery, looks=looks, next_at=timezone.now() + pause)
        ledger.write(delivery, "looked", step=delivery.step, data=data, actor=user, secrets=secrets)


def look_by_ourselves(delivery: Delivery) -> None:
    """One look without a person; lets the delivery go again where the platform recognises a repeat as one."""
    try:
        sight = look(delivery)
    except NotUnconfirmed:
        return
    delivery.refresh_from_db()
    if sight is Sight.ABSENT and may_repeat(delivery, now=timezone.now()):
        go_again(delivery, user=None)


def may_repeat(delivery: Delivery, *, now: datetime) -> bool:
    """Whether a repeat cannot make a second post: the platform knows its key still, and we looked more than once."""
    if delivery.state != State.UNCONFIRMED or delivery.looks < LOOKS_BEFORE_REPEAT or delivery.announced_at is None:
        return False
    late = now - delivery.due_at > timedelta(minutes=delivery.variant.post.tolerance)
    safe = capabilities_of(delivery.variant.channel.platform).repeat.safe_seconds
    return not late and now < delivery.announced_at + timedelta(seconds=safe) - REPEAT_MARGIN


def due_looks(*, now: datetime, limit: int = 20) -> list[Delivery]:
    """Unconfirmed deliveries that we still look for by ourselves."""
    rows = Delivery.objects.filter(state=State.UNCONFIRMED, next_at__lte=now, looks__lt=len(LOOK_PAUSES))
    return list(rows.select_related("variant__channel", "variant__post").order_by("next_at")[:limit])


@transaction.atomic
def adopt(delivery: Delivery, *, user: AbstractBaseUser | None, url: str = "", remote_id: str = "") -> None:
    """A person has seen it on the platform: it is published. Raises NotUnconfirmed."""
    held = _hold(delivery)
    published = Published(dict(held.checkpoint), remote_id or held.remote_id, url or held.remote_url)
    endings.publish(held, published, kind="adopted", actor=user)


@transaction.atomic
def go_again(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    """It is not there: publish again, under the same key and from the same checkpoint. Raises NotUnconfirmed."""
    held = _hold(delivery)
    now = timezone.now()
    changes = {"due_at": now} if user else {}  # a person chooses a new hour by deciding; the machine keeps the old one
    lease.let_go(
        held,
        state=State.SCHEDULED,
        next_at=now,
        step_irreversible=False,
        attempts=0,
        looks=0,
        **reasons.NONE,
        **changes,
    )
    ledger.write(held, "goes_again", step=held.step, actor=user)
