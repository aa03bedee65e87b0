"""What the workbench shows besides words: the burnt look, shots, sound, and the vocabulary of sounds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from curation.clips import burnt as pictures
from curation.clips import timing
from curation.clips.api.request import BadJson, permitted
from curation.clips.models import Clip, ClipVersion
from curation.clips.sounds import sounds as vocabulary

SEEN = "curation.view_captiontrack"


def _version(clip_id: int) -> ClipVersion:
    version = get_object_or_404(Clip, pk=clip_id).version
    if version is None:
        raise Http404
    return version


@require_GET
@permitted(SEEN)
def burnt(request: HttpRequest, clip_id: int) -> HttpResponse:
    """`?language=&shape=16:9&at=SECONDS&text=&settings=`: a PNG of the picture with the caption burnt in."""
    try:
        at = float(request.GET.get("at", "0"))
    except ValueError as error:
        raise BadJson from error
    version = _version(clip_id)
    wanted = pictures.Wanted(
        language=request.GET.get("language", "") or version.clip.source_language,
        shape=request.GET.get("shape", "16:9"),
        at=at,
        text=request.GET.get("text", ""),
        settings=request.GET.get("settings", ""),
    )
    response = HttpResponse(pictures.burnt(version, wanted, user=request.user), content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_GET
@permitted(SEEN)
def shots(request: HttpRequest, clip_id: int) -> JsonResponse:
    """{shots: [seconds of the clip where a new one begins], frameRate}."""
    version = _version(clip_id)
    return JsonResponse({"shots": timing.cuts(version), "frameRate": timing.frame_rate(version)})


@require_GET
@permitted(SEEN)
def waveform(request: HttpRequest, clip_id: int) -> JsonResponse:
    """{peaks: [0 to 1], rate: peaks a second}."""
    peaks, rate = timing.peaks(_version(clip_id), user=request.user)
    return JsonResponse({"peaks": peaks, "rate": rate})


@require_GET
@permitted(SEEN)
def sounds(request: HttpRequest, clip_id: int) -> JsonResponse:
    """{sounds: [{key, label: {language: text}}]}."""
    return JsonResponse({"sounds": vocabulary()})
