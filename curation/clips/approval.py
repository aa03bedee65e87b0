"""Approving captions: by one reader, or by two different ones where the language demands it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.clips.cues import source_hash, store
from curation.clips.dependants import captions_changed
from curation.clips.drafting import said
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Cue
from curation.clips.standing import missing, settle
from curation.language import services as language


def approve_cue(cue: Cue, *, user: AbstractBaseUser | None) -> None:
    """A person has read it and stands for it; where the language wants two readers the first one's word is kept.

    ClipError `nothing_to_approve`, `second_reader` where the second would be the first.
    """
    with transaction.atomic():
        track = _locked(cue.track_id)
        locked = track.cues.get(pk=cue.pk)
        if not locked.text.strip():
            raise ClipError("nothing_to_approve")
        if not _approve(track, [locked], user=user) and locked.state != Cue.State.APPROVED:
            raise ClipError("second_reader", language=track.language)
    cue.refresh_from_db()


def approve_track(track: CaptionTrack, *, user: AbstractBaseUser | None) -> None:
    """Approve every caption of a track; refused while one is empty or missing.

    ClipError `no_captions`, `incomplete`, `nothing_to_approve`; `second_reader` where all that is left waits for
    somebody else.
    """
    with transaction.atomic():
        locked = _locked(track.pk)
        cues = list(locked.cues.all())
        if not cues:
            raise ClipError("no_captions", language=locked.language)
        lacking = missing(locked)
        if lacking:
            raise ClipError("incomplete", missing=lacking)
        if not all(cue.text.strip() for cue in cues):
            raise ClipError("nothing_to_approve")
        open_ = [cue for cue in cues if cue.state != Cue.State.APPROVED]
        if open_ and not _approve(locked, open_, user=user):
            raise ClipError("second_reader", language=locked.language)
        settle(locked, approved_by=user)
    track.refresh_from_db()


def demands_second(tag: str) -> bool:
    """Whether captions in this language need two different readers."""
    return bool(language.rule(tag).second_review)


def _locked(pk: int) -> CaptionTrack:
    return CaptionTrack.objects.select_for_update(of=("self",)).select_related("clip", "source").get(pk=pk)


def _approve(track: CaptionTrack, cues: Iterable[Cue], *, user: AbstractBaseUser | None) -> list[Cue]:
    """Move each a step on; those that wait for somebody else stay. Returns what was moved."""
    two = demands_second(track.language)
    reader = user.pk if user else None
    sources = dict(track.source.cues.values_list("pk", "text")) if track.source else {}
    moved: list[Cue] = []
    for cue in cues:
        if two and cue.state != Cue.State.CHECKED:
            cue.state, cue.checked_by_id = Cue.State.CHECKED, reader
            cue.approved_by_id = cue.approved_at = None
        elif two and cue.checked_by_id == reader:
            continue
        else:
            cue.state, cue.approved_by_id, cue.approved_at = (
                Cue.State.APPROVED,
                user.pk if user else None,
                timezone.now(),
            )
        cue.abstained = ""
        cue.source_hash = source_hash(sources[cue.source_cue_id]) if cue.source_cue_id in sources else ""
        moved.append(cue)
    if moved:
        store(moved)
        _tell(track, moved, sources, user=user)
    return moved


def _tell(track: CaptionTrack, moved: Sequence[Cue], sources: dict[int, str], *, user: AbstractBaseUser | None) -> None:
    """The track, the memory, the audit log and who depends on the captions hear of it."""
    before = track.state
    settle(track, approved_by=user)
    approved = [cue for cue in moved if cue.state == Cue.State.APPROVED]
    if track.source is not None:
        _remember(track, approved, sources, user=user)
    if track.state == CaptionTrack.State.APPROVED != before:
        log(track.clip, "wagtail.edit", user=user, data={"approved": track.language})
    captions_changed(track.clip, user=user)


def _remember(
    track: CaptionTrack, approved: Sequence[Cue], sources: dict[int, str], *, user: AbstractBaseUser | None
) -> None:
    assert track.source is not None  # noqa: S101 - the caller asked
    language.remember_all(
        [
            language.Pair(said(source, language=track.source.language), said(cue.text, language=track.language))
            for cue in approved
            if (source := sources.get(cue.source_cue_id or 0, "")).strip()
        ],
        source_language=track.source.language,
        target_language=track.language,
        user=user,
        clip_id=track.clip_id,
    )
