"""A Facebook Page on loopback, checking requests against our reading of Meta's guides and its Business SDK."""

import hashlib
import itertools
import json
import re
from dataclasses import replace
from typing import Any

from tests.fakes.description import form_fields
from tests.fakes.graph import refused
from tests.fakes.loopback import LoopbackServer, Reply, Request
from tests.fakes.mischief import Mischief

USER_TOKEN, PAGE_TOKEN, SECRET = "fb-user-secret-5a1", "fb-page-secret-c09", "fb-client-secret-77"
PAGE, OTHER_PAGE = "104000000000001", "104000000000002"
MOST = 63_206


class FacebookServer(LoopbackServer):
    """One account with one Page, @tigers, or with two (`several`).

    videos: by number.  chunk: bytes that it asks for at a time.  polls: how often a video is still in process.
    failure: how processing ends, if not well.  Calls of an upload carry its phase: "POST /104…1/videos/finish".
    """

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self.videos: dict[str, dict[str, Any]] = {}
        self.captions: dict[str, dict[str, str]] = {}
        self.chunk, self.polls, self.failure, self.several = 4096, 0, "", False
        self.untouchable = False  # the right to delete is gone
        self.refused_locales: set[str] = set()
        self.renewals = 0
        self._ids = itertools.count(880_000_000_000_001)

    def mischief_for(self, request: Request) -> Mischief | None:
        phase = self._fields(request).get("upload_phase")
        return super().mischief_for(replace(request, path=f"{request.path}/{phase}") if phase else request)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.call == "POST /oauth/access_token":
                return self._sign_in(self._fields(request))
            if request.path == "/oauth/access_token":
                return self._renew(dict(request.query))
            token = request.header("authorization").partition(" ")[2]
            if token == USER_TOKEN:
                return self._pages(request)
            if token != PAGE_TOKEN:
                return refused(190, "Error validating access token: Session has expired", status=401)
            return self._answer(request)

    def public(self) -> list[dict[str, Any]]:
        """The videos that the world sees, oldest first."""
        return [each for each in self.videos.values() if each["published"]]

    def forget_sessions(self) -> None:
        """As a day later: uploads that were not finished are gone."""
        self.videos = {number: each for number, each in self.videos.items() if each["finished"]}

    def _fields(self, request: Request) -> dict[str, Any]:
        kind = request.header("content-type").split(";")[0]
        known = kind in {"multipart/form-data", "application/x-www-form-urlencoded"}
        return form_fields(request) if known and request.body else {}

    def _sign_in(self, form: dict[str, str]) -> Reply:
        if (form.get("code"), form.get("client_secret")) != ("a-code", SECRET):
            return refused(100, "Invalid verification code format.")
        return Reply(200, {"access_token": USER_TOKEN, "token_type": "bearer", "expires_in": 5_000})

    def _renew(self, query: dict[str, str]) -> Reply:
        if (query.get("grant_type"), query.get("client_secret")) != ("fb_exchange_token", SECRET):
            self.violations.append(f"renewal: {sorted(query)}")
        self.renewals += 1
        if query.get("fb_exchange_token") != USER_TOKEN:
            return refused(190, "Error validating access token")
        return Reply(200, {"access_token": USER_TOKEN, "token_type": "bearer", "expires_in": 5_184_000})

    def _pages(self, request: Request) -> Reply:
        first = {"id": PAGE, "name": "东北虎豹", "username": "tigers", "link": "https://www.facebook.com/tigers"}
        second = {"id": OTHER_PAGE, "name": "Leopards", "access_token": "another-page"}
        pages = [{**first, "access_token": PAGE_TOKEN}, *([second] if self.several else [])]
        if request.call == "GET /me/accounts":
            return Reply(200, {"data": pages})
        found = next((each for each in pages if request.call == f"GET /{each['id']}"), None)
        if found is None:
            self.violations.append(f"{request.call} in the name of the person, not of the Page")
            return refused(200, "Requires a Page access token", status=403)
        return Reply(200, found)

    def _answer(self, request: Request) -> Reply:
        fields = self._fields(request)
        if request.call == f"POST /{PAGE}/videos":
            return self._phase_of_video(fields)
        if request.call == f"POST /{PAGE}/video_reels":
            return self._phase_of_reel(fields)
        if request.call == f"GET /{PAGE}/videos":
            return Reply(200, {"data": [{"id": each} for each in reversed(self.videos)]})
        if self.untouchable and request.method == "DELETE":  # what Meta says of a missing permission
            return refused(
                100, "Unsupported delete request. Object does not exist, cannot be loaded due to missing permissions"
            )
        if match := re.fullmatch(r"POST /upload/(\d+)", request.call):
            return self._whole(match[1], request)
        number, _slash, edge = request.path[1:].partition("/")
        video = self.videos.get(number)
        if video is None:
            return refused(100, f"Unsupported request. Object with ID '{number}' does not exist, cannot be loaded")
        if edge == "captions":
            return self._caption(video, request, fields)
        if edge == "video_insights":
            wanted = "blue_reels_play_count" if video["reel"] else "total_video_views"
            known = dict(request.query)["metric"] == wanted
            return Reply(200, {"data": [{"name": wanted, "values": [{"value": 9}]}] if known else []})
        return self._node(request, video, fields)

    def _node(self, request: Request, video: dict[str, Any], fields: dict[str, Any]) -> Reply:
        if request.method == "DELETE":
            del self.videos[video["id"]]
            return Reply(200, {"success": True})
        if request.method == "POST":
            if not video["finished"] or fields != {"published": "true"}:
                return refused(100, "The video is not there yet")
            video["published"] = True
            return Reply(200, {"success": True})
        if "summary" in dict(request.query)["fields"]:
            counts = {"likes": 3, "comments": 2}
            return Reply(200, {name: {"data": [], "summary": {"total_count": n}} for name, n in counts.items()})
        return Reply(200, self._seen(video))

    def _phase_of_video(self, fields: dict[str, Any]) -> Reply:
        phase = fields["upload_phase"]
        if phase == "start":
            video = self._made(reel=False, size=int(fields["file_size"]))
            return Reply(200, {"video_id": video["id"], "upload_session_id": f"s{video['id']}", **self._wanted(video)})
        number = fields["upload_session_id"][1:]
        if number not in self.videos:
            return _upload_error(1363041, "The upload session is not known")
        video = self.videos[number]
        if phase == "transfer":
            return self._transfer(video, fields)
        if len(video["content"]) != video["size"]:
            return refused(6000, "There was a problem uploading your video file")
        if video["finished"]:
            self.violations.append("a video is finished twice")
        if fields.get("published") != "false":
            self.violations.append("a video became public before it was looked at")
        return self._finish(video, fields)

    def _transfer(self, video: dict[str, Any], fields: dict[str, Any]) -> Reply:
        if int(fields["start_offset"]) != len(video["content"]):
            return _upload_error(1363037, "Your upload's offset is not the one expected", self._wanted(video))
        if len(fields["video_file_chunk"]) > self.chunk:
            self.violations.append("a chunk longer than the one that was asked for")
        video["content"] += fields["video_file_chunk"]
        return Reply(200, self._wanted(video))

    def _phase_of_reel(self, fields: dict[str, Any]) -> Reply:
        if fields["upload_phase"] == "start":
            video = self._made(reel=True, size=0)
            return Reply(200, {"video_id": video["id"], "upload_url": f"{self.url}/upload/{video['id']}"})
        video = self.videos[fields["video_id"]]
        if fields.get("video_state") != "PUBLISHED" or not video["size"]:
            return refused(100, "Invalid parameter")
        return self._finish(video, fields)

    def _whole(self, number: str, request: Request) -> Reply:
        video = self.videos[number]
        if not request.header("authorization").startswith("OAuth "):
            self.violations.append("an upload of a Reel has the scheme OAuth")
        if int(request.header("offset")) != len(video["content"]):
            return refused(100, "The offset is wrong")
        video["content"] += request.body
        video["size"] = int(request.header("file_size"))
        return Reply(200, {"success": len(video["content"]) == video["size"]})

    def receive_part(self, content: bytes) -> None:
        """The connection broke while a Reel was sent: so much of it arrived."""
        list(self.videos.values())[-1]["content"] = content

    def _made(self, *, reel: bool, size: int) -> dict[str, Any]:
        number = str(next(self._ids))
        made = {"id": number, "reel": reel, "size": size, "content": b"", "finished": False, "published": False}
        self.videos[number] = {**made, "polls": self.polls, "text": "", "captions": {}, "default": ""}
        return self.videos[number]

    def _finish(self, video: dict[str, Any], fields: dict[str, Any]) -> Reply:
        if len(fields["description"]) > MOST:
            return refused(100, f"Param description must be at most {MOST} characters long.")
        video |= {"finished": True, "text": fields["description"], "published": video["reel"] and not self.failure}
        video |= {"title": fields.get("title", ""), "sha256": hashlib.sha256(video["content"]).hexdigest()}
        return Reply(200, {"success": True})

    def _wanted(self, video: dict[str, Any]) -> dict[str, str]:
        start = len(video["content"])
        return {"start_offset": str(start), "end_offset": str(min(start + self.chunk, video["size"]))}

    def _seen(self, video: dict[str, Any]) -> dict[str, Any]:
        whole = bool(video["size"]) and len(video["content"]) == video["size"]
        uploading = {"status": "complete" if whole else "in_progress", "bytes_transfered": len(video["content"])}
        status: dict[str, Any] = {"video_status": "uploading", "uploading_phase": uploading}
        if video["finished"]:
            video["polls"] -= 1
            busy = video["polls"] >= 0
            status["video_status"] = "processing" if busy else "error" if self.failure else "ready"
            status["processing_phase"] = {"status": "in_progress" if busy else "complete"}
            status["publishing_phase"] = {"status": "in_progress" if busy else "complete"} if video["reel"] else {}
            if self.failure and not busy:
                status["processing_phase"] = {"status": "error", "errors": [{"code": 1, "message": self.failure}]}
        link = f"/reel/{video['id']}/" if video["reel"] else f"/tigers/videos/{video['id']}/"
        return {"id": video["id"], "status": status, "published": video["published"], "permalink_url": link}

    def _caption(self, video: dict[str, Any], request: Request, fields: dict[str, Any]) -> Reply:
        named = re.search(rb'filename="[^"]*\.([a-z]{2}_[A-Z]{2})\.srt"', request.body)
        if named is None:
            return refused(100, "The file has to be named name.en_US.srt")
        locale = named[1].decode()
        if locale in self.refused_locales:
            return refused(387, f"The locale {locale} is not supported")
        video["captions"][locale] = fields["captions_file"].decode()
        video["default"] = fields["default_locale"]
        return Reply(200, {"success": True})


def _upload_error(subcode: int, words: str, data: dict[str, str] | None = None) -> Reply:
    told = {"error_data": json.dumps(data)} if data else {}
    error = {"message": words, "code": 6000, "error_subcode": subcode, "is_transient": False, **told}
    return Reply(400, {"error": error})
