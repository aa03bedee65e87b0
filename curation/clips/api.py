"""What the studio's and the workbench's scripts ask for: JSON in, JSON out, refusals as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation.clips import selectors, services
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Rendition
from curation.footage.selectors import usable_by
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


def _person(request: HttpRequest) -> AbstractBaseUser:
    """Who asks; `permitted` has let nobody anonymous through."""
    return cast(AbstractBaseUser, request.user)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadJson
    try:
        return float(value)
    except OverflowError as error:  # an integer of 400 digits
        raise BadJson from error


def _row(value: Any) -> int | None:
    """A primary key or a counter as sent; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BadJson
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadJson
    return value


def _ranges(request: HttpRequest, data: dict[str, Any]) -> list[services.Range]:
    given = data.get("segments")
    if not isinstance(given, list):
        raise BadJson
    usable = usable_by(request.user)
    ranges = []
    for part in given:
        if not isinstance(part, dict):
            raise BadJson
        footage = usable.filter(pk=_row(part.get("footage")) or 0).first()
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
    base = _row(data.get("base_version"))
    if clip is not None and base is None:
        raise BadJson
    version = services.save_clip(
        title=_text(data.get("title", "")),
        notes=_text(data.get("notes", "")),
        ranges=_ranges(request, data),
        user=_person(request),
        clip=clip,
        base_version=base,
    )
    # The clean master is what captions are written beside and what others are told from: always there, at once.
    master = services.request_rendition(version, user=_person(request))
    return JsonResponse(
        {
            "clip": version.clip_id,
            "version": version.number,
            "title": version.clip.title,
            "urls": selectors.clip_urls(version.clip),
            "rendition": selectors.rendition_json(master),
        }
    )


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
        version, shape=_text(data.get("shape", "16:9")), language=_text(data.get("language", "")), user=_person(request)
    )
    return JsonResponse({"rendition": selectors.rendition_json(rendition)})


def _tracks(clip: Clip) -> list[dict[str, Any]]:
    version = clip.version
    duration = version.duration if version else 0.0
    return [selectors.track_json(track, duration=duration) for track in clip.tracks.prefetch_related("cues")]


@require_GET
@permitted("curation.view_captiontrack")
def captions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """All tracks of a clip with cues and findings."""
    return JsonResponse({"tracks": _tracks(get_object_or_404(Clip, pk=clip_id))})


def _cue_texts(data: dict[str, Any]) -> list[services.CueText]:
    given = data.get("cues")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadJson
    return [
        services.CueText(
            start=_number(each.get("start")),
            end=_number(each.get("end")),
            text=_text(each.get("text", "")),
            id=_row(each.get("id")),
            source_id=_row(each.get("source")),
            settings=_text(each.get("settings", "")),
            confirmed=each.get("confirmed") is True,
        )
        for each in given
    ]


@require_POST
@permitted("curation.caption_clip")
def write(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Write one language: {language, revision, cues: [{id, source, start, end, text, settings, confirmed}]}.

    Answers with all tracks: a changed source changes the states and times of its translations.
    """
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    wanted = _text(data.get("language", clip.source_language))
    cues = _cue_texts(data)
    source = None if wanted == clip.source_language else clip.tracks.filter(language=clip.source_language).first()
    track = services.track_for(clip, wanted, source=source)
    services.write_cues(track, cues, user=_person(request), revision=_row(data.get("revision")))
    return JsonResponse({"tracks": _tracks(clip)})


@require_POST
@permitted("curation.caption_clip")
def source_language(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Choose the language that captions are written in first: {language}."""
    clip = services.set_source_language(get_object_or_404(Clip, pk=clip_id), _text(body(request).get("language")))
    return JsonResponse(
        {"language": clip.source_language, "targets": selectors.translation_targets(clip.source_language)}
    )


@require_POST
@permitted("curation.caption_clip")
def translate(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Draft translations by machine: {languages: [...], replace_stale} -> {job}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    source = clip.tracks.filter(language=clip.source_language).first()
    languages = data.get("languages")
    if not isinstance(languages, list) or not all(isinstance(each, str) for each in languages):
        raise BadJson
    if source is None:
        raise ClipError("no_captions", language=clip.source_language)
    job = services.translate_track(
        source, languages, user=_person(request), replace_stale=data.get("replace_stale") is True
    )
    return JsonResponse({"job": job.pk})


@require_POST
@permitted("curation.approve_captions")
def approve(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Approve one cue or a whole language: {language, revision, cue}; what was approved is what was on the screen."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    track = get_object_or_404(CaptionTrack, clip=clip, language=_text(data.get("language", "")))
    if _row(data.get("revision")) != track.revision:
        raise ClipError("newer_captions")
    if data.get("cue") is None:
        services.approve_track(track, user=_person(request))
    else:
        services.approve_cue(get_object_or_404(track.cues, pk=_row(data["cue"])), user=_person(request))
    return JsonResponse({"tracks": _tracks(clip)})
