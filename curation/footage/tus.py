"""The tus 1.0 protocol for resumable uploads: core, creation, termination, checksum, expiration.

Source: https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from curation.footage import uploads
from curation.footage.models import Station, Upload
from curation.footage.selectors import sees_locations
from curation.footage.uploads import UploadError

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
BODY = "application/offset+octet-stream"
View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Check version and permission, and answer refusals as the protocol has it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("curation.ingest_footage"):
            response = HttpResponse(_("You may not bring footage in. Ask for the role of an editor."), status=403)
        elif request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse("This server speaks tus 1.0.0.", status=412)
            response["Tus-Version"] = VERSION
        else:
            try:
                response = view(request, *args, **kwargs)
            except UploadError as error:
                response = HttpResponse(str(error), status=error.status)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


@speaks_tus
def collection(request: HttpRequest) -> HttpResponse:
    """OPTIONS tells what is understood, POST begins an upload."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = EXTENSIONS
        response["Tus-Max-Size"] = str(uploads.largest())
        response["Tus-Checksum-Algorithm"] = ",".join(uploads.CHECKSUMS)
        return response
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    size = _number(request, "Upload-Length")
    if size > uploads.largest():
        raise UploadError(413, _("This file is larger than is allowed here."))
    told = metadata(request.headers.get("Upload-Metadata", ""))
    upload = uploads.create(
        owner=request.user,  # type: ignore[arg-type]
        name=told.get("filename", ""),
        folder=told.get("folder", ""),
        size=size,
        station=_station(request, told.get("station", "")),
    )
    if size == 0:
        uploads.receive(upload)
    response = HttpResponse(status=201)
    response["Location"] = reverse("footage:upload_part", args=[upload.pk])
    return _expiring(response, upload)


@speaks_tus
def part(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """HEAD tells how much has come, PATCH brings more, DELETE gives up. Only for the person who began it."""
    upload = Upload.objects.filter(pk=upload_id, owner=request.user.pk, key="").first()
    if upload is None:
        raise UploadError(404, _("There is no such upload of yours. Choose the file again."))
    if request.method == "HEAD":
        return _head(upload)
    if request.method == "PATCH":
        return _patch(request, upload)
    if request.method == "DELETE":
        if upload.job_id:
            raise UploadError(409, _("This file has already been taken in."))
        uploads.discard(upload)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "HEAD, PATCH, DELETE"})


def _head(upload: Upload) -> HttpResponse:
    if upload.job_id is None and not uploads.part_file(upload).exists():
        raise UploadError(410, _("This upload is gone. Choose the file again."))
    if upload.received == upload.size:
        uploads.receive(upload)  # the answer to the last part, or the server itself, may have been lost
    response = HttpResponse(status=200)
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Length"] = str(upload.size)
    return _expiring(response, upload)


def _patch(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.content_type != BODY:
        raise UploadError(415, f"Content-Type must be {BODY}.")
    offset = _number(request, "Upload-Offset")
    if upload.job_id is not None:
        raise UploadError(409, "This upload is complete.")
    try:
        received = uploads.append(upload, offset=offset, read=request.read, checksum=_checksum(request))
    except UnreadablePostError as error:
        raise UploadError(400, "The connection broke; what came is kept.") from error
    if received == upload.size:
        uploads.receive(upload)
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(received)
    return _expiring(response, upload)


def _expiring(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Expires"] = http_date((upload.touched_at + uploads.KEPT_FOR).timestamp())
    return response


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise UploadError(400, f"{header} must be a number of bytes.")
    return int(text)


def metadata(text: str) -> dict[str, str]:
    """Keys and decoded values of an Upload-Metadata header; UploadError 400 where it is not well-formed."""
    told: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise UploadError(400, f"Upload-Metadata: {key[:40]} is no base64 of UTF-8.") from error
    return told


def _checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    text = request.headers.get("Upload-Checksum", "")
    if not text:
        return None
    name, _space, value = text.partition(" ")
    if name not in uploads.CHECKSUMS:
        raise UploadError(400, f"Upload-Checksum must be one of {', '.join(uploads.CHECKSUMS)}.")
    try:
        return name, base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise UploadError(400, "Upload-Checksum is no base64.") from error


def _station(request: HttpRequest, key: str) -> Station | None:
    """The station that was chosen; codes are only taken from those who may see them."""
    if not key or not sees_locations(request.user):
        return None
    return Station.objects.filter(code=key).first()
