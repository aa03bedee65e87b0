"""YouTube. Steps: prepare, upload, process, captions, publish; afterwards the caption tracks that had to wait.

Source: the Data API's own description (discovery document) and developers.google.com/youtube/v3, read 2026-11-23. The
video is uploaded as private and only made public by the last step, which may be repeated as often as one likes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
    look_again,
)
from publishing.connectors.capabilities import (
    ALWAYS,
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
from publishing.connectors.courier import Answer, refusal
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.resumable import ResumableUpload, SessionGone
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
_SITE = "https://developers.google.com/youtube/v3"
_DAY = 24 * 3600
_QUOTA_RESETS = ZoneInfo("America/Los_Angeles")  # at midnight
_SPENT = {"quotaExceeded", "dailyLimitExceeded"}
_POLL_SECONDS = (5.0, 8.0, 13.0, 21.0, 34.0, 60.0)
_TITLE = 100


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"{_SITE}/{path}", checked=_CHECKED)


_VIDEOS = _source("Videos", "docs/videos")
_INSERT = _source("Videos: insert", "docs/videos/insert")
_CAPTIONS = _source("Captions: insert", "docs/captions/insert")
_COSTS = _source("Quota costs", "determine_quota_cost")
_SIGN_IN = _source("OAuth 2.0 for web server applications", "guides/auth/server-side-web-apps")


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read the reason of a Google error; a spent quota ends at midnight in California."""
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if not isinstance(error, dict):
        return None
    reasons = {str(each.get("reason")) for each in error.get("errors") or [] if isinstance(each, dict)}
    names = {"platform": exchange.platform}
    if reasons & _SPENT:
        after = until_midnight(datetime.now(UTC))
        return TryLater("quota_spent", {**names, "seconds": round(after)}, after=after)
    if "uploadLimitExceeded" in reasons:
        return TryLater("quota_spent", {**names, "seconds": _DAY}, after=_DAY)
    if reasons & {"rateLimitExceeded", "userRateLimitExceeded"}:
        return refusal(answer, exchange, status=429)
    if reasons & {"youtubeSignupRequired", "authError", "channelClosed", "channelSuspended"}:
        return NeedsReconnect("reconnect", {**names, "words": str(error.get("message") or "")[:300]})
    return None


def until_midnight(now: datetime) -> float:
    """Return seconds until YouTube's quota begins anew; `now` is aware."""
    here = now.astimezone(_QUOTA_RESETS)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=_QUOTA_RESETS)
    return (midnight.astimezone(UTC) - now.astimezone(UTC)).total_seconds()


