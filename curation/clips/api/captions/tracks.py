"""Reading and writing a clip's captions, translating and approving them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import services, tracks
from curation.clips.api.captions.clip import answer, source_track, track
from curation.clips.api.request import BadJson, body, listed, number, permitted, person, row, text
from curation.clips.errors import ClipError
from curation.clips.models import Clip


@require_GET
@permitted("curation.view_captiontrack")
def captions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """All tracks of a clip with cues and findings."""
    return answer(get_object_or_404(Clip, pk=clip_id))


def _cue_texts(data: dict[str, Any]) -> list[services.CueText]:
    given = data.get("cues")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadJson
    return [
        services.CueText(
            start=number(each.get("start")),
            end=number(each.get("end")),
            text=text(each.get("text", "")),
            id=row(each.get("id")),
            source_id=row(each.get("source")),
            settings=text(each.get("settings", "")),
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
    wanted = text(data.get("language", clip.source_language))
    cues = _cue_texts(data)
    written = services.track_for(clip, wanted, source=source_track(clip, wanted))
    services.write_cues(written, cues, user=person(request), revision=row(data.get("revision")))
    return answer(clip, language=wanted)


@require_POST
@permitted("curation.caption_clip")
def source_language(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Choose the language that captions are written in first: {language}."""
    clip = services.set_source_language(get_object_or_404(Clip, pk=clip_id), text(body(request).get("language")))
    return JsonResponse({"language": clip.source_language, "targets": tracks.translation_targets(clip.source_language)})


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
        source, languages, user=person(request), replace_stale=data.get("replace_stale") is True
    )
    return JsonResponse({"job": job.pk})


@require_POST
@permitted("curation.approve_captions")
def approve(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Approve one cue or a whole language: {language, revision, cue}; what was approved is what was on the screen."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    chosen = track(clip, data)
    if row(data.get("revision")) != chosen.revision:
        raise ClipError("newer_captions")
    if data.get("cue") is None:
        services.approve_track(chosen, user=person(request))
    else:
        services.approve_cue(get_object_or_404(chosen.cues, pk=row(data["cue"])), user=person(request))
    return answer(clip, language=chosen.language)


@require_POST
@permitted("curation.caption_clip")
def accept(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Take a suggestion: {language, revision, cue or source, text, method, match, confidence, engine, terms}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    wanted = text(data.get("language"))
    written = services.track_for(clip, wanted, source=source_track(clip, wanted))
    confidence = data.get("confidence")
    services.accept(
        written,
        services.Taken(
            text=text(data.get("text")),
            method=text(data.get("method", "machine")),
            cue=row(data.get("cue")),
            source=row(data.get("source")),
            match=row(data.get("match")),
            confidence=None if confidence is None else number(confidence),
            engine=text(data.get("engine", "")),
            terms=listed(data.get("terms", [])),
        ),
        user=person(request),
        revision=row(data.get("revision")),
    )
    return answer(clip, language=wanted)
