"""The cards of channels: what each takes, what is left of its quotas, how its token stands, and when it last worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.connectors import oauth
from publishing.connectors.capabilities import Capabilities, MediaLimits
from publishing.connectors.checks import RULE_NAMES
from publishing.connectors.document import size_words
from publishing.connectors.registry import UnknownPlatform
from publishing.posts import platform_limits, selectors
from publishing.posts.carrier import carrier
from publishing.posts.drafts import language_name
from publishing.posts.models import Channel, Variant
from publishing.posts.seal import SealBroken, unseal

_OPEN = ("scheduled", "preparing", "publishing", "waiting")
_TROUBLED = ("held", "failed", "missed", "unconfirmed", "by_hand")
LATELY = timedelta(days=30)
SOON = timedelta(days=7)
"""A sign-in that ends within this and does not renew itself is shown as a warning."""


@dataclass(frozen=True)
class Token:
    """How the permission of a channel stands. tone: good, warn or bad; `sign_in`: a person must sign in."""

    words: str
    tone: str = ""
    issued_at: datetime | None = None
    ends_at: datetime | None = None
    sign_in: bool = False


@dataclass(frozen=True)
class ChannelCard:
    """A channel as its card shows it. published: in the last thirty days.

    limits: pairs of what and how much.  quotas: what `Carrier.quota_standings` says, and its stretch of time in words.
    """

    channel: Channel
    capabilities: Capabilities | None
    audience_hour: datetime
    languages: list[str]
    waiting: int
    published: int
    troubled: int
    token: Token | None = None
    limits: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quotas: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def reconnect(self) -> str:
        """What the one button does: "sign_in" at the platform, "verify" again, "" where all is well."""
        lost = self.channel.state == Channel.State.DISCONNECTED
        if self.capabilities and self.capabilities.oauth and (lost or (self.token and self.token.sign_in)):
            return "sign_in"
        return "verify" if lost else ""


def channel_cards() -> list[ChannelCard]:
    """Every channel with what waits and what was published there lately. Asks no platform."""
    moving, now = _OPEN + _TROUBLED, timezone.now()
    # Neither reads the millions that were published long ago: each has an index of its own.
    by_state = _counted(Variant.objects.filter(delivery__state__in=moving), "delivery__state")
    lately = _counted(Variant.objects.filter(delivery__state="published", delivery__published_at__gte=now - LATELY))
    return [
        _card(
            channel,
            waiting=sum(by_state.get((channel.pk, state), 0) for state in _OPEN),
            published=lately.get((channel.pk,), 0),
            troubled=sum(by_state.get((channel.pk, state), 0) for state in _TROUBLED),
        )
        for channel in Channel.objects.all()
    ]


def _counted(rows: QuerySet[Variant], *names: str) -> dict[tuple[Any, ...], int]:
    found = rows.order_by().values_list("channel", *names).annotate(number=Count("pk"))
    return {tuple(key): number for *key, number in found}


def _card(channel: Channel, *, waiting: int, published: int, troubled: int) -> ChannelCard:
    try:
        capabilities = platform_limits.known(channel)
    except UnknownPlatform:
        capabilities = None
    return ChannelCard(
        channel=channel,
        capabilities=capabilities,
        audience_hour=selectors.audience_hour(channel, at=timezone.now()),
        languages=[language_name(tag) for tag in channel.languages],
        waiting=waiting,
        published=published,
        troubled=troubled,
        token=token_of(channel, capabilities) if capabilities else None,
        limits=list(limits(capabilities)) if capabilities else [],
        notes=[_(note) for note in capabilities.notes] if capabilities else [],
        quotas=[(each, span(each.seconds)) for each in carrier().quota_standings(channel)],
    )


def token_of(channel: Channel, capabilities: Capabilities, *, now: datetime | None = None) -> Token | None:
    """How the channel's permission stands; None where the platform asks for none."""
    now = now or timezone.now()
    if not capabilities.oauth and not capabilities.secret_fields:
        return None
    try:
        secrets = unseal(channel.sealed)
    except SealBroken:
        return Token(_("sealed with other keys: it must be given again"), "bad", sign_in=True)
    if not capabilities.oauth:
        return Token(_("typed in") if secrets else _("missing"), "" if secrets else "bad")
    if not secrets.get("access_token"):
        return Token(_("nobody has signed in yet"), "bad", sign_in=True)
    issued, ends = _moment(secrets.get("issued_at")), _moment(secrets.get("expires_at"))
    grant = capabilities.oauth.renew
    if grant is not None and secrets.get(grant.token):
        last = _moment(secrets.get("refresh_expires_at"))
        if last and last - now < SOON:
            return Token(_("can be renewed only until a person signs in again"), "warn", issued, last, sign_in=True)
        return Token(_("renews itself"), "good", issued, ends)
    if ends is None:
        return Token(_("has no known end"), "", issued)
    if ends <= now:
        return Token(_("has ended"), "bad", issued, ends, sign_in=True)
    return Token(_("does not renew itself"), "warn" if ends - now < SOON else "", issued, ends, ends - now < SOON)


