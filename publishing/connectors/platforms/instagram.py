"""Instagram Reels of a professional account. Steps: prepare, container, process, publish.

Source: developers.facebook.com/docs/instagram-platform, "Instagram API with Instagram Login", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from publishing.connectors.base import Checkpoint, Draft, Media, Save, media_file
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
from publishing.connectors.courier import FilePart
from publishing.connectors.errors import Rejected
from publishing.connectors.graph import GraphConnector
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, long_lived_grant

_CHECKED = date(2026, 11, 23)
_DAY = 24 * 3600


def _source(title: str, path: str) -> Source:
    url = f"https://developers.facebook.com/docs/instagram-platform/{path}"
    return Source(title=title, url=url, checked=_CHECKED)


_PUBLISHING = _source("Publish content", "content-publishing")
_MEDIA = _source("IG User media", "instagram-graph-api/reference/ig-user/media")
_THIRD = _source("IG User media (third party for length and size)", "instagram-graph-api/reference/ig-user/media")
_SIGN_IN = _source("Business login", "instagram-api-with-instagram-login/business-login")


class InstagramConnector(GraphConnector):
    """Publishes Reels to one professional account."""

    platform = "instagram"
    status_field = "status_code"
    status_fields = "status_code,status"
    publish_path = "media_publish"
    posts_path = "media"
    text_field = "caption"
    capabilities = Capabilities(
        platform="instagram",
        name="Instagram",
        text=(TextLimit(field="text", limit=2200, rule="characters", source=_MEDIA),),
        media=MediaLimits(
            content_types=("video/mp4", "video/quicktime"),
            max_bytes=10**9,
            min_seconds=3,
            max_seconds=900,
            max_width=1920,
            min_ratio=0.01,
            max_ratio=10,
            min_rate=23,
            max_rate=60,
            source=_THIRD,
        ),
        subtitles=Subtitles(route="burn_in", source=_PUBLISHING),
        languages=Languages(per_post=0, source=_PUBLISHING),
        scheduling=Scheduling(native=False, source=_PUBLISHING),
        repeat=Repeat(
            safe_seconds=_DAY,
            note=gettext_noop("A container is published once; for a day it says itself whether it was."),
            source=_PUBLISHING,
        ),
        quotas=(Quota(what="post", limit=100, seconds=_DAY, source=_PUBLISHING),),
        media_required=True,
        links_clickable=False,
        max_hashtags=30,
        max_mentions=20,
        measures=("views", "likes", "comments", "shares"),
        notes=(gettext_noop("A post can be removed only by hand, in Instagram itself."),),
        oauth=OAuth(
            authorize_url="{www}/oauth/authorize",
            token_url="{token}/oauth/access_token",
            scopes=(
                "instagram_business_basic",
                "instagram_business_content_publish",
                "instagram_business_manage_insights",
            ),
            separator=",",
            pkce=False,
            lengthen=long_lived_grant("{host}/access_token", grant_type="ig_exchange_token", identify="secret"),
            renew=long_lived_grant("{host}/refresh_access_token", grant_type="ig_refresh_token", identify="none"),
            ahead=20 * _DAY,
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Instagram app ID"),
                help=gettext_noop("Of your own app on developers.facebook.com, with the product Instagram."),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://graph.instagram.com/v25.0"),
            address_field("host", gettext_noop("Address of the token service"), "https://graph.instagram.com"),
            address_field("token", gettext_noop("Address that takes codes"), "https://api.instagram.com"),
            address_field(
                "upload", gettext_noop("Address of uploads"), "https://rupload.facebook.com/ig-api-upload/v25.0"
            ),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://www.instagram.com"),
        ),
        secret_fields=(
            Field(
                name="client_secret", label=gettext_noop("Instagram app secret"), help=gettext_noop("Of the same app.")
            ),
        ),
    )

    def me(self) -> dict[str, Any]:
        url = self.url("me")
        answer = self.ask("GET", url, params={"fields": "user_id,username,name"})
        return self.courier.read(answer, lambda each: {**each.data, "id": each.text("user_id")}, url=url)

    def make_container(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        if draft.media is None:
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": "a video is required"})
        if not checkpoint.get("container"):
            checkpoint = self._container(draft, checkpoint)
            save(checkpoint)
        self._upload(draft.media, checkpoint["container"])
        return checkpoint

    def _container(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        url = self.url(f"{checkpoint['account']}/media")
        form = {"media_type": "REELS", "upload_type": "resumable", "caption": draft.text, "share_to_feed": "true"}
        answer = self.ask("POST", url, form=form)
        return {**checkpoint, "container": self.courier.read(answer, lambda each: each.text("id"), url=url), "polls": 0}

    def _upload(self, media: Media, container: str) -> None:
        """Send the file in one request from the first byte; Instagram takes the place of what arrived before."""
        url = f"{self.settings()['upload']}/{container}"
        with media_file(media).open("rb") as stream:
            headers = {
                "Authorization": f"OAuth {self.token()}",
                "offset": "0",
                "file_size": str(media.size),
                "Content-Type": "application/octet-stream",
            }
            part = FilePart(stream, start=0, length=media.size)
            answer = self.ask("POST", url, body=part, headers=headers)
        if answer.data.get("success") is not True:
            words = str(answer.data.get("debug_info") or answer.data.get("message") or "the upload failed")[:300]
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})

    def home(self, checkpoint: Checkpoint) -> str:
        return f"https://www.instagram.com/{checkpoint.get('username') or ''}/"

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self.ask("GET", self.url(remote_id), params={"fields": "id"})
        except Rejected as error:
            if error.params.get("status") in {400, 404}:
                return  # a person has removed it already
            raise
        raise Rejected("take_down_by_hand", {"platform": self.capabilities.name})

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        names = {"views": "views", "likes": "likes", "comments": "comments", "shares": "shares"}
        return self.measured(remote_id, names)
