"""What platforms give an account or an app within a stretch of time, counted from our own deliveries.

Planned ahead when a post is scheduled, and kept to at its hour.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from publishing.connectors.capabilities import Quota
from publishing.connectors.registry import UnknownPlatform
from publishing.delivery import lease
from publishing.delivery.models import Delivery
from publishing.delivery.windows import Window
from publishing.posts import platform_limits
from publishing.posts.drafts import capabilities_of
from publishing.posts.models import Channel, Variant
from publishing.posts.obstacles import Obstacle

State = Delivery.State
UNDER_WAY = (State.PUBLISHING, State.WAITING, State.UNCONFIRMED)
GONE_OUT = (State.PUBLISHED, State.TAKING_DOWN, State.TAKEN_DOWN)  # what was taken down had its share of the quota too
PLANNED = (State.SCHEDULED, State.PREPARING, State.HELD)
SHORT = 3600  # seconds; a window below that is told in minutes
LATEST = timedelta(days=2)  # how long after its hour something may go out and still be counted by its hour


@dataclass(frozen=True)
class Standing:
    """How a channel stands with one quota: used in the last `seconds`, planned in the next, from when there is room."""

    what: str
    limit: int
    seconds: int
    used: int
    planned: int
    next_free: datetime
    shared: bool

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def window_of(quota: Quota) -> Window:
    """The quota as so many times within a stretch, whatever each costs."""
    return Window(quota.limit // quota.cost, timedelta(seconds=quota.seconds))


def sharing(channel: Channel, quota: Quota) -> list[int]:
    """The channels that eat from the same budget: the account's alone, or all that sign in through the same app."""
    if quota.scope == "account":
        return [channel.pk]
    app = str(channel.settings.get("client_id") or "")
    rows = Channel.objects.filter(platform=channel.platform).values_list("pk", "settings")
    return [pk for pk, settings in rows if str(settings.get("client_id") or "") == app]


def gone_out(channels: Sequence[int], *, since: datetime, now: datetime, beside: Iterable[int] = ()) -> list[datetime]:
    """When posts of these channels went out since a moment; what is under way counts as now."""
    rows = Delivery.objects.filter(variant__channel__in=channels, due_at__gt=since - LATEST, due_at__lte=now)
    rows = rows.filter(state__in=[*UNDER_WAY, *GONE_OUT]).exclude(pk__in=list(beside))
    found = (at or announced or now for at, announced in rows.values_list("published_at", "announced_at"))
    return [at for at in found if at > since]


def planned(channels: Sequence[int], *, first: datetime, last: datetime, beside: Iterable[int] = ()) -> list[datetime]:
    """When posts of these channels are to go out between two moments. beside: variants that are not counted."""
    rows = Delivery.objects.filter(variant__channel__in=channels, due_at__gt=first, due_at__lt=last, state__in=PLANNED)
    return list(rows.exclude(variant__in=list(beside)).values_list("due_at", flat=True))


def obstacles(variants: Sequence[Variant], *, at: datetime) -> list[Obstacle]:
    """What the platforms' quotas say against these variants at this hour, each after those before it."""
    found: list[Obstacle] = []
    taken: dict[tuple[Quota, tuple[int, ...]], list[datetime]] = {}
    for variant in variants:
        for quota in _counted(variant.channel):
            budget = tuple(sharing(variant.channel, quota))
            before = taken.setdefault((quota, budget), [])
            among = _around(budget, quota, at=at, beside=variants) + before
            free = window_of(quota).first_free(at, among=among)
            before.append(free)
            if free > at:
                found.append(_told(variant, quota, at=at, free=free, among=among))
    return found


def _around(budget: Sequence[int], quota: Quota, *, at: datetime, beside: Sequence[Variant]) -> list[datetime]:
    length, now = timedelta(seconds=quota.seconds), timezone.now()
    keys = [variant.pk for variant in beside]
    own = Delivery.objects.filter(variant__in=keys).values_list("pk", flat=True)
    past = gone_out(budget, since=at - length, now=now, beside=own) if at - length < now else []
    # A bound in the future: what is planned behind this hour may push it further still.
    return past + planned(budget, first=max(at - length, now - LATEST), last=at + 8 * length, beside=keys)


def _told(variant: Variant, quota: Quota, *, at: datetime, free: datetime, among: Sequence[datetime]) -> Obstacle:
    late = free - at
    bearable = late <= timedelta(minutes=variant.post.tolerance)
    window = window_of(quota)
    near = max(window.limit, sum(abs(each - at) < window.length for each in among))
    params = {
        "channel": variant.channel.name,
        "platform": capabilities_of(variant.channel.platform).name,
        "number": near + 1,
        "limit": window.limit,
        **_stretch(quota.seconds),
        "next": free,
        "minutes": -int(-late.total_seconds() // 60),
    }
    code = "quota_delays" if bearable else "quota_full"
    if quota.seconds < SHORT:
        code += "_at_once"
    return Obstacle(code, params, severity="warning" if bearable else "error", variant=variant.pk)


def _stretch(seconds: int) -> dict[str, float]:
    """The length of a window in the unit that its sentence uses."""
    return {"stretch": -(-seconds // 60)} if seconds < SHORT else {"hours": round(seconds / 3600, 2)}


def _counted(channel: Channel) -> tuple[Quota, ...]:
    """What a post takes a place of: the day's posts, and the minute's requests, of which it begins with one."""
    return _quotas(channel, "post") + _quotas(channel, "request")


def admit(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Let a delivery that we hold begin to publish, where every quota has room; else the moment when there will be.

    Who asks for the same budget at this moment waits for the answer to this, so that two do not take one place.
    Raises LeaseLost.
    """
    channel = delivery.variant.channel
    quotas = _counted(channel)
    with transaction.atomic():
        later = now
        for quota in quotas:
            budget = sharing(channel, quota)
            _queue_up(channel.platform, min(budget))
            length = timedelta(seconds=quota.seconds)
            past = gone_out(budget, since=now - length, now=now, beside=[delivery.pk])
            later = max(later, window_of(quota).first_free(now, among=[each for each in past if each <= now]))
        if later > now:
            return later
        lease.change(delivery, state=State.PUBLISHING)
    return None


def standings(channel: Channel, *, now: datetime | None = None) -> list[Standing]:
    """How the channel stands with each quota on posts."""
    now, found = now or timezone.now(), []
    for quota in _quotas(channel, "post"):
        budget, window = sharing(channel, quota), window_of(quota)
        past = gone_out(budget, since=now - window.length, now=now)
        to_come = planned(budget, first=now, last=now + window.length)
        free = window.first_free(now, among=past + to_come)
        standing = Standing(quota.what, window.limit, quota.seconds, len(past), len(to_come), free, len(budget) > 1)
        found.append(standing)
    return found


def _quotas(channel: Channel, what: str) -> tuple[Quota, ...]:
    try:
        return platform_limits.known(channel).quota(what)
    except UnknownPlatform:
        return ()


def _queue_up(platform: str, number: int) -> None:
    """Wait until nobody else counts this budget; let go when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [zlib.crc32(platform.encode()) - 2**31, number])
