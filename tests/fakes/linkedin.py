"""LinkedIn's community API on loopback, checking requests against our reading of its documentation: none is official.

It cuts a post at the first reserved character that is not escaped, without a word, as LinkedIn does.
"""

import hashlib
import itertools
import json
import re
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.fakes.description import form_fields
from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "AQX-linkedin-access-4f", "AQW-linkedin-refresh-8d"
CLIENT_ID, CLIENT_SECRET = "77li", "linkedin-client-secret-1e"
ORGANIZATION = "urn:li:organization:2414183"
RESERVED = set("|{}@[]()<>#*_~")


class LinkedInServer(LoopbackServer):
    """One organisation, tigers. posts: newest first.  part: bytes of a part.  polls: how often a video is in process.

    failure: how processing ends, if not well.  retired: versions that it no longer takes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self.posts: list[dict[str, Any]] = []
        self.videos: dict[str, dict[str, Any]] = {}
        self.part, self.polls, self.failure = 4096, 1, ""
        self.retired: set[str] = set()
        self.statistics = True
        self.elsewhere = ""
        self._ids = itertools.count(7_200_000_000_000_000_001)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.path == "/oauth/v2/accessToken":
                return self._renew(dict(parse_qsl(request.body.decode())))
            if request.path.startswith("/dms/"):
                return self._part(request)
            if request.header("authorization") != f"Bearer {TOKEN}":
                return refused(401, "The token used in the request has expired", "EXPIRED_ACCESS_TOKEN")
            if request.path.startswith("/captions/"):
                return self._captions(request)
            version = request.header("linkedin-version")
            if not re.fullmatch(r"20\d{4}", version) or request.header("x-restli-protocol-version") != "2.0.0":
                self.violations.append(f"headers of {request.call}: {version}")
            if version in self.retired:
                return refused(426, f"Requested version {version}01 is not active", "NONEXISTENT_VERSION")
            return self._answer(request)

    def post_by_hand(self, text: str) -> None:
        """A person posts on the site."""
        self._stand(text, None)

    def forget_uploads(self) -> None:
        """As a day later: uploads that were not finished are gone."""
        self.videos = {urn: each for urn, each in self.videos.items() if each["status"] != "WAITING_UPLOAD"}

    def _renew(self, form: dict[str, str]) -> Reply:
        known = form.get("code") == "a-code" if form.get("grant_type") == "authorization_code" else False
        if known and form.get("client_secret") == CLIENT_SECRET:
            return Reply(200, {"access_token": TOKEN, "expires_in": 5_184_000, "scope": "r_organization_social"})
        if (form.get("refresh_token"), form.get("client_secret")) != (REFRESH, CLIENT_SECRET):
            return Reply(400, {"error": "invalid_grant", "error_description": "The provided token is invalid"})
        told = {"access_token": TOKEN, "expires_in": 5_184_000, "refresh_token": REFRESH}
        return Reply(200, {**told, "refresh_token_expires_in": 31_536_000})

    def _answer(self, request: Request) -> Reply:
        query, path = dict(request.query), request.path.removeprefix("/rest/")
        if request.method == "POST" and path == "videos":
            body = json.loads(request.body)
            begin = query.get("action") == "initializeUpload"
            return self._initialize(body) if begin else self._finalize(body["finalizeUploadRequest"])
        if request.method == "POST" and path == "posts":
            return self._publish(json.loads(request.body))
        if request.method == "GET" and path == "posts":
            return self._found(request, query)
        if path.startswith("organizations/"):
            return Reply(200, {"id": 2414183, "localizedName": "东北虎豹", "vanityName": "tigers"})
        if path == "organizationalEntityShareStatistics":
            return self._counted(request)
        kind, _slash, urn = path.partition("/")
        if kind == "socialActions":
            if unquote(urn) not in {each["id"] for each in self.posts}:
                return refused(404, "The post is not there", "NOT_FOUND")
            return Reply(200, {"likesSummary": {"totalLikes": 5}, "commentsSummary": {"aggregatedTotalComments": 4}})
        return self._status(unquote(urn)) if kind == "videos" else self._one(request, unquote(urn))

    def _initialize(self, body: dict[str, Any]) -> Reply:
        asked = body["initializeUploadRequest"]
        if asked["owner"] != ORGANIZATION or set(asked) != {
            "owner", "fileSizeBytes", "uploadCaptions", "uploadThumbnail",
        }:  # fmt: skip
            self.violations.append(f"initializeUpload: {asked}")
        number, size = str(next(self._ids)), asked["fileSizeBytes"]
        urn = f"urn:li:video:{number}"
        host = self.elsewhere or self.url
        parts = [
            {
                "uploadUrl": f"{host}/dms/{number}/{first}",
                "firstByte": first,
                "lastByte": min(first + self.part, size) - 1,
            }
            for first in range(0, size, self.part)
        ]
        self.videos[urn] = {
            "status": "WAITING_UPLOAD",
            "size": size,
            "parts": {},
            "polls": self.polls,
            "captions": None,
        }
        value = {"video": urn, "uploadInstructions": parts, "uploadToken": "", "uploadUrlsExpireAt": 1}
        value |= {"captionsUploadUrl": f"{self.url}/captions/{number}"} if asked["uploadCaptions"] else {}
        return Reply(200, {"value": value})

    def _part(self, request: Request) -> Reply:
        _dms, number, first = request.path[1:].split("/")
        if request.header("authorization"):
            self.violations.append("the token was sent to the server of uploads")
        video = self.videos.get(f"urn:li:video:{number}")
        if video is None:
            return Reply(403, {"message": "The request signature has expired"})
        etag = f"/ambry-video/{hashlib.sha256(request.body).hexdigest()[:16]}-{first}"
        video["parts"][etag] = request.body
        return Reply(201, body=b"", headers={"ETag": f'"{etag}"'})

    def _captions(self, request: Request) -> Reply:
        video = self.videos[f"urn:li:video:{request.path.rpartition('/')[2]}"]
        fields = form_fields(request)
        about = json.loads(fields["metadata"])
        if about["format"] != "SRT" or about["transcriptType"] != "CLOSED_CAPTION":
            return refused(400, "The captions are not SRT", "BAD_REQUEST")
        video["captions"] = {"locale": about["locale"], "text": fields["file"].decode()}
        return Reply(201, body=b"")

    def _finalize(self, asked: dict[str, Any]) -> Reply:
        video = self.videos[asked["video"]]
        if video["status"] != "WAITING_UPLOAD":
            self.violations.append("an upload is finalized twice")
        content = b"".join(video["parts"].get(etag, b"") for etag in asked["uploadedPartIds"])
        if len(content) != video["size"]:
            return refused(400, "The parts do not add up to the size", "BAD_REQUEST")
        video |= {"status": "PROCESSING", "sha256": hashlib.sha256(content).hexdigest()}
        return Reply(200, body=b"")

    def _status(self, urn: str) -> Reply:
        video = self.videos.get(urn)
        if video is None:
            return refused(404, "The video is not there", "NOT_FOUND")
        if video["status"] == "PROCESSING":
            video["polls"] -= 1
            if video["polls"] < 0:
                video["status"] = "PROCESSING_FAILED" if self.failure else "AVAILABLE"
        told = {"processingFailureReason": self.failure} if video["status"] == "PROCESSING_FAILED" else {}
        return Reply(200, {"id": urn, "owner": ORGANIZATION, "status": video["status"], **told})

    def _publish(self, body: dict[str, Any]) -> Reply:
        text = shown(body["commentary"])
        if len(text.encode("utf-16-le")) // 2 > 3000:
            return refused(422, "ERROR :: /commentary :: length exceeds the maximum of 3000", "FIELD_TOO_LONG")
        if body["author"] != ORGANIZATION or body["lifecycleState"] != "PUBLISHED":
            self.violations.append(f"post: {body}")
        video = body.get("content", {}).get("media", {}).get("id")
        if video and self.videos[video]["status"] != "AVAILABLE":
            return refused(400, "The video is not ready", "MEDIA_NOT_READY")
        twin = next((each for each in self.posts if (each["_text"], each["_video"]) == (text, video)), None)
        if twin:
            return refused(422, f"Content is a duplicate of {twin['id']}", "DUPLICATE_POST")
        return Reply(201, body=b"", headers={"x-restli-id": self._stand(text, video, body["commentary"])})

    def _stand(self, text: str, video: str | None, commentary: str = "") -> str:
        number = next(self._ids)
        urn = f"urn:li:{'ugcPost' if video else 'share'}:{number}"
        post = {"id": urn, "author": ORGANIZATION, "createdAt": number // 1000, "lifecycleState": "PUBLISHED"}
        post |= {"commentary": commentary or text, "_text": text, "_video": video, "createdAt": number}
        self.posts.insert(0, {**post, **({"content": {"media": {"id": video}}} if video else {})})
        return urn

    def _found(self, request: Request, query: dict[str, str]) -> Reply:
        if request.header("x-restli-method") != "FINDER" or query.get("q") != "author":
            self.violations.append("a finder has its header")
        if "author=urn%3Ali%3A" not in request.target:
            self.violations.append("an urn in an address is escaped")
        page = [{name: each[name] for name in each if name[0] != "_"} for each in self.posts[: int(query["count"])]]
        return Reply(200, {"elements": page, "paging": {"start": 0, "count": len(page)}})

    def _counted(self, request: Request) -> Reply:
        listed = re.search(r"&(shares|ugcPosts)=List\((urn%3Ali%3A(?:share|ugcPost)%3A\d+)\)$", request.target)
        if listed is None or (listed[1] == "shares") != ("share" in listed[2]):
            self.violations.append(f"statistics: {request.target}")
        there = listed is not None and unquote(listed[2]) in {each["id"] for each in self.posts}
        counts = {"impressionCount": 70, "likeCount": 5, "commentCount": 4, "shareCount": 3, "clickCount": 2}
        return Reply(200, {"elements": [{"totalShareStatistics": counts}] if self.statistics and there else []})

    def _one(self, request: Request, urn: str) -> Reply:
        post = next((each for each in self.posts if each["id"] == urn), None)
        if post is None:
            return refused(404, "The post is not there", "NOT_FOUND")
        if request.method == "DELETE":
            self.posts.remove(post)
            return Reply(204, body=b"")
        return Reply(200, {"id": urn})


def shown(commentary: str) -> str:
    """What a reader sees: escapes undone, hashtags shown, and nothing after a reserved character that stands bare."""
    found, place = [], 0
    while place < len(commentary):
        letter = commentary[place]
        if letter == "\\":
            found.append(commentary[place + 1 : place + 2])
            place += 2
        elif commentary.startswith("{hashtag|\\#|", place):
            end = commentary.index("}", place)
            found.append("#" + re.sub(r"\\(.)", r"\1", commentary[place + 12 : end]))
            place = end + 1
        elif letter in RESERVED:
            break
        else:
            found.append(letter)
            place += 1
    return "".join(found)


def refused(status: int, words: str, code: str) -> Reply:
    """LinkedIn's form of an error."""
    return Reply(status, {"status": status, "code": code, "message": words})
