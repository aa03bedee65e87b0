"""TikTok, by the Content Posting API's direct post. Steps: prepare, begin, publish.

Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post, read 2026-11-23. A post appears by itself
once its last byte has arrived, so the upload is the step that cannot be taken back. `publish_id` says what became of
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from publishing.connectors.base import (
    Checkpoint,
    Done,
    Draft,
    Identity,
    Media,
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
    Quota,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
    address_field,
)
from publishing.connectors.courier import Answer, FilePart, refusal
from publishing.connectors.errors import CannotLook, ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
SMALLEST, LARGEST = 5 * 2**20, 64 * 2**20  # bytes of a chunk; the last may have twice the largest
CHUNK = 16 * 2**20
_DAY = 24 * 3600
_POLL_SECONDS = (5.0, 10.0, 20.0, 30.0, 60.0)


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"https://developers.tiktok.com/doc/{path}", checked=_CHECKED)


_POST = _source("Direct Post", "content-posting-api-reference-direct-post")
_UPLOAD = _source("Media transfer guide", "content-posting-api-media-transfer-guide")
_STATUS = _source("Get Post Status", "content-posting-api-reference-get-video-status")
_THIRD = _source(
    "Media transfer guide (third party for length, size and rate)", "content-posting-api-media-transfer-guide"
)
_SIGN_IN = _source("Manage user access tokens", "oauth-user-access-token-management")
_SIGNED_OUT = {"access_token_invalid", "scope_not_authorized", "scope_permission_missed"}
_PAUSES = {"rate_limit_exceeded", "spam_risk_too_many_pending_share", "reached_active_user_cap"}
_SPENT = {"spam_risk_too_many_posts", "spam_risk_user_banned_from_posting"}


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read the word in which TikTok says what went wrong; `ok` says that nothing did."""
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if not isinstance(error, dict) or error.get("code") in {None, "ok"}:
        return None
    code, words = str(error["code"]), str(error.get("message") or error["code"])
    told = Answer(answer.status, answer.headers, b"", {"message": f"{code}: {words}"})
    if code in _SIGNED_OUT:
        return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words[:300]})
    if code in _PAUSES:
        return refusal(told, exchange, status=429)
    if code in _SPENT:
        return TryLater("quota_spent", {"platform": exchange.platform, "seconds": _DAY}, after=_DAY)
    return refusal(told, exchange, status=answer.status if answer.status >= 400 else 400)


def cut(size: int) -> tuple[int, int]:
    """Return the size of a chunk and their number: all but the last are alike, and the last takes what is left over."""
    if size < 2 * CHUNK:
        return size, 1
    return CHUNK, size // CHUNK


