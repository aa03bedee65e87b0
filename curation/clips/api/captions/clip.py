"""What every address of a clip's captions finds and answers."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from curation.clips import services, tracks
from curation.clips.api.request import text
from curation.clips.models import CaptionTrack, Clip


def answer(clip: Clip, **more: Any) -> JsonResponse:
    """All tracks: what changes one of them changes states and times of others."""
    return JsonResponse({"tracks": tracks.tracks_json(clip), **more})


def track(clip: Clip, data: dict[str, Any]) -> CaptionTrack:
    """The track in the language that a request names; 404 where there is none."""
    return get_object_or_404(CaptionTrack, clip=clip, language=text(data.get("language", "")))


def source_track(clip: Clip, language: str) -> CaptionTrack | None:
    """What captions in `language` translate; None for the clip's own language."""
    if services.known_language(language) == clip.source_language:
        return None
    return clip.tracks.filter(language=clip.source_language).first()
