"""Bilibili's open platform on loopback, checking requests and signatures against our reading of its documents."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.loopback import LoopbackServer, Reply, Request

TOKEN, REFRESH = "bili-access-secret-51", "bili-refresh-secret-07"
CLIENT_ID, CLIENT_SECRET = "34c0f583f0414123", "bili-app-secret-9d3"
PART = 8 * 2**20
_SIGNED = ("accesskeyid", "content-md5", "signature-method", "signature-nonce", "signature-version", "timestamp")


class BilibiliServer(LoopbackServer):
    """One account, 虎豹公园. archive: submissions by id, newest last.  reviews: looks until a review ends.

    verdict: the state that a review ends in.  uploads: by token.  access: the token that holds now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self.uploads: dict[str, dict[str, Any]] = {}
        self.archive: dict[str, dict[str, Any]] = {}
        self.covers: list[bytes] = []
        self.reviews, self.verdict, self.access, self.refusal = 0, 0, TOKEN, 0
        self._nonces: set[str] = set()
        self._numbers = itertools.count(1)

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.path.startswith("/x/account-oauth2/v1/"):
                return self._token(dict(parse_qsl(request.body.decode())))
            if request.path == "/video/v2/part/upload":
                return self._part(request)
            wrong = self._unsigned(request)
            return wrong if wrong else self._answer(request)

    def _token(self, form: dict[str, str]) -> Reply:
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return refused(122001, "client_secret 错误")
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") != REFRESH:
            return refused(122007, "refreshToken不合法")
        end = int(time.time()) + 30 * 86400
        return answered(
            {"access_token": self.access, "refresh_token": REFRESH, "expires_in": end, "scopes": ["USER_INFO"]}
        )

    def _unsigned(self, request: Request) -> Reply | None:
        """Check the signature as 接口签名实现标准 describes it; a nonce counts once."""
        told = {f"x-bili-{name}": request.header(f"x-bili-{name}") for name in _SIGNED}
        lines = "\n".join(f"{name}:{value}" for name, value in sorted(told.items()))
        genuine = hmac.new(CLIENT_SECRET.encode(), lines.encode(), hashlib.sha256).hexdigest()
        body = b"" if request.header("content-type").startswith("multipart/") else request.body
        fresh = told["x-bili-signature-nonce"] not in self._nonces
        self._nonces.add(told["x-bili-signature-nonce"])
        if told["x-bili-content-md5"] != hashlib.md5(body, usedforsecurity=False).hexdigest():
            self.violations.append("the digest is not that of the body")
        if request.header("authorization") != genuine or told["x-bili-accesskeyid"] != CLIENT_ID or not fresh:
            return refused(127012, "鉴权错误")
        if abs(time.time() - int(told["x-bili-timestamp"])) > 600:
            return refused(127012, "鉴权错误")
        return refused(127001, "access_token验证错误") if request.header("access-token") != self.access else None

    def _answer(self, request: Request) -> Reply:
        name, asked = request.path.removeprefix("/arcopen/fn/"), dict(request.query)
        if name == "user/account/info":
            return answered({"name": "虎豹公园", "face": "", "openid": "o1"})
        if name == "archive/type/list":
            wild = {"id": 221, "parent": 217, "name": "野生动物", "description": ""}
            return answered([{"id": 217, "parent": 0, "name": "动物圈", "children": [wild]}])
        if name == "archive/video/init":
            number = f"utoken{next(self._numbers)}"
            self.uploads[number] = {"parts": {}, "whole": b"", **json.loads(request.body)}
            return answered({"upload_token": number})
        if name == "archive/video/complete":
            return self._complete(asked["upload_token"])
        if name == "archive/cover/upload":
            self.covers.append(request.body)
            return answered({"url": "https://archive.biliimg.com/bfs/archive/cover.jpg"})
        if name == "archive/add-by-utoken":
            return self._submit(asked["upload_token"], json.loads(request.body))
        if name == "archive/viewlist":
            shown = list(reversed(self.archive.values()))[: int(asked["ps"])]
            return answered({"page": {"pn": 1, "ps": int(asked["ps"]), "total": len(self.archive)}, "list": shown})
        number = asked.get("resource_id") or json.loads(request.body or b"{}").get("resource_id", "")
        found = self.archive.get(number)
        if found is None:
            return refused(127124, "不存在该稿件")
        if name == "archive/delete":
            del self.archive[number]
            return answered(None)
        if name == "data/arc/stat":
            return answered({"view": 9, "danmaku": 4, "reply": 2, "favorite": 1, "coin": 0, "share": 1, "like": 3})
        return answered(self._viewed(found))

    def _viewed(self, found: dict[str, Any]) -> dict[str, Any]:
        about = found["addit_info"]
        if about["state"] == -30 and found["left"] <= 0:
            about |= {"state": self.verdict, "state_desc": "开放浏览" if self.verdict >= 0 else "已退回"}
            about["reject_reason"] = "" if self.verdict >= 0 else "画面不清晰"
        found["left"] -= 1
        return found

    def _part(self, request: Request) -> Reply:
        asked = dict(request.query)
        upload = self.uploads.get(asked["upload_token"])
        if upload is None:
            return refused(127022, "upload_token验证错误")
        if request.header("access-token") or request.header("authorization"):
            self.violations.append("the token was sent to the server of uploads")
        upload["parts"][int(asked["part_number"])] = request.body
        return answered(None)

    def _complete(self, token: str) -> Reply:
        upload = self.uploads.get(token)
        if upload is None:
            return refused(127022, "upload_token验证错误")
        numbers = sorted(upload["parts"])
        if numbers != list(range(1, len(numbers) + 1)):
            self.violations.append(f"the parts are {numbers}")
        if any(len(upload["parts"][number]) != PART for number in numbers[:-1]):
            self.violations.append("a part has not 8 MB")
        upload["whole"] = b"".join(upload["parts"][number] for number in numbers)
        return answered(None)

    def _submit(self, token: str, about: dict[str, Any]) -> Reply:
        upload = self.uploads.get(token)
        if upload is None or not upload["whole"]:
            return refused(127022, "upload_token验证错误")
        if self.refusal:
            return refused(self.refusal, "系统说不行")
        if not 0 < len(about["title"]) <= 80 or len(about["desc"]) > 250:
            return refused(127100, "请求参数错误: 标题或描述超长")
        if not about["tag"] or len(about["tag"]) >= 200 or about["tid"] not in {217, 221} or about["copyright"] != 1:
            return refused(127100, "请求参数错误: 标签或分区")
        number = f"BV1{next(self._numbers):09d}"
        state = {"state": -30, "state_desc": "创建已提交", "reject_reason": ""}
        told = {key: about[key] for key in ("title", "desc", "tag", "tid")}
        self.archive[number] = {"resource_id": number, **told, "addit_info": state, "left": self.reviews}
        self.archive[number]["cover"] = about.get("cover", "")
        self.archive[number]["sha256"] = hashlib.sha256(upload["whole"]).hexdigest()
        return answered({"resource_id": number})


def answered(data: Any) -> Reply:
    return Reply(200, {"code": 0, "message": "0", "ttl": 1, "data": data})


def refused(code: int, words: str) -> Reply:
    """Bilibili's form of an error, with the status 200."""
    return Reply(200, {"code": code, "message": words, "ttl": 1})
