"""A signed POST to a server of the publisher's own. Steps: prepare, publish.

The body is JSON; the video and the captions travel as parts of a form. The signature is what Standard Webhooks 1.0.0
(standardwebhooks.com) describes: HMAC-SHA256 over id, time and body, so that libraries of every language can check it.
The id is the delivery's own and the same at every retry: a receiver that keeps it makes repeats safe.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import date
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
    UnknownStep,
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
from publishing.connectors.courier import Answer, refusal
from publishing.connectors.couriered import CourierConnector
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected
from publishing.connectors.exchange import Exchange, base_address, host_of
from publishing.connectors.message import gettext_noop
from publishing.connectors.multipart import MultipartStream

_STANDARD = Source(
    title="Standard Webhooks 1.0.0",
    url="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    checked=date(2026, 11, 23),
)
PREFIX = "whsec_"


def sign(secret: str, *, identifier: str, moment: int, body: bytes) -> str:
    """Return the `webhook-signature` of a body. Raises Rejected for a secret that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if len(key) < 24:
        raise Rejected("setting_missing", {"field": "signing secret of 24 bytes or more, in Base64"})
    mac = hmac.new(key, f"{identifier}.{moment}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode()


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """A receiver that knows neither our signature nor our address is one that a person must set up again."""
    if answer.status in {401, 403, 404, 410}:
        return NeedsReconnect(
            "reconnect",
            {
                "platform": exchange.platform,
                "words": f"{exchange.host} answers {answer.status}",
                "status": answer.status,
            },
        )
    return refusal(answer, exchange) if answer.status >= 300 else None


class WebhookConnector(CourierConnector):
    """Hands posts to one address."""

    platform = "webhook"
    capabilities = Capabilities(
        platform="webhook",
        name="Webhook",
        text=(
            TextLimit(field="text", limit=100_000, rule="characters", source=_STANDARD),
            TextLimit(field="title", limit=1000, rule="characters", source=_STANDARD),
            TextLimit(field="alt_text", limit=10_000, rule="characters", source=_STANDARD),
        ),
        media=MediaLimits(content_types=("video/mp4", "video/webm", "video/quicktime"), source=_STANDARD),
        subtitles=Subtitles(route="track", content_type="text/vtt", source=_STANDARD),
        languages=Languages(per_post=1, source=_STANDARD),
        scheduling=Scheduling(native=False, source=_STANDARD),
        repeat=Repeat(
            safe_seconds=ALWAYS,
            note=gettext_noop("Every try carries the same webhook-id; the receiver must take it once."),
            source=_STANDARD,
        ),
        tags_apart=True,
        settings_fields=(
            Field(
                name="address",
                address=True,
                label=gettext_noop("Address"),
                help=gettext_noop("Where posts are sent to, such as https://example.org/pugmark"),
            ),
        ),
        secret_fields=(
            Field(
                name="secret",
                label=gettext_noop("Signing secret"),
                help=gettext_noop(
                    "24 to 64 random bytes in Base64, with whsec_ before it; the receiver checks with it."
                ),
            ),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("prepare"), Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            if draft.media:
                media_file(draft.media)
            self._tell("ping", {"type": "ping"}, identifier=f"ping-{draft.key}")
            return Done(checkpoint)
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        about = {"type": "post.publish", **described(draft)}
        answer = self._tell("post", about, identifier=draft.key, draft=draft)
        told = answer.data if isinstance(answer.data, dict) else {}
        remote_id = str(told.get("id") or draft.key)
        url = str(told.get("url") or base_address(self.setting("address")))
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        """Ask the receiver; one that has not heard of the id answers `{"known": false}`."""
        answer = self._tell("look", {"type": "post.look", "key": draft.key}, identifier=f"look-{draft.key}")
        told = answer.data if isinstance(answer.data, dict) else {}
        if not told.get("known"):
            return None
        remote_id = str(told.get("id") or draft.key)
        url = str(told.get("url") or base_address(self.setting("address")))
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        self._tell("gone", {"type": "post.take_down", "id": remote_id}, identifier=f"gone-{remote_id}")

    def verify(self) -> Identity:
        self._tell("ping", {"type": "ping"}, identifier=f"ping-{int(time.time())}")
        address = base_address(self.setting("address"))
        return Identity(name=host_of(address), handle=host_of(address), url=address)

    def _tell(self, what: str, about: Mapping[str, Any], *, identifier: str, draft: Draft | None = None) -> Answer:
        """Send one event. The signature is over the JSON; a file is vouched for by the digest that stands in it."""
        url, moment = base_address(self.setting("address")), int(time.time())
        body = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
        headers = {
            "webhook-id": identifier,
            "webhook-timestamp": str(moment),
            "webhook-signature": sign(self.setting("secret"), identifier=identifier, moment=moment, body=body),
        }
        irreversible = what == "post"
        if draft is None or draft.media is None:
            kind = {"Content-Type": "application/json"}
            return self.courier.ask("POST", url, body=body, headers={**headers, **kind}, irreversible=irreversible)
        with media_file(draft.media).open("rb") as stream:
            form = MultipartStream(
                {"event": body.decode()},
                file_field="video",
                file_name="clip.mp4",
                content_type=draft.media.content_type,
                stream=stream,
            )
            headers["Content-Type"] = form.content_type
            return self.courier.ask("POST", url, body=form, headers=headers, irreversible=irreversible)


def described(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON: texts, captions as WebVTT, and what the video is."""
    found: dict[str, Any] = {
        "key": draft.key,
        "language": draft.language,
        "title": draft.title,
        "text": draft.text,
        "tags": list(draft.tags),
        "alt_text": draft.alt_text,
        "captions": {track.language: track.path.read_text(encoding="utf-8") for track in draft.subtitles},
    }
    if draft.media:
        media = draft.media
        found["video"] = {
            "content_type": media.content_type,
            "size": media.size,
            "width": media.width,
            "height": media.height,
            "duration": media.duration,
            "sha256": media.sha256,
        }
    return found
