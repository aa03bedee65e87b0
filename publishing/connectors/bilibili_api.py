"""How Bilibili's open platform is spoken to: the signature of every request, and the codes of its answers.

Source: 接口签名实现标准 (version 2.0), bilibili.apifox.cn/doc-885734, and 状态码, doc-895951, read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from typing import Any

import httpx

from publishing.connectors.courier import Answer, refusal
from publishing.connectors.errors import ConnectorError, NeedsReconnect
from publishing.connectors.exchange import Exchange

_SIGNED_OUT = {122000, 122001, 122007, 127000, 127001, 127004, 127005, 127006, 127007, 127011, 127012}
_PAUSES, _FAULTS, GONE, UPLOAD_GONE = {127009}, {127201}, {127107, 127124}, 127022
"""GONE: a video that was deleted or never was.  UPLOAD_GONE: an upload that is no longer known."""


def signature(key: str, secret: str, *, json_body: Any = None) -> dict[str, str]:
    """Return the headers that sign one request. json_body: what is sent as JSON; files are left out of the digest."""
    # Asked of the library that will send it: the digest is over the very bytes, spaces and escapes included.
    content = b"" if json_body is None else httpx.Request("POST", "https://bilibili", json=json_body).read()
    signed = {
        "x-bili-accesskeyid": key,
        "x-bili-content-md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": str(uuid.uuid4()),
        "x-bili-signature-version": "2.0",
        "x-bili-timestamp": str(int(time.time())),
    }
    lines = "\n".join(f"{name}:{value}" for name, value in sorted(signed.items()))
    mac = hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
    return {"Accept": "application/json", **signed, "Authorization": mac}


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read Bilibili's own codes, which come with the status 200; 0 says that all is well."""
    code = answer.data.get("code") if isinstance(answer.data, dict) else None
    if not isinstance(code, int) or code == 0:
        return None
    words = f"{answer.data.get('message') or 'refused'} ({code})"
    told = Answer(400, answer.headers, b"", {"message": words})
    if code in _SIGNED_OUT:
        return NeedsReconnect("reconnect", {"platform": exchange.platform, "words": words[:300], "status": code})
    if code in _PAUSES:
        return refusal(told, exchange, status=429)
    if code in _FAULTS:
        return refusal(told, exchange, status=500)
    refused = refusal(told, exchange)
    refused.params["status"] = code
    return refused
