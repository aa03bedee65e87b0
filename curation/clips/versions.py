"""Saving a clip: every saving is a version of its own that never changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from curation.clips.dependants import captions_changed
from curation.clips.edit import Edit, ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import Clip, ClipVersion, Cue, Segment
from curation.clips.retiming import retimed
from curation.clips.standing import settle
from curation.clips.wording import tell
from curation.footage.models import Footage

SHORTEST = 0.2  # seconds; fewer pictures than that are a mistake of the hand
MOST = 60  # stretches: of each a file is open while it is rendered


@dataclass(frozen=True)
class Range:
    """A stretch of footage, in seconds from its beginning, and what was set for it."""

    footage: Footage
    start: float
    end: float
    edit: ShotEdit = field(default_factory=ShotEdit)

    @property
    def length(self) -> float:
        """Seconds in the clip."""
        return (self.end - self.start) / self.edit.speed


def save_clip(
    *,
    title: str,
    ranges: Sequence[Range],
    user: AbstractBaseUser | None,
    edit: Edit | None = None,
    clip: Clip | None = None,
    base_version: int | None = None,
    forked_from: ClipVersion | None = None,
    source_language: str = "zh-Hans",
    notes: str = "",
    demo: bool = False,
) -> ClipVersion:
    """Store a clip, or the next version of one. Nothing is stored if anything is wrong.

    `base_version` is the number the editor began with; ClipError `newer_version` when that is no longer the newest.
    `edit`: None keeps that of the newest version. A changed cut makes the captions stale; they move with their
    pictures. `forked_from`: the version that a new clip was begun with.
    """
    _check(title, ranges)
    with transaction.atomic():
        newest = _newest_locked(clip) if clip else None
        if newest and base_version is not None and newest.number != base_version:
            raise ClipError("newer_version", newest=newest.number)
        if clip is None:
            clip = Clip(source_language=source_language, created_by=user, demo=demo, forked_from=forked_from)  # type: ignore[misc]
        clip.title, clip.notes = title.strip(), notes
        clip.save()
        if edit is None:
            edit = Edit.from_dict(newest.edit) if newest else Edit()
        if newest and _same_cut(newest, ranges) and _same_edit(newest, ranges, edit):
            tell(clip)
            return newest
        version = _store(clip, ranges, edit, number=newest.number + 1 if newest else 1, user=user)
        if newest and not _same_cut(newest, ranges):
            make_captions_stale(clip, before=newest, after=version)
        tell(clip)
        log(clip, "wagtail.edit" if newest else "wagtail.create", user=user, data={"version": version.number})
    return version


def _store(
    clip: Clip, ranges: Sequence[Range], edit: Edit, *, number: int, user: AbstractBaseUser | None
) -> ClipVersion:
    seconds = sum(part.length for part in ranges) + edit.ending
    version = ClipVersion.objects.create(
        clip=clip,
        number=number,
        created_by=user,
        edit=edit.to_dict(),
        seconds=seconds,  # type: ignore[misc]
    )
    Segment.objects.bulk_create(
        Segment(
            version=version, position=position, footage=part.footage, start=part.start, end=part.end,
            settings=part.edit.to_dict(),
        )
        for position, part in enumerate(ranges)
    )  # fmt: skip
    return version


def _check(title: str, ranges: Sequence[Range]) -> None:
    if not title.strip():
        raise ClipError("no_title")
    if not ranges:
        raise ClipError("no_segments")
    if len(ranges) > MOST:
        raise ClipError("too_many_shots", most=MOST)
    for part in ranges:
        duration = part.footage.duration or 0.0
        if part.footage.state != Footage.State.READY:
            raise ClipError("footage_not_ready")
        if not 0 <= part.start < part.end <= duration + 0.05:  # also false for NaN
            raise ClipError("bad_stretch", start=f"{part.start:.2f}", end=f"{part.end:.2f}", duration=f"{duration:.2f}")
    if sum(part.length for part in ranges) < SHORTEST:
        raise ClipError("too_short", least=SHORTEST)


def _newest_locked(clip: Clip) -> ClipVersion | None:
    Clip.objects.select_for_update().get(pk=clip.pk)
    return clip.version


def _same_cut(version: ClipVersion, ranges: Sequence[Range]) -> bool:
    """Whether every picture is where it was."""
    stored = [
        (segment.footage_id, round(segment.start, 3), round(segment.end, 3), segment.speed)
        for segment in version.segments.all()
    ]
    return stored == [(part.footage.pk, round(part.start, 3), round(part.end, 3), part.edit.speed) for part in ranges]


def _same_edit(version: ClipVersion, ranges: Sequence[Range], edit: Edit) -> bool:
    stored = [_shot(ShotEdit.from_dict(segment.settings)) for segment in version.segments.all()]
    return Edit.from_dict(version.edit) == edit and stored == [_shot(part.edit) for part in ranges]


def _shot(edit: ShotEdit) -> ShotEdit:
    """Without its name, which only a studio's page knows it by."""
    return replace(edit, id="")


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
    captions_changed(clip, user=after.created_by)