class TikTokConnector(SignedInConnector):
    """Publishes to one account on TikTok."""

    platform = "tiktok"
    capabilities = Capabilities(
        platform="tiktok",
        name="TikTok",
        text=(TextLimit(field="text", limit=2200, rule="utf16", source=_POST),),
        media=MediaLimits(
            content_types=("video/mp4", "video/quicktime", "video/webm"),
            max_bytes=4 * 10**9,
            min_seconds=3,
            max_seconds=600,
            min_width=360,
            min_height=360,
            min_rate=23,
            max_rate=60,
            source=_THIRD,
        ),
        subtitles=Subtitles(route="burn_in", source=_POST),
        languages=Languages(per_post=0, source=_POST),
        scheduling=Scheduling(native=False, source=_POST),
        repeat=Repeat(
            safe_seconds=3600,
            note=gettext_noop("An upload goes on under its publish_id; no second one is ever begun for a delivery."),
            source=_STATUS,
        ),
        quotas=(
            Quota(what="request", limit=6, seconds=60, source=_POST),
            Quota(what="post", limit=5, seconds=_DAY, source=_POST),
        ),
        media_required=True,
        links_clickable=False,
        measures=("views", "likes", "comments", "shares"),
        notes=(
            gettext_noop("Posts of an app that TikTok has not audited can be seen by the account itself only."),
            gettext_noop("A post can be removed only by hand, in TikTok itself."),
        ),
        oauth=OAuth(
            authorize_url="{www}/v2/auth/authorize/",
            token_url="{api}/v2/oauth/token/",
            scopes=("user.info.basic", "video.publish", "video.list"),
            separator=",",
            id_name="client_key",
            renew=refresh_grant("{api}/v2/oauth/token/"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Client key"),
                help=gettext_noop("Of your own app on developers.tiktok.com, with the product Content Posting API."),
            ),
            Field(
                name="privacy",
                label=gettext_noop("Who may see new videos"),
                help=gettext_noop("What the account itself allows is asked before every post."),
                default="PUBLIC_TO_EVERYONE",
                required=False,
                per_post=True,
                choices=(
                    ("PUBLIC_TO_EVERYONE", gettext_noop("Everybody")),
                    ("FOLLOWER_OF_CREATOR", gettext_noop("Followers")),
                    ("SELF_ONLY", gettext_noop("Only the account itself")),
                ),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://open.tiktokapis.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://www.tiktok.com"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("Client secret"), help=gettext_noop("Of the same app.")),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("prepare"), Step("begin"), Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(draft, checkpoint))
        if step == "begin":
            return Done(checkpoint if checkpoint.get("publish_id") else self._begin(draft, checkpoint))
        if step == "publish":
            return self._publish(draft, checkpoint, save=save)
        raise UnknownStep(step)

    def _prepare(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        """Ask what the account allows now: TikTok demands it before every post."""
        media = _media(draft)
        media_file(media)
        told = self._creator()
        privacy = self.option(draft, "privacy")
        if privacy not in told["privacy_level_options"]:
            words = f"the account allows {', '.join(told['privacy_level_options'])} and not {privacy}"
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": words})
        longest = float(told.get("max_video_post_duration_sec") or 0)
        if longest and media.duration > longest:
            words = f"the account may post {longest:g} seconds; the video lasts {media.duration:g}"
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": words})
        return {**checkpoint, "username": str(told["creator_username"]), "privacy": privacy}

    def _begin(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        """Open the upload. Nothing is seen of it, and it is forgotten, unless its last byte arrives."""
        media = _media(draft)
        chunk, count = cut(media.size)
        about = {
            "title": draft.text,
            "privacy_level": checkpoint["privacy"],
            "disable_duet": False,
            "disable_comment": False,
            "disable_stitch": False,
        }
        source = {
            "source": "FILE_UPLOAD",
            "video_size": media.size,
            "chunk_size": chunk,
            "total_chunk_count": count,
        }
        data = self._call("post/publish/video/init/", {"post_info": about, "source_info": source})
        return {**checkpoint, "publish_id": str(data["publish_id"]), "upload": str(data["upload_url"]), "sent": 0}

    def _publish(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        media = _media(draft)
        checkpoint = self._send(media, checkpoint, save=save)
        told = self._status(checkpoint)
        if told["status"] == "FAILED":
            raise Rejected(
                "media_failed", {"platform": self.capabilities.name, "words": str(told.get("fail_reason") or "failed")}
            )
        if told["status"] != "PUBLISH_COMPLETE":
            return look_again(checkpoint, _POLL_SECONDS)
        return self._published(told, checkpoint)

    def _send(self, media: Media, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send what TikTok says it does not have yet, in order."""
        chunk, count = cut(media.size)
        start = int(checkpoint.get("sent") or 0)
        with media_file(media).open("rb") as stream:
            while start < media.size:
                number = start // chunk
                end = media.size if number >= count - 1 else start + chunk
                headers = {
                    "Content-Type": media.content_type,
                    "Content-Range": f"bytes {start}-{end - 1}/{media.size}",
                }
                part = FilePart(stream, start=start, length=end - start)
                # The address is the permission; the token has no business there. Only the last part publishes.
                self.courier.ask(
                    *("PUT", checkpoint["upload"]), body=part, headers=headers, irreversible=end == media.size
                )
                start = end
                checkpoint = {**checkpoint, "sent": start}
                save(checkpoint)
        return checkpoint

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if not checkpoint.get("publish_id"):
            return None
        told = self._status(checkpoint)
        if told["status"] == "PUBLISH_COMPLETE":
            return self._published(told, checkpoint)
        whole = draft.media is not None and int(told.get("uploaded_bytes") or 0) >= draft.media.size
        if told["status"].startswith("PROCESSING") and whole:
            # All of it is there and TikTok is at work: neither out nor not out.
            raise TryLater("processing", {"platform": self.capabilities.name}, after=_POLL_SECONDS[0])
        return None

    def _status(self, checkpoint: Checkpoint) -> dict[str, Any]:
        data = self._call("post/publish/status/fetch/", {"publish_id": checkpoint["publish_id"]})
        return {**data, "status": str(data["status"])}

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        if self._videos([remote_id], fields="id"):
            raise Rejected("take_down_by_hand", {"platform": self.capabilities.name})

    def verify(self) -> Identity:
        told = self._creator()
        handle = str(told["creator_username"])
        return Identity(
            name=str(told.get("creator_nickname") or handle),
            handle=f"@{handle}",
            url=f"https://www.tiktok.com/@{handle}",
        )

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        if remote_id == str(checkpoint.get("publish_id") or ""):  # never made public: TikTok has no number for it
            raise CannotLook("cannot_measure", {"platform": self.capabilities.name})
        names = {"views": "view_count", "likes": "like_count", "comments": "comment_count", "shares": "share_count"}
        found = self._videos([remote_id], fields=",".join(["id", *names.values()]))
        if not found:
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        return {ours: int(found[0][theirs]) for ours, theirs in names.items() if theirs in found[0]}

    def limits(self) -> Capabilities:
        longest = float(self._creator().get("max_video_post_duration_sec") or 0)
        media = self.capabilities.media
        return replace(self.capabilities, media=replace(media, max_seconds=longest or media.max_seconds))

    def _creator(self) -> dict[str, Any]:
        data = self._call("post/publish/creator_info/query/", {})
        return {**data, "creator_username": str(data["creator_username"])}

    def _videos(self, numbers: list[str], *, fields: str) -> list[dict[str, Any]]:
        data = self._call(f"video/query/?fields={fields}", {"filters": {"video_ids": numbers}})
        return list(data.get("videos") or [])

    def _published(self, told: Mapping[str, Any], checkpoint: Checkpoint) -> Published:
        numbers = told.get("publicaly_available_post_id") or []  # TikTok's own spelling
        remote_id = str(numbers[0]) if numbers else str(checkpoint["publish_id"])
        page = f"https://www.tiktok.com/@{checkpoint.get('username') or ''}"
        url = f"{page}/video/{remote_id}" if numbers else page
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def _call(self, path: str, body: Mapping[str, Any]) -> Any:
        url = f"{self.settings()['api']}/v2/{path}"
        answer = self.ask("POST", url, json_body=body)
        return self.courier.read(answer, lambda each: {**each.data["data"]}, url=url)


def _media(draft: Draft) -> Media:
    if draft.media is None:
        raise Rejected("rejected", {"platform": "TikTok", "words": "a video is required"})
    return draft.media
