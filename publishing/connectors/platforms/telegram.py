"""Telegram channels, through the Bot API. Steps: prepare, publish.

Source: core.telegram.org/bots/api, version 10.1 of 2026-06-11, read 2026-11-23. The file goes out with the message, in
one request; Telegram has neither an upload of its own nor a way for a bot to look at what it has posted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
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
)
from publishing.connectors.courier import Answer, refusal
from publishing.connectors.couriered import CourierConnector
from publishing.connectors.errors import CannotLook, ConnectorError, NeedsReconnect, OutcomeUnknown, Rejected
from publishing.connectors.exchange import Exchange, base_address
from publishing.connectors.message import gettext_noop
from publishing.connectors.multipart import MultipartStream

_CHECKED = date(2026, 11, 23)
OFFICIAL = "https://api.telegram.org"
_OWN_SERVER_BYTES = 2_000_000_000


def _source(title: str, anchor: str) -> Source:
    return Source(title=title, url=f"https://core.telegram.org/bots/api#{anchor}", checked=_CHECKED)


_VIDEO = _source("sendVideo", "sendvideo")
_MESSAGE = _source("sendMessage", "sendmessage")
_FLOOD = Source(
    title="Bots FAQ: broadcasting limits",
    url="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this",
    checked=_CHECKED,
)


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read `ok`, `error_code` and `parameters.retry_after` of an answer (Making requests, ResponseParameters)."""
    data = answer.data if isinstance(answer.data, dict) else {}
    if data.get("ok") is not False:
        return None
    told = Answer(answer.status, answer.headers, answer.body, {"message": data.get("description")})
    status = int(data.get("error_code") or answer.status)
    if status == 403:
        # The bot was removed from the channel or lost the right to post.
        words = str(data.get("description") or "")
        return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words, "status": status})
    after = (data.get("parameters") or {}).get("retry_after")
    return refusal(told, exchange, status=status, after=float(after) if after else None)


