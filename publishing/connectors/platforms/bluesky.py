"""Bluesky, through atproto. Steps: prepare, upload, process, captions, publish.

The record's key is minted first and stored; createRecord with that key can make one post at most, and getRecord tells
whether it did. Source: the AT Protocol lexicons (app.bsky.feed.post, app.bsky.embed.video, app.bsky.video.*), read
2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import IO, Any
from urllib.parse import urlencode

from atproto_client import models
from atproto_client.models.utils import get_model_as_dict

from publishing.connectors.atproto_record import COLLECTION, MAX_TAGS, mentioned, mint_key, record
from publishing.connectors.base import (
    Account,
    Checkpoint,
    Connector,
    Done,
    Draft,
    Identity,
    KeepSecrets,
    Outcome,
    Published,
    Save,
    Step,
    SubtitleTrack,
    UnknownStep,
    look_again,
    media_file,
)
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
from publishing.connectors.errors import Rejected
from publishing.connectors.exchange import HttpLimits, base_address, host_of
from publishing.connectors.message import gettext_noop
from publishing.connectors.xrpc import CarefulClient, XrpcAccount

_CHECKED = date(2026, 11, 23)
_LEXICONS = "https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky"
_POST = Source(title="app.bsky.feed.post", url=f"{_LEXICONS}/feed/post.json", checked=_CHECKED)
_VIDEO = Source(title="app.bsky.embed.video", url=f"{_LEXICONS}/embed/video.json", checked=_CHECKED)
_APP = Source(
    title="Constants of Bluesky's app, as found in its forks",
    url="https://github.com/bluesky-social/social-app/blob/main/src/lib/constants.ts",
    checked=_CHECKED,
)
_RECORD = Source(
    title="com.atproto.repo.createRecord",
    url="https://github.com/bluesky-social/atproto/tree/main/lexicons/com/atproto/repo",
    checked=_CHECKED,
)
_POLL_SECONDS = (2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 30.0)

_UPLOAD = "app.bsky.video.uploadVideo"


class BlueskyConnector(Connector):
    """Publishes to one account on one personal data server."""

    platform = "bluesky"
    capabilities = Capabilities(
        platform="bluesky",
        name="Bluesky",
        text=(
            TextLimit(field="text", limit=300, rule="graphemes", source=_POST),
            TextLimit(field="text", limit=3000, rule="bytes", source=_POST),
            # The lexicon sets no limit to the alternative text; Bluesky's own app does.
            TextLimit(field="alt_text", limit=2000, rule="graphemes", source=_APP),
        ),
        # The lexicon now allows 300 MB; the app, and so the service behind it, stays below.
        media=MediaLimits(
            content_types=("video/mp4",),
            max_bytes=100_000_000,
            max_seconds=180,
            min_width=1,
            min_height=1,
            source=_APP,
        ),
        subtitles=Subtitles(
            route="track", content_type="text/vtt", max_tracks=20, max_track_bytes=20_000, source=_VIDEO
        ),
        languages=Languages(per_post=3, source=_POST),
        scheduling=Scheduling(native=False, source=_POST),
        repeat=Repeat(
            safe_seconds=ALWAYS,
            note=gettext_noop("The key of the record is chosen beforehand; there can be only one record with it."),
            source=_RECORD,
        ),
        settings_fields=(
            Field(
                name="service",
                address=True,
                label=gettext_noop("Server"),
                help=gettext_noop("The address of the account's server."),
                required=False,
                default="https://bsky.social",
            ),
            Field(
                name="identifier",
                label=gettext_noop("Handle"),
                help=gettext_noop("The account's name without @, such as tigers.bsky.social"),
            ),
            Field(
                name="video_service",
                address=True,
                label=gettext_noop("Video service"),
                help=gettext_noop(
                    "https://video.bsky.app for accounts at Bluesky; empty where the server takes videos directly."
                ),
                required=False,
            ),
        ),
        secret_fields=(
            Field(
                name="app_password",
                label=gettext_noop("App password"),
                help=gettext_noop(
                    "From Settings, Privacy and security, App passwords; never the account's own password."
                ),
            ),
        ),
        tags_apart=True,
        max_tags=MAX_TAGS,
    )

    def __init__(
        self, account: Account, *, http: HttpLimits | None = None, keep_secrets: KeepSecrets | None = None
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self._signed_in: XrpcAccount | None = None

    def _account(self) -> XrpcAccount:
        if self._signed_in is None:
            self.setting("app_password")
            self._signed_in = XrpcAccount(
                platform=self.capabilities.name,
                service=base_address(self.setting("service")),
                identifier=self.setting("identifier").removeprefix("@"),
                secrets=self.account.secrets,
                http=self.http,
                keep_secrets=self.keep_secrets,
            )
        return self._signed_in

    def close(self) -> None:
        if self._signed_in is not None:
            self._signed_in.close()
            self._signed_in = None

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        found = [Step("prepare")]
        if draft.media:
            found.append(Step("upload"))
            if self.setting("video_service"):
                found.append(Step("process"))
            if draft.subtitles:
                found.append(Step("captions"))
        return (*found, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(draft, checkpoint))
        if step == "upload":
            return Done(self._upload(draft, checkpoint))
        if step == "process":
            return self._process(checkpoint)
        if step == "captions":
            return Done(self._captions(draft, checkpoint, save=save))
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _prepare(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        if checkpoint.get("rkey"):
            return checkpoint
        session = self._account().ask(lambda api: api.com.atproto.server.get_session())
        found = {handle: self._resolved(handle) for handle in mentioned(draft.text)}
        mentions = {handle: did for handle, did in found.items() if did}
        return {**checkpoint, "rkey": mint_key(), "did": session.did, "handle": session.handle, "mentions": mentions}

    def _resolved(self, handle: str) -> str:
        """Return the identity behind a handle, "" where there is none: then it stays plain text."""
        params = models.ComAtprotoIdentityResolveHandle.Params(handle=handle)
        try:
            return self._account().ask(lambda api: str(api.com.atproto.identity.resolve_handle(params).did))
        except Rejected:
            return ""

    def _upload(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        assert draft.media is not None  # noqa: S101 - `steps` declares this step only with media
        if checkpoint.get("video") or checkpoint.get("job"):
            return checkpoint
        with media_file(draft.media).open("rb") as stream:
            if self.setting("video_service"):
                return self._upload_to_service(stream, draft.media.content_type, checkpoint)
            return {**checkpoint, "video": self._blob(stream, content_type=draft.media.content_type)}

    def _upload_to_service(self, stream: IO[bytes], content_type: str, checkpoint: Checkpoint) -> Checkpoint:
        token = self._account().service_token(method="com.atproto.repo.uploadBlob")
        service = base_address(self.setting("video_service"))
        # The lexicon describes no parameters, the service asks for two.
        call = f"{_UPLOAD}?{urlencode({'did': checkpoint['did'], 'name': checkpoint['rkey'] + '.mp4'})}"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": content_type}
        try:
            status = self._account().ask_elsewhere(
                service,
                lambda api: _job(api.invoke_procedure(call, data=stream, headers=headers).content),  # type: ignore[arg-type]
                upload=True,
            )
        except Rejected as error:
            # 409 already_exists: the same file was sent before; the answer names its job.
            known = self._account().said(service)
            if error.params.get("status") != 409 or not known.get("jobId"):
                raise
            status = known
        return _with_job(checkpoint, status)

    def _process(self, checkpoint: Checkpoint) -> Outcome:
        if checkpoint.get("video"):
            return Done(checkpoint)
        params = models.AppBskyVideoGetJobStatus.Params(job_id=checkpoint["job"])
        status = self._account().ask_elsewhere(
            base_address(self.setting("video_service")),
            lambda api: _job(api.invoke_query("app.bsky.video.getJobStatus", params=params).content),
        )
        if status.get("state") == "JOB_STATE_FAILED":
            words = str(status.get("message") or status.get("error") or status.get("failureCode") or "")
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        found = _with_job(checkpoint, status)
        if found.get("video"):
            return Done(found)
        return look_again(found, _POLL_SECONDS)

    def _captions(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        found = dict(checkpoint.get("captions") or {})
        for track in draft.subtitles:
            if track.language in found:
                continue
            found[track.language] = self._blob(self._track(track), content_type="text/vtt")
            checkpoint = {**checkpoint, "captions": dict(found)}
            save(checkpoint)
        return checkpoint

    def _track(self, track: SubtitleTrack) -> bytes:
        try:
            content = track.path.read_bytes()
        except OSError as error:
            raise Rejected("media_missing", {"name": track.path.name}) from error
        limit = self.capabilities.subtitles.max_track_bytes
        if len(content) > limit:
            names = {"language": track.language, "size": len(content), "limit": limit}
            raise Rejected("subtitles_too_large", {"platform": self.capabilities.name, **names})
        return content

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        data = models.ComAtprotoRepoCreateRecord.Data(
            repo=checkpoint["did"],
            collection=COLLECTION,
            rkey=checkpoint["rkey"],
            record=record(
                draft,
                video=checkpoint.get("video"),
                captions=checkpoint.get("captions") or {},
                mentions=checkpoint.get("mentions") or {},
            ),
        )
        self._account().sign_in()  # so that a failure to sign in is never taken for a failure to publish
        return self._account().ask(
            lambda api: _published(str(api.com.atproto.repo.create_record(data).uri), checkpoint), irreversible=True
        )

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if not checkpoint.get("rkey"):
            return None  # without a key nothing can have been sent
        params = models.ComAtprotoRepoGetRecord.Params(
            repo=checkpoint["did"], collection=COLLECTION, rkey=checkpoint["rkey"]
        )
        try:
            return self._account().ask(
                lambda api: _published(str(api.com.atproto.repo.get_record(params).uri), checkpoint)
            )
        except Rejected:
            if self._account().said().get("error") == "RecordNotFound":
                return None
            raise

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        repo, collection, rkey = remote_id.removeprefix("at://").split("/")
        data = models.ComAtprotoRepoDeleteRecord.Data(repo=repo, collection=collection, rkey=rkey)
        self._account().ask(lambda api: api.com.atproto.repo.delete_record(data))

    def verify(self) -> Identity:
        session = self._account().ask(lambda api: api.com.atproto.server.get_session())
        return Identity(
            name=session.handle, handle=f"@{session.handle}", url=f"https://bsky.app/profile/{session.handle}"
        )

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        params = models.AppBskyFeedGetPosts.Params(uris=[remote_id])
        posts = self._account().ask(lambda api: api.app.bsky.feed.get_posts(params)).posts
        if not posts:
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        names = {"likes": "like_count", "shares": "repost_count", "comments": "reply_count", "quotes": "quote_count"}
        return {ours: int(getattr(posts[0], theirs) or 0) for ours, theirs in names.items()}

    def limits(self) -> Capabilities:
        if not self.setting("video_service"):
            return self.capabilities
        address = base_address(self.setting("video_service"))
        method = "app.bsky.video.getUploadLimits"
        token = self._account().service_token(method=method, audience=f"did:web:{host_of(address)}")
        headers = {"Authorization": f"Bearer {token}"}
        left = self._account().ask_elsewhere(
            address,
            lambda api: int(dict(api.invoke_query(method, headers=headers).content).get("remainingDailyBytes") or 0),  # type: ignore[arg-type]
        )
        source = Source(title=method, url=address, checked=datetime.now(UTC).date())
        largest = min(self.capabilities.media.max_bytes, left) if left else self.capabilities.media.max_bytes
        return replace(self.capabilities, media=replace(self.capabilities.media, max_bytes=largest, source=source))

    def _blob(self, content: IO[bytes] | bytes, *, content_type: str) -> dict[str, Any]:
        """Upload a file to the server; return its reference as the lexicon writes it."""

        def upload(api: CarefulClient) -> dict[str, Any]:
            if not isinstance(content, bytes):
                content.seek(0)  # it may be the second attempt, after signing in again
            data: Any = content
            return get_model_as_dict(
                api.com.atproto.repo.upload_blob(data, headers={"Content-Type": content_type}).blob
            )

        return self._account().ask(upload, upload=True)


def _job(content: Any) -> dict[str, Any]:
    """Read the state of a video. The service has answered both with and without the envelope `jobStatus`."""
    status = content.get("jobStatus", content) if isinstance(content, dict) else None
    if not isinstance(status, dict) or "jobId" not in status:
        raise ValueError("no job status")
    return status


def _with_job(checkpoint: Checkpoint, status: Mapping[str, Any]) -> Checkpoint:
    found = {**checkpoint, "job": str(status["jobId"])}
    return {**found, "video": status["blob"]} if status.get("blob") else found


def _published(uri: str, checkpoint: Checkpoint) -> Published:
    url = f"https://bsky.app/profile/{checkpoint['handle']}/post/{checkpoint['rkey']}"
    return Published({**checkpoint, "remote_id": uri, "url": url}, uri, url)
