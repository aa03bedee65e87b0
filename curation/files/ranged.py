"""Answers a browser's request for a part of a stored file (RFC 9110, one range), so that a player can seek.

Films of a store that browsers reach themselves are handed out by a signed address of that store, good for an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    try:
        span = asked_span(request, size)
    except OutsideRange:
        return outside(size)
    if span is None:
        return _finished(_whole(name, size=size, content_type=content_type, download_as=download_as), max_age)
    part = store.blocks(name, start=span.first, length=span.length, block=_BLOCK)
    return _finished(partial(part, span, size=size, content_type=content_type), max_age)


class OutsideRange(Exception):
    """A range of which nothing lies in the file."""


@dataclass(frozen=True)
class Span:
    """The first and the last byte of a part."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def asked_span(request: HttpRequest, size: int, *, tag: str = "") -> Span | None:
    """The part that `Range` asks for; None for the whole: no range, an ignored one, `If-Range` not `tag`.

    Raises OutsideRange.
    """
    match = _RANGE.match(request.headers.get("Range", ""))
    if not match or _senseless(*match.groups()) or (tag and request.headers.get("If-Range", tag) != tag):
        return None
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or start > end:  # also `-0`: nothing of the end
        raise OutsideRange
    return Span(start, end)


def first_byte(request: HttpRequest) -> int:
    """The byte at which a request begins; 0 for the whole, for an end, and for what is no range."""
    match = _RANGE.match(request.headers.get("Range", ""))
    return int(match[1]) if match and match[1] and not _senseless(*match.groups()) else 0


def outside(size: int) -> HttpResponse:
    """The answer to a range of which nothing lies in the file."""
    refused = HttpResponse(status=416)
    refused["Content-Range"] = f"bytes */{size}"
    return refused


def partial(part: Iterator[bytes], span: Span, *, size: int, content_type: str) -> StreamingHttpResponse:
    """The answer with a part."""
    sent = StreamingHttpResponse(part, status=206, content_type=content_type)
    sent["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    sent["Content-Length"] = str(span.length)
    return sent


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
