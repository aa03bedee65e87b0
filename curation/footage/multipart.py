"""What the upload page asks when files go straight to the store: begin, which parts are there, sign, complete, give up.

Only the person who began an upload may do any of it; the key in the store is never theirs to choose.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from curation.files import browsers, multipart
from curation.files.errors import StoreError
from curation.footage import parts, uploads
from curation.footage.models import Station, Upload
from curation.footage.parts import UploadError
from curation.footage.selectors import sees_locations

View = Callable[..., JsonResponse]


def answers(*methods: str) -> Callable[[View], View]:
    """Check method and permission, and answer refusals with a sentence."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
            if request.method not in methods:
                return JsonResponse({"error": ""}, status=405, headers={"Allow": ", ".join(methods)})
            if not request.user.has_perm("curation.ingest_footage"):
                sentence = _("You may not bring footage in. Ask for the role of an editor.")
                return JsonResponse({"error": sentence}, status=403)
            try:
                response = view(request, *args, **kwargs)
            except UploadError as error:
                response = JsonResponse({"error": str(error), "missing": error.missing}, status=error.status)
            response["Cache-Control"] = "no-store"
            return response

        return checked

    return wrap


@answers("GET")
def mine(request: HttpRequest) -> JsonResponse:
    """What I began and have not finished, also with another browser."""
    found = uploads.open_uploads(request.user)
    return JsonResponse({"uploads": [_listed(upload) for upload in found]})


def _listed(upload: Upload) -> dict[str, Any]:
    view = "footage:direct" if upload.key else "footage:upload_part"
    return {
        "url": reverse(view, args=[upload.pk]),
        "direct": bool(upload.key),
        "name": upload.name,
        "folder": upload.folder,
        "size": upload.size,
        "received": upload.received,
        "touched": upload.touched_at.isoformat(),
        "expires": (upload.touched_at + uploads.KEPT_FOR).isoformat(),
    }


@answers("POST")
def begin(request: HttpRequest) -> JsonResponse:
    """Begin an upload: name, folder, size in bytes, station."""
    if not browsers.reach_the_store():
        raise UploadError(404, _("Files do not go straight to the store here. Load the page again."))
    told = _told(request)
    size = told.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise UploadError(400, "size must be a number of bytes.")
    if size > uploads.largest():
        raise UploadError(413, _("This file is larger than is allowed here."))
    upload = parts.begin(
        owner=request.user,  # type: ignore[arg-type]
        name=str(told.get("name", "")),
        folder=str(told.get("folder", "")),
        size=size,
        station=_station(request, str(told.get("station", ""))),
    )
    return JsonResponse(_standing(upload, []), status=201)


@answers("GET", "DELETE")
def upload(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    """GET tells which parts the store has, DELETE gives up."""
    found = _own(request, upload_id)
    if request.method == "GET":
        return JsonResponse(_standing(found, [] if found.job_id else parts.have(found)))
    if found.job_id:
        raise UploadError(409, _("This file has already been taken in."))
    try:
        uploads.discard(found)
    except StoreError as error:
        raise UploadError(503, _("The store does not answer; the unfinished file is removed later.")) from error
    return JsonResponse({})


@answers("POST")
def sign(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    """Addresses for some parts: `parts` is a list of {number, md5 (base64)}; `sent` says how much has come so far."""
    found, told = _own(request, upload_id), _told(request)
    wanted: dict[int, bytes] = {}
    for one in told.get("parts") or []:
        try:
            wanted[int(one["number"])] = base64.b64decode(one["md5"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise UploadError(400, "parts must be a list of {number, md5}.") from error
    addresses = parts.sign(found, wanted)
    if isinstance(told.get("sent"), int):
        parts.note(found, received=told["sent"])
    return JsonResponse({"urls": addresses})


@answers("POST")
def complete(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    """All parts are there: the number of the job that makes one file of them, compares and reads it."""
    return JsonResponse({"job": uploads.receive(_own(request, upload_id)).pk})


def _own(request: HttpRequest, upload_id: uuid.UUID) -> Upload:
    found = Upload.objects.filter(pk=upload_id, owner=request.user.pk).exclude(key="").first()
    if found is None:
        raise UploadError(404, _("There is no such upload of yours. Choose the file again."))
    return found


def _standing(upload: Upload, have: list[multipart.Part]) -> dict[str, Any]:
    return {
        "url": reverse("footage:direct", args=[upload.pk]),
        "size": upload.size,
        "partSize": multipart.part_size(upload.size),
        "parts": [[part.number, part.size, part.etag] for part in have],
        "job": upload.job_id,
    }


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body or b"{}")
    except ValueError as error:
        raise UploadError(400, "This is no JSON.") from error
    if not isinstance(told, dict):
        raise UploadError(400, "This is no JSON object.")
    return told


def _station(request: HttpRequest, code: str) -> Station | None:
    """The station that was chosen; codes are only taken from those who may see them."""
    if not code or not sees_locations(request.user):
        return None
    return Station.objects.filter(code=code).first()
