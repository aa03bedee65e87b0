"""A requests session for client libraries that bring none of their own caution."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import requests
import urllib3

from publishing.connectors import pulse
from publishing.connectors.exchange import HttpLimits, is_loopback
from publishing.connectors.multipart import MultipartStream

_NEVER_SENT = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
_CHUNK = 65_536


class AnswerTooLong(requests.RequestException):
    """An answer beyond the limit of bytes, or one that drips beyond the limit of seconds."""


class CarefulSession(requests.Session):
    """One request at a time, with time-outs and no redirects, and a note of how far the last one came.

    Connections are not kept: one that the server closed while it lay idle would look like a cut amid a post.
    After a request: `status` (None without an answer), `answer_headers`, `answer` (bytes), `sent` (whether any of the
    request may have reached the server) and `cut` (what ended it early).
    """

    def __init__(self, limits: HttpLimits) -> None:
        super().__init__()
        self.limits = limits
        self.headers["Connection"] = "close"
        self.begin(upload=False)

    def begin(self, *, upload: bool) -> None:
        """Forget the last request. upload: whether the next one is a large file, with its own time-out."""
        self.patience = self.limits.upload if upload else self.limits.read
        self.sent = False
        self.status: int | None = None
        self.cut: Exception | None = None
        self.answer_headers: Mapping[str, str] = {}
        self.answer = b""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """As in requests; raises its errors."""
        # A proxy of the environment has no business between two processes of one machine.
        self.trust_env = not is_loopback(url)
        kwargs |= {"timeout": (self.limits.connect, self.patience), "allow_redirects": False, "stream": True}
        if kwargs.get("files"):
            _stream_the_file(kwargs)
        try:
            with pulse.within(self.limits.connect + self.patience + pulse.MARGIN):
                response = super().request(method, url, *args, **kwargs)
                self.sent = True
                self.status, self.answer_headers = response.status_code, response.headers
                self._read(response)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self.sent = self.sent or not _never_sent(error)
            self.cut = error
            raise
        finally:
            self.close()  # a server may close without announcing it, whatever our header asked for
        return response

    def _read(self, response: requests.Response) -> None:
        end, parts, length = time.monotonic() + self.patience, [], 0
        pulse.goes_on()
        with response:
            # read1 gives what has come; read and iter_content would wait for a whole chunk of an answer that drips.
            while part := response.raw.read1(_CHUNK, decode_content=True):
                parts.append(part)
                length += len(part)
                if length > self.limits.max_answer:
                    raise AnswerTooLong("too many bytes")
                if time.monotonic() > end:
                    raise requests.ReadTimeout("the answer drips")
        self.answer = response._content = b"".join(parts)

    @property
    def timed_out(self) -> bool:
        """Tell whether patience ran out."""
        return isinstance(self.cut, (requests.Timeout, urllib3.exceptions.TimeoutError))

    def words(self) -> str:
        """Return what the server said about the last request: the usual fields of a JSON error, else nothing."""
        try:
            said = json.loads(self.answer)
        except ValueError:
            return ""
        if not isinstance(said, dict):
            return ""
        return ": ".join(str(said[name]) for name in ("error", "error_description", "message") if said.get(name))


def _never_sent(error: BaseException) -> bool:
    """Tell whether the connection never stood, so that the server cannot have heard anything."""
    seen: list[BaseException] = []
    todo: list[Any] = [error]
    while todo:
        each = todo.pop()
        if not isinstance(each, BaseException) or each in seen:
            continue
        if isinstance(each, _NEVER_SENT) or "CERTIFICATE_VERIFY_FAILED" in str(each):
            return True
        seen.append(each)
        todo += [*each.args, each.__cause__, each.__context__, getattr(each, "reason", None)]
    return isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema))


def _stream_the_file(kwargs: dict[str, Any]) -> None:
    """Replace requests' way of building a form, which holds the whole file in memory twice."""
    ((field, (name, stream, content_type)),) = kwargs.pop("files").items()
    fields = {key: str(value) for key, value in (kwargs.pop("data", None) or {}).items() if value is not None}
    body = MultipartStream(fields, file_field=field, file_name=name, content_type=content_type, stream=stream)
    kwargs["data"] = body
    kwargs["headers"] = {**(kwargs.get("headers") or {}), "Content-Type": body.content_type}
