"""A stand-in for Bluesky's video service. It processes nothing, but hands the file to the real personal data server
with the token it was given, as the real service does; a token that is not right fails there."""

import base64
import hashlib
import json
from typing import Any

import httpx

from tests.fakes.bluesky import PersonalDataServer
from tests.fakes.loopback import LoopbackServer, Reply, Request


class VideoService(LoopbackServer):
    """polls: how often a job is still at work when asked for.  broken: processing fails at the end."""

    def __init__(self, *, server: PersonalDataServer, polls: int = 1, broken: bool = False) -> None:
        super().__init__()
        self._pds = server
        self.polls = polls
        self.broken = broken
        self._jobs: dict[str, dict[str, Any]] = {}

    def reply(self, request: Request) -> Reply:
        with self.lock:
            query = dict(request.query)
            if request.call == "POST /xrpc/app.bsky.video.uploadVideo":
                return self._upload(request, query)
            if request.call == "GET /xrpc/app.bsky.video.getJobStatus":
                return self._status(query["jobId"])
            if request.call == "GET /xrpc/app.bsky.video.getUploadLimits":
                return self._limits(request)
        return Reply(404, {"error": "MethodNotImplemented", "message": request.call})

    def _upload(self, request: Request, query: dict[str, str]) -> Reply:
        token = _claims(request)
        if token.get("iss") != query["did"] or not query["name"].endswith(".mp4"):
            return Reply(400, {"error": "invalid_request", "message": "did or name"})
        job_id = hashlib.sha256(query["did"].encode() + request.body).hexdigest()[:16]
        if job_id in self._jobs:
            return Reply(409, {"error": "already_exists", "jobId": job_id, "message": "Video already processed"})
        headers = {"Authorization": request.header("authorization"), "Content-Type": request.header("content-type")}
        with httpx.Client(trust_env=False, verify=False, timeout=20) as client:  # noqa: S501 - plain http on loopback
            url = f"{self._pds.url}/xrpc/com.atproto.repo.uploadBlob"
            answer = client.post(url, content=request.body, headers=headers)
        if answer.status_code != 200:
            return Reply(answer.status_code, answer.json())
        self._jobs[job_id] = {"did": query["did"], "polls": self.polls, "blob": answer.json()["blob"]}
        # The real service answers here without the envelope that the lexicon describes.
        return Reply(200, {"jobId": job_id, "did": query["did"], "state": "JOB_STATE_CREATED"})

    def _status(self, job_id: str) -> Reply:
        job = self._jobs[job_id]
        status = {"jobId": job_id, "did": job["did"], "state": "JOB_STATE_ENCODING", "progress": 40}
        if job["polls"] > 0:
            job["polls"] -= 1
        elif self.broken:
            words = {"error": "encoding_failure", "message": "The video could not be encoded"}
            status |= {"state": "JOB_STATE_FAILED", **words}
        else:
            status |= {"state": "JOB_STATE_COMPLETED", "blob": job["blob"]}
        return Reply(200, {"jobStatus": status})

    def _limits(self, request: Request) -> Reply:
        if _claims(request).get("lxm") != "app.bsky.video.getUploadLimits":
            return Reply(401, {"error": "BadJwtLexiconMethod", "message": "wrong method in the token"})
        return Reply(200, {"canUpload": True, "remainingDailyVideos": 3, "remainingDailyBytes": 7_000_000})


def _claims(request: Request) -> dict[str, Any]:
    payload = request.header("authorization").removeprefix("Bearer ").split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
