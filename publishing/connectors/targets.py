"""Platforms that take no posts from a program: what each takes from a person, as data.

None of them publishes its limits in a document for programs; they are what its own upload page says to people, kept
here as third-party knowledge with the day on which it was noted. The person who posts has the last look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from publishing.connectors.capabilities import (
    ALWAYS,
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
)
from publishing.connectors.message import gettext_noop

_CHECKED = date(2026, 11, 23)
CHECKLIST_LANGUAGES = (("zh-Hans", "简体中文"), ("en", "English"))


@dataclass(frozen=True, kw_only=True)
class Target:
    """One such platform. Lengths in characters, size in bytes, time in seconds; 0 where no limit is known.

    page: where a person posts.  hosts: where its posts have their addresses; empty where they have none.
    hashtag: how it writes one.  steps: what is particular there, keys of `checklist.WORDS`.
    """

    platform: str
    name: str
    page: str
    hosts: tuple[str, ...]
    hashtag: str
    text: int
    title: int
    max_bytes: int
    max_seconds: float
    max_hashtags: int = 0
    min_seconds: float = 0
    links_clickable: bool = False
    steps: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        return Source(title="The platform's page for uploads (third party)", url=self.page, checked=_CHECKED)


TARGETS = (
    Target(
        platform="weibo",
        name=gettext_noop("Weibo (by hand)"),
        page="https://weibo.com/upload/channel",
        hosts=("weibo.com", "weibo.cn"),
        hashtag="#{}#",
        text=2000,
        title=30,
        max_bytes=15 * 10**9,
        max_seconds=0,
        links_clickable=True,
        steps=("weibo_original",),
    ),
    Target(
        platform="wechat_channels",
        name=gettext_noop("WeChat Channels (by hand)"),
        page="https://channels.weixin.qq.com/platform/post/create",
        hosts=(),
        hashtag="#{}",
        text=1000,
        title=16,
        max_bytes=20 * 10**9,
        max_seconds=8 * 3600,
        min_seconds=3,
        steps=("channels_title", "channels_address"),
    ),
    Target(
        platform="douyin",
        name=gettext_noop("Douyin (by hand)"),
        page="https://creator.douyin.com/creator-micro/content/upload",
        hosts=("douyin.com", "iesdouyin.com"),
        hashtag="#{}",
        text=1000,
        title=30,
        max_bytes=16 * 10**9,
        max_seconds=3600,
        max_hashtags=5,
        steps=("douyin_declaration",),
    ),
    Target(
        platform="xiaohongshu",
        name=gettext_noop("Xiaohongshu (by hand)"),
        page="https://creator.xiaohongshu.com/publish/publish",
        hosts=("xiaohongshu.com", "xhslink.com"),
        hashtag="#{}",
        text=1000,
        title=20,
        max_bytes=20 * 10**9,
        max_seconds=3600,
        max_hashtags=10,
        steps=("xiaohongshu_topics",),
    ),
)


def capabilities_of(target: Target) -> Capabilities:
    """Return what a target takes from a person, as every other platform declares it."""
    source = target.source
    return Capabilities(
        platform=target.platform,
        name=target.name,
        text=(
            TextLimit(field="text", limit=target.text, rule="characters", source=source),
            TextLimit(field="title", limit=target.title, rule="characters", source=source),
        ),
        media=MediaLimits(
            content_types=("video/mp4",),
            max_bytes=target.max_bytes,
            min_seconds=target.min_seconds,
            max_seconds=target.max_seconds,
            source=source,
        ),
        subtitles=Subtitles(route="burn_in", source=source),
        languages=Languages(per_post=0, source=source),
        scheduling=Scheduling(native=False, source=source),
        repeat=Repeat(
            safe_seconds=ALWAYS,
            note=gettext_noop("The package is the same at every try; a person posts it once and says so here."),
            source=source,
        ),
        media_required=True,
        title_required=True,
        by_hand=True,
        max_hashtags=target.max_hashtags,
        links_clickable=target.links_clickable,
        notes=(
            gettext_noop("A person posts it: at its hour Pugmark makes a package with everything, and waits."),
            gettext_noop(
                "The limits are those of the platform's page for people; no document for programs states them."
            ),
        ),
        settings_fields=(
            Field(
                name="handle",
                label=gettext_noop("Name of the account"),
                help=gettext_noop("As it is shown there; the checklist names it."),
            ),
            Field(
                name="language",
                label=gettext_noop("Language of the checklist"),
                help=gettext_noop("In which the person who posts reads it."),
                default="zh-Hans",
                required=False,
                choices=CHECKLIST_LANGUAGES,
            ),
        ),
        secret_fields=(),
    )
