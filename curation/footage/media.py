"""Pictures and videos of footage, each only for who may see the footage."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from curation.files.ranged import ranged_response
from curation.footage import waveforms
from curation.footage.models import Footage
from curation.footage.selectors import visible_to
from curation.jobs.models import Job

DAY = 24 * 3600  # seconds; the names are fingerprints, the bytes never change
ASK_AGAIN = 1  # seconds after which a page may ask again for what is being drawn


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


@require_safe
def waveform(request: HttpRequest, footage_id: int) -> HttpResponseBase:
    """The waveform of the sound, as `curation.video.audio.waveform` writes it.

    202 with the number of its job while it is drawn, for footage that was read before there were waveforms; 404 where
    there is no sound, or it could not be drawn just now.
    """
    footage = _visible(request, footage_id)
    if footage.waveform:
        return _answer(request, footage.waveform, content_type="application/octet-stream")
    if footage.state != Footage.State.READY or not waveforms.has_sound(footage):
        raise Http404
    job = waveforms.ask_for(footage, user=request.user if request.user.is_authenticated else None)
    if job.state == Job.State.FAILED:
        raise Http404
    answer = JsonResponse({"job": job.pk, "state": job.state}, status=202)
    answer["Retry-After"] = str(ASK_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer
