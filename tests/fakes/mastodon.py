"""A Mastodon server on loopback. Every request, and its own answers, are checked against the OpenAPI description.

    with MastodonServer(description=sample("api/mastodon.openapi.json")) as server: ...

runs in this process; `MastodonProcess` has the same surface and lives in a process of its own, which survives the death
of a worker. By hand: python -m tests.fakes.mastodon --description FILE
"""

import argparse
import contextlib
import hashlib
import html
import itertools
import json
import os
import re
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from tests.fakes.description import Description, Violation
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN = "mastodon-token-7f3a9c"
MAX_CHARACTERS = 500
MAX_BYTES = 5_000_000
_LANGUAGES = {"en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt", "mn", "zh", "zh-CN", "zh-TW", "zh-HK"}
_ROOT = Path(__file__).resolve().parents[2]


class MastodonServer(LoopbackServer):
    """One account, `@tigers`, with the token TOKEN.

    polls: how many times an upload is still in process when asked for.  broken_media: processing fails at the end.
    statuses: what stands, newest first.  violations: requests that the description does not allow; hold them empty.
    """

    def __init__(self, *, description: Path, port: int = 0, polls: int = 1, broken_media: bool = False) -> None:
        super().__init__(port=port)
        self.description = Description(description)
        self.violations: list[str] = []
        self.statuses: list[dict[str, Any]] = []
        self.media: dict[str, dict[str, Any]] = {}
        self.polls = polls
        self.broken_media = broken_media
        self.max_characters = MAX_CHARACTERS
        self._by_key: dict[str, dict[str, Any]] = {}
        self._ids = itertools.count(112_000_000_000_000_000)

    def reply(self, request: Request) -> Reply:
        if request.path.startswith("/_control/"):
            return self._control(request)
        with self.lock:
            try:
                fields = self.description.check_request(request)
                if self.description.needs_token(request) and request.header("authorization") != f"Bearer {TOKEN}":
                    return Reply(401, {"error": "The access token is invalid"})
                answer = self._answer(request, fields)
                self.description.check_reply(request, answer)
            except Violation as violation:
                self.violations.append(str(violation))
                return Reply(400, {"error": str(violation)})
        return answer

    def forget_media(self) -> None:
        """Sweep unused uploads away, as a server does after a day."""
        with self.lock:
            self.media.clear()

    def post_by_hand(self, text: str) -> str:
        """A person posts in the platform's own page. Returns the id."""
        with self.lock:
            status = self._status({"status": text, "language": "en"})
            self.statuses.insert(0, status)
            return status["id"]

    def _answer(self, request: Request, fields: dict[str, Any]) -> Reply:
        path = request.path.rstrip("/")
        call = f"{request.method} {path}"
        if call == "GET /api/v1/accounts/verify_credentials":
            return Reply(200, self._account(own=True))
        if call == "GET /api/v2/instance":
            return Reply(200, self._instance())
        if call == "POST /api/v2/media":
            return self._upload(fields)
        if call == "POST /api/v1/statuses":
            return self._publish(request, fields)
        if match := re.fullmatch(r"GET /api/v1/media/(\w+)", call):
            return self._processing(match[1])
        if re.fullmatch(r"GET /api/v1/accounts/\w+/statuses", call):
            return Reply(200, [_public(each) for each in self._timeline(dict(request.query))])
        status = next((each for each in self.statuses if f"/{each['id']}" in path), None)
        if status is None:
            return Reply(404, {"error": "Record not found"})
        if request.method == "DELETE":
            self.statuses.remove(status)
        if path.endswith("/source"):
            return Reply(200, {"id": status["id"], "text": status["_text"], "spoiler_text": ""})
        return Reply(200, _public(status))

    def _upload(self, fields: dict[str, Any]) -> Reply:
        if len(fields["file"]) > MAX_BYTES:
            return Reply(422, {"error": "Validation failed: File size is too big"})
        media_id = str(next(self._ids))
        self.media[media_id] = {
            "id": media_id,
            "type": "video",
            "url": None,
            "preview_url": None,
            "remote_url": None,
            "meta": {},
            "description": fields.get("description"),
            "blurhash": None,
            "_sha256": hashlib.sha256(fields["file"]).hexdigest(),
            "_polls": self.polls,
        }
        return Reply(202, _public(self.media[media_id]))

    def _processing(self, media_id: str) -> Reply:
        media = self.media.get(media_id)
        if media is None:
            return Reply(404, {"error": "Record not found"})
        if media["_polls"] > 0:
            media["_polls"] -= 1
            return Reply(206, _public(media))
        if self.broken_media:
            return Reply(422, {"error": "Error processing thumbnail for uploaded media"})
        media["url"] = f"{self.url}/media/{media_id}.mp4"
        return Reply(200, _public(media))

    def _publish(self, request: Request, fields: dict[str, Any]) -> Reply:
        key = request.header("idempotency-key")
        if key in self._by_key:
            return Reply(200, _public(self._by_key[key]))
        text = fields.get("status", "")
        if len(re.sub(r"https?://\S+", "x" * 23, text)) > self.max_characters:
            words = f"Validation failed: Text character limit of {self.max_characters} exceeded"
            return Reply(422, {"error": words})
        for media_id in fields.get("media_ids", []):
            if media_id not in self.media:
                return Reply(422, {"error": "Validation failed: Media attachments could not be found"})
            if self.media[media_id]["url"] is None:
                words = "Cannot attach files that have not finished processing. Try again in a moment!"
                return Reply(422, {"error": words})
        status = self._status(fields)
        self.statuses.insert(0, status)
        if key:
            self._by_key[key] = status
        return Reply(200, _public(status))

    def _status(self, fields: dict[str, Any]) -> dict[str, Any]:
        status_id, text = str(next(self._ids)), fields.get("status", "")
        language = fields.get("language")
        paragraphs = html.escape(text).replace("\n", "<br />")
        return {
            "id": status_id,
            "uri": f"{self.url}/users/tigers/statuses/{status_id}",
            "url": f"{self.url}/@tigers/{status_id}",
            "created_at": _now(),
            "account": self._account(own=False),
            "content": f"<p>{paragraphs}</p>",
            "visibility": "public",
            "sensitive": False,
            "spoiler_text": "",
            # An unknown language is dropped silently, as the real server does.
            "language": language if language in _LANGUAGES else None,
            "media_attachments": [_public(self.media[each]) for each in fields.get("media_ids", [])],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "reblogs_count": 2,
            "favourites_count": 5,
            "replies_count": 1,
            "reblog": None,
            "_text": text,
        }

    def _timeline(self, query: dict[str, str]) -> list[dict[str, Any]]:
        found = [each for each in self.statuses if int(each["id"]) > int(query.get("since_id", 0))]
        if "max_id" in query:
            found = [each for each in found if int(each["id"]) < int(query["max_id"])]
        return found[: int(query.get("limit", 20))]

    def _account(self, *, own: bool) -> dict[str, Any]:
        account: dict[str, Any] = {
            "id": "109000000000000001",
            "username": "tigers",
            "acct": "tigers",
            "display_name": "东北虎豹",
            "url": f"{self.url}/@tigers",
            "uri": f"{self.url}/users/tigers",
            "avatar": f"{self.url}/avatar.png",
            "avatar_static": f"{self.url}/avatar.png",
            "header": f"{self.url}/header.png",
            "header_static": f"{self.url}/header.png",
            "note": "",
            "created_at": "2026-01-01T00:00:00.000Z",
            "last_status_at": None,
            "statuses_count": len(self.statuses),
            "followers_count": 3,
            "following_count": 0,
            "emojis": [],
            "fields": [],
            "bot": False,
            "group": False,
            "indexable": True,
            "locked": False,
        }
        if own:
            source = {"note": "", "fields": [], "privacy": "public", "sensitive": False, "language": "en"}
            source |= {"follow_requests_count": 0, "attribution_domains": [], "quote_policy": "public"}
            source |= {"indexable": True, "discoverable": True, "hide_collections": False}
            role = {"id": "-99", "name": "", "color": "", "permissions": "65536", "highlighted": False}
            account |= {"source": source, "role": role}
        return account

    def _instance(self) -> dict[str, Any]:
        instance = self.description.example("Instance200Example")
        instance["configuration"]["statuses"]["max_characters"] = self.max_characters
        return instance

    def _control(self, request: Request) -> Reply:
        """What `MastodonProcess` asks for."""
        if request.path == "/_control/misbehave":
            self.misbehave(**json.loads(request.body))
        elif request.path == "/_control/set":
            for name, value in json.loads(request.body).items():
                setattr(self, name, value)
        elif request.path == "/_control/post_by_hand":
            self.post_by_hand(json.loads(request.body)["text"])
        calls = [each for each in self.calls if "/_control/" not in each]
        return Reply(200, {"statuses": self.statuses, "violations": self.violations, "calls": calls})

    def mischief_for(self, request: Request) -> Any:
        return None if request.path.startswith("/_control/") else super().mischief_for(request)


