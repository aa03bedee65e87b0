"""Saving a clip: every saving is a version of its own that never changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from curation.clips.errors import ClipError
from curation.clips.models import Clip, ClipVersion, Cue, Segment
from curation.clips.retiming import retimed
from curation.clips.standing import settle
from curation.clips.wording import tell
from curation.footage.models import Footage

SHORTEST = 0.2  # seconds; fewer pictures than that are a mistake of the hand


@dataclass(frozen=True)
class Range:
    """A stretch of footage, in seconds from its beginning."""

    footage: Footage
    start: float
    end: float


def save_clip(
    *,
    title: str,
    ranges: Sequence[Range],
    user: AbstractBaseUser | None,
    clip: Clip | None = None,
    base_version: int | None = None,
    source_language: str = "zh-Hans",
    notes: str = "",
    demo: bool = False,
) -> ClipVersion:
    """Store a clip, or the next version of one. Nothing is stored if anything is wrong.

    `base_version` is the number the editor began with; ClipError `newer_version` when that is no longer the newest.
    A changed cut makes the captions stale; they move with their pictures.
    """
    _check(title, ranges)
    with transaction.atomic():
        newest = _newest_locked(clip) if clip else None
        if newest and base_version is not None and newest.number != base_version:
            raise ClipError("newer_version", newest=newest.number)
        if clip is None:
            clip = Clip(source_language=source_language, created_by=user, demo=demo)  # type: ignore[misc]
        clip.title, clip.notes = title.strip(), notes
        clip.save()
        if newest and _same_cut(newest, ranges):
            tell(clip)
            return newest
        version = ClipVersion.objects.create(clip=clip, number=newest.number + 1 if newest else 1, created_by=user)  # type: ignore[misc]
        Segment.objects.bulk_create(
            Segment(version=version, position=position, footage=part.footage, start=part.start, end=part.end)
            for position, part in enumerate(ranges)
        )
        if newest:
            make_captions_stale(clip, before=newest, after=version)
        tell(clip)
        log(clip, "wagtail.edit" if newest else "wagtail.create", user=user, data={"version": version.number})
    return version


def _check(title: str, ranges: Sequence[Range]) -> None:
    if not title.strip():
        raise ClipError("no_title")
    if not ranges:
        raise ClipError("no_segments")
    for part in ranges:
        duration = part.footage.duration or 0.0
        if part.footage.state != Footage.State.READY:
            raise ClipError("footage_not_ready")
        if not 0 <= part.start < part.end <= duration + 0.05:  # also false for NaN
            raise ClipError("bad_stretch", start=f"{part.start:.2f}", end=f"{part.end:.2f}", duration=f"{duration:.2f}")
    if sum(part.end - part.start for part in ranges) < SHORTEST:
        raise ClipError("too_short", least=SHORTEST)


def _newest_locked(clip: Clip) -> ClipVersion | None:
    Clip.objects.select_for_update().get(pk=clip.pk)
    return clip.version


def _same_cut(version: ClipVersion, ranges: Sequence[Range]) -> bool:
    stored = [
        (segment.footage_id, round(segment.start, 3), round(segment.end, 3)) for segment in version.segments.all()
    ]
    return stored == [(part.footage.pk, round(part.start, 3), round(part.end, 3)) for part in ranges]


def make_captions_stale(clip: Clip, *, before: ClipVersion, after: ClipVersion) -> None:
    """The clip is cut anew: captions follow their pictures and must be looked at again. Their text stays."""
    old, new = list(before.segments.all()), list(after.segments.all())
    for track in clip.tracks.select_for_update():
        cues = list(track.cues.all())
        for cue in cues:
            cue.start, cue.end = retimed(cue.start, cue.end, before=old, after=new)
            if cue.text:
                cue.state = Cue.State.STALE
        Cue.objects.bulk_update(cues, ["start", "end", "state"])
        settle(track)
    clip.tracks.update(revision=F("revision") + 1)
