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
from curation.clips.standing import missing, settle
from curation.clips.wording import tell
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import language as find_language

MOST_CHARACTERS = 2000
SLACK = 0.05  # seconds that a caption may reach beyond the clip: the last picture's rounding


@dataclass(frozen=True)
class CueText:
    """A caption as an editor sends it.

    `id` names the stored cue that it changes, `source_id` the one it translates. `confirmed`: a person looked at what
    was out of date and leaves it as it is.
    """

    start: float
    end: float
    text: str
    id: int | None = None
    source_id: int | None = None
    settings: str = ""
    confirmed: bool = False


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
    """The clip's captions in a language, made where they are not there yet. `source`: what they translate."""
    track, _made = CaptionTrack.objects.get_or_create(
        clip=clip, language=known_language(language), defaults={"source": source}
    )
    if source is not None and track.source_id is None and track.pk != source.pk:
        track.source = source  # written before the source had captions
        track.save(update_fields=["source"])
    return track


def set_source_language(clip: Clip, language: str) -> Clip:
    """Choose the language that captions are written in first; ClipError `language_in_use` once there are any."""
    tag = known_language(language)
    written = clip.tracks.filter(cues__isnull=False).first()
    if written is not None and tag != clip.source_language:
        raise ClipError("language_in_use", language=clip.source_language)
    clip.source_language = tag
    clip.save(update_fields=["source_language"])
    return clip


def write_cues(
    track: CaptionTrack, cues: Sequence[CueText], *, user: AbstractBaseUser | None, revision: int | None = None
) -> CaptionTrack:
    """Replace the whole list of a track's captions, or nothing of it.

    A cue keeps its row (and its translations) when its `id` comes back. Translations of a changed text become stale.
    Where nothing is new nothing is touched, so an approved track stays approved. ClipError `bad_cue`, `too_much_text`,
    and `newer_captions` when `revision` is not the stored one.
    """
    _check(track, cues)
    with transaction.atomic():
        locked = CaptionTrack.objects.select_for_update().get(pk=track.pk)
        if revision is not None and locked.revision != revision:
            raise ClipError("newer_captions")
        stored = {cue.pk: cue for cue in locked.cues.all()}
        written = [_write(locked, stored.get(each.id or 0), each) for each in cues]
        gone = locked.cues.exclude(pk__in=[row for row, _new in written])
        removed, _by_model = gone.delete()
        if removed or any(new for _row, new in written):
            settle(locked)
            for translation in locked.translations.all():
                settle(translation)
            CaptionTrack.objects.filter(pk=locked.pk).update(revision=F("revision") + 1)
            # Their times, states or rows have changed with the source's: who edits them has to load them again.
            locked.translations.update(revision=F("revision") + 1)
            tell(locked.clip)
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


def _write(track: CaptionTrack, stored: Cue | None, given: CueText) -> tuple[int, bool]:
    """Store one caption. Returns its row and whether anything of it is new."""
    cue = stored or Cue(track=track)
    text, settings = clean(given.text), given.settings[:200]
    start, end = round(given.start, 3), round(given.end, 3)
    reworded = cue.text != text
    moved = (cue.start, cue.end, cue.settings) != (start, end, settings)
    looked_at = given.confirmed and cue.state == Cue.State.STALE
    if stored is not None and not (reworded or moved or looked_at):
        return cue.pk, False
    if stored is None and given.source_id and track.source_id:
        cue.source_cue = track.source.cues.filter(pk=given.source_id).first()  # type: ignore[union-attr]
    cue.start, cue.end, cue.text, cue.settings = start, end, text, settings
    if not text:
        cue.state = Cue.State.EMPTY
    elif reworded or looked_at or stored is None or (moved and cue.state == Cue.State.STALE and not cue.source_cue_id):
        cue.state, cue.abstained, cue.engine, cue.confidence = Cue.State.EDITED, "", "", None
        cue.source_hash = source_hash(cue.source_cue.text) if cue.source_cue else ""
    cue.save()
    if moved:
        cue.translations.update(start=start, end=end, settings=settings)
    if reworded and stored is not None:
        cue.translations.exclude(text="").update(state=Cue.State.STALE)
    return cue.pk, True


def approve_cue(cue: Cue, *, user: AbstractBaseUser | None) -> None:
    """A person has read it and stands for it."""
    with transaction.atomic():
        locked = Cue.objects.select_for_update(of=("self",)).select_related("source_cue", "track__clip").get(pk=cue.pk)
        if not locked.text.strip():
            raise ClipError("nothing_to_approve")
        locked.state, locked.abstained = Cue.State.APPROVED, ""
        locked.source_hash = source_hash(locked.source_cue.text) if locked.source_cue else ""
        locked.save(update_fields=["state", "source_hash", "abstained"])
        track = locked.track
        before = track.state
        settle(track, approved_by=user)
        if track.state == CaptionTrack.State.APPROVED != before:
            log(track.clip, "wagtail.edit", user=user, data={"approved": track.language})
    cue.refresh_from_db()


def approve_track(track: CaptionTrack, *, user: AbstractBaseUser | None) -> None:
    """Approve every caption of a track; refused while one is empty or missing."""
    if not track.cues.exists():
        raise ClipError("no_captions", language=track.language)
    lacking = missing(track)
    if lacking:
        raise ClipError("incomplete", missing=lacking)
    with transaction.atomic():
        for cue in track.cues.exclude(state=Cue.State.APPROVED):
            approve_cue(cue, user=user)
    track.refresh_from_db()
