"""Threads and Instagram on loopback, checking requests against our reading of Meta's guides: no description exists."""

import hashlib
import itertools
import re
import urllib.request
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, SECRET = "meta-access-secret-4c7", "meta-client-secret-19a"
ACCOUNT = "17841400000000001"


class GraphServer(LoopbackServer):
    """One account, @tigers, on Threads (`fetches`) or on Instagram.

    posts: newest first.  polls: how often a container is still in process when asked for.  failure: how it ends, if
    not well.  violations: what our reading of the guides does not allow.
    """

    def __init__(self, *, fetches: bool) -> None:
        super().__init__()
        self.fetches = fetches
        self.violations: list[str] = []
        self.posts: list[dict[str, Any]] = []
        self.containers: dict[str, dict[str, Any]] = {}
        self.polls, self.failure = 1, ""
        self.most = 500 if fetches else 2200
        self._ids = itertools.count(17_889_000_000_000_000)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            query = dict(request.query)
            if request.path == "/refresh_access_token":
                good = query.get("access_token") == TOKEN
                return Reply(200, {"access_token": TOKEN, "expires_in": 5183944}) if good else refused(190, "expired")
            if request.header("authorization") not in {f"Bearer {TOKEN}", f"OAuth {TOKEN}"}:
                return refused(190, "Error validating access token: Session has expired", status=401)
            return self._answer(request, query, dict(parse_qsl(request.body.decode("utf-8", "replace"))))

    def expire(self) -> None:
        """As a day later: containers that were not published are gone."""
        self.containers = {key: each for key, each in self.containers.items() if each["state"] == "PUBLISHED"}

    def post_by_hand(self, text: str) -> None:
        """A person posts in the app."""
        number = str(next(self._ids))
        self.posts.insert(0, {"id": number, "caption": text, "text": text, "permalink": f"https://m.example/{number}"})

    def _answer(self, request: Request, query: dict[str, str], form: dict[str, str]) -> Reply:
        call = request.call
        if call == "GET /me":
            return Reply(200, {"id": ACCOUNT, "user_id": ACCOUNT, "username": "tigers", "name": "东北虎豹"})
        if request.path.startswith("/upload/"):
            return self._upload(request)
        edge = "threads" if self.fetches else "media"
        if call == f"GET /{ACCOUNT}/{edge}":
            return Reply(200, {"data": [self._public(each) for each in self.posts[: int(query["limit"])]]})
        if call == f"POST /{ACCOUNT}/{edge}":
            return self._container(form)
        if call == f"POST /{ACCOUNT}/{edge}_publish":
            return self._publish(form["creation_id"])
        if request.path.endswith("/insights"):
            if request.path.split("/")[1] not in {each["id"] for each in self.posts}:
                return refused(100, "Unsupported request. Object with ID does not exist")
            values = [{"name": name, "values": [{"value": 3}]} for name in query["metric"].split(",")]
            return Reply(200, {"data": values})
        return self._node(request, query)

    def _node(self, request: Request, query: dict[str, str]) -> Reply:
        number = request.path[1:]
        post = next((each for each in self.posts if each["id"] == number), None)
        if number in self.containers:
            return self._status(self.containers[number])
        if post is None:
            return refused(100, "Unsupported request. Object with ID does not exist")
        if request.method == "DELETE":
            self.posts.remove(post)
            return Reply(200, {"success": True, "deleted_id": number})
        return Reply(200, self._public(post))

    def _public(self, post: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in post.items() if name[0] != "_"}

    def _container(self, form: dict[str, str]) -> Reply:
        text = form.get("text", "") if self.fetches else form.get("caption", "")
        if len(text) > self.most:
            return refused(100, f"Param text must be at most {self.most} characters long.")
        number = str(next(self._ids))
        made = {"id": number, "text": text, "polls": self.polls, "state": "IN_PROGRESS", "sha256": "", **form}
        if self.fetches and form["media_type"] == "VIDEO":
            with urllib.request.urlopen(form["video_url"], timeout=10) as answer:  # noqa: S310 - a test's own address
                made["sha256"] = hashlib.sha256(answer.read()).hexdigest()
        if not self.fetches and (form.get("media_type"), form.get("upload_type")) != ("REELS", "resumable"):
            self.violations.append(f"container: {form}")
        self.containers[number] = made
        return Reply(200, {"id": number})

    def _upload(self, request: Request) -> Reply:
        made = self.containers.get(request.path.rpartition("/")[2])
        if made is None:
            return refused(100, "Object does not exist")
        if not request.header("authorization").startswith("OAuth ") or request.header("offset") != "0":
            self.violations.append("an upload has the header offset and the scheme OAuth")
        if int(request.header("file_size")) != len(request.body):
            self.violations.append("file_size differs")
        made["sha256"] = hashlib.sha256(request.body).hexdigest()
        return Reply(200, {"success": True, "message": "Upload successful."})

    def _status(self, made: dict[str, Any]) -> Reply:
        if made["state"] == "IN_PROGRESS":
            made["polls"] -= 1
            if made["polls"] < 0:
                made["state"] = "ERROR" if self.failure else "FINISHED"
        told = {"id": made["id"], "status": made["state"], "status_code": made["state"]}
        return Reply(200, {**told, **({"error_message": self.failure} if made["state"] == "ERROR" else {})})

    def _publish(self, number: str) -> Reply:
        made = self.containers.get(number)
        if made is None or made["state"] != "FINISHED":
            return refused(9007, "The media is not ready for publishing, please wait for a moment")
        made["state"] = "PUBLISHED"
        self.posts.insert(
            0,
            {
                "id": str(next(self._ids)),
                "text": made["text"],
                "caption": made["text"],
                "permalink": f"https://m.example/p/{number}",
                "_container": made,
            },
        )
        return Reply(200, {"id": self.posts[0]["id"]})


def refused(code: int, words: str, *, status: int = 400) -> Reply:
    """Meta's form of an error."""
    kind = "OAuthException" if re.search("token|expired", words) else "GraphMethodException"
    return Reply(status, {"error": {"message": words, "type": kind, "code": code, "fbtrace_id": "A1"}})
