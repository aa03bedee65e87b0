"""What every address of a clip's captions finds and answers."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from curation.clips import services, tracks
from curation.clips.api.request import text
from curation.clips.models import CaptionTrack, Clip


def answer(clip: Clip, *, language: str = "", **more: Any) -> JsonResponse:
    """{tracks, partial}: after a change in `language` that one alone, for no translation changes another; all of them
    after a change in the clip's own language, which changes states and times of the others."""
    only = services.known_language(language) if language else ""
    partial = only not in ("", clip.source_language)
    told = tracks.tracks_json(clip, language=only if partial else "")
    return JsonResponse({"tracks": told, "partial": partial, **more})


def track(clip: Clip, data: dict[str, Any]) -> CaptionTrack:
    """The track in the language that a request names; 404 where there is none."""
    return get_object_or_404(CaptionTrack, clip=clip, language=text(data.get("language", "")))


def source_track(clip: Clip, language: str) -> CaptionTrack | None:
    """What captions in `language` translate; None for the clip's own language."""
    if services.known_language(language) == clip.source_language:
        return None
    return clip.tracks.filter(language=clip.source_language).first()
