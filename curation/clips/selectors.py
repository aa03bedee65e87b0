"""Reads clips, captions and renditions for pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from curation.clips import translator
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue, Rendition
from curation.subtitles import quality
from curation.subtitles.languages import LANGUAGES, language


def clips() -> QuerySet[Clip]:
    """All clips, newest change first, with what a list of them shows."""
    counted = CaptionTrack.objects.annotate(
        cue_count=Count("cues"),
        done_count=Count("cues", filter=Q(cues__state__in=[Cue.State.APPROVED])),
        empty_count=Count("cues", filter=Q(cues__state=Cue.State.EMPTY)),
    )
    versions = ClipVersion.objects.prefetch_related("segments__footage", "renditions").order_by("-number")
    return Clip.objects.prefetch_related(Prefetch("tracks", counted), Prefetch("versions", versions)).select_related(
        "created_by"
    )


def language_choices() -> list[dict[str, str]]:
    """Caption languages for a picker: tag, own name, English name, direction."""
    return [
        {"tag": each.tag, "own": each.own, "english": each.english, "direction": each.direction}
        for each in LANGUAGES.values()
    ]


def segment_json(version: ClipVersion) -> list[dict[str, Any]]:
    """Segments with what a timeline needs of their footage; nothing of its place."""
    return [
        {
            "footage": segment.footage_id,
            "start": segment.start,
            "end": segment.end,
            "duration": segment.footage.duration,
            "frame_rate": segment.footage.frame_rate,
            "scrub": segment.footage.scrub,
            "playable": bool(segment.footage.playable),
        }
        for segment in version.segments.select_related("footage")
    ]


def cue_json(cue: Cue) -> dict[str, Any]:
    return {
        "id": cue.pk,
        "source": cue.source_cue_id,
        "start": cue.start,
        "end": cue.end,
        "text": cue.text,
        "state": cue.state,
        "confidence": cue.confidence,
        "abstained": cue.abstained,
        "engine": cue.engine,
    }


def track_json(track: CaptionTrack, *, duration: float) -> dict[str, Any]:
    """A track with its cues and what the checks find in them (by position among the cues that have text)."""
    spoken = language(track.language)
    cues = list(track.cues.all())
    return {
        "id": track.pk,
        "language": track.language,
        "name": spoken.own,
        "direction": spoken.direction,
        "source": track.source_id,
        "state": track.state,
        "revision": track.revision,
        "cues": [cue_json(cue) for cue in cues],
        "findings": findings(track, cues, duration=duration),
    }


def findings(track: CaptionTrack, cues: list[Cue], *, duration: float) -> list[dict[str, Any]]:
    """What a reviewer should look at, by cue, as sentences in the reader's language."""
    from django.utils.translation import gettext

    from curation.subtitles.cues import Cue as TimedCue
    from curation.subtitles.cues import Document

    written = [cue for cue in cues if cue.text.strip()]
    document = Document(tuple(TimedCue(start=cue.start, end=cue.end, text=cue.text) for cue in written))
    return [
        {
            "cue": written[finding.cue_index].pk,
            "code": finding.code,
            "says": gettext(quality.MESSAGES[finding.code]) % finding.params,
        }
        for finding in quality.check(document, language=track.language, duration=duration)
        if finding.cue_index is not None and 0 <= finding.cue_index < len(written)
    ]


def rendition_json(rendition: Rendition) -> dict[str, Any]:
    return {
        "id": rendition.pk,
        "shape": rendition.shape,
        "language": rendition.language,
        "state": rendition.state,
        "job": rendition.job_id,
        "version": rendition.version.number,
        "width": rendition.width,
        "height": rendition.height,
        "duration": rendition.duration,
        "size": rendition.size,
        "frames": rendition.proof.get("frame_count"),
        "frames_wanted": rendition.proof.get("wanted_frames"),
    }


def translation_targets(source: str) -> list[str]:
    """Languages that machine translation reaches from `source` with what is installed."""
    return translator.targets(source)