def _moment(seconds: str | None) -> datetime | None:
    told = oauth.number(seconds)
    return datetime.fromtimestamp(told, UTC) if 0 < told < 2**40 else None


def limits(capabilities: Capabilities) -> Iterator[tuple[str, str]]:
    """What the platform takes, in the reader's language: the few facts that a publisher plans by."""
    for limit in capabilities.limits("text"):
        when = {"media": _("with a video"), "alone": _("without a video")}.get(limit.when, "")
        words = {"number": number_format(limit.limit, force_grouping=True), "rule": _(RULE_NAMES[limit.rule])}
        yield _("Text"), _("%(number)s %(rule)s") % words + (f" ({when})" if when else "")
    for limit in capabilities.limits("title"):
        words = {"number": number_format(limit.limit, force_grouping=True), "rule": _(RULE_NAMES[limit.rule])}
        yield _("Title"), _("%(number)s %(rule)s") % words
    video = [each for each in _video(capabilities.media) if each]
    if video:
        yield _("Video"), " · ".join(video)
    yield _("Captions"), _captions(capabilities)
    if capabilities.max_hashtags or capabilities.max_tags:
        most = capabilities.max_hashtags or capabilities.max_tags
        yield _("Hashtags"), _("%(number)s at most") % {"number": most}


def _video(media: MediaLimits) -> Iterator[str]:
    if media.max_bytes:
        yield _("up to %(size)s") % {"size": size_words(media.max_bytes)}
    if media.min_seconds and media.max_seconds:
        yield _("%(least)s to %(most)s") % {"least": span(media.min_seconds), "most": span(media.max_seconds)}
    elif media.max_seconds:
        yield _("up to %(size)s") % {"size": span(media.max_seconds)}
    elif media.min_seconds:
        yield _("from %(size)s") % {"size": span(media.min_seconds)}


def _captions(capabilities: Capabilities) -> str:
    found = capabilities.subtitles
    if found.route == "burn_in":
        return _("burnt into the picture")
    if found.single:
        return _("one track")
    return (
        _("up to %(size)s tracks") % {"size": found.max_tracks} if found.max_tracks else _("a track for each language")
    )


def span(seconds: float) -> str:
    """A stretch of time in words, with its two largest units: "2 minutes 20 seconds"."""
    parts, left = [], round(seconds, 1)
    for size, words in (
        (86400, lambda number: ngettext("%(number)s day", "%(number)s days", number)),
        (3600, lambda number: ngettext("%(number)s hour", "%(number)s hours", number)),
        (60, lambda number: ngettext("%(number)s minute", "%(number)s minutes", number)),
    ):
        number = int(left // size)
        if number:
            parts.append(words(number) % {"number": number})
            left -= number * size
    if left or not parts:
        shown = int(left) if left == int(left) else left
        parts.append(ngettext("%(number)s second", "%(number)s seconds", int(left) or 2) % {"number": shown})
    return " ".join(parts[:2])
