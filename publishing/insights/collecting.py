"""Ask platforms for figures when they are due: one question at a time for each channel, as gently as it demands.

Rows are found by polling, like deliveries, and held by a lease. No transaction is open while a platform is asked.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from publishing.connectors.errors import CannotLook, ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.registry import UnknownPlatform
from publishing.delivery.carriage import connector_for
from publishing.delivery.ledger import worker_name
from publishing.insights import schedule, services
from publishing.insights.models import Pace, Watch
from publishing.insights.states import WATCH
from publishing.posts import channels
from publishing.posts.drafts import capabilities_of
from publishing.posts.models import Channel

logger = logging.getLogger(__name__)

State = Watch.State
LEASE = timedelta(minutes=5)  # longer than any platform may take to answer
TURN_SECONDS = 20.0  # no question is begun later than this within one call
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 6 * 3600.0  # seconds between two tries: doubled each time
ABSENT_PAUSE = timedelta(hours=6)  # before we believe that a post is gone: platforms lose sight of posts at times
ABSENCES = 2
REFUSALS = 3
WHOLE_CHANNEL = frozenset({"rate_limited", "quota_spent", "renewing"})
SHARE = 0.5  # of a platform's budget of requests: the other half is for publishing


def collect_due(*, limit: int = 200, seconds: float = TURN_SECONDS) -> int:
    """Ask for what is due, one after the other; returns how many were asked. Cheap when nothing is due."""
    began = time.monotonic()
    asked = 0
    while asked < limit and time.monotonic() - began < seconds:
        watch = claim_due()
        if watch is None:
            break
        ask(watch)
        asked += 1
    return asked


def claim_due() -> Watch | None:
    """Take the publication that has waited longest, or None.

    Passed over: channels that somebody asks at this moment, that want a pause, or that a person must reconnect.
    """
    now = timezone.now()
    busy = Watch.objects.filter(channel=OuterRef("channel"), lease_until__gt=now).exclude(lease_owner="")
    resting = Pace.objects.filter(channel=OuterRef("channel"), not_before__gt=now)
    due = Watch.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now), ~Exists(busy), ~Exists(resting),
        state=State.WATCHING, next_at__lte=now,
    ).exclude(channel__state=Channel.State.DISCONNECTED)  # fmt: skip
    with transaction.atomic():
        watch = due.order_by("next_at").select_for_update(skip_locked=True, of=("self",)).first()
        if watch is None:
            return None
        watch.lease_owner, watch.lease_until = f"{worker_name()}:{uuid.uuid4().hex[:8]}", now + LEASE
        watch.save(update_fields=["lease_owner", "lease_until"])
    return watch


def ask(watch: Watch) -> None:
    """Ask once and write down what came of it; the lease is handed back, whatever happens."""
    delivery = watch.delivery
    if delivery.state == delivery.State.TAKEN_DOWN:
        _end(watch, State.TAKEN_DOWN)
        return
    try:
        told = _told(watch)
    except ConnectorError as error:
        _on_error(watch, error)
    except UnknownPlatform:
        _end(watch, State.UNMEASURABLE)
    except Exception as error:
        logger.exception("the figures of %s", watch)
        _again(watch, code="internal", params={"kind": type(error).__name__})
    else:
        services.record(watch, told, at=timezone.now(), owner=watch.lease_owner)
        _spare(watch.channel)


def _told(watch: Watch) -> Mapping[str, Any]:
    delivery = watch.delivery
    with connector_for(delivery) as connector:
        return connector.insights(delivery.remote_id, dict(delivery.checkpoint))


def _on_error(watch: Watch, error: ConnectorError) -> None:
    """The kind of the error is the policy."""
    if isinstance(error, CannotLook):
        _end(watch, State.UNMEASURABLE, error)
    elif isinstance(error, NeedsReconnect):
        channels.disconnect(watch.channel, error)
        _let_go(watch, **_reason(error))  # still due: asked as soon as the channel is connected again
    elif isinstance(error, TryLater):
        _try_later(watch, error)
    elif is_gone(error):
        _absent(watch, error)
    elif isinstance(error, Rejected) and watch.attempts + 1 >= REFUSALS:
        _end(watch, State.REFUSED, error)
    else:
        _again(watch, code=error.code, params=error.params)


def is_gone(error: ConnectorError) -> bool:
    """Whether the platform says that there is no such post (any more)."""
    return error.code == "post_gone" or (isinstance(error, Rejected) and error.params.get("status") in (404, 410))


def _absent(watch: Watch, error: ConnectorError) -> None:
    if watch.absences + 1 >= ABSENCES:
        _end(watch, State.GONE, error, absences=watch.absences + 1)
    else:
        _let_go(watch, next_at=timezone.now() + ABSENT_PAUSE, absences=watch.absences + 1, **_reason(error))


def _try_later(watch: Watch, error: TryLater) -> None:
    """A platform that asks for a pause gets it from the whole channel; one that fails is asked again by itself."""
    if error.code in WHOLE_CHANNEL or error.after is not None:
        pause = max(error.after or 0.0, FIRST_PAUSE)
        _pace(watch.channel, seconds=pause, reason=error.code)
        _let_go(watch, next_at=timezone.now() + timedelta(seconds=pause), **_reason(error))
    else:
        _again(watch, code=error.code, params=error.params)


def _again(watch: Watch, *, code: str, params: Mapping[str, Any]) -> None:
    """Once more after a pause; where the schedule is over there is no end to wait for, so it ends."""
    now = timezone.now()
    attempts = min(watch.attempts + 1, 1000)
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE) * random.uniform(1.0, 1.25)  # noqa: S311 - spreads load, guards nothing
    over = schedule.next_moment(watch.published_at, after=now) is None and attempts >= 10
    fields = {"attempts": attempts, "error_code": code, "error_params": dict(params)}
    if over:
        fields["state"] = State.ENDED
    _let_go(watch, next_at=now + timedelta(seconds=pause), **fields)


def _end(watch: Watch, state: str, error: ConnectorError | None = None, **changes: Any) -> None:
    WATCH.check(watch.state, state)
    _let_go(watch, state=state, **changes, **(_reason(error) if error else {}))


def _let_go(watch: Watch, **changes: Any) -> None:
    held = Watch.objects.filter(pk=watch.pk, lease_owner=watch.lease_owner)
    held.update(lease_owner="", lease_until=None, **changes)


def _reason(error: ConnectorError) -> dict[str, Any]:
    return {"error_code": error.code, "error_params": {name: str(value) for name, value in error.params.items()}}


def _spare(channel: Channel) -> None:
    """Leave room between two questions where the platform counts requests: publishing needs the other half."""
    quotas = capabilities_of(channel.platform).quota("request")
    pause = max((quota.seconds * quota.cost / quota.limit / SHARE for quota in quotas if quota.limit), default=0.0)
    if pause:
        _pace(channel, seconds=pause, reason="")


def _pace(channel: Channel, *, seconds: float, reason: str) -> None:
    until = timezone.now() + timedelta(seconds=seconds)
    Pace.objects.update_or_create(channel=channel, defaults={"not_before": until, "reason": reason})
