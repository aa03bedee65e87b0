"""Which platforms there are. A new one is one module in `platforms/` and one line here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from publishing.connectors.base import Account, Connector

_CLASSES = {
    "mastodon": ("mastodon", "MastodonConnector"),
    "bluesky": ("bluesky", "BlueskyConnector"),
    "youtube": ("youtube", "YouTubeConnector"),
    "facebook": ("facebook", "FacebookConnector"),
    "instagram": ("instagram", "InstagramConnector"),
    "threads": ("threads", "ThreadsConnector"),
    "x": ("x", "XConnector"),
    "linkedin": ("linkedin", "LinkedInConnector"),
    "telegram": ("telegram", "TelegramConnector"),
    "tiktok": ("tiktok", "TikTokConnector"),
    "vk": ("vk", "VkConnector"),
    "bilibili": ("bilibili", "BilibiliConnector"),
    "weibo": ("handoff", "WeiboConnector"),
    "wechat_channels": ("handoff", "WechatChannelsConnector"),
    "douyin": ("handoff", "DouyinConnector"),
    "xiaohongshu": ("handoff", "XiaohongshuConnector"),
    "webhook": ("webhook", "WebhookConnector"),
    "sandbox": ("sandbox", "SandboxConnector"),
}
_COMMON_SERVICES = frozenset({"http", "keep_secrets"})
_SERVICES = _COMMON_SERVICES | {"feed", "exclusive", "packages"}


class UnknownPlatform(LookupError):
    """A platform that no connector serves."""


def platforms() -> tuple[str, ...]:
    """Return the names of all platforms, in the order in which they are offered, without loading any."""
    return tuple(_CLASSES)


@cache
def connector(platform: str) -> type[Connector]:
    """Return the class that serves a platform; loads its client library. Raises UnknownPlatform."""
    try:
        module, name = _CLASSES[platform]
    except KeyError:
        raise UnknownPlatform(platform) from None
    return getattr(import_module(f"publishing.connectors.platforms.{module}"), name)


def connectors() -> MappingProxyType[str, type[Connector]]:
    """Return every connector's class by the name of its platform; loads all client libraries."""
    return MappingProxyType({platform: connector(platform) for platform in _CLASSES})


def connect(platform: str, account: Account, **services: Any) -> Connector:
    """Return a connector for an account. services: http, keep_secrets, and what any platform needs
    (sandbox: feed, packages for a person: packages).

    The caller may offer the same services to every platform; each is handed only its own. Raises UnknownPlatform,
    and TypeError for a service that no platform knows.
    """
    strangers = set(services) - _SERVICES
    if strangers:
        raise TypeError(f"no connector takes {', '.join(sorted(strangers))}")
    chosen = connector(platform)
    wanted = _COMMON_SERVICES | chosen.services
    return chosen(account, **{name: service for name, service in services.items() if name in wanted})
