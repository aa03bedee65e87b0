"""Reads clips, captions and renditions for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from curation.clips import proofs
from curation.clips.assignments import ASSIGN
from curation.clips.models import Clip, ClipVersion, Rendition
from curation.clips.renditions import outdated
from curation.clips.standing import effective_state
from curation.clips.tracks import TrackProgress, progress
from curation.footage.models import Footage
from curation.footage.selectors import in_quarantine
from curation.jobs.messages import error_sentence


def clips() -> QuerySet[Clip]:
    """All clips, newest change first, with what `card` shows of them."""
    versions = ClipVersion.objects.prefetch_related("segments__footage", "renditions__job").order_by("-number")
    return Clip.objects.prefetch_related("tracks__cues", Prefetch("versions", versions)).select_related("created_by")


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


def card(clip: Clip, *, tracks: Sequence[TrackProgress] | None = None) -> ClipCard:
    """The card of a clip from `clips()`; asks the database nothing more. `tracks`: None to count them here."""
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
        tracks=progress(clip) if tracks is None else list(tracks),
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


def caption_urls(clip: Clip, *, user: Any) -> dict[str, str]:
    """The workbench's own addresses; what this person may not do has none."""
    names = {
        "accept": "accept",
        "captionRemarks": "caption_remarks",
        "captionRemarkAdd": "caption_remark_add",
        "mend": "mend_captions",
        "captionDraft": "draft_captions",
        "speech": "hear_captions",
        "import": "import_captions",
        "sounds": "caption_sounds",
        "waveform": "caption_waveform",
        "shots": "caption_shots",
        "burnt": "burnt_captions",
    }
    urls = {key: reverse(f"clips:{name}", args=[clip.pk]) for key, name in names.items()}
    if user.has_perm(ASSIGN):
        urls |= {"assign": reverse("clips:assign_captions", args=[clip.pk]), "people": reverse("clips:caption_people")}
    urls |= {"replace": reverse("clips:replace_captions"), "collections": reverse("footage:collections")}
    return urls


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
