"""Reads clips, captions and renditions for pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from curation.clips import proofs, translator
from curation.clips.exports import FORMATS
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue, Rendition
from curation.clips.renditions import outdated
from curation.clips.standing import effective_state
from curation.footage.models import Footage
from curation.footage.selectors import in_quarantine
from curation.jobs.messages import error_sentence
from curation.subtitles import quality
from curation.subtitles.cues import Cue as TimedCue
from curation.subtitles.cues import Document
from curation.subtitles.languages import LANGUAGES, language
from curation.subtitles.layout import reflow
from curation.subtitles.limits import limits_for
from curation.translation.engine import REASONS


def clips() -> QuerySet[Clip]:
    """All clips, newest change first, with what `card` shows of them."""
    versions = ClipVersion.objects.prefetch_related("segments__footage", "renditions__job").order_by("-number")
    return Clip.objects.prefetch_related("tracks__cues", Prefetch("versions", versions)).select_related("created_by")


@dataclass(frozen=True)
class TrackProgress:
    """The captions of one language as a list shows them: how many there are, approved, and left to a person."""

    track: CaptionTrack
    name: str
    total: int
    approved: int
    left: int


@dataclass(frozen=True)
class ClipCard:
    """A clip as a list shows it; `poster` is an address, empty where there is no picture yet."""

    clip: Clip
    poster: str
    length: str
    number: int
    tracks: list[TrackProgress]
    ready: list[Rendition]
    under_way: int
    failed: int


def card(clip: Clip) -> ClipCard:
    """The card of a clip from `clips()`; asks the database nothing more."""
    versions = list(clip.versions.all())
    version = versions[0] if versions else None
    renditions = list(version.renditions.all()) if version else []
    states = [effective_state(rendition) for rendition in renditions]
    open_states = {Rendition.State.QUEUED, Rendition.State.RENDERING}
    return ClipCard(
        clip=clip,
        poster=_poster(version, renditions),
        length=_length(version.duration if version else 0.0),
        number=version.number if version else 0,
        tracks=progress(clip),
        ready=[each for each in renditions if each.state == Rendition.State.READY],
        under_way=sum(state in open_states for state in states),
        failed=states.count(Rendition.State.FAILED),
    )


def _length(seconds: float) -> str:
    """“0:07”."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _poster(version: ClipVersion | None, renditions: list[Rendition]) -> str:
    ready = [each for each in renditions if each.state == Rendition.State.READY and each.poster]
    master = next((each for each in ready if each.shape == "16:9" and not each.language and not each.preset), None)
    if master is not None:
        return reverse("clips:rendition_poster", args=[master.pk])
    first = next(iter(version.segments.all()), None) if version else None
    return reverse("footage:poster", args=[first.footage_id]) if first and first.footage.poster else ""


def progress(clip: Clip) -> list[TrackProgress]:
    """The languages of a clip from `clips()`, the one it was written in first."""
    tracks = sorted(clip.tracks.all(), key=lambda track: (track.language != clip.source_language, track.language))
    return [
        TrackProgress(
            track=track,
            name=language(track.language).own,
            total=len(cues),
            approved=sum(cue.state == Cue.State.APPROVED for cue in cues),
            left=sum(cue.state == Cue.State.EMPTY for cue in cues),
        )
        for track in tracks
        if (cues := list(track.cues.all()))
    ]


def clip_urls(clip: Clip) -> dict[str, str]:
    """The addresses that the studio's and the workbench's scripts ask for a clip."""
    names = {
        "edit": "edit",
        "workbench": "workbench",
        "save": "save_version",
        "renditions": "renditions",
        "render": "render",
        "tracks": "caption_tracks",
        "write": "write_captions",
        "language": "source_language",
        "translate": "translate",
        "approve": "approve",
        "draft": "draft",
        "versions": "versions",
        "remarks": "remarks",
        "remark": "remark_add",
    }
    return {key: reverse(f"clips:{name}", args=[clip.pk]) for key, name in names.items()}


def language_choices() -> list[dict[str, Any]]:
    """Caption languages for a picker: tag, own name, direction, and how much a viewer reads in a second and a line."""
    return [
        {
            "tag": each.tag,
            "own": each.own,
            "direction": each.direction,
            "speed": limits_for(each.tag).characters_a_second,
            "line": limits_for(each.tag).characters_a_line,
            "half_width": limits_for(each.tag).half_width,
        }
        for each in LANGUAGES.values()
    ]


def withheld_in(version: ClipVersion | None) -> list[Footage]:
    """Footage of this version that lies in quarantine by now: the clip stays, but what is in it may not go out."""
    if version is None:
        return []
    return list(Footage.objects.filter(in_quarantine(), segments__version=version).order_by("pk").distinct())


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
        "settings": cue.settings,
        "state": cue.state,
        "confidence": cue.confidence,
        "abstained": abstention(cue),
        "engine": cue.engine,
    }


def abstention(cue: Cue) -> str:
    """Why the engine left this caption to a person, as a sentence; empty where it did not."""
    if not cue.abstained:
        return ""
    code = cue.abstained if cue.abstained in REASONS else "unsure"
    return gettext(REASONS[code])


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
        "exports": {ending: reverse("clips:export", args=[track.pk, ending]) for ending in FORMATS},
        "cues": [cue_json(cue) for cue in cues],
        "findings": findings(track, cues, duration=duration),
    }


def findings(track: CaptionTrack, cues: list[Cue], *, duration: float) -> list[dict[str, Any]]:
    """What a reviewer should look at, by cue, as sentences in the reader's language."""
    written = [cue for cue in cues if cue.text.strip()]
    # As they will be shown: nobody breaks lines by hand, what burns them in and what plays them does.
    document = Document(
        tuple(TimedCue(start=cue.start, end=cue.end, text=reflow(cue.text, language=track.language)) for cue in written)
    )
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
    """A rendition as the pages' scripts read it: how far it is, and what its proof found."""
    state = effective_state(rendition)
    code, params = rendition.error_code, rendition.error_params
    if state == Rendition.State.FAILED and not code and rendition.job is not None:
        code, params = rendition.job.error_code, rendition.job.error_params
    return {
        "id": rendition.pk,
        "shape": rendition.shape,
        "language": rendition.language,
        "preset": rendition.preset,
        "watermark": rendition.watermark,
        "outdated": state == Rendition.State.READY and outdated(rendition),
        "state": state,
        "cancel": reverse("clips:rendition_cancel", args=[rendition.version.clip_id, rendition.pk]),
        "error": error_sentence(code, params) if state == Rendition.State.FAILED and code else "",
        "job": rendition.job_id,
        "version": rendition.version.number,
        "width": rendition.width,
        "height": rendition.height,
        "duration": rendition.duration,
        "size": rendition.size,
        "frames": rendition.proof.get("frame_count"),
        "frames_wanted": rendition.proof.get("wanted_frames"),
        "checks": len(rendition.proof.get("checks", {})),
        "facts": proofs.sentences(rendition.proof) if state == Rendition.State.READY else [],
        "fraction": rendition.job.fraction if state == Rendition.State.RENDERING and rendition.job else 0.0,
        "file": reverse("clips:rendition_file", args=[rendition.pk]) if state == Rendition.State.READY else "",
        "poster": reverse("clips:rendition_poster", args=[rendition.pk]) if state == Rendition.State.READY else "",
    }


def translation_targets(source: str) -> list[str]:
    """Languages that machine translation reaches from `source` with what is installed."""
    return translator.targets(source)
