"""X's API on loopback. It checks requests against our reading of docs.x.com; there is no official description here."""

import hashlib
import itertools
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.description import form_fields
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "x-access-secret-6b1", "x-refresh-secret-90e"
CLIENT_ID, CLIENT_SECRET = "x-client", "x-client-secret-2ab"
PART = 5 * 10**6
_LINK = re.compile(r"https?://\S+")


class XServer(LoopbackServer):
    """One account, @tigers. posts: newest first.  polls: how often a video is still in process when asked for.

    failure: how processing ends, if not well.  violations: what our reading of the documentation does not allow.
    """

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self.posts: list[dict[str, Any]] = []
        self.uploads: dict[str, dict[str, Any]] = {}
        self.tracks: list[dict[str, Any]] = []
        self.polls, self.failure = 1, ""
        self.refused_languages: set[str] = set()
        self._ids = itertools.count(1_880_028_106_020_515_000)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.call == "POST /2/oauth2/token":
                return self._renew(request)
            if request.header("authorization") != f"Bearer {TOKEN}":
                return Reply(401, {"title": "Unauthorized", "type": "about:blank", "status": 401})
            return self._answer(request)

    def post_by_hand(self, text: str) -> None:
        """A person posts in the app."""
        self.posts.insert(0, {"id": str(next(self._ids)), "text": text})

    def _renew(self, request: Request) -> Reply:
        form = dict(parse_qsl(request.body.decode()))
        if not request.header("authorization").startswith("Basic "):
            self.violations.append("a confidential client signs in by Basic")
        if form.get("refresh_token") != REFRESH:
            return Reply(400, {"error": "invalid_request", "error_description": "Value passed for the token"})
        return Reply(200, {"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 7200})

    def _answer(self, request: Request) -> Reply:
        call = request.call
        if call == "GET /2/users/me":
            return Reply(200, {"data": {"id": "77", "name": "东北虎豹", "username": "tigers"}})
        if call == "GET /2/users/77/tweets":
            return self._timeline(dict(request.query))
        if call == "POST /2/media/upload/initialize":
            return self._initialize(json.loads(request.body))
        if call == "GET /2/media/upload":
            return self._status(dict(request.query)["media_id"])
        if call == "POST /2/media/subtitles":
            return self._subtitle(json.loads(request.body))
        if call == "POST /2/tweets":
            return self._publish(json.loads(request.body))
        if match := re.fullmatch(r"POST /2/media/upload/(\d+)/(append|finalize)", call):
            upload = self.uploads.get(match[1])
            if upload is None:
                return Reply(404, {"title": "Not Found", "detail": "the media is not there"})
            return self._append(upload, request) if match[2] == "append" else self._finalize(upload)
        return self._one(request)

    def _one(self, request: Request) -> Reply:
        number = request.path.rpartition("/")[2]
        post = next((each for each in self.posts if each["id"] == number), None)
        if request.method == "DELETE":
            if post is None:
                return Reply(404, {"title": "Not Found Error", "detail": "Could not find the post"})
            self.posts.remove(post)
            return Reply(200, {"data": {"deleted": True}})
        if post is None:
            return Reply(200, {"errors": [{"title": "Not Found Error", "detail": f"Could not find tweet {number}."}]})
        metrics = {"impression_count": 50, "like_count": 4, "reply_count": 3, "retweet_count": 2, "quote_count": 1}
        return Reply(200, {"data": {"id": number, "public_metrics": metrics}})

    def _initialize(self, body: dict[str, Any]) -> Reply:
        if set(body) != {"media_type", "total_bytes", "media_category"}:
            self.violations.append(f"initialize: {sorted(body)}")
        number = str(next(self._ids))
        self.uploads[number] = {**body, "id": number, "parts": {}, "polls": self.polls}
        return Reply(200, {"data": {"id": number, "media_key": f"13_{number}", "expires_after_secs": 86400}})

    def _append(self, upload: dict[str, Any], request: Request) -> Reply:
        fields = form_fields(request)
        if len(fields["media"]) > PART:
            self.violations.append(f"a part of {len(fields['media'])} bytes")
        upload["parts"][int(fields["segment_index"])] = fields["media"]
        return Reply(200, {"data": {"expires_at": 1}})

    def _finalize(self, upload: dict[str, Any]) -> Reply:
        content = b"".join(upload["parts"][number] for number in sorted(upload["parts"]))
        if len(content) != upload["total_bytes"]:
            return Reply(400, {"title": "Invalid Request", "detail": "segments do not add up to the size"})
        upload["sha256"], upload["content"] = hashlib.sha256(content).hexdigest(), content
        info = {} if upload["media_category"] == "subtitles" else {"processing_info": {"state": "pending"}}
        return Reply(200, {"data": {"id": upload["id"], "size": len(content), **info}})

    def _status(self, number: str) -> Reply:
        upload = self.uploads[number]
        upload["polls"] -= 1
        info: dict[str, Any] = {"state": "in_progress", "check_after_secs": 2, "progress_percent": 40}
        if upload["polls"] < 0:
            info = {"state": "succeeded", "progress_percent": 100}
            if self.failure:
                info = {"state": "failed", "error": {"code": 1, "name": "InvalidMedia", "message": self.failure}}
        return Reply(200, {"data": {"id": number, "processing_info": info}})

    def _subtitle(self, body: dict[str, Any]) -> Reply:
        about = body["subtitles"]
        if body["media_category"] != "TweetVideo" or not re.fullmatch(r"[A-Z]{2}", about["language_code"]):
            self.violations.append(f"subtitles: {body}")
        if about["language_code"] in self.refused_languages:
            return Reply(400, {"title": "Invalid Request", "detail": "the language is not supported"})
        self.tracks.append({**about, "video": body["id"], "text": self.uploads[about["id"]]["content"].decode()})
        return Reply(200, {"data": {"id": body["id"]}})

    def _publish(self, body: dict[str, Any]) -> Reply:
        text = body["text"]
        if sum(2 if ord(letter) > 0x10FF else 1 for letter in _LINK.sub("x" * 23, text)) > 280:
            return Reply(400, {"title": "Invalid Request", "detail": "The text of your post is too long."})
        media = body.get("media", {}).get("media_ids", [])
        if any(not self.uploads[each].get("sha256") for each in media):
            return Reply(400, {"title": "Invalid Request", "detail": "Your media IDs are invalid."})
        number = str(next(self._ids))
        links = [{"url": f"https://t.co/{n}", "expanded_url": link} for n, link in enumerate(_LINK.findall(text))]
        shown = text
        for link in links:
            shown = shown.replace(link["expanded_url"], link["url"], 1)
        post = {"id": number, "text": shown, "entities": {"urls": links}, "_text": text}
        if media:
            post["attachments"] = {"media_keys": [f"13_{each}" for each in media]}
        self.posts.insert(0, post)
        return Reply(201, {"data": {"id": number, "text": shown}})

    def _timeline(self, query: dict[str, str]) -> Reply:
        if not 5 <= int(query["max_results"]) <= 100:
            self.violations.append(f"max_results {query['max_results']}")
        found = [each for each in self.posts if int(each["id"]) > int(query.get("since_id", 0))]
        start, size = int(query.get("pagination_token", 0)), int(query["max_results"])
        page = [{name: value for name, value in each.items() if name[0] != "_"} for each in found[start : start + size]]
        more = {"next_token": str(start + size)} if start + size < len(found) else {}
        return Reply(200, {**({"data": page} if page else {}), "meta": {"result_count": len(page), **more}})
