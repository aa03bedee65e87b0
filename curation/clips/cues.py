"""Writing captions: whole tracks with a revision, so that two editors lose nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.clips.states import CAPTION_TRACK
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import language as find_language

MOST_CHARACTERS = 2000
SLACK = 0.05  # seconds that a caption may reach beyond the clip: the last picture's rounding


@dataclass(frozen=True)
class CueText:
    """A caption as an editor sends it. `id` names the stored cue that it changes; `source_id` the one it translates."""

    start: float
    end: float
    text: str
    id: int | None = None
    source_id: int | None = None
    settings: str = ""


def source_hash(text: str) -> str:
    """What a translation remembers of its source."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def known_language(tag: str) -> str:
    """The tag if it is a caption language of ours; ClipError `unknown_language` otherwise."""
    try:
        return find_language(tag).tag
    except SubtitleError as error:
        raise ClipError("unknown_language", language=tag) from error


def track_for(clip: Clip, language: str, *, source: CaptionTrack | None = None) -> CaptionTrack:
    """The clip's captions in a language, made where they are not there yet."""
    track, _made = CaptionTrack.objects.get_or_create(
        clip=clip, language=known_language(language), defaults={"source": source}
    )
    return track


def write_cues(
    track: CaptionTrack, cues: Sequence[CueText], *, user: AbstractBaseUser | None, revision: int | None = None
) -> CaptionTrack:
    """Replace the whole list of a track's captions, or nothing of it.

    A cue keeps its row (and its translations) when its `id` comes back. ClipError `newer_captions` when `revision` is
    not the stored one. Translations of a changed text become stale.
    """
    _check(track, cues)
    with transaction.atomic():
        locked = CaptionTrack.objects.select_for_update().get(pk=track.pk)
        if revision is not None and locked.revision != revision:
            raise ClipError("newer_captions")
        stored = {cue.pk: cue for cue in locked.cues.all()}
        kept = [_write(locked, stored.get(each.id or 0), each) for each in cues]
        locked.cues.exclude(pk__in=kept).delete()
        _settle(locked)
        CaptionTrack.objects.filter(pk=locked.pk).update(revision=F("revision") + 1)
        log(locked.clip, "wagtail.edit", user=user, data={"captions": locked.language})
    track.refresh_from_db()
    return track


def _check(track: CaptionTrack, cues: Sequence[CueText]) -> None:
    version = track.clip.version
    duration = version.duration if version else 0.0
    for number, cue in enumerate(cues, start=1):
        if not 0 <= cue.start < cue.end <= duration + SLACK:
            raise ClipError("bad_cue", number=number, duration=f"{duration:.2f}")
        if len(cue.text) > MOST_CHARACTERS:
            raise ClipError("too_much_text", number=number, length=len(cue.text), most=MOST_CHARACTERS)


def clean(text: str) -> str:
    """Text as it may be stored: no NUL and no lone surrogates, which PostgreSQL and UTF-8 refuse; line ends unified."""
    readable = text.encode("utf-8", "replace").decode()
    return readable.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").strip()


def _write(track: CaptionTrack, stored: Cue | None, given: CueText) -> int:
    cue = stored or Cue(track=track)
    text = clean(given.text)
    changed = cue.text != text
    if stored is None and given.source_id:
        cue.source_cue = Cue.objects.filter(pk=given.source_id, track__clip=track.clip).first()
    cue.start, cue.end, cue.text, cue.settings = round(given.start, 3), round(given.end, 3), text, given.settings[:200]
    if not text:
        cue.state = Cue.State.EMPTY
    elif changed or stored is None or cue.state == Cue.State.EMPTY:
        cue.state, cue.abstained, cue.engine, cue.confidence = Cue.State.EDITED, "", "", None
        cue.source_hash = source_hash(cue.source_cue.text) if cue.source_cue else ""
    cue.save()
    cue.translations.update(start=cue.start, end=cue.end)
    if changed and stored is not None:
        cue.translations.exclude(text="").update(state=Cue.State.STALE)
    return cue.pk


def _settle(track: CaptionTrack) -> None:
    """A changed track is a draft again; what was translated from it says that it is out of date."""
    if track.state in {CaptionTrack.State.APPROVED, CaptionTrack.State.STALE, CaptionTrack.State.IN_REVIEW}:
        CAPTION_TRACK.move(track, CaptionTrack.State.DRAFT)
    for translation in track.translations.exclude(state=CaptionTrack.State.STALE):
        # A cue that came or went makes the translation incomplete, a changed one makes it wrong.
        sources = set(track.cues.exclude(text="").values_list("pk", flat=True))
        done = set(translation.cues.exclude(state__in=[Cue.State.STALE]).values_list("source_cue_id", flat=True))
        if not sources <= done:
            CAPTION_TRACK.move(translation, CaptionTrack.State.STALE)


def approve_cue(cue: Cue, *, user: AbstractBaseUser | None) -> None:
    """A person has read it and stands for it."""
    if not cue.text.strip():
        raise ClipError("nothing_to_approve")
    cue.state = Cue.State.APPROVED
    cue.source_hash = source_hash(cue.source_cue.text) if cue.source_cue else ""
    cue.save(update_fields=["state", "source_hash"])
    track = cue.track
    if track.cues.exclude(state=Cue.State.APPROVED).exists() or track.state == CaptionTrack.State.APPROVED:
        return
    CAPTION_TRACK.move(track, CaptionTrack.State.APPROVED, approved_by=user)
    log(track.clip, "wagtail.edit", user=user, data={"approved": track.language})


def approve_track(track: CaptionTrack, *, user: AbstractBaseUser | None) -> None:
    """Approve every caption of a track; refused while one is empty."""
    if not track.cues.exists():
        raise ClipError("no_captions", language=track.language)
    with transaction.atomic():
        for cue in track.cues.select_related("source_cue", "track__clip"):
            approve_cue(cue, user=user)
    track.refresh_from_db()
