"""Answers a browser's request for a part of a stored file (RFC 9110, one range), so that a player can seek."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_BLOCK = 256 * 1024


def _blocks(file: IO[Any], left: int) -> Iterator[bytes]:
    with file:
        while left > 0:
            block = file.read(min(_BLOCK, left))
            if not block:
                return
            left -= len(block)
            yield block


def _senseless(first: str, last: str) -> bool:
    """RFC 9110: a range without ends, or that ends before it begins, is no range and is ignored."""
    return not (first or last) or bool(first and last and int(last) < int(first))


def ranged_response(
    request: HttpRequest, name: str, *, content_type: str, download_as: str = "", max_age: int = 3600
) -> HttpResponseBase:
    """The stored file `name`, or the part that `Range` asks for. 416 where the range lies outside."""
    size = default_storage.size(name)
    match = _RANGE.match(request.headers.get("Range", ""))
    if not match or _senseless(*match.groups()):
        response: HttpResponseBase = FileResponse(
            default_storage.open(name, "rb"),
            content_type=content_type,
            as_attachment=bool(download_as),
            filename=download_as,
        )
        return _finished(response, max_age)
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or start > end:  # also `-0`: nothing of the end
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    file = default_storage.open(name, "rb")
    file.seek(start)
    partial = StreamingHttpResponse(_blocks(file, end - start + 1), status=206, content_type=content_type)
    partial["Content-Range"] = f"bytes {start}-{end}/{size}"
    partial["Content-Length"] = str(end - start + 1)
    return _finished(partial, max_age)


def _finished(response: HttpResponseBase, max_age: int) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"private, max-age={max_age}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
