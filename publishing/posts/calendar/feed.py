"""A person's calendar for other programs, at an address that only that person knows and can take back."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from curation import tokens
from publishing.posts import selectors
from publishing.posts.calendar import ics, occasions
from publishing.posts.calendar.asked import Asked
from publishing.posts.drafts import language_name
from publishing.posts.models import Channel, Post
from publishing.posts.models.feed import CalendarFeed

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST_POSTS = 5000
MOST_FEEDS = 20  # of a person
_STATUS = {"cancelled": "CANCELLED", "taken_down": "CANCELLED", "draft": "TENTATIVE", "in_review": "TENTATIVE"}
_READ_EVERY = timedelta(minutes=1)  # between two notes that a feed was read


class TooManyFeeds(Exception):
    """The person has `MOST_FEEDS` already."""


def make(user: Any, *, name: str, asked: Asked, language: str) -> tuple[CalendarFeed, str]:
    """A new feed and its secret, which is nowhere kept and never shown again. Raises TooManyFeeds."""
    if CalendarFeed.objects.filter(user=user, revoked_at=None).count() >= MOST_FEEDS:
        raise TooManyFeeds
    secret = tokens.fresh()
    feed = CalendarFeed.objects.create(
        user=user,
        name=name.strip()[:120],
        digest=tokens.digest(secret),
        asked=asked.parameters(),
        language=language[:12],
    )
    return feed, secret


def address(secret: str) -> str:
    """Where a calendar program finds the feed."""
    return f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[secret])}"


def revoke(feed: CalendarFeed) -> None:
    """From now on nobody reads it."""
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now())


def of_person(user: Any) -> list[CalendarFeed]:
    """What a person has not taken back."""
    return list(CalendarFeed.objects.filter(user=user, revoked_at=None))


def found(secret: str) -> CalendarFeed | None:
    """The feed of a secret, as long as it stands and its person may still read the calendar."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=tokens.digest(secret), revoked_at=None).first()
    # A person who left, or lost the right, takes the feed along, whoever has its address.
    if feed is None or not feed.user.is_active or not feed.user.has_perm("publishing.view_post"):
        return None
    now = timezone.now()
    if feed.read_at is None or feed.read_at < now - _READ_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed


def content(feed: CalendarFeed) -> bytes:
    """The feed as it stands: posts with an hour as the page filters them, drafts only for who may write posts."""
    asked, now = Asked.of(feed.asked), timezone.now()
    rows = asked.posts().filter(due_at__gte=now - BACK, due_at__lt=now + AHEAD)
    if not feed.user.has_perm("publishing.change_post"):
        rows = rows.filter(state__in=[Post.State.SCHEDULED, Post.State.CLOSED])
    rows = rows.select_related("campaign").prefetch_related("variants__channel", "variants__delivery")[:MOST_POSTS]
    with translation.override(feed.language):
        labels = selectors.state_labels()
        events = [_event(post, labels) for post in rows]
        events += [_occasion(day, now) for day in _days(asked, now)]
        return ics.write(events, name=feed.name or _("Publishing calendar"))


def _event(post: Post, labels: dict[str, str]) -> ics.Event:
    variants = list(post.variants.all())
    state = selectors.chip_state(post, variants)
    lines = [labels.get(state, state)]
    for variant in variants:
        zone = variant.channel.time_zone
        line = f"{variant.channel.name} · {language_name(variant.language)}"
        lines.append(f"{line} · {_clock(post.due_at, zone)}" if post.due_at else line)
    return ics.Event(
        uid=f"post-{post.pk}@{_host()}", title=f"{post.title} ({labels.get(state, state)})", at=post.due_at,
        changed=post.updated_at, sequence=_sequence(post), status=_STATUS.get(state, "CONFIRMED"),
        text="\n".join(lines), url=f"{settings.PUBLIC_URL}{reverse('posts:edit', args=[post.pk])}",
        categories=(post.campaign.name,) if post.campaign else (),
    )  # fmt: skip


def _sequence(post: Post) -> int:
    """Seconds from the making of a post to its last change: never falls, and rises when its hour is changed."""
    return max(0, int((post.updated_at - post.created_at).total_seconds()))


def _clock(at: datetime | None, zone: str) -> str:
    try:
        return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" if at else ""
    except (KeyError, ValueError, OSError):
        return ""


def _days(asked: Asked, now: datetime) -> list[occasions.Day]:
    channels = Channel.objects.filter(pk=asked.channel) if asked.channel else Channel.objects.all()
    first = timezone.localdate(now)
    return occasions.between(first, first + timedelta(days=365), countries=occasions.audiences(channels))


def _occasion(day: occasions.Day, now: datetime) -> ics.Event:
    kind = f"own-{day.own}" if day.own else hashlib.sha256(day.source.encode() + day.name.encode()).hexdigest()[:16]
    return ics.Event(
        uid=f"occasion-{kind}-{day.on:%Y%m%d}@{_host()}", title=day.name, day=day.on, until=day.until,
        changed=now.replace(hour=0, minute=0, second=0, microsecond=0), text=day.source,
    )  # fmt: skip


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "pugmark"