class MastodonProcess:
    """The same server in a process of its own. `statuses`, `violations` and `calls` are asked for each time."""

    def __init__(self, *, description: Path, polls: int = 1) -> None:
        self._arguments = ["--description", str(description), "--polls", str(polls)]
        self.url = ""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.fakes.mastodon", *self._arguments]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._process.stdout
        self.url = json.loads(self._process.stdout.readline())["url"]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate("")  # the server ends when its standard input does
        self._process.wait(10)

    @property
    def statuses(self) -> list[dict[str, Any]]:
        return self._ask("state")["statuses"]

    @property
    def violations(self) -> list[str]:
        return self._ask("state")["violations"]

    @property
    def calls(self) -> list[str]:
        return self._ask("state")["calls"]

    def misbehave(self, kind: str, *, on: str = "*", times: int = 1, seconds: float = 7) -> None:
        self._ask("misbehave", kind=kind, on=on, times=times, seconds=seconds)

    def set(self, **values: object) -> None:
        """Change `polls`, `broken_media` or `max_characters`."""
        self._ask("set", **values)

    def _ask(self, what: str, **fields: object) -> dict[str, Any]:
        url, body = f"{self.url}/_control/{what}", json.dumps(fields).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(url, data=body, method="POST"), timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read())


def _public(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entity.items() if not name.startswith("_")}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def main() -> None:
    """Serve until standard input ends, so that the server never outlives the test that started it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--description", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--polls", type=int, default=1)
    options = parser.parse_args()
    with MastodonServer(description=options.description, port=options.port, polls=options.polls) as server:
        print(json.dumps({"url": server.url, "token": TOKEN, "pid": os.getpid()}), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            sys.stdin.read()


if __name__ == "__main__":
    main()
