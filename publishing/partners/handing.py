"""The answer to a link: the web server, nginx or the store sends the bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from zipstream import ZIP_STORED, ZipStream

from curation.files import browsers, store
from publishing.partners import links
from publishing.partners.ledger import Origin
from publishing.partners.links import Link

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_BLOCK = 2**20


def start_of(request: HttpRequest) -> int:
    """The first byte that is asked for; 0 for the whole, for its end and for what is no range."""
    match = _RANGE.match(request.headers.get("Range", ""))
    return int(match[1]) if match and match[1] else 0


def answer(request: HttpRequest, link: Link, *, origin: Origin) -> HttpResponseBase:
    """The file, a part of it, or the package. 416 where a range lies outside."""
    response = _file(request, link, origin=origin) if link.file else _package(link, origin=origin)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Pugmark-Download"] = str(link.copy.pk)
    return response


def _file(request: HttpRequest, link: Link, *, origin: Origin) -> HttpResponseBase:
    assert link.file is not None  # noqa: S101 - told by the caller
    name, media, size = link.file["stored"], link.file["type"], int(link.file["size"])
    disposition = content_disposition_header(True, link.name) or ""
    if browsers.reach_the_store():
        address = browsers.address_of(name, content_type=media, disposition=disposition)
        return HttpResponseRedirect(address)
    if settings.NGINX_PREFIX and not store.elsewhere():
        handed = HttpResponse(content_type=media)  # nginx does the ranges
        handed["X-Accel-Redirect"] = f"{settings.NGINX_PREFIX}{quote(name)}"
        handed["Content-Disposition"] = disposition
        return handed
    span = _span(request, size, tag=link.file["sha256"])
    if span is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = span
    whole = (first, last) == (0, size - 1)
    pieces: Iterator[bytes] = store.blocks(name, start=first, length=last - first + 1, block=_BLOCK)
    if request.method == "HEAD":
        pieces = iter(())
    sent = StreamingHttpResponse(
        links.watched(pieces, link=link, origin=origin), status=200 if whole else 206, content_type=media
    )
    sent["Content-Length"] = str(last - first + 1)
    sent["Accept-Ranges"] = "bytes"
    sent["ETag"] = f'"{link.file["sha256"]}"'
    sent["Content-Disposition"] = disposition
    if not whole:
        sent["Content-Range"] = f"bytes {first}-{last}/{size}"
    return sent


def _span(request: HttpRequest, size: int, *, tag: str) -> tuple[int, int] | None:
    """First and last byte to send (RFC 9110, one range; If-Range by the file's tag); None where it lies outside."""
    match = _RANGE.match(request.headers.get("Range", ""))
    given = match.groups() if match else ("", "")
    senseless = not any(given) or (all(given) and int(given[1]) < int(given[0]))
    if senseless or request.headers.get("If-Range", f'"{tag}"') != f'"{tag}"':
        return 0, size - 1
    first = int(given[0]) if given[0] else max(size - int(given[1]), 0)
    last = min(int(given[1]), size - 1) if all(given) else size - 1
    return (first, last) if first < size and first <= last else None


def _package(link: Link, *, origin: Origin) -> HttpResponseBase:
    """All files and the licence, as a zip that is written while it is sent; its length is known beforehand."""
    packed = ZipStream(compress_type=ZIP_STORED, sized=True)
    for file in link.copy.files:
        packed.add(_stored(file["stored"]), file["name"], size=int(file["size"]))
    packed.add(licence_text(link), "LICENCE.txt")
    sent = StreamingHttpResponse(links.watched(iter(packed), link=link, origin=origin), content_type="application/zip")
    sent["Content-Length"] = str(len(packed))
    sent["Accept-Ranges"] = "none"
    sent["Content-Disposition"] = content_disposition_header(True, link.name) or "attachment"
    return sent


def _stored(name: str) -> Iterator[bytes]:
    yield from store.blocks(name, block=_BLOCK)


def licence_text(link: Link) -> bytes:
    """What the package says of its licence, in English: it goes to machines and archives as well."""
    copy = link.copy
    lines = [f"Download {copy.pk}", f"Clip: {copy.title} (version {copy.version_number})"]
    lines.append(f"Licensed to: {copy.member.organisation.name}")
    if copy.agreement is not None:
        licence = copy.agreement.licence
        lines += [f"{key}: {value}" for key, value in licence.items() if value]
    lines += [f"SHA-256 of the licence: {copy.terms_hash}", ""]
    lines += [f"{file['sha256']}  {file['name']}" for file in copy.files]
    return "\n".join(lines).encode() + b"\n"
