"""TikTok's Content Posting API on loopback, checking requests against our reading of its guides."""

import hashlib
import itertools
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "act.tiktok-secret-51", "rft.tiktok-secret-07"
CLIENT_KEY, CLIENT_SECRET = "aw-key", "tiktok-client-secret-3"


class TikTokServer(LoopbackServer):
    """One account, @tigers. uploads: by publish_id.  polls: how often a whole upload is still in process.

    failure: why processing fails, if it does.  privacy: what the account allows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self.uploads: dict[str, dict[str, Any]] = {}
        self.polls, self.failure, self.longest = 0, "", 600
        self.privacy = ["PUBLIC_TO_EVERYONE", "SELF_ONLY"]
        self.removed: set[str] = set()
        self._numbers = itertools.count(7_400_000_001)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.path == "/v2/oauth/token/":
                form = dict(parse_qsl(request.body.decode()))
                if (form.get("client_key"), form.get("refresh_token")) != (CLIENT_KEY, REFRESH):
                    return Reply(400, {"error": "invalid_grant", "error_description": "Refresh token is invalid"})
                return Reply(200, {"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 86400})
            if request.path.startswith("/upload/"):
                return self._chunk(request)
            if request.header("authorization") != f"Bearer {TOKEN}":
                return refused(401, "access_token_invalid", "The access token is invalid")
            return self._answer(request.path, json.loads(request.body or b"{}"))

    def _answer(self, path: str, body: dict[str, Any]) -> Reply:
        if path.endswith("/creator_info/query/"):
            told = {"creator_username": "tigers", "creator_nickname": "东北虎豹"}
            return answered(
                {**told, "privacy_level_options": self.privacy, "max_video_post_duration_sec": self.longest}
            )
        if path.endswith("/video/init/"):
            return self._init(body)
        if path.endswith("/status/fetch/"):
            return self._status(body["publish_id"])
        shown = [each for each in body["filters"]["video_ids"] if each not in self.removed]
        counts = {"view_count": 9, "like_count": 3, "comment_count": 2, "share_count": 1}
        return answered({"videos": [{"id": each, **counts} for each in shown]})

    def _init(self, body: dict[str, Any]) -> Reply:
        about, source = body["post_info"], body["source_info"]
        if len(about["title"].encode("utf-16-le")) // 2 > 2200:
            return refused(400, "invalid_params", "The title is longer than 2200 UTF-16 runes")
        size, chunk, count = source["video_size"], source["chunk_size"], source["total_chunk_count"]
        if not (count == 1 and chunk == size) and not (count == size // chunk and 5 * 2**20 <= chunk <= 64 * 2**20):
            self.violations.append(f"{size} bytes in {count} chunks of {chunk}")
        if about["privacy_level"] not in self.privacy:
            return refused(403, "privacy_level_option_mismatch", "The privacy level is not allowed")
        number = f"v_pub_file~v2.{next(self._numbers)}"
        self.uploads[number] = {"title": about["title"], "size": size, "content": b"", "polls": self.polls}
        return answered({"publish_id": number, "upload_url": f"{self.url}/upload/{number}?token=t"})

    def _chunk(self, request: Request) -> Reply:
        upload = self.uploads[request.path.rpartition("/")[2]]
        if request.header("authorization"):
            self.violations.append("the token was sent to the server of uploads")
        asked = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.header("content-range"))
        if asked is None or int(asked[3]) != upload["size"]:
            self.violations.append(f"Content-Range {request.header('content-range')}")
            return Reply(416, {})
        start, last = int(asked[1]), int(asked[2])
        if last < len(upload["content"]):
            return Reply(201 if len(upload["content"]) == upload["size"] else 206, {})
        if start != len(upload["content"]):
            return Reply(416, {})
        upload["content"] += request.body
        whole = len(upload["content"]) == upload["size"]
        if whole:
            upload["sha256"], upload["post"] = hashlib.sha256(upload["content"]).hexdigest(), str(next(self._numbers))
        return Reply(201 if whole else 206, {})

    def _status(self, number: str) -> Reply:
        upload = self.uploads[number]
        told = {"uploaded_bytes": len(upload["content"])}
        if "sha256" not in upload:
            return answered({"status": "PROCESSING_UPLOAD", **told})
        upload["polls"] -= 1
        if upload["polls"] >= 0:
            return answered({"status": "PROCESSING_UPLOAD", **told})
        if self.failure:
            upload["failed"] = True
            return answered({"status": "FAILED", "fail_reason": self.failure, **told})
        return answered({"status": "PUBLISH_COMPLETE", "publicaly_available_post_id": [upload["post"]], **told})


def answered(data: dict[str, Any]) -> Reply:
    return Reply(200, {"data": data, "error": {"code": "ok", "message": "", "log_id": "1"}})


def refused(status: int, code: str, words: str) -> Reply:
    """TikTok's form of an error."""
    return Reply(status, {"error": {"code": code, "message": words, "log_id": "1"}})
