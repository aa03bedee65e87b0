"""Telegram's Bot API on loopback. Every request is checked against the published list of methods and their fields."""

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

from tests.fakes.description import form_fields
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN = "812345:telegram-secret-51c2"
CHAT = -1001234567890
BOT = 812345
_SIMPLE = {"Integer": int, "String": str, "Boolean": bool, "Float": float}


class TelegramServer(LoopbackServer):
    """One channel, @tigers, in which the bot may post.

    rights: what getChatMember says of the bot.  messages: what stands.  violations: what the description forbids.
    """

    def __init__(self, *, description: Path) -> None:
        super().__init__()
        self.methods: dict[str, Any] = json.loads(description.read_text(encoding="utf-8"))["methods"]
        self.violations: list[str] = []
        self.messages: dict[int, dict[str, Any]] = {}
        self.files: dict[int, str] = {}
        self.rights: dict[str, Any] = {"status": "administrator", "can_post_messages": True}
        self.put_off = False
        self._ids = itertools.count(7)

    def reply(self, request: Request) -> Reply:
        _, bot, method = request.path.split("/", 2)
        if bot != f"bot{TOKEN}":
            return _refused(401, "Unauthorized")
        with self.lock:
            fields = self._checked(method, request)
            return getattr(self, f"_{method}")(fields)

    def _checked(self, method: str, request: Request) -> dict[str, Any]:
        known = {each["name"]: each for each in self.methods[method].get("fields", [])}
        fields = form_fields(request)
        for name, value in fields.items():
            if name not in known:
                self.violations.append(f"{method}: {name} is not described")
            elif not isinstance(value, bytes) and not _fits(value, known[name]["types"]):
                self.violations.append(f"{method}: {name} is no {known[name]['types']}")
        self.violations += [
            f"{method}: {name} is missing" for name, each in known.items() if each["required"] and name not in fields
        ]
        return fields

    def _getMe(self, fields: dict[str, Any]) -> Reply:
        return _answered({"id": BOT, "is_bot": True, "first_name": "Pugmark", "username": "pugmark_bot"})

    def _getChat(self, fields: dict[str, Any]) -> Reply:
        if str(fields["chat_id"]) not in {"@tigers", str(CHAT)}:
            return _refused(400, "Bad Request: chat not found")
        return _answered({"id": CHAT, "type": "channel", "title": "东北虎豹", "username": "tigers"})

    def _getChatMember(self, fields: dict[str, Any]) -> Reply:
        return _answered({"user": {"id": BOT, "is_bot": True, "first_name": "Pugmark"}, **self.rights})

    def _sendMessage(self, fields: dict[str, Any]) -> Reply:
        if _units(fields["text"]) > 4096:
            return _refused(400, "Bad Request: message is too long")
        return self._sent({"text": fields["text"]})

    def _sendVideo(self, fields: dict[str, Any]) -> Reply:
        if _units(fields.get("caption", "")) > 1024:
            return _refused(400, "Bad Request: message caption is too long")
        reply = self._sent({"caption": fields.get("caption", "")})
        self.files[max(self.messages)] = hashlib.sha256(fields["video"]).hexdigest()
        return reply

    def _sent(self, content: dict[str, Any]) -> Reply:
        number = next(self._ids)
        chat = {"id": CHAT, "type": "channel", "title": "东北虎豹", "username": "tigers"}
        self.messages[number] = {"message_id": number, "date": 1795392000, "chat": chat, **content}
        return _answered({**self.messages[number], "message_id": 0 if self.put_off else number})

    def _deleteMessage(self, fields: dict[str, Any]) -> Reply:
        if self.messages.pop(int(fields["message_id"]), None) is None:
            return _refused(400, "Bad Request: message to delete not found")
        return _answered(True)


def flood(seconds: int) -> Reply:
    """What Telegram answers to a flood: the pause stands in the body."""
    return Reply(
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {seconds}",
            "parameters": {"retry_after": seconds},
        },
    )


def _fits(value: Any, types: list[str]) -> bool:
    simple = [_SIMPLE[each] for each in types if each in _SIMPLE]
    if not isinstance(value, str) or str in simple:
        return True
    if bool in simple:
        return value in {"true", "false"}
    return int in simple and value.lstrip("-").isdigit()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _answered(result: Any) -> Reply:
    return Reply(200, {"ok": True, "result": result})


def _refused(status: int, words: str) -> Reply:
    return Reply(status, {"ok": False, "error_code": status, "description": words})
