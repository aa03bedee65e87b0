"""The answer to a link: the web server, nginx or the store sends the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from zipstream import ZIP_STORED, ZipStream

from curation.files import browsers, store
from curation.files.ranged import OutsideRange, asked_span, outside, partial
from publishing.partners import links
from publishing.partners.ledger import Origin
from publishing.partners.links import Link

_BLOCK = 2**20


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
    tag = f'"{link.file["sha256"]}"'
    try:
        span = asked_span(request, size, tag=tag)
    except OutsideRange:
        return outside(size)
    if request.method == "HEAD":
        pieces: Iterator[bytes] = iter(())
    else:
        pieces = store.blocks(name, start=span.first if span else 0, length=span.length if span else None, block=_BLOCK)
    pieces = links.watched(pieces, link=link, origin=origin)
    if span is None:
        sent = StreamingHttpResponse(pieces, content_type=media)
        sent["Content-Length"] = str(size)
    else:
        sent = partial(pieces, span, size=size, content_type=media)
    sent["Accept-Ranges"] = "bytes"
    sent["ETag"] = tag
    sent["Content-Disposition"] = disposition
    return sent


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
