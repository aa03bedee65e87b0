"""Finished files of a clip: which there are, asking for more, stopping them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import offers, selectors, services
from curation.clips.api.request import BadJson, body, permitted, person, text
from curation.clips.errors import ClipError
from curation.clips.models import Clip, Rendition


@require_GET
@permitted("curation.view_clip")
def renditions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """The clip's renditions, newest first; {presets} what the newest version can be rendered for, by `?presets`."""
    clip = get_object_or_404(Clip, pk=clip_id)
    rows = (
        Rendition.objects.filter(version__clip_id=clip_id)
        .select_related("version__clip", "job")
        .prefetch_related("version__clip__tracks__cues")
        .order_by("-id")[:50]
    )
    told: dict[str, Any] = {"renditions": [selectors.rendition_json(row) for row in rows]}
    if "presets" in request.GET:
        told["presets"] = offers.offers(clip.version)
    return JsonResponse(told)


@require_POST
@permitted("curation.add_rendition")
def render(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Ask for files of the newest version.

    {files: [{shape, language, preset, watermark}]} or the fields of one. Answers {renditions}, and for one {rendition}.
    """
    data = body(request)
    version = get_object_or_404(Clip, pk=clip_id).version
    if version is None:
        raise ClipError("no_segments")
    given = data.get("files", [data])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadJson
    made = services.request_renditions(version, [_wanted(each) for each in given], user=person(request))
    told = [selectors.rendition_json(rendition) for rendition in made]
    return JsonResponse({"renditions": told, "rendition": told[0]})


def _wanted(data: dict[str, Any]) -> services.Wanted:
    marked = data.get("watermark")
    if marked is not None and not isinstance(marked, bool):
        raise BadJson
    return services.Wanted(
        shape=text(data.get("shape", "16:9")),
        language=text(data.get("language", "")),
        preset=text(data.get("preset", "")),
        watermark=marked,
    )


@require_POST
@permitted("curation.add_rendition")
def cancel(request: HttpRequest, clip_id: int, rendition_id: int) -> JsonResponse:
    """Stop one file; others that are made with it go on."""
    rendition = get_object_or_404(Rendition, pk=rendition_id, version__clip_id=clip_id)
    services.cancel_rendition(rendition)
    rendition.refresh_from_db()
    return JsonResponse({"rendition": selectors.rendition_json(rendition)})
