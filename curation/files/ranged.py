"""Answers a browser's request for a part of a stored file (RFC 9110, one range), so that a player can seek.

Films of a store that browsers reach themselves are handed out by a signed address of that store, good for an hour.
"""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header

from curation.files import browsers, store

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_BLOCK = 256 * 1024
_LARGE = 4 * 2**20  # bytes; what is smaller comes through the web server, pictures above all


def _senseless(first: str, last: str) -> bool:
    """RFC 9110: a range without ends, or that ends before it begins, is no range and is ignored."""
    return not (first or last) or bool(first and last and int(last) < int(first))


def ranged_response(
    request: HttpRequest, name: str, *, content_type: str, download_as: str = "", max_age: int = 3600
) -> HttpResponseBase:
    """The stored file `name`, or the part that `Range` asks for. 416 where the range lies outside."""
    size = store.size_of(name)
    if size >= _LARGE and browsers.reach_the_store():
        return _elsewhere(name, content_type=content_type, download_as=download_as)
    match = _RANGE.match(request.headers.get("Range", ""))
    if not match or _senseless(*match.groups()):
        return _finished(_whole(name, size=size, content_type=content_type, download_as=download_as), max_age)
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or start > end:  # also `-0`: nothing of the end
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    part = store.blocks(name, start=start, length=end - start + 1, block=_BLOCK)
    partial = StreamingHttpResponse(part, status=206, content_type=content_type)
    partial["Content-Range"] = f"bytes {start}-{end}/{size}"
    partial["Content-Length"] = str(end - start + 1)
    return _finished(partial, max_age)


def _whole(name: str, *, size: int, content_type: str, download_as: str) -> HttpResponseBase:
    if store.bucket() is None:
        return FileResponse(
            default_storage.open(name, "rb"),
            content_type=content_type,
            as_attachment=bool(download_as),
            filename=download_as,
        )
    response = StreamingHttpResponse(store.blocks(name, block=_BLOCK), content_type=content_type)
    response["Content-Length"] = str(size)
    if disposition := content_disposition_header(bool(download_as), download_as):
        response["Content-Disposition"] = disposition
    return response


def _elsewhere(name: str, *, content_type: str, download_as: str) -> HttpResponseBase:
    """Send the browser to the store. The redirect is not kept: the address ends, and so may the permission."""
    disposition = content_disposition_header(bool(download_as), download_as) or ""
    response = HttpResponseRedirect(browsers.address_of(name, content_type=content_type, disposition=disposition))
    response["Cache-Control"] = "private, no-store"
    return response


def _finished(response: HttpResponseBase, max_age: int) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"private, max-age={max_age}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
