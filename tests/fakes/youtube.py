"""YouTube's Data API on loopback, checking requests against Google's discovery document, and sessions as its guide."""

import hashlib
import itertools
import json
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.description import Violation
from tests.fakes.discovery import Discovery
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "ya29.youtube-secret-81c", "1//refresh-secret-2f9"
CHANNEL = "UCtigers0000000000000001"
CHUNK_UNIT = 262_144
QUOTA_WORDS = "The request cannot be completed because you have exceeded your quota."


class YouTubeServer(LoopbackServer):
    """One channel. videos: by id, with what was sent.  polls: how often a video is still in process when asked for.

    units: what is left of the day's quota; a caption costs 400, a thumbnail 50.  thumbnails: by video.
    unverified: the channel has shown no telephone number, and may set no thumbnails.
    failure: how processing ends, if not well.
    """

    def __init__(self, *, description: Path) -> None:
        super().__init__()
        self.discovery = Discovery(description)
        self.violations: list[str] = []
        self.videos: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self.captions: list[tuple[str, str, str]] = []
        self.refused_languages: set[str] = set()
        self.thumbnails: dict[str, bytes] = {}
        self.unverified = False
        self.polls, self.units, self.failure = 1, 10_000, ""
        self.token = TOKEN
        self._numbers = itertools.count(1)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.call == "POST /token":
                return self._renew(dict(parse_qsl(request.body.decode())))
            if request.header("authorization") != f"Bearer {self.token}":
                return refused(401, "authError", "Invalid Credentials")
            try:
                return self._answer(request)
            except Violation as violation:
                self.violations.append(str(violation))
                return refused(400, "badRequest", str(violation))

    def forget_sessions(self) -> None:
        """As a week later."""
        self.sessions.clear()

    def _renew(self, form: dict[str, str]) -> Reply:
        if form.get("refresh_token") != REFRESH:
            return Reply(400, {"error": "invalid_grant"})
        return Reply(200, {"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"})

    def _answer(self, request: Request) -> Reply:
        query = dict(request.query)
        if request.path.startswith("/session/"):
            return self._chunk(request)
        if "captions" in request.path:
            return self._caption(request)
        if "thumbnails" in request.path:
            return self._thumbnail(request)
        body = json.loads(request.body) if request.body else None
        self.discovery.check(request, body)
        if request.path.startswith("/resumable/upload"):
            return self._open(request, body)
        if request.path.endswith("/channels"):
            items = [{"id": CHANNEL, "snippet": {"title": "东北虎豹", "customUrl": "@tigers"}}]
            return Reply(200, {"items": items})
        if request.method == "GET":
            found = self.videos.get(query["id"])
            return Reply(200, {"items": [self._shown(found, query["part"])] if found else []})
        if request.method == "DELETE":
            gone = self.videos.pop(query["id"], None)
            return Reply(204, body=b"") if gone else refused(404, "videoNotFound", "The video is not there")
        video = self.videos.get(body["id"])  # type: ignore[index]
        if video is None:
            return refused(404, "videoNotFound", "The video is not there")
        video["status"] |= body["status"]  # type: ignore[index]
        return Reply(200, {"id": body["id"], "status": video["status"]})  # type: ignore[index]

    def _open(self, request: Request, body: dict[str, Any]) -> Reply:
        snippet = body["snippet"]
        if not 1 <= len(snippet["title"]) <= 100:
            return refused(400, "invalidTitle", "The request metadata specifies an invalid video title.")
        if len(snippet["description"].encode()) > 5000:
            return refused(400, "invalidDescription", "The request metadata specifies an invalid video description.")
        session = f"/session/{next(self._numbers)}"
        size = int(request.header("x-upload-content-length"))
        self.sessions[session] = {"video": body, "size": size, "content": b"", "id": ""}
        return Reply(200, body=b"", headers={"Location": f"{self.url}{session}"})

    def _chunk(self, request: Request) -> Reply:
        session = self.sessions.get(request.path)
        if session is None:
            return refused(404, "notFound", "The session is not there")
        asked = re.fullmatch(r"bytes (?:\*|(\d+)-(\d+))/(\d+)", request.header("content-range"))
        if asked is None or int(asked[3]) != session["size"]:
            raise Violation(f"Content-Range {request.header('content-range')!r}")
        if asked[1] is not None:
            start, last = int(asked[1]), int(asked[2])
            if start != len(session["content"]) or last - start + 1 != len(request.body):
                raise Violation(f"{start} to {last} after {len(session['content'])} bytes, with {len(request.body)}")
            if last + 1 < session["size"] and len(request.body) % CHUNK_UNIT:
                raise Violation(f"a chunk of {len(request.body)} bytes is no multiple of 256 KiB")
            session["content"] += request.body
        if len(session["content"]) < session["size"]:
            got = len(session["content"])
            return Reply(308, body=b"", headers={"Range": f"bytes=0-{got - 1}"} if got else {})
        return self._whole(session)

    def _whole(self, session: dict[str, Any]) -> Reply:
        if not session["id"]:
            session["id"] = f"vid{next(self._numbers):08d}"
            self.videos[session["id"]] = {
                **session["video"],
                "id": session["id"],
                "_sha256": hashlib.sha256(session["content"]).hexdigest(),
                "_polls": self.polls,
            }
        return Reply(200, {"id": session["id"], "kind": "youtube#video"})

    def _shown(self, video: dict[str, Any], part: str) -> dict[str, Any]:
        if part == "statistics":
            return {"id": video["id"], "statistics": {"viewCount": "120", "likeCount": "9", "commentCount": "2"}}
        video["_polls"] -= 1
        state = "uploaded" if video["_polls"] >= 0 else "failed" if self.failure else "processed"
        failure = {"failureReason": self.failure} if state == "failed" else {}
        return {"id": video["id"], "status": {**video["status"], "uploadStatus": state, **failure}}

    def _thumbnail(self, request: Request) -> Reply:
        self.discovery.check(request)
        query = dict(request.query)
        if query.get("uploadType") != "media" or request.header("content-type") not in {"image/jpeg", "image/png"}:
            raise Violation(f"a thumbnail as {request.header('content-type')!r}")
        if query["videoId"] not in self.videos:
            return refused(404, "videoNotFound", "The video is not there")
        if self.units < 50:
            return refused(403, "quotaExceeded", QUOTA_WORDS)
        self.units -= 50
        if self.unverified:
            words = "The authenticated user doesn't have permissions to upload and set custom video thumbnails."
            return refused(403, "forbidden", words)
        if len(request.body) > 2 * 2**20:
            return refused(413, "uploadTooLarge", "The picture is larger than 2 MB")
        self.thumbnails[query["videoId"]] = request.body
        return Reply(200, {"kind": "youtube#thumbnailSetResponse", "items": [{"default": {"url": "x"}}]})

    def _caption(self, request: Request) -> Reply:
        header = f"Content-Type: {request.header('content-type')}\r\n\r\n".encode()
        about, track = list(message_from_bytes(header + request.body, policy=policy.HTTP).iter_parts())
        body = json.loads(about.get_payload(decode=True))
        self.discovery.check(request, body)
        snippet = body["snippet"]
        if snippet["videoId"] not in self.videos:
            return refused(404, "videoNotFound", "The video is not there")
        if self.units < 400:
            return refused(403, "quotaExceeded", QUOTA_WORDS)
        self.units -= 400
        if snippet["language"] in self.refused_languages:
            return refused(400, "nameTooLong", "The track's language is not supported")
        if any(each[:2] == (snippet["videoId"], snippet["language"]) for each in self.captions):
            return refused(409, "captionExists", "The track exists")
        self.captions.append((snippet["videoId"], snippet["language"], track.get_payload(decode=True).decode()))
        return Reply(200, {"id": f"track{len(self.captions)}", "kind": "youtube#caption"})


def refused(status: int, reason: str, words: str) -> Reply:
    """Google's form of an error."""
    errors = [{"domain": "youtube", "reason": reason, "message": words}]
    return Reply(status, {"error": {"code": status, "message": words, "errors": errors}})
