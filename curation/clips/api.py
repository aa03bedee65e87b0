"""What the studio's and the workbench's scripts ask for: JSON in, JSON out, refusals as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation.clips import selectors, services
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Cue, Rendition
from curation.footage.models import Footage
from curation.jobs.graph import UndeclaredTransition

CONFLICTS = {"newer_version", "newer_captions"}

View = Callable[..., HttpResponseBase]


def permitted(right: str) -> Callable[[View], View]:
    """Answers 403 with a sentence instead of a redirect: a script reads it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                return JsonResponse({"error": _("Your role may not do this.")}, status=403)
            try:
                return view(request, *args, **kwargs)
            except ClipError as error:
                status = 409 if error.code in CONFLICTS else 400
                return JsonResponse({"error": str(error), "code": error.code, **error.params}, status=status)
            except UndeclaredTransition:
                return JsonResponse({"error": _("That is not possible in its present state.")}, status=409)
            except BadJson:
                return JsonResponse({"error": _("The request could not be read. Load the page again.")}, status=400)
            except PermissionDenied:
                return JsonResponse({"error": _("Your role may not do this.")}, status=403)

        return checked

    return decorate


class BadJson(Exception):
    """The request's body is not what this address takes."""


def body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, UnicodeDecodeError) as error:
        raise BadJson from error
    if not isinstance(data, dict):
        raise BadJson
    return data


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadJson
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadJson
    return value


def _ranges(data: dict[str, Any]) -> list[services.Range]:
    given = data.get("segments")
    if not isinstance(given, list):
        raise BadJson
    ranges = []
    for part in given:
        if not isinstance(part, dict) or not isinstance(part.get("footage"), int):
            raise BadJson
        footage = Footage.objects.filter(pk=part["footage"]).first()
        if footage is None:
            raise ClipError("footage_not_ready")
        ranges.append(services.Range(footage, _number(part.get("start")), _number(part.get("end"))))
    return ranges


@require_POST
@permitted("curation.change_clip")
def save(request: HttpRequest, clip_id: int | None = None) -> JsonResponse:
    """Save a new clip or the next version of one: {title, notes, segments: [{footage, start, end}], base_version}."""
    data = body(request)
    if clip_id is None and not request.user.has_perm("curation.add_clip"):
        raise PermissionDenied
    clip = get_object_or_404(Clip, pk=clip_id) if clip_id else None
    version = services.save_clip(
        title=_text(data.get("title", "")),
        notes=_text(data.get("notes", "")),
        ranges=_ranges(data),
        user=request.user,
        clip=clip,
        base_version=data.get("base_version"),
    )
    master = services.request_rendition(version, user=request.user)
    return JsonResponse(
        {
            "clip": version.clip_id,
            "version": version.number,
            "title": version.clip.title,
            "rendition": selectors.rendition_json(master),
        }
    )


@require_GET
@permitted("curation.view_clip")
def renditions(request: HttpRequest, clip_id: int) -> JsonResponse:
    rows = Rendition.objects.filter(version__clip_id=clip_id).select_related("version").order_by("-id")[:50]
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
        version, shape=_text(data.get("shape", "16:9")), language=_text(data.get("language", "")), user=request.user
    )
    return JsonResponse({"rendition": selectors.rendition_json(rendition)})


@require_GET
@permitted("curation.view_captiontrack")
def captions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """All tracks of a clip with cues and findings."""
    clip = get_object_or_404(Clip, pk=clip_id)
    version = clip.version
    duration = version.duration if version else 0.0
    tracks = clip.tracks.prefetch_related("cues")
    return JsonResponse({"tracks": [selectors.track_json(track, duration=duration) for track in tracks]})


def _cue_texts(data: dict[str, Any]) -> list[services.CueText]:
    given = data.get("cues")
    if not isinstance(given, list):
        raise BadJson
    cues = []
    for each in given:
        if not isinstance(each, dict):
            raise BadJson
        cues.append(
            services.CueText(
                start=_number(each.get("start")),
                end=_number(each.get("end")),
                text=_text(each.get("text", "")),
                id=each.get("id") if isinstance(each.get("id"), int) else None,
                source_id=each.get("source") if isinstance(each.get("source"), int) else None,
            )
        )
    return cues


@require_POST
@permitted("curation.caption_clip")
def write(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Write one language's captions: {language, revision, cues: [{id, source, start, end, text}]}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    wanted = _text(data.get("language", clip.source_language))
    source = None if wanted == clip.source_language else clip.tracks.filter(language=clip.source_language).first()
    track = services.track_for(clip, wanted, source=source)
    services.write_cues(track, _cue_texts(data), user=request.user, revision=data.get("revision"))
    version = clip.version
    return JsonResponse({"track": selectors.track_json(track, duration=version.duration if version else 0.0)})


@require_POST
@permitted("curation.caption_clip")
def translate(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Draft translations by machine: {languages: [...]} -> {job}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    source = clip.tracks.filter(language=clip.source_language).first()
    languages = data.get("languages")
    if not isinstance(languages, list) or not all(isinstance(each, str) for each in languages):
        raise BadJson
    if source is None:
        raise ClipError("no_captions", language=clip.source_language)
    job = services.translate_track(source, languages, user=request.user)
    return JsonResponse({"job": job.pk})


@require_POST
@permitted("curation.approve_captions")
def approve(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Approve one cue or a whole language: {cue} or {language}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    if isinstance(data.get("cue"), int):
        cue = Cue.objects.select_related("track__clip", "source_cue").filter(pk=data["cue"], track__clip=clip).first()
        if cue is None:
            raise Http404
        services.approve_cue(cue, user=request.user)
        track = cue.track
    else:
        track = get_object_or_404(CaptionTrack, clip=clip, language=_text(data.get("language", "")))
        services.approve_track(track, user=request.user)
    track.refresh_from_db()
    version = clip.version
    return JsonResponse({"track": selectors.track_json(track, duration=version.duration if version else 0.0)})