class YouTubeConnector(SignedInConnector):
    """Publishes to one YouTube channel."""

    platform = "youtube"
    capabilities = Capabilities(
        platform="youtube",
        name="YouTube",
        text=(
            TextLimit(field="title", limit=_TITLE, rule="characters", source=_VIDEOS),
            TextLimit(field="text", limit=5000, rule="bytes", source=_VIDEOS),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/quicktime", "video/webm"), max_bytes=256 * 10**9, source=_INSERT
        ),
        subtitles=Subtitles(route="track", content_type="text/vtt", max_track_bytes=100 * 2**20, source=_CAPTIONS),
        languages=Languages(per_post=80, source=_VIDEOS),
        scheduling=Scheduling(native=True, source=_VIDEOS),
        repeat=Repeat(
            safe_seconds=ALWAYS,
            note=gettext_noop("The video is made public by its own number; doing it twice changes nothing."),
            source=_VIDEOS,
        ),
        quotas=(
            Quota(what="post", limit=100, seconds=_DAY, source=_COSTS, scope="app"),
            Quota(what="caption", limit=10_000, seconds=_DAY, cost=400, source=_COSTS, scope="app"),
        ),
        media_required=True,
        title_required=True,
        tags_apart=True,
        measures=("views", "likes", "comments"),
        notes=(
            gettext_noop("Videos of an app that Google has not audited stay private."),
            gettext_noop("Caption tracks beyond the day's quota follow on the next days, in the order of languages."),
        ),
        oauth=OAuth(
            authorize_url="{www}/o/oauth2/v2/auth",
            token_url="{token}/token",
            scopes=(
                "https://www.googleapis.com/auth/youtube.upload",
                "https://www.googleapis.com/auth/youtube.force-ssl",
            ),
            # Without these two Google gives no refresh token to an account that has agreed before.
            extra=(("access_type", "offline"), ("prompt", "consent")),
            renew=refresh_grant("{token}/token"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Client ID"),
                help=gettext_noop("Of your own project in the Google Cloud console, for a web application."),
            ),
            Field(
                name="visibility",
                label=gettext_noop("Who may see new videos"),
                help=gettext_noop("Everybody, whoever has the link, or only you."),
                default="public",
                required=False,
                per_post=True,
                choices=(
                    ("public", gettext_noop("Everybody")),
                    ("unlisted", gettext_noop("Whoever has the link")),
                    ("private", gettext_noop("Only the channel's owners")),
                ),
            ),
            Field(
                name="category",
                label=gettext_noop("Category"),
                help=gettext_noop("Among which videos YouTube sorts it."),
                default="15",
                required=False,
                per_post=True,
                advanced=True,
                choices=(
                    ("15", gettext_noop("Pets & Animals")),
                    ("28", gettext_noop("Science & Technology")),
                    ("27", gettext_noop("Education")),
                    ("25", gettext_noop("News & Politics")),
                    ("19", gettext_noop("Travel & Events")),
                    ("29", gettext_noop("Nonprofits & Activism")),
                    ("24", gettext_noop("Entertainment")),
                    ("22", gettext_noop("People & Blogs")),
                    ("1", gettext_noop("Film & Animation")),
                ),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://www.googleapis.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://accounts.google.com"),
            address_field("token", gettext_noop("Address of the token service"), "https://oauth2.googleapis.com"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("Client secret"), help=gettext_noop("Of the same project.")),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        captions = (Step("captions"),) if draft.subtitles else ()
        return (Step("prepare"), Step("upload"), Step("process"), *captions, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done({**checkpoint, "channel": self._channel()["id"]})
        if step == "upload":
            return Done(checkpoint if checkpoint.get("video_id") else self._upload(draft, checkpoint, save=save))
        if step == "process":
            return self._process(checkpoint)
        if step == "captions":
            return Done(self._captions(draft, checkpoint, save=save))
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _upload(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        if draft.media is None:
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": "a video is required"})
        upload = ResumableUpload(self.ask, draft.media, platform=self.capabilities.name)
        session, start = checkpoint.get("session") or "", int(checkpoint.get("offset") or 0)
        try:
            if session:
                heard = upload.offset(session)
                if isinstance(heard, Answer):
                    return self._uploaded(heard, checkpoint, session=session)
                start = heard
            else:
                session, start = self._begin(upload, draft), 0
                save({**checkpoint, "session": session, "offset": 0})
            done = upload.send(
                session,
                start=start,
                told=lambda offset: save({**checkpoint, "session": session, "offset": offset}),
            )
        except SessionGone:
            save({**checkpoint, "session": "", "offset": 0})
            raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1) from None
        return self._uploaded(done, checkpoint, session=session)

    def _begin(self, upload: ResumableUpload, draft: Draft) -> str:
        params = {"uploadType": "resumable", "part": "snippet,status,localizations"}
        return upload.begin(self._url("videos", "/resumable/upload"), params=params, body=self._video(draft))

    def _video(self, draft: Draft) -> dict[str, Any]:
        """Return a Video resource, private until `publish`."""
        snippet: dict[str, Any] = {
            "title": title_of(draft),
            "description": draft.text,
            "tags": list(draft.tags),
            "categoryId": self.option(draft, "category"),
        }
        if draft.language:
            snippet |= {"defaultLanguage": draft.language, "defaultAudioLanguage": draft.language}
        status = {"privacyStatus": "private", "selfDeclaredMadeForKids": False, "embeddable": True}
        others = {each.language: {"title": each.title, "description": each.text} for each in draft.translations}
        return {"snippet": snippet, "status": status, **({"localizations": others} if others else {})}

    def _uploaded(self, answer: Answer, checkpoint: Checkpoint, *, session: str) -> Checkpoint:
        video = self.courier.read(answer, lambda each: each.text("id"), url=session)
        return {**checkpoint, "session": session, "video_id": video, "polls": 0}

    def _process(self, checkpoint: Checkpoint) -> Outcome:
        status = self._found(checkpoint["video_id"], part="status")
        if status is None:
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": "the video is gone"})
        told = status["status"]
        if told.get("uploadStatus") in {"failed", "rejected", "deleted"}:
            words = str(told.get("failureReason") or told.get("rejectionReason") or told["uploadStatus"])
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        if told.get("uploadStatus") != "processed":
            return look_again(checkpoint, _POLL_SECONDS)
        return Done(checkpoint)

    def _captions(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send tracks in the order given until the quota is spent. No track ever fails the video."""
        told: dict[str, str] = dict(checkpoint.get("captions") or {})
        for track in draft.subtitles:
            if told.get(track.language):
                continue
            try:
                told[track.language] = self._caption(track, checkpoint["video_id"])
            except Rejected as error:
                told[track.language] = f"refused: {error.params.get('words') or error.code}"
            except TryLater as error:
                if error.code != "quota_spent":
                    raise
                checkpoint = {**checkpoint, "captions": told, "wait": error.after}
                break
            checkpoint = {**checkpoint, "captions": told, "wait": 0}
            save(checkpoint)
        return {**checkpoint, "captions": told}

    def _caption(self, track: SubtitleTrack, video_id: str) -> str:
        try:
            content = track.path.read_bytes()
        except OSError as error:
            raise Rejected("media_missing", {"name": track.path.name}) from error
        about = {"snippet": {"videoId": video_id, "language": track.language, "name": "", "isDraft": False}}
        body, kind = related(about, content, content_type="text/vtt")
        url = self._url("captions", "/upload")
        try:
            answer = self.ask(
                *("POST", url),
                params={"uploadType": "multipart", "part": "snippet"},
                body=body,
                headers={"Content-Type": kind},
            )
        except Rejected as error:
            # A repeat after an answer that was lost: the track is there.
            if error.params.get("status") == 409:
                return "sent"
            raise
        self.courier.read(answer, lambda each: each.text("id"), url=url)
        return "sent"

    def follow_up(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Done | Wait:
        sent = self._captions(draft, checkpoint, save=save)
        if any(not sent["captions"].get(track.language) for track in draft.subtitles):
            return Wait(sent, float(sent.get("wait") or 0) or until_midnight(datetime.now(UTC)))
        return Done(sent)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        url, video_id = self._url("videos"), checkpoint["video_id"]
        status = {
            "privacyStatus": self.option(draft, "visibility"),
            "selfDeclaredMadeForKids": False,
            "embeddable": True,
        }
        body = {"id": video_id, "status": status}
        answer = self.ask("PUT", url, params={"part": "status"}, json_body=body, irreversible=True)
        self.courier.read(answer, lambda each: each.text("id"), url=url, irreversible=True)
        return _published(video_id, checkpoint)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        video_id = checkpoint.get("video_id")
        found = self._found(video_id, part="status") if video_id else None
        if found and found["status"].get("privacyStatus") == self.option(draft, "visibility"):
            return _published(str(video_id), checkpoint)
        return None

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self.ask("DELETE", self._url("videos"), params={"id": remote_id})
        except Rejected as error:
            if error.params.get("status") != 404:
                raise

    def verify(self) -> Identity:
        channel = self._channel()
        handle = str(channel["snippet"].get("customUrl") or channel["id"])
        return Identity(
            name=channel["snippet"]["title"], handle=handle, url=f"https://www.youtube.com/channel/{channel['id']}"
        )

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        found = self._found(remote_id, part="statistics")
        if found is None:
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        names = {"views": "viewCount", "likes": "likeCount", "comments": "commentCount"}
        told = found["statistics"]
        return {ours: int(told[theirs]) for ours, theirs in names.items() if told.get(theirs) is not None}

    def _channel(self) -> dict[str, Any]:
        url = self._url("channels")
        answer = self.ask("GET", url, params={"part": "snippet", "mine": "true"})
        items = self.courier.read(answer, lambda each: each.data.get("items") or [], url=url)
        if not items:
            words = "this Google account has no YouTube channel"
            raise NeedsReconnect("reconnect", {"platform": self.capabilities.name, "words": words})
        return items[0]

    def _found(self, video_id: str, *, part: str) -> dict[str, Any] | None:
        url = self._url("videos")
        answer = self.ask("GET", url, params={"part": part, "id": video_id})
        items = self.courier.read(answer, lambda each: [item[part] and item for item in each.data["items"]], url=url)
        return items[0] if items else None

    def _url(self, resource: str, before: str = "") -> str:
        return f"{self.settings()['api']}{before}/youtube/v3/{resource}"


def title_of(draft: Draft) -> str:
    """Return the title: the draft's own, else the first line of its text. Raises Rejected for none or one too long."""
    title = draft.title.strip() or (draft.text.strip().splitlines() or [""])[0].strip()
    if not title or len(title) > _TITLE:
        words = f"the title has {len(title)} characters; 1 to {_TITLE} are possible"
        raise Rejected("rejected", {"platform": "YouTube", "words": words})
    return title


def related(about: Mapping[str, Any], content: bytes, *, content_type: str) -> tuple[bytes, str]:
    """Return a multipart/related body (RFC 2387) of JSON and a small file, and its content type."""
    boundary = "pugmark-part"
    while boundary.encode() in content:
        boundary += "-"
    head = f"--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{json.dumps(about)}\r\n"
    head += f"--{boundary}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/related; boundary={boundary}"


def _published(video_id: str, checkpoint: Checkpoint) -> Published:
    url = f"https://www.youtube.com/watch?v={video_id}"
    return Published({**checkpoint, "remote_id": video_id, "url": url}, video_id, url)
