"""Threads. Steps: prepare, container, process, publish.

Source: developers.facebook.com/docs/threads, read 2026-11-23. Threads fetches the video itself, so the desk has to give
it an address that holds for some hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from publishing.connectors.base import Checkpoint, Draft, Save, media_file
from publishing.connectors.capabilities import (
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Quota,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
    address_field,
)
from publishing.connectors.errors import Rejected
from publishing.connectors.graph import GraphConnector
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, long_lived_grant

_CHECKED = date(2026, 11, 23)
_DAY = 24 * 3600


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"https://developers.facebook.com/docs/threads/{path}", checked=_CHECKED)


_POSTS = _source("Threads posts", "posts")
_OVERVIEW = _source("Threads: rate limiting", "overview")
_THIRD = _source("Threads posts: media (third party for the size)", "posts")
_DELETE = _source("Delete posts", "posts/delete-posts")
_TOKENS = _source("Long-lived access tokens", "get-started/long-lived-tokens")


class ThreadsConnector(GraphConnector):
    """Publishes to one account on Threads."""

    platform = "threads"
    status_field = "status"
    status_fields = "status,error_message"
    publish_path = "threads_publish"
    posts_path = "threads"
    text_field = "text"
    capabilities = Capabilities(
        platform="threads",
        name="Threads",
        text=(
            TextLimit(field="text", limit=500, rule="threads", source=_POSTS),
            TextLimit(field="alt_text", limit=1000, rule="characters", source=_POSTS),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/quicktime"),
            max_bytes=10**9,
            max_seconds=300,
            max_width=1920,
            min_ratio=0.01,
            max_ratio=10,
            min_rate=23,
            max_rate=60,
            fetched=True,
            source=_THIRD,
        ),
        subtitles=Subtitles(route="burn_in", source=_POSTS),
        languages=Languages(per_post=0, source=_POSTS),
        scheduling=Scheduling(native=False, source=_POSTS),
        repeat=Repeat(
            safe_seconds=_DAY,
            note=gettext_noop("A container is published once; for a day it says itself whether it was."),
            source=_POSTS,
        ),
        quotas=(Quota(what="post", limit=250, seconds=_DAY, source=_OVERVIEW),),
        measures=("views", "likes", "comments", "shares", "quotes"),
        oauth=OAuth(
            authorize_url="{www}/oauth/authorize",
            token_url="{host}/oauth/access_token",
            scopes=("threads_basic", "threads_content_publish", "threads_manage_insights", "threads_delete"),
            separator=",",
            pkce=False,
            lengthen=long_lived_grant("{host}/access_token", grant_type="th_exchange_token", identify="secret"),
            renew=long_lived_grant("{host}/refresh_access_token", grant_type="th_refresh_token", identify="none"),
            # A long token lasts sixty days and cannot be renewed once it has ended.
            ahead=20 * _DAY,
            source=_TOKENS,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("App ID"),
                help=gettext_noop("Of your own app on developers.facebook.com, with the use case Threads."),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://graph.threads.net/v1.0"),
            address_field("host", gettext_noop("Address of the token service"), "https://graph.threads.net"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://threads.net"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("App secret"), help=gettext_noop("Of the same app.")),
        ),
    )

    def me(self) -> dict[str, Any]:
        url = self.url("me")
        answer = self.ask("GET", url, params={"fields": "id,username,name"})
        return self.courier.read(answer, lambda each: {**each.data, "id": each.text("id")}, url=url)

    def make_container(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        url = self.url(f"{checkpoint['account']}/threads")
        form = {"media_type": "TEXT", "text": draft.text}
        if draft.media:
            media_file(draft.media)
            if not draft.media.public_url:
                raise Rejected("public_address_missing", {"platform": self.capabilities.name})
            form |= {"media_type": "VIDEO", "video_url": draft.media.public_url}
            form |= {"alt_text": draft.alt_text} if draft.alt_text else {}
        answer = self.ask("POST", url, form=form)
        container = self.courier.read(answer, lambda each: each.text("id"), url=url)
        return {**checkpoint, "container": container, "polls": 0}

    def home(self, checkpoint: Checkpoint) -> str:
        return f"https://www.threads.net/@{checkpoint.get('username') or ''}"

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self.ask("DELETE", self.url(remote_id))
        except Rejected as error:
            if error.params.get("status") not in {400, 404} or "exist" not in str(error.params.get("words")):
                raise

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        names = {"views": "views", "likes": "likes", "comments": "replies", "shares": "reposts", "quotes": "quotes"}
        return self.measured(remote_id, names)
