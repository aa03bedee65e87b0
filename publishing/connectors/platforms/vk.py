"""VK communities. Steps: prepare, upload, process, publish.

Source: the API's own JSON schema, version 5.199, and dev.vk.com and id.vk.com, read 2026-11-23. A post carries a `guid`
by which VK knows a repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from publishing.connectors.base import (
    Checkpoint,
    Done,
    Draft,
    Identity,
    Outcome,
    Published,
    Save,
    Step,
    UnknownStep,
    look_again,
    media_file,
)
from publishing.connectors.capabilities import (
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
    address_field,
)
from publishing.connectors.courier import Answer, refusal
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.message import gettext_noop
from publishing.connectors.multipart import MultipartStream
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
VERSION = "5.199"
_SCHEMA = Source(title="VK API JSON schema 5.199", url="https://github.com/VKCOM/vk-api-schema", checked=_CHECKED)
_POST = Source(title="wall.post", url="https://dev.vk.com/en/method/wall.post", checked=_CHECKED)
_LENGTH = Source(
    title="wall.post (third party for the length)", url="https://dev.vk.com/en/method/wall.post", checked=_CHECKED
)
_SIGN_IN = Source(
    title="VK ID: authorization code with PKCE",
    url="https://id.vk.com/about/business/go/docs/en/vkid/latest/vk-id/connection/api-description",
    checked=_CHECKED,
)
_SIGNED_OUT, _PAUSES, _FAULTS, _FORBIDDEN = {5, 17, 27, 28}, {6, 9, 29}, {1, 10, 13}, {7, 15, 203}
_POLL_SECONDS = (5.0, 8.0, 13.0, 21.0, 34.0, 60.0)
_LOOKED_AT = 100
_REPEATS = 3600


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read VK's own numbers of errors, which come with the status 200."""
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if not isinstance(error, dict):
        return None
    code, words = int(error.get("error_code") or 0), str(error.get("error_msg") or "")
    told = Answer(400, answer.headers, b"", {"message": words})
    if code in _SIGNED_OUT:
        return refusal(told, exchange, status=401)
    if code in _FORBIDDEN:
        return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words})
    if code in _PAUSES:
        return refusal(told, exchange, status=429)
    if code in _FAULTS:
        return refusal(told, exchange, status=500)
    return refusal(told, exchange)


