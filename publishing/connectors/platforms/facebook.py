"""A Facebook Page. Videos: prepare, upload, process, captions, publish. Reels: prepare, upload, publish.

Source: developers.facebook.com/docs/video-api/guides and the fields of Meta's own Business SDK, read 2026-11-23. A
video is finished unpublished, looked at, given its captions, and made public last; a Reel becomes public by the request
that finishes it. Both are one number (`video_id`) from the first request on, so nothing is ever posted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote, urljoin

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
    SubtitleTrack,
    UnknownStep,
    Wait,
    look_again,
    main_track,
)
from publishing.connectors.checks import media_problems
from publishing.connectors.courier import Answer
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.graph import POLL_SECONDS, is_gone, judged
from publishing.connectors.locales import locale_of
from publishing.connectors.multipart import MultipartStream
from publishing.connectors.page_limits import CAPABILITIES, REELS
from publishing.connectors.page_upload import PageUpload, is_about_upload
from publishing.connectors.signed_in import SignedInConnector

_LOOKED_AT = "id,status,published,permalink_url"
_PAGE_FIELDS = "id,name,username,link,access_token"
_VIEWS = {"video": "total_video_views", "reel": "blue_reels_play_count"}


class FacebookConnector(SignedInConnector):
    """Publishes videos and Reels to one Page."""

    platform = "facebook"
    capabilities = CAPABILITIES
    _known_page: dict[str, str] | None = None

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return None if is_about_upload(answer) else judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        before = (Step("prepare"), Step("upload"))
        if self._kind(draft) == "video":
            before += (Step("process"), *((Step("captions"),) if draft.subtitles else ()))
        return (*before, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(draft, checkpoint))
        if step == "upload":
            return Done(checkpoint if checkpoint.get("uploaded") else self._upload(draft, checkpoint, save=save))
        if step == "process":
            return self._process(checkpoint, save=save)
        if step == "captions":
            return Done(self._captions(draft, checkpoint, save=save))
        if step == "publish":
            reel = checkpoint.get("kind") == "reel"
            return self._publish_reel(draft, checkpoint, save=save) if reel else self._publish_video(checkpoint)
        raise UnknownStep(step)

    def _kind(self, draft: Draft) -> str:
        """Return "reel" or "video": as the post or the channel says, else by the video's shape and length."""
        wanted = self.option(draft, "kind")
        if wanted in {"reel", "video"}:
            return wanted
        fits = draft.media is not None and not any(media_problems(draft.media, REELS, platform=self.platform))
        return "reel" if fits else "video"

    def _prepare(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        media, kind = _media(draft), self._kind(draft)
        if kind == "reel":
            for problem in media_problems(media, REELS, platform=self.capabilities.name):
                raise Rejected("rejected", {"platform": self.capabilities.name, "words": problem.message})
        return {**checkpoint, "page": self._page()["id"], "kind": kind}

    def _upload(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        upload = PageUpload(self._as_page, _media(draft), platform=self.capabilities.name)
        if checkpoint["kind"] == "reel":
            return self._upload_reel(upload, _media(draft), checkpoint, save=save)
        url = f"{self.settings()['video']}/{checkpoint['page']}/videos"
        if not checkpoint.get("session"):
            checkpoint = {**checkpoint, **upload.begin(url), "finishing": False}
            save(checkpoint)
        checkpoint = upload.send(url, checkpoint, save=save)
        if not (checkpoint.get("finishing") and self._state(checkpoint) in {"processing", "ready"}):
            checkpoint = {**checkpoint, "finishing": True}
            save(checkpoint)
            form = {"upload_phase": "finish", "upload_session_id": checkpoint["session"], "published": "false"}
            form |= {"description": draft.text, **({"title": draft.title} if draft.title else {})}
            self._succeeded(self._as_page("POST", url, form=form), url=url)
        return {**checkpoint, "uploaded": True, "polls": 0}

    def _upload_reel(self, upload: PageUpload, media: Media, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        start = 0
        if checkpoint.get("video_id"):
            video = self._video(checkpoint)
            if video is None:
                save({**checkpoint, "video_id": ""})
                raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1)
            start = _received(video, size=media.size)
        else:
            url = self._url(f"{checkpoint['page']}/video_reels")
            answer = self._as_page("POST", url, form={"upload_phase": "start"})
            video_id = self.courier.read(answer, lambda each: each.text("video_id"), url=url)
            checkpoint = {**checkpoint, "video_id": video_id}
            save(checkpoint)
        if start < media.size:
            headers = {"Authorization": f"OAuth {self._page()['access_token']}"}
            upload.send_whole(f"{self.settings()['upload']}/{checkpoint['video_id']}", start=start, headers=headers)
        return {**checkpoint, "uploaded": True, "polls": 0}

    def _process(self, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        video = self._video(checkpoint)
        state = _word(video, "video_status")
        if video is None or state == "expired":
            save({**checkpoint, "session": "", "video_id": "", "uploaded": False})
            raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1)
        self._refuse_failed(video)
        return Done(checkpoint) if state == "ready" else look_again(checkpoint, POLL_SECONDS)

    def _captions(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send every track that was not sent; one that Facebook refuses is noted and never fails the video."""
        told: dict[str, str] = dict(checkpoint.get("captions") or {})
        main = main_track(draft)
        for track in draft.subtitles:
            if told.get(track.language):
                continue
            default = locale_of(main.language) if main else ""
            try:
                self._caption(track, checkpoint["video_id"], default=default)
                told[track.language] = "sent"
            except Rejected as error:
                told[track.language] = f"refused: {error.params.get('words') or error.code}"
            checkpoint = {**checkpoint, "captions": told}
            save(checkpoint)
        return checkpoint

    def _caption(self, track: SubtitleTrack, video: str, *, default: str) -> None:
        locale, name = locale_of(track.language), {"platform": self.capabilities.name}
        if not locale or track.srt is None:
            words = "no SubRip file" if locale else f"no locale for {track.language}"
            raise Rejected("rejected", {**name, "words": words})
        try:
            content = BytesIO(track.srt.read_bytes())
        except OSError as error:
            raise Rejected("media_missing", {"name": track.srt.name}) from error
        url = self._url(f"{video}/captions")
        form = MultipartStream(
            {"default_locale": default or locale},
            file_field="captions_file",
            file_name=f"captions.{locale}.srt",
            content_type="application/x-subrip",
            stream=content,
        )
        answer = self._as_page("POST", url, body=form, headers={"Content-Type": form.content_type})
        self._succeeded(answer, url=url)

    def follow_up(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Done | Wait:
        return Done(self._captions(draft, checkpoint, save=save) if checkpoint.get("video_id") else checkpoint)

    def _publish_video(self, checkpoint: Checkpoint) -> Published:
        url = self._url(checkpoint["video_id"])
        answer = self._as_page("POST", url, form={"published": "true"}, irreversible=True)
        self._succeeded(answer, url=url, irreversible=True)
        return self._published(checkpoint, self._seen(checkpoint))

    def _publish_reel(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        """Finish the Reel, once; then wait until Facebook shows it, and give it its captions."""
        if not checkpoint.get("sent"):
            url = self._url(f"{checkpoint['page']}/video_reels")
            form = {"upload_phase": "finish", "video_id": checkpoint["video_id"], "video_state": "PUBLISHED"}
            form |= {"description": draft.text, **({"title": draft.title} if draft.title else {})}
            self._succeeded(self._as_page("POST", url, form=form, irreversible=True), url=url, irreversible=True)
            checkpoint = {**checkpoint, "sent": True}
            save(checkpoint)
        video = self._video(checkpoint)
        if video is not None:
            self._refuse_failed(video)
        if video is None or not _stands(video, kind="reel"):
            return look_again(checkpoint, POLL_SECONDS)
        try:
            checkpoint = self._captions(draft, checkpoint, save=save)
        except (TryLater, NeedsReconnect):
            checkpoint = {**checkpoint, "captions": {}}  # the Reel stands; `follow_up` sends them again
        return self._published(checkpoint, video)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        video = self._video(checkpoint) if checkpoint.get("video_id") else None
        if video is not None and _stands(video, kind=checkpoint.get("kind")):
            return self._published(checkpoint, video)
        if _word(video, "publishing_phase", "status") == "in_progress":
            # Facebook has taken it and is at work: neither out nor not out.
            raise TryLater("processing", {"platform": self.capabilities.name}, after=POLL_SECONDS[0])
        return None

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self._as_page("DELETE", self._url(remote_id))
        except Rejected as error:
            if not is_gone(error) or self._stands(remote_id):
                raise

    def _stands(self, remote_id: str) -> bool:
        """Look at the Page's newest videos: Meta says of what one may not touch, too, that it does not exist."""
        listed = self._as_page(
            "GET", self._url(f"{self._page()['id']}/videos"), params={"fields": "id", "limit": "100"}
        )
        return any(str(each.get("id")) == remote_id for each in listed.data.get("data") or [])

    def verify(self) -> Identity:
        page = self._page()
        handle = f"@{page['username']}" if page.get("username") else page["id"]
        return Identity(
            name=page["name"], handle=handle, url=page.get("link") or f"https://www.facebook.com/{page['id']}"
        )

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        url = self._url(remote_id)
        counts = {"likes": "likes", "comments": "comments"}
        fields = ",".join(f"{each}.limit(0).summary(true)" for each in counts.values())
        try:
            answer = self._as_page("GET", url, params={"fields": fields})
        except Rejected as error:
            if is_gone(error):
                raise Rejected("post_gone", {"platform": self.capabilities.name}) from None
            raise
        found = self.courier.read(
            answer,
            lambda each: {
                ours: int(each.data[theirs]["summary"]["total_count"])
                for ours, theirs in counts.items()
                if theirs in each.data
            },
            url=url,
        )
        metric = _VIEWS["reel" if checkpoint.get("kind") == "reel" else "video"]
        try:
            views = self._as_page("GET", f"{url}/video_insights", params={"metric": metric})
        except Rejected:  # Facebook renames these every year; likes and comments are worth having without
            return found
        told = self.courier.read(
            views, lambda each: [int(row["values"][0]["value"]) for row in each.data["data"]], url=url
        )
        return {"views": told[0], **found} if told else found

    def _seen(self, checkpoint: Checkpoint) -> dict[str, Any] | None:
        """Look at a video that stands. Nothing that goes wrong here is more than a missing address."""
        try:
            return self._video(checkpoint)
        except ConnectorError:
            return None

    def _published(self, checkpoint: Checkpoint, video: Mapping[str, Any] | None) -> Published:
        number = str(checkpoint["video_id"])
        link = str((video or {}).get("permalink_url") or f"/{number}")
        url = urljoin("https://www.facebook.com", link)
        return Published({**checkpoint, "remote_id": number, "url": url}, number, url)

    def _refuse_failed(self, video: Mapping[str, Any]) -> None:
        if _word(video, "video_status") not in {"error", "upload_failed"}:
            return
        phases = [
            video["status"].get(name) or {} for name in ("processing_phase", "publishing_phase", "uploading_phase")
        ]
        words = [
            str(each.get("message")) for phase in phases for each in phase.get("errors") or [phase.get("error") or {}]
        ]
        said = "; ".join(each for each in words if each != "None") or "error"
        raise Rejected("media_failed", {"platform": self.capabilities.name, "words": said[:300]})

    def _state(self, checkpoint: Checkpoint) -> str:
        return _word(self._video(checkpoint), "video_status")

    def _video(self, checkpoint: Checkpoint) -> dict[str, Any] | None:
        """Return the video with `status`, `published` and `permalink_url`; None where there is none any more."""
        url = self._url(checkpoint["video_id"])
        try:
            answer = self._as_page("GET", url, params={"fields": _LOOKED_AT})
        except Rejected as error:
            if is_gone(error):
                return None
            raise
        return self.courier.read(answer, lambda each: {**each.data, "id": each.text("id")}, url=url)

    def _succeeded(self, answer: Answer, *, url: str, irreversible: bool = False) -> None:
        self.courier.read(
            answer, lambda each: each.data["success"] or each.text("id"), url=url, irreversible=irreversible
        )

    def _as_page(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **given: Any) -> Answer:
        """Make a request in the name of the Page, which has a token of its own."""
        own = {"Authorization": f"Bearer {self._page()['access_token']}"}
        return self.ask(method, url, headers={**own, **(headers or {})}, **given)

    def _page(self) -> dict[str, str]:
        """Return the Page with its token, asked for once: the one of the settings, or the only one of the account."""
        if self._known_page is None:
            wanted = self.settings()["page"]
            url = self._url(quote(wanted, safe="") if wanted else "me/accounts")
            answer = self.ask("GET", url, params={"fields": _PAGE_FIELDS})
            found = self.courier.read(answer, lambda each: [each.data] if wanted else list(each.data["data"]), url=url)
            page = self._chosen([each for each in found if each.get("access_token")])
            self.courier.secrets.add(page["access_token"])
            self._known_page = page
        return self._known_page

    def _chosen(self, pages: list[dict[str, str]]) -> dict[str, str]:
        name = {"platform": self.capabilities.name}
        if not pages:
            words = "this account may publish on no Page, or not on the one of the settings"
            raise NeedsReconnect("reconnect", {**name, "words": words})
        if len(pages) > 1:
            named = ", ".join(f"{each['name']} ({each['id']})" for each in pages[:5])
            words = f"this account has several Pages; enter the number of one in the channel's settings: {named}"
            raise Rejected("rejected", {**name, "words": words})
        return {key: str(value) for key, value in pages[0].items()}

    def _url(self, path: str) -> str:
        return f"{self.settings()['api']}/{path}"


def _media(draft: Draft) -> Media:
    if draft.media is None:
        raise Rejected("rejected", {"platform": "Facebook", "words": "a video is required"})
    return draft.media


def _word(video: Mapping[str, Any] | None, *path: str) -> str:
    """Return a state word of a video's `status`, in lower case."""
    found: Any = (video or {}).get("status") or {}
    for name in path:
        found = found.get(name) or {} if isinstance(found, Mapping) else {}
    return found.lower() if isinstance(found, str) else ""


def _stands(video: Mapping[str, Any], *, kind: str | None) -> bool:
    """Tell whether the world can see it: a video by its flag, a Reel by its phases, as Meta's guide says."""
    if kind == "reel":
        return _word(video, "video_status") == "ready" and _word(video, "publishing_phase", "status") == "complete"
    return video.get("published") is True


def _received(video: Mapping[str, Any], *, size: int) -> int:
    """Return how many bytes of a Reel have arrived; Meta writes the word in two ways."""
    if _word(video, "uploading_phase", "status") == "complete":
        return size
    phase = video["status"].get("uploading_phase") or {}
    return min(int(phase.get("bytes_transferred") or phase.get("bytes_transfered") or 0), size)
