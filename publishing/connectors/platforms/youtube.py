"""YouTube. Steps: prepare, upload, process, thumbnail, captions, publish; then the caption tracks that had to wait.

Source: the Data API's own description (discovery document) and developers.google.com/youtube/v3, read 2026-11-23. The
video is uploaded as private and only made public by the last step, which may be repeated as often as one likes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publishing.connectors import youtube_limits
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
from publishing.connectors.courier import Answer, refusal, words
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.resumable import ResumableUpload, SessionGone
from publishing.connectors.signed_in import SignedInConnector

_DAY = 24 * 3600
_QUOTA_RESETS = ZoneInfo("America/Los_Angeles")  # at midnight
_SPENT = {"quotaExceeded", "dailyLimitExceeded"}
THUMBNAIL_TRIES = 3
_POLL_SECONDS = (5.0, 8.0, 13.0, 21.0, 34.0, 60.0)


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
    capabilities = youtube_limits.CAPABILITIES

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        captions = (Step("captions"),) if draft.subtitles else ()
        picture = (Step("thumbnail"),) if draft.media and draft.media.poster else ()
        before = (Step("prepare"), Step("upload"), Step("process"), *picture, *captions)
        return (*before, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done({**checkpoint, "channel": self._channel()["id"]})
        if step == "upload":
            return Done(checkpoint if checkpoint.get("video_id") else self._upload(draft, checkpoint, save=save))
        if step == "process":
            return self._process(checkpoint)
        if step == "thumbnail":
            return Done(self._thumbnail(draft, checkpoint, save=save))
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

    def _thumbnail(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send the post's own picture, in a few tries. One that YouTube does not take never fails the video."""
        tries = int(checkpoint.get("thumbnail_tries") or 0) + 1
        if checkpoint.get("thumbnail") or tries > THUMBNAIL_TRIES:
            return {**checkpoint, "thumbnail": checkpoint.get("thumbnail") or "refused: given up"}
        checkpoint = {**checkpoint, "thumbnail_tries": tries}
        save(checkpoint)
        try:
            told = self._picture(draft, checkpoint["video_id"])
        except Rejected as error:
            told = f"refused: {error.params.get('words') or error.code}"
        except TryLater as error:
            if error.code != "quota_spent" and tries < THUMBNAIL_TRIES:
                raise
            told = f"refused: {error.code}"
        return {**checkpoint, "thumbnail": told}

    def _picture(self, draft: Draft, video_id: str) -> str:
        poster = draft.media.poster if draft.media else None
        try:
            content = poster.read_bytes() if poster else b""
        except OSError as error:
            raise Rejected("media_missing", {"name": poster.name if poster else ""}) from error
        if not 0 < len(content) <= youtube_limits.THUMBNAIL:
            return f"refused: {len(content)} bytes"
        kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        # A channel that has not shown a telephone number may set none (403): that is no reason to sign in again.
        answer = self.ask(
            *("POST", self._url("thumbnails/set", "/upload")),
            params={"uploadType": "media", "videoId": video_id},
            body=content,
            headers={"Content-Type": kind},
            accepted=(400, 403, 404, 413),
        )
        return "sent" if answer.status == 200 else f"refused: {words(answer.data)[:200] or answer.status}"

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
    if not title or len(title) > youtube_limits.TITLE:
        words = f"the title has {len(title)} characters; 1 to {youtube_limits.TITLE} are possible"
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
