"""Renditions: asked for, stopped, and told apart by the hash of everything that goes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curation.clips import outputs
from curation.clips.cues import known_language
from curation.clips.edit import Edit
from curation.clips.errors import ClipError
from curation.clips.models import BrandKit, CaptionTrack, ClipVersion, Rendition
from curation.clips.standing import effective_state
from curation.clips.states import RENDITION
from curation.jobs import services as jobs
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.models import Job
from curation.video.producing.presets import PRESETS
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
    wanted, kit = list(dict.fromkeys(map(_spelt, wanted))), outputs.kit_of(version)
    cues = {language: _cues(version, language) for language in dict.fromkeys(each.language for each in wanted)}
    rows = [_row(version, each, kit=kit, cues=cues[each.language]) for each in wanted]
    with transaction.atomic():
        found = [Rendition.objects.select_for_update().get_or_create(version=version, **row) for row in rows]
        missing = [rendition for rendition, made in found if made or effective_state(rendition) in OVER]
        if missing:
            _queue(missing, version=version, user=user)
    return [rendition for rendition, _made in found]


def _row(version: ClipVersion, wanted: Wanted, *, kit: BrandKit | None, cues: list[list[Any]]) -> dict[str, Any]:
    """What tells the rendition apart, and what is stored with a new one."""
    if wanted.shape not in SHAPES:
        raise ClipError("unknown_shape", shape=wanted.shape)
    if wanted.preset and wanted.preset not in PRESETS:
        raise ClipError("unknown_preset", preset=wanted.preset)
    named: dict[str, Any] = {"shape": wanted.shape, "language": wanted.language}
    set_by: dict[str, Any] = {"cues": cues, "preset": wanted.preset, "watermark": _marked(version, wanted)}
    return {**named, "digest": outputs.digest(version, kit=kit, **named, **set_by), "defaults": set_by}


def _spelt(wanted: Wanted) -> Wanted:
    """With its language's tag as it is stored."""
    return replace(wanted, language=known_language(wanted.language)) if wanted.language else wanted


def _cues(version: ClipVersion, language: str) -> list[list[Any]]:
    """What is burnt in for `language`; nothing for none."""
    if not language:
        return []
    track = version.clip.tracks.filter(language=language).first()
    cues = frozen_cues(track) if track else []
    if not cues:
        raise ClipError("no_captions", language=language)
    return cues


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


def _stop_alone(rendition: Rendition) -> None:
    """Cancel the row in whichever of its open states it is: a worker may begin it at this very moment."""
    for _state in OPEN:
        if rendition.state not in OPEN:
            return
        try:
            RENDITION.move(rendition, Rendition.State.CANCELLED)
            return
        except UndeclaredTransition:  # its state has been read anew
            continue


def cancel_rendition(rendition: Rendition) -> None:
    """Stop a rendition that waits or runs, within a second; others that are made with it go on."""
    job = rendition.job
    if job is None:
        return
    others = Rendition.objects.filter(job=job, state__in=OPEN).exclude(pk=rendition.pk)
    if others.exists():
        _stop_alone(rendition)
        return
    jobs.cancel(job)
    if job.state == Job.State.CANCELLED and rendition.state == Rendition.State.QUEUED:
        RENDITION.move(rendition, Rendition.State.CANCELLED)
