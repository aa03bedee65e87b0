"""Connect, check, pause and remove channels."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log as note

from publishing.connectors.base import Account, Connector, Identity
from publishing.connectors.errors import MESSAGES, ConnectorError, NeedsReconnect
from publishing.connectors.registry import connect
from publishing.connectors.signed_in import SignedInConnector
from publishing.posts import sign_in
from publishing.posts.carrier import carrier
from publishing.posts.models import Channel
from publishing.posts.obstacles import named
from publishing.posts.seal import SealBroken, seal, unseal

log = logging.getLogger(__name__)


def connector_of(channel: Channel, **services: Any) -> Connector:
    """A connector for the channel's account. What the platform renews is sealed again at once.

    Raises NeedsReconnect where the secrets cannot be opened, UnknownPlatform.
    """
    try:
        secrets = unseal(channel.sealed)
    except SealBroken as error:
        words = gettext("its secrets were sealed with other keys")
        raise NeedsReconnect("reconnect", {"platform": channel.platform, "words": words}) from error
    account = Account(settings=dict(channel.settings), secrets=secrets)

    def keep(renewed: Mapping[str, str]) -> None:
        channel.sealed = seal(renewed)
        Channel.objects.filter(pk=channel.pk).update(sealed=channel.sealed)

    services.setdefault("exclusive", sign_in.exclusive_for(channel))
    return connect(channel.platform, account, keep_secrets=keep, **services)


def write_channel(
    channel: Channel,
    *,
    name: str,
    time_zone: str,
    languages: list[str],
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    two_person: bool | None = None,
    takedown: str | None = None,
    user: AbstractBaseUser | None = None,
) -> Channel:
    """Store a channel. Secrets that are not given stay as they are; none is ever handed out again.

    two_person, takedown: None leaves the rule as it is. Who changed one of these is noted.
    """
    ruled: dict[str, Any] = {"two_person": channel.two_person, "takedown": channel.takedown}
    changed = {"two_person": two_person, "takedown": takedown}
    rules = {**ruled, **{key: value for key, value in changed.items() if value is not None}}
    known = channel.pk is not None
    channel.two_person, channel.takedown = rules["two_person"], rules["takedown"]
    channel.name, channel.time_zone, channel.languages = name, time_zone, languages
    channel.settings = {key: value for key, value in settings.items() if value}
    given = {key: value for key, value in secrets.items() if value}
    if given:
        try:
            kept = unseal(channel.sealed)
        except SealBroken:
            kept = {}
        # A session that the platform renewed belongs to the old credentials: only declared fields are carried over.
        channel.sealed = seal({key: value for key, value in kept.items() if key in secrets} | given)
    with transaction.atomic():
        channel.save()
        if known and rules != ruled:
            note(channel, "wagtail.edit", user=user, data={"before": ruled, "after": rules})
    return channel


def verify(channel: Channel, *, user: AbstractBaseUser | None, **services: Any) -> Identity:
    """Ask the platform who we are; a channel that answers is active again and lets go what it held back.

    Raises ConnectorError; NeedsReconnect marks the channel first.
    """
    try:
        with connector_of(channel, **services) as connector:
            identity = connector.verify()
    except NeedsReconnect as error:
        disconnect(channel, error)
        raise
    was_disconnected = channel.state == Channel.State.DISCONNECTED
    channel.handle, channel.url, channel.verified_at = identity.handle[:200], identity.url[:200], timezone.now()
    if was_disconnected:
        channel.state, channel.state_reason = Channel.State.ACTIVE, ""
    channel.save(update_fields=["handle", "url", "verified_at", "state", "state_reason"])
    if was_disconnected:
        carrier().release(channel, user=user)
    return identity


def renew_due() -> int:
    """Renew every token that ends soon, also of channels that nothing is published on. Returns how many."""
    renewed = 0
    for channel in sign_in.renewable():
        try:
            with connector_of(channel) as connector:
                if isinstance(connector, SignedInConnector):
                    connector.renew()
                    renewed += 1
        except NeedsReconnect as error:
            disconnect(channel, error)
        except ConnectorError as error:
            log.info("channel %s: %s", channel.pk, error.message)  # the next round tries again
    return renewed


def disconnect(channel: Channel, error: NeedsReconnect) -> None:
    """Nothing goes out through this channel until a person has connected it again."""
    lost = channel.state != Channel.State.DISCONNECTED
    channel.state, channel.state_reason = Channel.State.DISCONNECTED, error.message[:300]
    channel.save(update_fields=["state", "state_reason"])
    if lost:
        carrier().channel_lost(channel)


def pause(channel: Channel) -> None:
    """Hold everything back that is due on this channel."""
    Channel.objects.filter(pk=channel.pk, state=Channel.State.ACTIVE).update(state=Channel.State.PAUSED)
    channel.refresh_from_db()


def resume(channel: Channel, *, user: AbstractBaseUser | None) -> None:
    """End a pause and let go what was held."""
    if Channel.objects.filter(pk=channel.pk, state=Channel.State.PAUSED).update(state=Channel.State.ACTIVE):
        channel.refresh_from_db()
        carrier().release(channel, user=user)


def error_sentence(error: ConnectorError) -> str:
    """What a connector said, in the reader's language."""
    return connector_sentence(error.code, error.params)


def connector_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a connector's error that was stored by its code."""
    template = MESSAGES.get(code)
    if template is None:
        return gettext("It failed (%(code)s).") % {"code": code}
    try:
        return gettext(template) % named(params)
    except (KeyError, TypeError, ValueError):
        return gettext(template)