class TelegramConnector(CourierConnector):
    """Publishes to one channel or group in which the bot may post."""

    platform = "telegram"
    capabilities = Capabilities(
        platform="telegram",
        name="Telegram",
        # The Bot API says "characters after entities parsing". It measures entities in UTF-16 units, which are never
        # fewer than characters, so what fits by them fits.
        text=(
            TextLimit(field="text", limit=1024, rule="utf16", when="media", source=_VIDEO),
            TextLimit(field="text", limit=4096, rule="utf16", when="alone", source=_MESSAGE),
        ),
        media=MediaLimits(content_types=("video/mp4",), max_bytes=50_000_000, source=_VIDEO),
        subtitles=Subtitles(route="burn_in", source=_VIDEO),
        languages=Languages(per_post=0, source=_VIDEO),
        scheduling=Scheduling(native=False, source=_VIDEO),
        repeat=Repeat(
            safe_seconds=0,
            note=gettext_noop("Telegram posts again whatever is sent again, and a bot cannot look at its channel."),
            source=_VIDEO,
        ),
        quotas=(Quota(what="post", limit=20, seconds=60, source=_FLOOD),),
        settings_fields=(
            Field(
                name="chat",
                label=gettext_noop("Channel"),
                help=gettext_noop("Its name, such as @tigersandleopards, or its number, such as -1001234567890."),
            ),
            Field(
                name="api",
                address=True,
                label=gettext_noop("Address of the Bot API"),
                help=gettext_noop(
                    "A Bot API server of your own takes files of up to 2,000 MB; Telegram's own takes 50."
                ),
                required=False,
                default=OFFICIAL,
                advanced=True,
            ),
        ),
        secret_fields=(
            Field(
                name="token",
                label=gettext_noop("Bot token"),
                help=gettext_noop("From @BotFather. The bot must be an administrator of the channel that may post."),
            ),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("prepare"), Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(draft, checkpoint))
        if step == "publish":
            return self._publish(draft, checkpoint)
        raise UnknownStep(step)

    def _prepare(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        """See that the bot may post and the file is the one that was checked, while nothing is out yet."""
        if draft.media:
            media_file(draft.media)
        chat, bot = self._chat(), self._ask("getMe")
        member = self._ask("getChatMember", {"chat_id": self.setting("chat"), "user_id": str(bot["id"])})
        if not may_post(member, channel=chat.get("type") == "channel"):
            words = "the bot is no administrator of the channel that may post"
            raise NeedsReconnect("reconnect", {"platform": self.capabilities.name, "words": words})
        return {**checkpoint, "chat_id": chat["id"], "username": chat.get("username") or ""}

    def _publish(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        fields = {"chat_id": str(checkpoint["chat_id"])}
        if draft.media is None:
            message = self._ask("sendMessage", {**fields, "text": draft.text}, irreversible=True)
            return self._published(message, checkpoint)
        media = draft.media
        fields |= {
            "caption": draft.text,
            "duration": str(round(media.duration)),
            "width": str(media.width),
            "height": str(media.height),
            "supports_streaming": "true",
        }
        with ExitStack() as opened:
            stream = opened.enter_context(media_file(media).open("rb"))
            form = MultipartStream(
                fields, file_field="video", file_name="clip.mp4", content_type=media.content_type, stream=stream
            )
            answer = self.courier.ask(
                *("POST", self._url("sendVideo")),
                body=form,
                headers={"Content-Type": form.content_type},
                irreversible=True,
            )
        message = self.courier.read(answer, _result, url=self._url("sendVideo"), irreversible=True)
        return self._published(message, checkpoint)

    def _published(self, message: Mapping[str, Any], checkpoint: Checkpoint) -> Published:
        number = str(message.get("message_id") or "")
        if not number:
            # Message, message_id: 0 while Telegram itself has put the message off; its number comes later, unasked.
            raise OutcomeUnknown("unknown_answer", {"platform": self.capabilities.name, "host": "Telegram"})
        chat, username = str(checkpoint["chat_id"]), checkpoint.get("username")
        url = f"https://t.me/{username or 'c/' + chat.removeprefix('-100')}/{number}"
        remote_id = json.dumps([checkpoint["chat_id"], int(number)])
        return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        raise CannotLook("cannot_look", {"platform": self.capabilities.name})

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        chat, number = json.loads(remote_id)
        try:
            self._ask("deleteMessage", {"chat_id": str(chat), "message_id": str(number)})
        except Rejected as error:
            if "not found" not in str(error.params.get("words")):
                raise

    def verify(self) -> Identity:
        chat = self._chat()
        username = chat.get("username") or ""
        name = str(chat.get("title") or username or chat["id"])
        handle = f"@{username}" if username else str(chat["id"])
        return Identity(name=name, handle=handle, url=f"https://t.me/{username}" if username else "")

    def limits(self) -> Capabilities:
        """An API server of one's own takes larger files (Using a Local Bot API Server)."""
        if base_address(self.setting("api")) == OFFICIAL:
            return self.capabilities
        own = replace(self.capabilities.media, max_bytes=_OWN_SERVER_BYTES, source=_source("Own server", "local"))
        return replace(self.capabilities, media=own)

    def _chat(self) -> dict[str, Any]:
        return self._ask("getChat", {"chat_id": self.setting("chat")})

    def _ask(self, method: str, fields: Mapping[str, str] | None = None, *, irreversible: bool = False) -> Any:
        url = self._url(method)
        answer = self.courier.ask("POST", url, json_body=dict(fields or {}), irreversible=irreversible)
        return self.courier.read(answer, _result, url=url, irreversible=irreversible)

    def _url(self, method: str) -> str:
        return f"{base_address(self.setting('api'))}/bot{self.setting('token')}/{method}"


def may_post(member: Mapping[str, Any], *, channel: bool) -> bool:
    """Tell whether a ChatMember may send messages to the chat (ChatMemberAdministrator, ChatMemberRestricted)."""
    status = member.get("status")
    if status == "creator":
        return True
    if channel:
        return status == "administrator" and bool(member.get("can_post_messages"))
    return status in {"administrator", "member"} or (status == "restricted" and bool(member.get("can_send_videos")))


def _result(answer: Answer) -> Any:
    if answer.data["ok"] is not True:
        raise ValueError("no result")
    return answer.data["result"]
