"""Renditions: asked for, stopped, and told apart by the hash of everything that goes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curation.clips import outputs
from curation.clips.cues import known_language
from curation.clips.edit import Edit
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, ClipVersion, Rendition
from curation.clips.standing import effective_state
from curation.clips.states import RENDITION
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.video.presets import PRESETS
from curation.video.shapes import SHAPES

OVER = {Rendition.State.FAILED, Rendition.State.CANCELLED, Rendition.State.EXPIRED}
OPEN = {Rendition.State.QUEUED, Rendition.State.RENDERING}
MOST = 40  # files of one asking


@dataclass(frozen=True)
class Wanted:
    """A file to make. language: of the captions burnt in, empty for none. preset: a platform of video.presets.

    watermark: None for what the clip's edit says, where the preset allows one.
    """

    shape: str = "16:9"
    language: str = ""
    preset: str = ""
    watermark: bool | None = None


def request_rendition(
    version: ClipVersion,
    *,
    shape: str = "16:9",
    language: str = "",
    preset: str = "",
    user: AbstractBaseUser | None = None,
) -> Rendition:
    """The rendition of this version, shape and burnt language; queued unless it is there or under way already.

    ClipError `unknown_shape`, `unknown_language`, `unknown_preset`, `no_captions`.
    """
    [rendition] = request_renditions(version, [Wanted(shape, language, preset)], user=user)
    return rendition


def request_renditions(
    version: ClipVersion, wanted: Sequence[Wanted], *, user: AbstractBaseUser | None = None
) -> list[Rendition]:
    """Each of `wanted`, in this order; what is not there yet is made by one job, from one decode.

    Raises ClipError as `request_rendition`, `nothing_asked` for none or too many; then nothing is queued.
    """
    if not 1 <= len(wanted) <= MOST:
        raise ClipError("nothing_asked")
    rows = [_row(version, each) for each in dict.fromkeys(wanted)]
    with transaction.atomic():
        found = [Rendition.objects.select_for_update().get_or_create(version=version, **row) for row in rows]
        missing = [rendition for rendition, made in found if made or effective_state(rendition) in OVER]
        if missing:
            _queue(missing, version=version, user=user)
    return [rendition for rendition, _made in found]


def _row(version: ClipVersion, wanted: Wanted) -> dict[str, Any]:
    """What tells the rendition apart, and what is stored with a new one."""
    if wanted.shape not in SHAPES:
        raise ClipError("unknown_shape", shape=wanted.shape)
    if wanted.preset and wanted.preset not in PRESETS:
        raise ClipError("unknown_preset", preset=wanted.preset)
    language, cues = wanted.language, list[list[Any]]()
    if language:
        language = known_language(language)
        track = version.clip.tracks.filter(language=language).first()
        cues = frozen_cues(track) if track else []
        if not cues:
            raise ClipError("no_captions", language=language)
    marked = _marked(version, wanted)
    digest = outputs.digest(
        version, shape=wanted.shape, language=language, cues=cues, preset=wanted.preset, watermark=marked
    )
    return {
        "shape": wanted.shape,
        "language": language,
        "digest": digest,
        "defaults": {"cues": cues, "preset": wanted.preset, "watermark": marked},
    }


def _marked(version: ClipVersion, wanted: Wanted) -> bool:
    allowed = PRESETS[wanted.preset].watermark if wanted.preset else bool(wanted.language or wanted.watermark)
    asked = Edit.from_dict(version.edit).watermark if wanted.watermark is None else wanted.watermark
    return asked and allowed


def frozen_cues(track: CaptionTrack) -> list[list[Any]]:
    """A track as a rendition keeps it: [start, end, text, settings]."""
    return [[cue.start, cue.end, cue.text, cue.settings] for cue in track.cues.all() if cue.text.strip()]


def outdated(rendition: Rendition) -> bool:
    """Whether the captions that it carries have been changed since, or are gone."""
    if not rendition.language:
        return False
    track = next((each for each in rendition.version.clip.tracks.all() if each.language == rendition.language), None)
    return track is None or frozen_cues(track) != rendition.cues


def _queue(renditions: Sequence[Rendition], *, version: ClipVersion, user: AbstractBaseUser | None) -> None:
    job = jobs.start("render", subject=version.pk, user=user)
    for rendition in renditions:
        if rendition.state != Rendition.State.QUEUED:
            RENDITION.move(rendition, Rendition.State.QUEUED, error_code="", error_params={})
        rendition.job = job
        rendition.save(update_fields=["job"])


def cancel_rendition(rendition: Rendition) -> None:
    """Stop a rendition that waits or runs, within a second; others that are made with it go on."""
    job = rendition.job
    if job is None:
        return
    others = Rendition.objects.filter(job=job, state__in=OPEN).exclude(pk=rendition.pk)
    if others.exists():
        if rendition.state in OPEN:
            RENDITION.move(rendition, Rendition.State.CANCELLED)
        return
    jobs.cancel(job)
    if job.state == Job.State.CANCELLED and rendition.state == Rendition.State.QUEUED:
        RENDITION.move(rendition, Rendition.State.CANCELLED)
