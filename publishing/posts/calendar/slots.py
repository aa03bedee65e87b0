"""The hours at which a channel likes to post, and the next ones that are free.

An hour that clocks skip on a day is posted as much later as clocks jump (02:30 becomes 03:30); of an hour that comes
twice the first is taken: a slot is a habit, not an appointment, so nobody is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from publishing.posts import hours
from publishing.posts.models import Channel, Post

MOST = 40  # slots of a channel
APART = timedelta(minutes=15)
"""A slot with a post nearer than this on its channel is taken."""
HORIZON = timedelta(days=60)
"""So far ahead free slots are looked for."""
_AT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class BadSlots(ValueError):
    """These are no slots: a day outside 0 to 6, an hour that is none, or too many."""


@dataclass(frozen=True)
class Slot:
    """A moment (aware, UTC) at which a channel (primary key) likes to post."""

    at: datetime
    channel: int


def cleaned(slots: Any) -> list[dict[str, Any]]:
    """Slots as they are stored: days in order, hours in order, one line an hour. Raises BadSlots."""
    if not isinstance(slots, list) or len(slots) > MOST:
        raise BadSlots
    found: dict[str, set[int]] = {}
    for each in slots:
        if not isinstance(each, dict):
            raise BadSlots
        days, at = each.get("days"), each.get("at")
        if not isinstance(at, str) or not _AT.fullmatch(at) or not isinstance(days, list) or not days:
            raise BadSlots
        if any(type(day) is not int or not 0 <= day <= 6 for day in days):
            raise BadSlots
        found.setdefault(at, set()).update(days)
    return [{"days": sorted(days), "at": at} for at, days in sorted(found.items())]


def write_slots(channel: Channel, slots: Any) -> None:
    """Store the slots of a channel. Raises BadSlots."""
    channel.slots = cleaned(slots)
    channel.save(update_fields=["slots"])


def coming(channel: Channel, *, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots of a channel in (after, until), in order."""
    day = hours.local_hour(after, zone_name=channel.time_zone).date() - timedelta(days=1)
    last = hours.local_hour(until, zone_name=channel.time_zone).date() + timedelta(days=1)
    while day <= last:
        moments = {
            _moment(day, each["at"], zone=channel.time_zone) for each in channel.slots if day.weekday() in each["days"]
        }
        for at in sorted(moments):
            if after < at < until:
                yield Slot(at, channel.pk)
        day += timedelta(days=1)


def _moment(day: date, at: str, *, zone: str) -> datetime:
    local = datetime.combine(day, time.fromisoformat(at))
    try:
        return hours.moment(local, zone_name=zone, second=False)
    except hours.HourMissing as missing:
        return hours.moment(missing.after, zone_name=zone, second=False)


def next_free(
    channels: Sequence[Channel], *, post: Post | None = None, after: datetime | None = None, number: int = 5
) -> list[Slot]:
    """The next slots of any of the channels at which none of them is busy; `post` is no obstacle to itself."""
    after = max(after or timezone.now(), timezone.now())
    until = after + HORIZON
    known = [channel for channel in channels if _zone_known(channel)]
    wanted = sorted(
        (slot for channel in known for slot in coming(channel, after=after, until=until)),
        key=lambda slot: (slot.at, slot.channel),
    )
    if not wanted:
        return []
    planned = Post.objects.filter(
        variants__channel__in=[each.pk for each in channels], due_at__gt=after - APART, due_at__lt=until + APART
    ).exclude(pk=post.pk if post else 0)
    taken = sorted({at for at in planned.values_list("due_at", flat=True) if at is not None})
    free: list[Slot] = []
    for slot in wanted:
        if len(free) == number:
            break
        if any(slot.at == other.at for other in free) or _near(taken, slot.at):
            continue
        free.append(slot)
    return free


def _near(taken: list[datetime], at: datetime) -> bool:
    place = bisect_right(taken, at - APART)
    return place < len(taken) and taken[place] < at + APART


def _zone_known(channel: Channel) -> bool:
    try:
        hours.zone(channel.time_zone)
    except hours.UnknownZone:
        return False
    return True
