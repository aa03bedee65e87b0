"""LinkedIn, in the name of an organisation. Steps: prepare, upload, process, publish.

Source: learn.microsoft.com/linkedin/marketing/community-management, read 2026-11-23. LinkedIn has no key that makes a
repeat safe, so a post is announced, sent once, and looked for among the organisation's own by the video that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

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
    main_track,
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
from publishing.connectors.courier import Answer
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.linkedin_video import LinkedInUpload, SessionGone
from publishing.connectors.little_text import little, plain
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
_DAY = 24 * 3600
_RETIRED = 426
_POLL_SECONDS = (5.0, 10.0, 20.0, 30.0, 60.0)
_PAGE = 50
_LOST_TIMES = 3
VERSION = "202609"


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"https://learn.microsoft.com/en-us/linkedin/{path}", checked=_CHECKED)


_POSTS = _source("Posts API", "marketing/community-management/shares/posts-api")
_VIDEOS = _source("Videos API", "marketing/community-management/shares/videos-api")
_LENGTH = _source("Posts API (third party for the length)", "marketing/community-management/shares/posts-api")
_RATE = _source("Rate limits (third party for posts a day)", "shared/api-guide/concepts/rate-limits")
_SIGN_IN = _source("Authorization code flow", "shared/authentication/authorization-code-flow")


class LinkedInConnector(SignedInConnector):
    """Publishes on the page of one organisation."""

    platform = "linkedin"
    capabilities = Capabilities(
        platform="linkedin",
        name="LinkedIn",
        # LinkedIn does not say what it calls a character; UTF-16 units are the most that it can mean.
        text=(TextLimit(field="text", limit=3000, rule="utf16", source=_LENGTH),),
        media=MediaLimits(
            content_types=("video/mp4",), max_bytes=500 * 10**6, min_seconds=3, max_seconds=30 * 60, source=_VIDEOS
        ),
        subtitles=Subtitles(route="track", content_type="application/x-subrip", single=True, source=_VIDEOS),
        languages=Languages(per_post=0, source=_POSTS),
        scheduling=Scheduling(native=False, source=_POSTS),
        repeat=Repeat(
            safe_seconds=0,
            note=gettext_noop("LinkedIn has no key for repeats; Pugmark looks for its video among the page's posts."),
            source=_POSTS,
        ),
        quotas=(Quota(what="post", limit=150, seconds=_DAY, source=_RATE),),
        measures=("views", "likes", "comments", "shares"),
        notes=(
            gettext_noop("The app needs LinkedIn's Community Management API, which LinkedIn grants on request."),
            gettext_noop("Unless LinkedIn gives the app refresh tokens, a person signs in again every 60 days."),
        ),
        oauth=OAuth(
            authorize_url="{www}/oauth/v2/authorization",
            token_url="{www}/oauth/v2/accessToken",
            scopes=("r_organization_social", "w_organization_social", "rw_organization_admin"),
            pkce=False,
            renew=refresh_grant("{www}/oauth/v2/accessToken"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Client ID"),
                help=gettext_noop("Of your own app on linkedin.com/developers, with the Community Management API."),
            ),
            Field(
                name="organization",
                label=gettext_noop("Number of the organisation"),
                help=gettext_noop("As in linkedin.com/company/12345/admin, or urn:li:organization:12345."),
            ),
            Field(
                name="version",
                label=gettext_noop("Version of the interface"),
                help=gettext_noop("Year and month, such as 202609; LinkedIn retires each after about a year."),
                default=VERSION,
                required=False,
                advanced=True,
            ),
            address_field("api", gettext_noop("Address of the API"), "https://api.linkedin.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://www.linkedin.com"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("Client secret"), help=gettext_noop("Of the same app.")),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        """A 403 by the code of a missing permission asks for a person, whatever its words."""
        data = answer.data if isinstance(answer.data, dict) else {}
        if answer.status == 403 and data.get("code") in {"ACCESS_DENIED", "MISSING_PERMISSION"}:
            words = str(data.get("message") or data["code"])[:300]
            return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words})
        return None

    def ask(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **given: Any) -> Answer:
        """Ask with the headers of LinkedIn's interface. Raises NeedsReconnect too where its version is retired."""
        version = self.settings()["version"]
        own = {"LinkedIn-Version": version, "X-Restli-Protocol-Version": "2.0.0"}
        accepted = (*given.pop("accepted", ()), _RETIRED)
        answer = super().ask(method, url, headers={**own, **(headers or {})}, accepted=accepted, **given)
        if answer.status == _RETIRED:
            # Nothing was done, and nothing will be until a person enters another version: the channel pauses.
            raise NeedsReconnect("version_retired", {"platform": self.capabilities.name, "version": version})
        return answer

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        media = (Step("upload"), Step("process")) if draft.media else ()
        return (Step("prepare"), *media, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            # The newest post of ours that stands: what `find_existing` looks for came after it.
            newest = self._posts(count=1)
            return Done({**checkpoint, "after": int(newest[0].get("createdAt") or 0) if newest else 0})
        if step == "upload":
            return Done(checkpoint if checkpoint.get("uploaded") else self._upload(draft, checkpoint, save=save))
        if step == "process":
            return self._process(checkpoint, save=save)
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _upload(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        media, track = _media(draft), main_track(draft)
        media_file(media)
        upload = LinkedInUpload(self.courier, media, api=self.settings()["api"])
        try:
            if not checkpoint.get("video"):
                checkpoint = {**checkpoint, **self._begin(upload, media, captions=track is not None)}
                save(checkpoint)
            checkpoint = upload.send(checkpoint, save=save)
        except SessionGone:
            raise self._lost(checkpoint, save=save) from None
        if track is not None and checkpoint.get("captions_url") and not checkpoint.get("captions"):
            told = upload.send_captions(track, checkpoint["captions_url"], self.signed(self.token()))
            checkpoint = {**checkpoint, "captions": {track.language: told}}
            save(checkpoint)
        self._finalize(checkpoint, save=save)
        return {**checkpoint, "uploaded": True, "polls": 0, "parts": []}

    def _finalize(self, checkpoint: Checkpoint, *, save: Save) -> None:
        """Say that all parts are there, once: an attempt before this one may have been heard."""
        if checkpoint.get("finalizing"):
            state, _words = self._status(checkpoint)
            if not state:
                raise self._lost(checkpoint, save=save)
            if state != "WAITING_UPLOAD":
                return
        save({**checkpoint, "finalizing": True})
        request = {
            "video": checkpoint["video"],
            "uploadToken": checkpoint["session"],
            "uploadedPartIds": checkpoint["etags"],
        }
        self.ask("POST", self._url("videos?action=finalizeUpload"), json_body={"finalizeUploadRequest": request})

    def _begin(self, upload: LinkedInUpload, media: Media, *, captions: bool) -> Checkpoint:
        request = {
            "owner": self._organization(),
            "fileSizeBytes": media.size,
            "uploadCaptions": captions,
            "uploadThumbnail": False,
        }
        url = self._url("videos?action=initializeUpload")
        answer = self.ask("POST", url, json_body={"initializeUploadRequest": request})
        return self.courier.read(answer, upload.begun, url=url)

    def _lost(self, checkpoint: Checkpoint, *, save: Save) -> ConnectorError:
        """Forget an upload that LinkedIn no longer knows; one that is lost again and again will not be taken."""
        times = int(checkpoint.get("lost") or 0) + 1
        name = {"platform": self.capabilities.name}
        if times > _LOST_TIMES:
            return Rejected("media_failed", {**name, "words": "the upload was lost several times"})
        save({**checkpoint, "video": "", "etags": [], "captions": {}, "uploaded": False, "lost": times})
        return TryLater("media_lost", name, after=1)

    def _process(self, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        state, words = self._status(checkpoint)
        if state == "AVAILABLE":
            return Done(checkpoint)
        if state == "PROCESSING_FAILED":
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words or state})
        if not state:
            raise self._lost(checkpoint, save=save)
        return look_again(checkpoint, _POLL_SECONDS)

    def _status(self, checkpoint: Checkpoint) -> tuple[str, str]:
        """Return a video's state and, where it failed, why; an empty state for one that is not there."""
        url = self._url(f"videos/{_quoted(checkpoint['video'])}")
        answer = self.ask("GET", url, accepted=(404,))
        if answer.status == 404:
            return "", ""
        reader = lambda each: (each.text("status"), str(each.data.get("processingFailureReason") or ""))  # noqa: E731
        return self.courier.read(answer, reader, url=url)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        url = self._url("posts")
        body: dict[str, Any] = {
            "author": self._organization(),
            "commentary": little(draft.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if draft.media:
            body["content"] = {"media": {"id": checkpoint["video"]}}
        try:
            answer = self.ask("POST", url, json_body=body, irreversible=True)
        except Rejected as error:
            # LinkedIn refuses what it has already: then an earlier attempt was heard after all.
            found = self.find_existing(draft, checkpoint) if error.params.get("status") == 422 else None
            if found is None:
                raise
            return found
        post = self.courier.read(answer, lambda each: each.headers["x-restli-id"], url=url, irreversible=True)
        return _published(post, checkpoint)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if "after" not in checkpoint or (draft.media and not checkpoint.get("video")):
            return None  # before this nothing can have been sent
        for post in self._posts(count=_PAGE):
            # A video belongs to one upload, so it is proof; words alone are compared with what came after `prepare`.
            video = ((post.get("content") or {}).get("media") or {}).get("id")
            mine = video == checkpoint["video"] if draft.media else self._is_ours(post, draft, checkpoint)
            if mine:
                return _published(str(post["id"]), checkpoint)
        return None

    def _is_ours(self, post: Mapping[str, Any], draft: Draft, checkpoint: Checkpoint) -> bool:
        later = int(post.get("createdAt") or 0) > checkpoint["after"]
        return later and not post.get("content") and plain(str(post.get("commentary"))) == draft.text

    def _posts(self, *, count: int) -> list[dict[str, Any]]:
        """Return the organisation's newest posts that stand."""
        author = _quoted(self._organization())
        url = self._url(f"posts?q=author&author={author}&count={count}&sortBy=CREATED")
        answer = self.ask("GET", url, headers={"X-RestLi-Method": "FINDER"})
        posts = self.courier.read(
            answer, lambda each: [{**post, "id": post["id"]} for post in each.data["elements"]], url=url
        )
        return [each for each in posts if each.get("lifecycleState", "PUBLISHED") == "PUBLISHED"]

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        url = self._url(f"posts/{_quoted(remote_id)}")
        self.ask("DELETE", url, headers={"X-RestLi-Method": "DELETE"}, accepted=(404,))

    def verify(self) -> Identity:
        number = self._organization().rpartition(":")[2]
        url = self._url(f"organizations/{number}")
        told = self.courier.read(
            self.ask("GET", url), lambda each: {**each.data, "name": each.text("localizedName")}, url=url
        )
        handle = str(told.get("vanityName") or number)
        return Identity(name=told["name"], handle=handle, url=f"https://www.linkedin.com/company/{handle}/")

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        kind = "ugcPosts" if ":ugcPost:" in remote_id else "shares"
        organization = _quoted(self._organization())
        # Rest.li wants the brackets of a list as they are, and everything within them escaped.
        url = self._url(
            f"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={organization}"
            f"&{kind}=List({_quoted(remote_id)})"
        )
        answer = self.ask("GET", url)
        told = self.courier.read(
            answer, lambda each: [row["totalShareStatistics"] for row in each.data["elements"]], url=url
        )
        names = {"views": "impressionCount", "likes": "likeCount", "comments": "commentCount", "shares": "shareCount"}
        counted = told[0] if told else {}
        found = {ours: int(counted[theirs]) for ours, theirs in names.items() if counted.get(theirs) is not None}
        return found or self._reactions(remote_id)

    def _reactions(self, remote_id: str) -> dict[str, int]:
        """Return likes and comments of a post for which LinkedIn has no statistics yet."""
        url = self._url(f"socialActions/{_quoted(remote_id)}")
        told = self.ask("GET", url)
        return self.courier.read(
            told,
            lambda each: {
                "likes": int(each.data["likesSummary"]["totalLikes"]),
                "comments": int(each.data["commentsSummary"]["aggregatedTotalComments"]),
            },
            url=url,
        )

    def _organization(self) -> str:
        found = re.fullmatch(r"(?:urn:li:organization:)?(\d+)", self.setting("organization"))
        if found is None:
            words = "the organisation's number is wanted, such as 12345"
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": words})
        return f"urn:li:organization:{found[1]}"

    def _url(self, path: str) -> str:
        return f"{self.settings()['api']}/rest/{path}"


def _media(draft: Draft) -> Media:
    if draft.media is None:
        raise Rejected("rejected", {"platform": "LinkedIn", "words": "a video is required"})
    return draft.media


def _quoted(urn: str) -> str:
    return quote(urn, safe="")


def _published(post: str, checkpoint: Checkpoint) -> Published:
    url = f"https://www.linkedin.com/feed/update/{post}/"
    return Published({**checkpoint, "remote_id": post, "url": url}, post, url)
