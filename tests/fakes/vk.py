"""VK's API on loopback. Methods and their parameters are checked against VK's own JSON schema."""

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.description import form_fields
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "vk2.a.access-secret-77d", "vk2.a.refresh-secret-18b"
COMMUNITY = "220330"


class VkServer(LoopbackServer):
    """One community. posts: newest first.  polls: how often a video is in process.  violations: hold them empty."""

    def __init__(self, *, description: Path) -> None:
        super().__init__()
        self.methods = {
            method["name"]: {each["name"]: each for each in method.get("parameters", [])}
            for part in ("video", "wall")
            for method in json.loads((description / part / "methods.json").read_text(encoding="utf-8"))["methods"]
        }
        self.violations: list[str] = []
        self.posts: list[dict[str, Any]] = []
        self.videos: dict[int, dict[str, Any]] = {}
        self.polls, self.most = 1, 16_384
        self.restricted = ""
        self._by_guid: dict[str, int] = {}
        self._ids = itertools.count(11)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.call == "POST /oauth2/auth":
                form = dict(parse_qsl(request.body.decode()))
                good = form.get("refresh_token") == REFRESH
                told = {"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 3600}
                return Reply(200, told if good else {"error": "invalid_grant", "error_description": "token"})
            if request.path.startswith("/upload/"):
                return self._file(request)
            if request.header("authorization") != f"Bearer {TOKEN}":
                return refused(5, "User authorization failed: invalid access_token.")
            method = request.path.rpartition("/")[2]
            fields = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
            self._check(method, fields)
            return getattr(self, "_" + method.replace(".", "_"))(fields)

    def post_by_hand(self, text: str) -> None:
        """A person posts in the app."""
        self.posts.insert(0, {"id": next(self._ids), "text": text})

    def _check(self, method: str, fields: dict[str, str]) -> None:
        if fields.pop("v", "") != "5.199":
            self.violations.append(f"{method}: no version")
        known = self.methods[method]
        for name, value in fields.items():
            kinds = known.get(name, {}).get("type")
            if kinds is None:
                self.violations.append(f"{method}: {name} is not described")
            elif kinds == "integer" and not value.lstrip("-").isdigit():
                self.violations.append(f"{method}: {name} is no integer")
            elif kinds == "boolean" and value not in {"0", "1"}:
                self.violations.append(f"{method}: {name} is neither 0 nor 1")
        missing = [name for name, each in known.items() if each.get("required") and name not in fields]
        self.violations += [f"{method}: {name} is missing" for name in missing]

    def _video_save(self, fields: dict[str, str]) -> Reply:
        number = next(self._ids)
        self.videos[number] = {"owner_id": -int(fields["group_id"]), "id": number, "polls": self.polls, "sha256": ""}
        place = {"owner_id": -int(fields["group_id"]), "video_id": number, "upload_url": f"{self.url}/upload/{number}"}
        return Reply(200, {"response": place})

    def _file(self, request: Request) -> Reply:
        if request.header("authorization"):
            self.violations.append("the token was sent to the server of uploads")
        video = self.videos[int(request.path.rpartition("/")[2])]
        content = form_fields(request)["video_file"]
        video["sha256"] = hashlib.sha256(content).hexdigest()
        return Reply(200, {"size": len(content), "video_id": video["id"]})

    def _video_get(self, fields: dict[str, str]) -> Reply:
        video = self.videos.get(int(fields["videos"].partition("_")[2]))
        if video is None:
            return Reply(200, {"response": {"count": 0, "items": []}})
        video["polls"] -= 1
        state: dict[str, Any] = {"processing": 1} if video["polls"] >= 0 else {}
        if self.restricted and not state:
            state = {"content_restricted": 1, "content_restricted_message": self.restricted}
        item = {"id": video["id"], "owner_id": video["owner_id"], **state}
        return Reply(200, {"response": {"count": 1, "items": [item]}})

    def _video_delete(self, fields: dict[str, str]) -> Reply:
        self.videos.pop(int(fields["video_id"]), None)
        return Reply(200, {"response": 1})

    def _wall_post(self, fields: dict[str, str]) -> Reply:
        if len(fields.get("message", "")) > self.most:
            return refused(100, "One of the parameters specified was missing or invalid: message is too long")
        if fields["guid"] in self._by_guid:
            return Reply(200, {"response": {"post_id": self._by_guid[fields["guid"]]}})
        post: dict[str, Any] = {"id": next(self._ids), "text": fields.get("message", ""), "_ours": True}
        if fields.get("attachments"):
            owner, _, number = fields["attachments"].removeprefix("video").partition("_")
            post["attachments"] = [{"type": "video", "video": {"owner_id": int(owner), "id": int(number)}}]
        self.posts.insert(0, post)
        self._by_guid[fields["guid"]] = post["id"]
        return Reply(200, {"response": {"post_id": post["id"]}})

    def _wall_get(self, fields: dict[str, str]) -> Reply:
        shown = [{key: value for key, value in each.items() if key[0] != "_"} for each in self.posts]
        return Reply(200, {"response": {"count": len(shown), "items": shown[: int(fields["count"])]}})

    def _wall_getById(self, fields: dict[str, str]) -> Reply:
        counts = {"views": 70, "likes": 5, "comments": 4, "reposts": 2}
        number = int(fields["posts"].rpartition("_")[2])
        if number not in {each["id"] for each in self.posts}:
            return Reply(200, {"response": {"items": []}})
        item = {"id": number, **{name: {"count": count} for name, count in counts.items()}}
        return Reply(200, {"response": {"items": [item]}})

    def _wall_delete(self, fields: dict[str, str]) -> Reply:
        before = len(self.posts)
        self.posts = [each for each in self.posts if each["id"] != int(fields["post_id"])]
        return Reply(200, {"response": 1}) if len(self.posts) < before else refused(104, "Not found")


def refused(code: int, words: str) -> Reply:
    """VK's form of an error, which comes with the status 200."""
    return Reply(200, {"error": {"error_code": code, "error_msg": words}})