class VkConnector(SignedInConnector):
    """Publishes to the wall of one community."""

    platform = "vk"
    capabilities = Capabilities(
        platform="vk",
        name="VK",
        text=(
            TextLimit(field="text", limit=16_384, rule="characters", source=_LENGTH),
            TextLimit(field="title", limit=128, rule="characters", source=_LENGTH),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/quicktime", "video/webm"), max_bytes=256 * 10**9, source=_LENGTH
        ),
        subtitles=Subtitles(route="burn_in", source=_SCHEMA),
        languages=Languages(per_post=0, source=_SCHEMA),
        scheduling=Scheduling(native=True, source=_POST),
        repeat=Repeat(
            safe_seconds=_REPEATS,
            note=gettext_noop("VK knows a repeated post by its guid; Pugmark trusts that for an hour."),
            source=_POST,
        ),
        measures=("views", "likes", "comments", "shares"),
        oauth=OAuth(
            authorize_url="{www}/authorize",
            token_url="{www}/oauth2/auth",
            scopes=("wall", "video", "groups", "offline"),
            renew=refresh_grant("{www}/oauth2/auth"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(name="client_id", label=gettext_noop("App ID"), help=gettext_noop("Of your own app on id.vk.com.")),
            Field(
                name="community",
                label=gettext_noop("Number of the community"),
                help=gettext_noop("Digits only, as in the address vk.com/club123456."),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://api.vk.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://id.vk.com"),
        ),
        secret_fields=(
            Field(
                name="client_secret",
                label=gettext_noop("Protected key"),
                help=gettext_noop("Of the same app."),
                required=False,
            ),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        media = (Step("upload"), Step("process")) if draft.media else ()
        return (Step("prepare"), *media, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            newest = self._posts(count=1)
            return Done({**checkpoint, "after": newest[0]["id"] if newest else 0})
        if step == "upload":
            return Done(checkpoint if checkpoint.get("uploaded") else self._upload(draft, checkpoint))
        if step == "process":
            return self._process(checkpoint)
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _upload(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        """Make the video's place and send the file there; a place that is not filled is seen by nobody."""
        assert draft.media is not None  # noqa: S101 - `steps` declares this step only with media
        fields = {"group_id": self.setting("community"), "name": draft.title or draft.key, "wallpost": "0"}
        place = self._call("video.save", {**fields, "description": draft.text, "repeat": "0"})
        url = str(place["upload_url"])
        if urlsplit(url).scheme != "https" and not self.settings()["api"].startswith("http://127.0.0.1"):
            raise Rejected("address_invalid", {"address": url.partition("?")[0]})
        with media_file(draft.media).open("rb") as stream:
            form = MultipartStream(
                {},
                file_field="video_file",
                file_name="clip.mp4",
                content_type=draft.media.content_type,
                stream=stream,
            )
            # The address itself is the permission; the token has no business there.
            answer = self.courier.ask("POST", url, body=form, headers={"Content-Type": form.content_type})
        if answer.data.get("error"):
            words = str(answer.data["error"])[:300]
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        video = f"{place['owner_id']}_{place['video_id']}"
        return {**checkpoint, "video": video, "uploaded": True, "polls": 0}

    def _process(self, checkpoint: Checkpoint) -> Outcome:
        owner = checkpoint["video"].partition("_")[0]
        items = self._call("video.get", {"owner_id": owner, "videos": checkpoint["video"]})["items"]
        if not items:
            raise TryLater("media_lost", {"platform": self.capabilities.name})
        if items[0].get("processing") or items[0].get("converting"):
            return look_again(checkpoint, _POLL_SECONDS)
        if items[0].get("content_restricted"):
            words = str(items[0].get("content_restricted_message") or "restricted")
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        return Done(checkpoint)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        fields = {"owner_id": f"-{self.setting('community')}", "from_group": "1", "message": draft.text}
        fields |= {"guid": draft.key} | ({"attachments": f"video{checkpoint['video']}"} if draft.media else {})
        told = self._call("wall.post", fields, irreversible=True)
        return self._published(str(told["post_id"]), checkpoint)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if "after" not in checkpoint:
            return None  # `prepare` comes first; before it nothing can have been sent
        for post in self._posts(count=_LOOKED_AT):
            if int(post["id"]) <= int(checkpoint["after"]):
                continue
            videos = {
                f"{each['video']['owner_id']}_{each['video']['id']}"
                for each in post.get("attachments") or []
                if each.get("type") == "video"
            }
            same = checkpoint.get("video") in videos if draft.media else post.get("text") == draft.text and not videos
            if same:
                return self._published(str(post["id"]), checkpoint)
        return None

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        owner, _, post = remote_id.partition("_")
        try:
            self._call("wall.delete", {"owner_id": owner, "post_id": post})
        except Rejected as error:
            if "not found" not in str(error.params.get("words")).lower():
                raise
        if checkpoint.get("video"):
            video_owner, _, video = checkpoint["video"].partition("_")
            try:
                self._call("video.delete", {"owner_id": video_owner, "video_id": video})
            except Rejected:
                return  # the post is gone, which is what was asked

    def verify(self) -> Identity:
        self._posts(count=1)
        number = self.setting("community")
        return Identity(name=f"club{number}", handle=f"club{number}", url=f"https://vk.com/club{number}")

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        told = self._call("wall.getById", {"posts": remote_id})
        found = told["items"] if isinstance(told, dict) else told
        if not found or found[0].get("is_deleted"):
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        post = found[0]
        names = {"views": "views", "likes": "likes", "comments": "comments", "shares": "reposts"}
        return {ours: int(post[theirs]["count"]) for ours, theirs in names.items() if theirs in post}

    def _posts(self, *, count: int) -> list[dict[str, Any]]:
        fields = {"domain": f"club{self.setting('community')}", "count": str(count), "filter": "owner"}
        return list(self._call("wall.get", fields)["items"])

    def _published(self, post: str, checkpoint: Checkpoint) -> Published:
        remote_id = f"-{self.setting('community')}_{post}"
        url = f"https://vk.com/wall{remote_id}"
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def _call(self, method: str, fields: Mapping[str, str], *, irreversible: bool = False) -> Any:
        url = f"{self.settings()['api']}/method/{method}"
        form = {**fields, "v": VERSION}
        answer = self.ask("POST", url, form=form, irreversible=irreversible)
        return self.courier.read(answer, lambda each: each.data["response"], url=url, irreversible=irreversible)
