"""A receiver of signed posts, written after the standard and not after our sender."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from tests.fakes.description import form_fields
from tests.fakes.loopback import LoopbackServer, Reply, Request

SECRET = "whsec_" + base64.b64encode(b"pugmark-test-secret-0123456789abcd").decode()


class WebhookServer(LoopbackServer):
    """Keeps each id once. posts: what stands, by id.  forged: requests whose signature is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, dict[str, Any]] = {}
        self.files: dict[str, str] = {}
        self.forged = 0
        self.most = 5000

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.path != "/hook":
                return Reply(404, {"error": "not found"})
            is_form = request.header("content-type").startswith("multipart/")
            fields = form_fields(request) if is_form else {}
            body = fields["event"].encode() if is_form else request.body
            identifier = request.header("webhook-id")
            if not self._signed(request, identifier, body):
                self.forged += 1
                return Reply(401, {"error": "the signature is wrong"})
            return self._act(json.loads(body), identifier, fields.get("video"))

    def _signed(self, request: Request, identifier: str, body: bytes) -> bool:
        moment = request.header("webhook-timestamp")
        if abs(time.time() - int(moment)) > 300:
            return False
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.digest(key, b".".join([identifier.encode(), moment.encode(), body]), "sha256"))
        given = [each.removeprefix("v1,") for each in request.header("webhook-signature").split(" ")]
        return wanted.decode() in given

    def _act(self, event: dict[str, Any], identifier: str, video: bytes | None) -> Reply:
        kind = event["type"]
        if kind == "post.publish":
            if len(event["text"]) > self.most:
                return Reply(422, {"error": "the text is too long for this page"})
            self.posts.setdefault(identifier, event)
            if video is not None:
                self.files[identifier] = hashlib.sha256(video).hexdigest()
            return Reply(200, {"id": identifier, "url": f"{self.url}/posts/{identifier}"})
        if kind == "post.look":
            known = event["key"] in self.posts
            return Reply(200, {"known": known, "id": event["key"], "url": f"{self.url}/posts/{event['key']}"})
        if kind == "post.take_down":
            self.posts.pop(event["id"], None)
        return Reply(200, {})
