"""X. Steps: prepare, upload, process, subtitles, publish.

Source: docs.x.com, the API's second version, read 2026-11-23. X has no key that makes a repeat safe, so the post is
announced, sent once, and looked for among our own when the answer was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from publishing.connectors.base import (
    Checkpoint,
    Done,
    Draft,
    Identity,
    Outcome,
    Published,
    Save,
    Step,
    SubtitleTrack,
    UnknownStep,
    Wait,
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
from publishing.connectors.courier import Answer, FilePart
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.message import gettext_noop
from publishing.connectors.multipart import MultipartStream
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
CHUNK = 4 * 2**20  # bytes; a part may have 5 MB
_POLL_SECONDS = 5.0
_PAGE, _MAX_PAGES = 100, 3
_QUARTER = 15 * 60


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"https://docs.x.com/{path}", checked=_CHECKED)


_POSTS = _source("Create Post", "x-api/posts/create-post")
_UPLOAD = _source("Chunked media upload", "x-api/media/quickstart/media-upload-chunked")
_VIDEO = _source("Media best practices", "x-api/media/quickstart/best-practices")
_SUBTITLES = _source("Create Media subtitles", "x-api/media/create-media-subtitles")
_COUNTING = _source("Counting characters", "fundamentals/counting-characters")
_LIMITS = _source("Rate limits", "x-api/fundamentals/rate-limits")
_SIGN_IN = _source("OAuth 2.0 with PKCE", "fundamentals/authentication/oauth-2-0/authorization-code")


class XConnector(SignedInConnector):
    """Publishes to one account on X."""

    platform = "x"
    capabilities = Capabilities(
        platform="x",
        name="X",
        text=(TextLimit(field="text", limit=280, rule="weighted", url_length=23, source=_COUNTING),),
        media=MediaLimits(
            content_types=("video/mp4",),
            max_bytes=512 * 2**20,
            min_seconds=0.5,
            max_seconds=140,
            min_ratio=1 / 3,
            max_ratio=3,
            max_rate=60,
            source=_VIDEO,
        ),
        subtitles=Subtitles(route="track", content_type="text/srt", source=_SUBTITLES),
        languages=Languages(per_post=0, source=_POSTS),
        scheduling=Scheduling(native=False, source=_POSTS),
        repeat=Repeat(
            safe_seconds=0,
            note=gettext_noop("X posts again whatever is sent again; Pugmark looks among the account's own posts."),
            source=_POSTS,
        ),
        quotas=(Quota(what="post", limit=100, seconds=_QUARTER, source=_LIMITS),),
        measures=("views", "likes", "comments", "shares", "quotes"),
        notes=(gettext_noop("Subtitle tracks carry two letters of language: both ways of Chinese look the same."),),
        oauth=OAuth(
            authorize_url="{www}/i/oauth2/authorize",
            token_url="{api}/2/oauth2/token",
            scopes=("tweet.read", "tweet.write", "users.read", "media.write", "offline.access"),
            client="basic",
            renew=refresh_grant("{api}/2/oauth2/token"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Client ID"),
                help=gettext_noop("Of your own app in X's developer portal, with OAuth 2.0 as a confidential client."),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://api.x.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://x.com"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("Client secret"), help=gettext_noop("Of the same app.")),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        """A 403 for a missing scope or a suspended account asks for a person; one for doubled words does not."""
        data = answer.data if isinstance(answer.data, dict) else {}
        kind = str(data.get("type") or "")
        if answer.status == 403 and kind.endswith(("/oauth1-permissions", "/client-forbidden")):
            words = str(data.get("detail") or data.get("title") or kind)[:300]
            return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words})
        return None

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        media = (Step("upload"), Step("process")) if draft.media else ()
        subtitles = (Step("subtitles"),) if draft.media and draft.subtitles else ()
        return (Step("prepare"), *media, *subtitles, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(checkpoint))
        if step == "upload":
            return Done(checkpoint if checkpoint.get("uploaded") else self._upload(draft, checkpoint, save=save))
        if step == "process":
            return self._process(checkpoint)
        if step == "subtitles":
            return Done(self._subtitles(draft, checkpoint, save=save))
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _prepare(self, checkpoint: Checkpoint) -> Checkpoint:
        """Note the newest post of ours that stands, so that `find_existing` looks only at what came after it."""
        me = self._me()
        newest = self._own_posts(me["id"], after="", pages=1, page=5)
        return {
            **checkpoint,
            "account": me["id"],
            "username": me["username"],
            "after": newest[0]["id"] if newest else "",
        }

    def _upload(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        assert draft.media is not None  # noqa: S101 - `steps` declares this step only with media
        media, parts = draft.media, int(checkpoint.get("parts") or 0)
        if not checkpoint.get("media_id"):
            begun = self._initialize(media.size, content_type=media.content_type, category="tweet_video")
            checkpoint, parts = {**checkpoint, **begun, "parts": 0}, 0
            save(checkpoint)
        with media_file(media).open("rb") as stream:
            for number in range(parts, -(-media.size // CHUNK)):
                start = number * CHUNK
                part = FilePart(stream, start=start, length=min(CHUNK, media.size - start))
                try:
                    self._append(checkpoint["media_id"], number, part.read(), content_type=media.content_type)
                except Rejected as error:
                    if error.params.get("status") not in {400, 404}:
                        raise
                    save({**checkpoint, "media_id": "", "parts": 0})  # X forgets an upload after some hours
                    raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1) from None
                checkpoint = {**checkpoint, "parts": number + 1}
                save(checkpoint)
        told = self._finalize(checkpoint["media_id"])
        return {**checkpoint, "uploaded": True, "ready": not told or told.get("state") == "succeeded"}

    def _initialize(self, size: int, *, content_type: str, category: str) -> Checkpoint:
        url = self._url("media/upload/initialize")
        body = {"media_type": content_type, "total_bytes": size, "media_category": category}
        answer = self.ask("POST", url, json_body=body)
        return self.courier.read(
            answer,
            lambda each: {
                "media_id": each.text("data", "id"),
                "media_key": str(each.data["data"].get("media_key") or ""),
            },
            url=url,
        )

    def _append(self, media_id: str, number: int, part: bytes, *, content_type: str) -> None:
        form = MultipartStream(
            {"segment_index": str(number)},
            file_field="media",
            file_name="part",
            content_type=content_type,
            stream=BytesIO(part),
        )
        url = self._url(f"media/upload/{media_id}/append")
        # A part that is sent again under its number takes the place of the first.
        self.ask("POST", url, body=form.read(), headers={"Content-Type": form.content_type})

    def _finalize(self, media_id: str) -> Mapping[str, Any] | None:
        url = self._url(f"media/upload/{media_id}/finalize")
        answer = self.ask("POST", url)
        return self.courier.read(answer, lambda each: each.data["data"].get("processing_info"), url=url)

    def _process(self, checkpoint: Checkpoint) -> Outcome:
        if checkpoint.get("ready"):
            return Done(checkpoint)
        url = self._url("media/upload")
        answer = self.ask("GET", url, params={"command": "STATUS", "media_id": checkpoint["media_id"]})
        told = self.courier.read(answer, lambda each: each.data["data"].get("processing_info") or {}, url=url)
        if told.get("state") == "failed":
            words = str((told.get("error") or {}).get("message") or "failed")
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        if told and told.get("state") != "succeeded":
            return Wait(checkpoint, max(float(told.get("check_after_secs") or _POLL_SECONDS), 1.0))
        return Done({**checkpoint, "ready": True})

    def _subtitles(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send each track; one that X refuses is noted and never fails the post."""
        told: dict[str, str] = dict(checkpoint.get("captions") or {})
        for track in draft.subtitles:
            if told.get(track.language):
                continue
            try:
                self._subtitle(track, checkpoint["media_id"])
                told[track.language] = "sent"
            except Rejected as error:
                told[track.language] = f"refused: {error.params.get('words') or error.code}"
            checkpoint = {**checkpoint, "captions": told}
            save(checkpoint)
        return checkpoint

    def _subtitle(self, track: SubtitleTrack, video: str) -> None:
        try:
            content = (track.srt or track.path).read_bytes()
        except OSError as error:
            raise Rejected("media_missing", {"name": track.path.name}) from error
        begun = self._initialize(len(content), content_type="text/srt", category="subtitles")
        self._append(begun["media_id"], 0, content, content_type="text/srt")
        self._finalize(begun["media_id"])
        language = track.language.split("-")[0].upper()
        about = {"id": begun["media_id"], "language_code": language, "display_name": track.language}
        body = {"id": video, "media_category": "TweetVideo", "subtitles": about}
        self.ask("POST", self._url("media/subtitles"), json_body=body)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        url = self._url("tweets")
        body: dict[str, Any] = {"text": draft.text}
        if draft.media:
            body["media"] = {"media_ids": [checkpoint["media_id"]]}
        answer = self.ask("POST", url, json_body=body, irreversible=True)
        post = self.courier.read(answer, lambda each: each.text("data", "id"), url=url, irreversible=True)
        return _published(post, checkpoint)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if not checkpoint.get("account"):
            return None  # `prepare` comes first; before it nothing can have been sent
        for post in self._own_posts(checkpoint["account"], after=checkpoint.get("after") or "", pages=_MAX_PAGES):
            keys = (post.get("attachments") or {}).get("media_keys") or []
            # A media key belongs to one upload, so it is proof; words alone are compared as they were written.
            if (checkpoint.get("media_key") in keys) if draft.media else (not keys and _written(post) == draft.text):
                return _published(post["id"], checkpoint)
        return None

    def _own_posts(self, account: str, *, after: str, pages: int, page: int = _PAGE) -> list[dict[str, Any]]:
        url = self._url(f"users/{account}/tweets")
        params = {"max_results": str(page), "tweet.fields": "attachments,entities", "exclude": "replies,retweets"}
        params |= {"since_id": after} if after else {}
        found: list[dict[str, Any]] = []
        for _page in range(pages):
            answer = self.ask("GET", url, params=params)
            found += self.courier.read(answer, lambda each: list(each.data.get("data") or []), url=url)
            token = (answer.data.get("meta") or {}).get("next_token")
            if not token:
                break
            params["pagination_token"] = str(token)
        return found

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self.ask("DELETE", self._url(f"tweets/{remote_id}"))
        except Rejected as error:
            if error.params.get("status") != 404:
                raise

    def verify(self) -> Identity:
        me = self._me()
        return Identity(name=me["name"], handle=f"@{me['username']}", url=f"https://x.com/{me['username']}")

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        url = self._url(f"tweets/{remote_id}")
        answer = self.ask("GET", url, params={"tweet.fields": "public_metrics"})
        # A post that is not there (any more) is an answer with the status 200, "errors" and no "data".
        if isinstance(answer.data, dict) and answer.data.get("errors") and not answer.data.get("data"):
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        told = self.courier.read(answer, lambda each: each.data["data"]["public_metrics"], url=url)
        names = {
            "views": "impression_count",
            "likes": "like_count",
            "comments": "reply_count",
            "shares": "retweet_count",
            "quotes": "quote_count",
        }
        return {ours: int(told[theirs]) for ours, theirs in names.items() if told.get(theirs) is not None}

    def _me(self) -> dict[str, Any]:
        url = self._url("users/me")
        answer = self.ask("GET", url)
        return self.courier.read(answer, lambda each: {**each.data["data"], "id": each.text("data", "id")}, url=url)

    def _url(self, path: str) -> str:
        return f"{self.settings()['api']}/2/{path}"


def _written(post: Mapping[str, Any]) -> str:
    """Return a post's text with its links as they were written, and without what X puts behind it."""
    text = str(post.get("text") or "")
    for link in (post.get("entities") or {}).get("urls") or []:
        text = text.replace(str(link.get("url")), str(link.get("unwound_url") or link.get("expanded_url")), 1)
    return text


def _published(post: str, checkpoint: Checkpoint) -> Published:
    url = f"https://x.com/{checkpoint.get('username') or 'i'}/status/{post}"
    return Published({**checkpoint, "remote_id": post, "url": url}, post, url)
