"""What a platform itself says it takes, asked at scheduling and remembered for some minutes.

A platform that does not answer holds nothing up: what was declared holds then, and the checks say so.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.cache import cache

from publishing.connectors.base import Connector
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.errors import ConnectorError
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.registry import UnknownPlatform, connector
from publishing.posts import channels
from publishing.posts.models import Channel

logger = logging.getLogger(__name__)
KEPT = 600  # seconds; a server's administrator changes its limits rarely
SILENT = 120  # seconds for which a platform that did not answer is not asked again
PATIENCE = HttpLimits(connect=2.0, read=3.0)
_ASKED = ("text", "media", "subtitles", "quotas", "max_hashtags", "max_mentions", "max_tags")
"""What an answer may change; the rest is not the platform's to tell."""


def known(channel: Channel) -> Capabilities:
    """What the platform said lately, else what is declared; asks nobody. Raises UnknownPlatform."""
    declared = connector(channel.platform).capabilities
    told = cache.get(_key(channel)) if _asks(channel) else None
    return replace(declared, **told) if told else declared


def silent(channel: Channel) -> bool:
    """Whether the platform was asked lately and did not answer."""
    return _asks(channel) and cache.get(_key(channel)) == {}


def ask(asked: Iterable[Channel]) -> None:
    """Ask the platforms of these channels where they can be asked and nothing is known of late. Never raises."""
    for channel in {each.pk: each for each in asked}.values():
        if _asks(channel) and channel.state == Channel.State.ACTIVE and cache.get(_key(channel)) is None:
            told = _answer(channel)
            cache.set(_key(channel), told, KEPT if told else SILENT)


def _answer(channel: Channel) -> dict[str, Any]:
    try:
        with channels.connector_of(channel, feed=None, http=PATIENCE) as asked:
            stated = asked.limits()
    except (ConnectorError, OSError, ValueError, KeyError, TypeError) as error:
        # Whatever is wrong with an answer, scheduling does not depend on it.
        logger.info("Channel %s was not told its limits: %s", channel.pk, type(error).__name__)
        return {}
    return {name: getattr(stated, name) for name in _ASKED}


def _asks(channel: Channel) -> bool:
    try:
        return connector(channel.platform).limits is not Connector.limits
    except UnknownPlatform:
        return False


def _key(channel: Channel) -> str:
    settings = hashlib.sha256(json.dumps(channel.settings, sort_keys=True).encode()).hexdigest()[:16]
    return f"platform-limits:{channel.pk}:{channel.platform}:{settings}"
