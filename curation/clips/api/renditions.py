"""Finished files of a clip: which there are, asking for more, stopping them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import selectors, services
from curation.clips.api.request import body, permitted, person, text
from curation.clips.errors import ClipError
from curation.clips.models import Clip, Rendition


@require_GET
@permitted("curation.view_clip")
def renditions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """The clip's renditions, newest first."""
    rows = Rendition.objects.filter(version__clip_id=clip_id).select_related("version", "job").order_by("-id")[:50]
    return JsonResponse({"renditions": [selectors.rendition_json(row) for row in rows]})


@require_POST
@permitted("curation.add_rendition")
def render(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Ask for a rendition of the newest version: {shape, language}."""
    data = body(request)
    version = get_object_or_404(Clip, pk=clip_id).version
    if version is None:
        raise ClipError("no_segments")
    rendition = services.request_rendition(
        version, shape=text(data.get("shape", "16:9")), language=text(data.get("language", "")), user=person(request)
    )
    return JsonResponse({"rendition": selectors.rendition_json(rendition)})
