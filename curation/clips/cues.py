"""Writing captions: whole tracks with a revision, so that two editors lose nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from wagtail.log_actions import log

from curation.clips.dependants import captions_changed
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.clips.standing import settle
from curation.clips.wording import tell
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import language as find_language

MOST_CHARACTERS = 2000
MOST_CUES = 5000  # of one track: five hours of talk
LONGEST_SETTINGS = 200
# What nobody has read yet, so that it waits for a person as a machine's translation does.
DRAFTED = {Cue.Method.TAGS, Cue.Method.SPEECH}
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
    track: CaptionTrack,
    cues: Sequence[CueText],
    *,
    user: AbstractBaseUser | None,
    revision: int | None = None,
    method: str = Cue.Method.PERSON,
) -> CaptionTrack:
    """Replace the whole list of a track's captions, or nothing of it.

    A cue keeps its row (and its translations) when its `id` comes back. Translations of a changed text become stale.
    Where nothing is new nothing is touched, so an approved track stays approved. `method`: where new words come from.
    ClipError `bad_cue`, `too_much_text`, `too_many_captions`, and `newer_captions` when `revision` is not the stored
    one. However many captions there are, the number of queries is the same.
    """
    _check(track, cues)
    with transaction.atomic():
        locked = CaptionTrack.objects.select_for_update().get(pk=track.pk)
        if revision is not None and locked.revision != revision:
            raise ClipError("newer_captions")
        changes = _changes(locked, cues, method=method)
        removed = changes.store(locked)
        if removed or changes.rows:
            touched(locked, user=user)
            log(locked.clip, "wagtail.edit", user=user, data={"captions": locked.language})
    track.refresh_from_db()
    return track


def touched(track: CaptionTrack, *, user: AbstractBaseUser | None) -> None:
    """Something in the captions of a locked track has changed: settle what stands on it, and tell who depends on it."""
    settle(track)
    for translation in track.translations.all():
        settle(translation)
    CaptionTrack.objects.filter(pk=track.pk).update(revision=F("revision") + 1)
    # Their times, states or rows have changed with the source's: who edits them has to load them again.
    track.translations.update(revision=F("revision") + 1)
    tell(track.clip)
    captions_changed(track.clip, user=user)


def _check(track: CaptionTrack, cues: Sequence[CueText]) -> None:
    if len(cues) > MOST_CUES:
        raise ClipError("too_many_captions", number=len(cues), most=MOST_CUES)
    version = track.clip.version
    duration = version.duration if version else 0.0
    for number, cue in enumerate(cues, start=1):
        if not 0 <= cue.start < cue.end <= duration + SLACK or round(cue.start, 3) >= round(cue.end, 3):
            raise ClipError("bad_cue", number=number, duration=f"{duration:.2f}")
        if len(cue.text) > MOST_CHARACTERS:
            raise ClipError("too_much_text", number=number, length=len(cue.text), most=MOST_CHARACTERS)


def clean(text: str) -> str:
    """Text as it may be stored: no NUL and no lone surrogates, which PostgreSQL and UTF-8 refuse; line ends unified."""
    readable = text.encode("utf-8", "replace").decode()
    return readable.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").strip()


def _clean_settings(settings: str) -> str:
    """One line, for that is what a WebVTT file has room for."""
    return " ".join(clean(settings).split())[:LONGEST_SETTINGS]


# What a change of a caption may write; everything but its track and the caption that it translates.
WRITTEN = (
    "start", "end", "text", "settings", "state", "source_hash", "engine", "confidence", "abstained", "method", "match",
    "provenance", "checked_by", "approved_by", "approved_at",
)  # fmt: skip


def store(rows: Sequence[Cue]) -> None:
    """Write these stored captions in one statement; PostgreSQL takes thousands of rows so in a tenth of the time that
    `bulk_update` needs."""
    Cue.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=list(WRITTEN), batch_size=1000
    )


def unreviewed(cue: Cue) -> None:
    """What was said of an older text by those who read it does not hold for a new one."""
    cue.checked_by_id = cue.approved_by_id = cue.approved_at = None


def mark_stale(source_cues: Collection[int]) -> int:
    """The translations of these captions no longer say what their source says. Returns how many there are."""
    translations = Cue.objects.filter(source_cue__in=source_cues).exclude(text="")
    return translations.update(state=Cue.State.STALE, checked_by=None, approved_by=None, approved_at=None)


@dataclass
class _Changes:
    """What differs from what is stored. `reworded` and `moved` are stored captions."""

    kept: set[int]
    new: list[Cue]
    changed: list[Cue]
    reworded: set[int]
    moved: set[int]

    @property
    def rows(self) -> bool:
        return bool(self.new or self.changed)

    def store(self, track: CaptionTrack) -> int:
        """Write all of it; returns how many captions are gone."""
        removed, _by_model = track.cues.exclude(pk__in=self.kept).delete()
        store(self.changed)
        Cue.objects.bulk_create(self.new, batch_size=1000)
        if self.moved:
            source = Cue.objects.filter(pk=OuterRef("source_cue"))
            Cue.objects.filter(source_cue__in=self.moved).update(
                **{name: Subquery(source.values(name)[:1]) for name in ("start", "end", "settings")}
            )
        if self.reworded:
            mark_stale(self.reworded)
        return removed


def _changes(track: CaptionTrack, cues: Sequence[CueText], *, method: str) -> _Changes:
    stored = {cue.pk: cue for cue in track.cues.all()}
    sources = {cue.pk: cue for cue in track.source.cues.all()} if track.source_id and track.source else {}
    found = _Changes(kept=set(), new=[], changed=[], reworded=set(), moved=set())
    for given in cues:
        # A row that is named twice is written once: the second is a caption of its own.
        cue = stored.pop(given.id, None) if given.id is not None else None
        if cue is None:
            found.new.append(_new(track, given, sources, method=method))
            continue
        found.kept.add(cue.pk)
        before = (cue.start, cue.end, cue.settings, cue.text)
        if _apply(cue, given, sources.get(cue.source_cue_id or 0), method=method):
            found.changed.append(cue)
            if before[3] != cue.text:
                found.reworded.add(cue.pk)
            if before[:3] != (cue.start, cue.end, cue.settings):
                found.moved.add(cue.pk)
    return found


def _new(track: CaptionTrack, given: CueText, sources: dict[int, Cue], *, method: str) -> Cue:
    source = sources.get(given.source_id or 0)
    cue = Cue(track=track, source_cue=source, method=method)
    cue.start, cue.end, cue.text = round(given.start, 3), round(given.end, 3), clean(given.text)
    cue.settings = _clean_settings(given.settings)
    written = Cue.State.MACHINE if method in DRAFTED else Cue.State.EDITED
    cue.state = written if cue.text else Cue.State.EMPTY
    cue.source_hash = source_hash(source.text) if source and cue.text else ""
    return cue


def _apply(cue: Cue, given: CueText, source: Cue | None, *, method: str) -> bool:
    """Take over what was sent for a stored caption; False where nothing of it is new."""
    text, settings = clean(given.text), _clean_settings(given.settings)
    start, end = round(given.start, 3), round(given.end, 3)
    reworded = cue.text != text
    moved = (cue.start, cue.end, cue.settings) != (start, end, settings)
    stale = cue.state == Cue.State.STALE
    looked_at = stale and (given.confirmed or (moved and not cue.source_cue_id))
    if not (reworded or moved or looked_at):
        return False
    cue.start, cue.end, cue.text, cue.settings = start, end, text, settings
    if reworded:
        cue.method, cue.match, cue.engine, cue.confidence, cue.provenance = method, None, "", None, {}
    if not text:
        cue.state = Cue.State.EMPTY
        unreviewed(cue)
    elif reworded or looked_at:
        cue.state, cue.abstained = Cue.State.EDITED, ""
        cue.source_hash = source_hash(source.text) if source else ""
        unreviewed(cue)
    return True
