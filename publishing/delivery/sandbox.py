"""The sandbox's feed: posts as rows, with a copy of the video. Like a platform it allows the same post twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from curation.files.local import keep
from publishing.connectors.platforms.sandbox import SandboxPost as Sent
from publishing.delivery import sandbox_audience
from publishing.delivery.models import Delivery, SandboxPost
from publishing.posts import hours
from publishing.posts.models import Channel

EVENING = range(18, 22)


class SandboxFeed:
    """Implements `connectors.platforms.sandbox.Feed` for one channel. `poster` is the stored name of a picture."""

    def __init__(self, channel: Channel, *, poster: str = "") -> None:
        self.channel, self.poster = channel, poster

    def put(self, key: str, post: Sent) -> tuple[str, str]:
        file = ""
        if post.media is not None:
            digest = post.media.sha256 or post.media.path.stem
            file = keep(post.media.path, f"sandbox/{digest[:2]}/{digest}.mp4")
        tracks = {track.language: Path(track.path).read_text(encoding="utf-8") for track in post.subtitles}
        row = SandboxPost.objects.create(
            channel=self.channel, key=key, text=post.text, language=post.language, alt_text=post.alt_text, file=file,
            poster=self.poster, tracks=tracks,
        )  # fmt: skip
        return str(row.pk), address(row.pk)

    def find(self, key: str) -> tuple[str, str] | None:
        row = SandboxPost.objects.filter(channel=self.channel, key=key).order_by("pk").first()
        return (str(row.pk), address(row.pk)) if row else None

    def remove(self, remote_id: str) -> None:
        if remote_id.isdigit():
            SandboxPost.objects.filter(channel=self.channel, pk=int(remote_id)).delete()

    def counts(self, remote_id: str, *, at: datetime | None = None) -> Mapping[str, int] | None:
        """How often its page was opened; for the demo's posts, which nobody reads, an invented audience."""
        row = (
            SandboxPost.objects.filter(channel=self.channel, pk=int(remote_id)).first() if remote_id.isdigit() else None
        )
        if row is None:
            return None
        if not self.channel.demo or not Delivery.objects.filter(key=row.key, variant__post__demo=True).exists():
            return {"views": row.views}
        local = hours.local_hour(row.published_at, zone_name=self.channel.time_zone)
        invented = sandbox_audience.counts(
            row.key, published_at=row.published_at, at=at or timezone.now(), evening=local.hour in EVENING
        )
        return invented | {"views": invented["views"] + row.views}


def address(post_id: int) -> str:
    """The public address of a sandbox post."""
    return settings.PUBLIC_URL + reverse("sandbox:post", args=[post_id])
