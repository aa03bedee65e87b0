"""Answers that say what is wrong, as application/problem+json (RFC 9457), in English for programs and their logs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

TYPE = "urn:pugmark:problem:"
MEDIA_TYPE = "application/problem+json"

DETAILS = {
    "unauthorized": "The token is missing, wrong or revoked. Send it as “Authorization: Bearer TOKEN”.",
    "key_missing": "Every POST needs an Idempotency-Key header: one name for one request, at most 200 characters.",
    "key_reused": "This Idempotency-Key was used for another request. Use a new key for a new request.",
    "key_busy": "The request with this Idempotency-Key is still under way. Ask again after Retry-After seconds.",
    "not_json": "The body is not JSON in UTF-8: {problem}.",
    "media_type": "The body must be application/json without a Content-Encoding.",
    "not_a_batch": "The body must be an object with a list “{name}”.",
    "unknown_member": "The body has a member that this address does not know: {member}.",
    "too_many": "A batch has at most {limit} items; this one has {count}. Split it.",
    "too_large": "The body has more than {limit} bytes. Split it.",
    "too_often": "This client may send {limit} requests a minute. Ask again after Retry-After seconds.",
    "not_found": "There is nothing of this name that this client may see.",
    "invalid": "The request was not understood: {problem}.",
    "internal": "Something in Pugmark broke; nothing of this request was kept. Send it again with the same key.",
}


class Problem(Exception):
    """What is wrong with a request as a whole. `code` is a key of DETAILS."""

    def __init__(
        self, status: HTTPStatus, code: str, *, headers: Mapping[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.params = status, code, params
        self.headers = dict(headers or {})

    def response(self) -> HttpResponse:
        body = {
            "type": f"{TYPE}{self.code}",
            "title": self.status.phrase,
            "status": int(self.status),
            "code": self.code,
            "detail": DETAILS[self.code].format(**self.params),
        }
        content = json.dumps(body, ensure_ascii=False)
        return HttpResponse(content, status=int(self.status), content_type=MEDIA_TYPE, headers=self.headers)
