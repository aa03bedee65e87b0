"""Pictures and videos of footage, each only for who may see the footage."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from curation.files.ranged import ranged_response
from curation.footage.models import Footage
from curation.footage.selectors import visible_to

DAY = 24 * 3600  # seconds; the names are fingerprints, the bytes never change


def _answer(request: HttpRequest, name: str, *, content_type: str) -> HttpResponseBase:
    if not name or not default_storage.exists(name):
        raise Http404
    return ranged_response(request, name, content_type=content_type, max_age=DAY)


def _visible(request: HttpRequest, footage_id: int) -> Footage:
    return get_object_or_404(visible_to(request.user), pk=footage_id)


@require_safe
def file(request: HttpRequest, footage_id: int) -> HttpResponseBase:
    """The video as a browser plays it: the proxy where there is one."""
    name = _visible(request, footage_id).playable
    return _answer(request, name, content_type=mimetypes.guess_type(name)[0] or "video/mp4")


@require_safe
def poster(request: HttpRequest, footage_id: int) -> HttpResponseBase:
    return _answer(request, _visible(request, footage_id).poster, content_type="image/jpeg")


@require_safe
def scrub(request: HttpRequest, footage_id: int) -> HttpResponseBase:
    return _answer(request, _visible(request, footage_id).scrub_sheet, content_type="image/jpeg")
