"""The sandbox: a platform inside Pugmark, for trying a post before the world sees one.

It behaves as an unforgiving platform would: two puts make two posts. That there is only one is the work of the staged
protocol and of `find_existing`, here as everywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from publishing.connectors.base import (
    Account,
    Checkpoint,
    Connector,
    Done,
    Draft,
    Identity,
    KeepSecrets,
    Media,
    Outcome,
    Published,
    Save,
    Step,
    SubtitleTrack,
    UnknownStep,
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
)
from publishing.connectors.errors import OutcomeUnknown, Rejected
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.message import gettext_noop

_SOURCE = Source(title="Pugmark's own choice", url="", checked=date(2026, 11, 23))


@dataclass(frozen=True)
class SandboxPost:
    """What the sandbox shows."""

    text: str
    language: str
    title: str = ""
    tags: tuple[str, ...] = ()
    media: Media | None = None
    alt_text: str = ""
    subtitles: tuple[SubtitleTrack, ...] = ()


class Feed(Protocol):
    """Where sandbox posts stand. Not idempotent on purpose: a second put is a second post."""

    def put(self, key: str, post: SandboxPost) -> tuple[str, str]:
        """Publish; return the new post's id and address. An OSError means that the outcome is not known."""

    def find(self, key: str) -> tuple[str, str] | None:
        """Return id and address of the oldest standing post that was put with this key."""

    def remove(self, remote_id: str) -> None:
        """Take a post away; quiet when it is gone."""

    def counts(self, remote_id: str) -> Mapping[str, int] | None:
        """Return what is counted of a post; None where it is gone."""


class MemoryFeed:
    """A feed that forgets at the end of the process."""

    def __init__(self) -> None:
        self.posts: dict[str, tuple[str, SandboxPost]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def put(self, key: str, post: SandboxPost) -> tuple[str, str]:
        with self._lock:
            remote_id = str(next(self._numbers))
            self.posts[remote_id] = (key, post)
        return remote_id, self._url(remote_id)

    def find(self, key: str) -> tuple[str, str] | None:
        with self._lock:
            ids = [remote_id for remote_id, (each, _post) in self.posts.items() if each == key]
        return (ids[0], self._url(ids[0])) if ids else None

    def remove(self, remote_id: str) -> None:
        with self._lock:
            self.posts.pop(remote_id, None)

    def counts(self, remote_id: str) -> Mapping[str, int] | None:
        return {"views": 0} if remote_id in self.posts else None

    def _url(self, remote_id: str) -> str:
        return f"/sandbox/{remote_id}/"


class SandboxConnector(Connector):
    """Publishes to a `Feed`."""

    platform = "sandbox"
    services: ClassVar[frozenset[str]] = frozenset({"feed"})
    capabilities = Capabilities(
        platform="sandbox",
        name="Sandbox",
        text=(
            TextLimit(field="text", limit=500, rule="graphemes", source=_SOURCE),
            TextLimit(field="title", limit=100, rule="graphemes", source=_SOURCE),
            TextLimit(field="alt_text", limit=1500, rule="graphemes", source=_SOURCE),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/webm"), max_bytes=500_000_000, max_seconds=600, source=_SOURCE
        ),
        subtitles=Subtitles(
            route="track", content_type="text/vtt", max_tracks=30, max_track_bytes=1_000_000, source=_SOURCE
        ),
        languages=Languages(per_post=1, source=_SOURCE),
        scheduling=Scheduling(native=False, source=_SOURCE),
        repeat=Repeat(safe_seconds=0, note=gettext_noop("None: a second post is a second post."), source=_SOURCE),
        settings_fields=(
            Field(
                name="name",
                label=gettext_noop("Name"),
                help=gettext_noop("What the sandbox page calls this channel."),
                required=False,
                default="Sandbox",
            ),
        ),
        secret_fields=(),
        tags_apart=True,
        measures=("views",),
    )

    def __init__(
        self,
        account: Account,
        *,
        feed: Feed,
        http: HttpLimits | None = None,
        keep_secrets: KeepSecrets | None = None,
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self.feed = feed

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("upload"), Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "upload":
            return Done({**checkpoint, "uploaded": _fingerprints(draft)})
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        post = SandboxPost(
            text=draft.text,
            language=draft.language,
            title=draft.title,
            tags=draft.tags,
            media=draft.media,
            alt_text=draft.alt_text,
            subtitles=draft.subtitles,
        )
        try:
            remote_id, url = self.feed.put(draft.key, post)
        except TimeoutError as error:
            raise OutcomeUnknown("unknown_timed_out", {"host": self.capabilities.name}) from error
        except OSError as error:
            raise OutcomeUnknown("unknown_cut_off", {"host": self.capabilities.name}) from error
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        found = self.feed.find(draft.key)
        if found is None:
            return None
        remote_id, url = found
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        self.feed.remove(remote_id)

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        counts = self.feed.counts(remote_id)
        if counts is None:
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        return counts

    def verify(self) -> Identity:
        return Identity(name=self.setting("name"), handle="sandbox", url="")


def _fingerprints(draft: Draft) -> dict[str, str]:
    """Read every file to its end, as an upload would. Raises Rejected where one is not what was checked."""
    found = {}
    if draft.media is not None:
        path = media_file(draft.media)
        with path.open("rb") as stream:
            found["media"] = hashlib.file_digest(stream, "sha256").hexdigest()
        if draft.media.sha256 and not hmac.compare_digest(found["media"], draft.media.sha256.lower()):
            raise Rejected("media_changed", {"name": path.name})
    for track in draft.subtitles:
        try:
            found[track.language] = hashlib.sha256(track.path.read_bytes()).hexdigest()
        except OSError as error:
            raise Rejected("media_missing", {"name": track.path.name}) from error
    return found
