"""A person signs a channel in at its platform (OAuth 2 with state and PKCE), and the desk keeps it so."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse

from publishing.connectors import oauth
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.courier import Courier
from publishing.connectors.errors import NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.posts.drafts import capabilities_of
from publishing.posts.models import Channel
from publishing.posts.seal import SealBroken, seal, unseal

log = logging.getLogger(__name__)
KEPT = "channel_sign_in"  # in the person's session
LASTS = 15 * 60  # seconds that a person may take at the platform
LOCK = 0x70756D  # first half of the advisory lock's key: "pum"; the second is the channel's number
PATIENCE = 30.0  # seconds to wait for another process that renews the same channel


class NotOurs(Exception):
    """What came back from a platform belongs to no sign-in of this person."""


def signs_in(channel: Channel) -> bool:
    """Whether a person signs this channel in at its platform instead of typing a token."""
    return capabilities_of(channel.platform).oauth is not None


def return_address() -> str:
    """Where platforms send people back to; it has to be named there beforehand."""
    return f"{settings.PUBLIC_URL}{reverse('posts:channel_return')}"


def begin(channel: Channel, session: MutableMapping[str, Any]) -> str:
    """The platform's address to send the person to. Raises Rejected where a setting is missing."""
    declared = capabilities_of(channel.platform)
    if declared.oauth is None:
        raise Rejected("rejected", {"platform": declared.name, "words": "it has no sign-in of this kind"})
    begun = oauth.begin(declared.oauth, settings_of(channel, declared), redirect_uri=return_address())
    session[KEPT] = {
        "channel": channel.pk,
        "state": begun.state,
        "verifier": begun.verifier,
        "until": time.time() + LASTS,
    }
    return begun.url


def finish(answer: Mapping[str, str], session: MutableMapping[str, Any]) -> Channel:
    """Take what the platform sent back along with the person, and keep the account's tokens, sealed.

    Raises NotOurs for an answer to another sign-in or one that took too long, Rejected, TryLater.
    """
    kept = session.pop(KEPT, None) or {}
    same = hmac.compare_digest(str(kept.get("state") or ""), answer.get("state") or "-")
    if not same or float(kept.get("until") or 0) < time.time():
        raise NotOurs
    channel = Channel.objects.filter(pk=kept["channel"]).first()
    if channel is None:
        raise NotOurs
    declared = capabilities_of(channel.platform)
    assert declared.oauth is not None  # noqa: S101 - `begin` looked
    if answer.get("error") or not answer.get("code"):
        words = answer.get("error_description") or answer.get("error") or "no code came back"
        raise Rejected("rejected", {"platform": declared.name, "words": words[:300]})
    secrets = _opened(channel)
    courier = Courier(platform=declared.name, http=HttpLimits(), secrets=secrets.values())
    device = {"device_id": answer["device_id"]} if answer.get("device_id") else None
    try:
        found = oauth.finish(
            *(declared.oauth, settings_of(channel, declared), secrets),
            code=answer["code"],
            verifier=kept["verifier"],
            redirect_uri=return_address(),
            courier=courier,
            extra=device,
        )
    finally:
        courier.close()
    Channel.objects.filter(pk=channel.pk).update(sealed=seal(found))
    channel.refresh_from_db()
    return channel


def settings_of(channel: Channel, declared: Capabilities) -> dict[str, str]:
    """All settings of a channel, with the defaults of those that were left empty."""
    return {
        each.name: str(channel.settings.get(each.name) or each.default).strip() for each in declared.settings_fields
    }


@contextmanager
def exclusively(channel: Channel) -> Iterator[Mapping[str, str]]:
    """Hold off every process that would renew this channel's tokens; gives its secrets as they are stored now.

    A lock of the connection, not of a transaction: none stays open while a platform is asked. Raises TryLater.
    """
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, channel.pk])
            if cursor.fetchone()[0]:
                break
            if time.monotonic() > deadline:
                raise TryLater("renewing", {"platform": channel.platform}, after=5)
            time.sleep(0.1)
    try:
        channel.sealed = Channel.objects.values_list("sealed", flat=True).get(pk=channel.pk)
        yield _opened(channel)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, channel.pk])


def exclusive_for(channel: Channel) -> Callable[[], Any]:
    """`exclusively` as connectors ask for it."""
    return partial(exclusively, channel)


def renewable() -> Iterator[Channel]:
    """Channels whose token ends soon and can be renewed."""
    for channel in Channel.objects.exclude(state=Channel.State.DISCONNECTED).exclude(sealed=""):
        declared = capabilities_of(channel.platform).oauth
        if declared is None or declared.renew is None:
            continue
        try:
            secrets = unseal(channel.sealed)
        except SealBroken:
            log.warning("the secrets of channel %s cannot be opened", channel.pk)
            continue
        if secrets.get("access_token") and oauth.is_due(declared, secrets):
            yield channel


def _opened(channel: Channel) -> dict[str, str]:
    try:
        return unseal(channel.sealed)
    except SealBroken as error:
        words = "its secrets were sealed with other keys"
        raise NeedsReconnect("reconnect", {"platform": channel.platform, "words": words}) from error
