"""Taking a suggestion of the memory or the machine: a person read it, and where it came from stays known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from curation.clips.cues import MOST_CHARACTERS, clean, source_hash, store, touched, unreviewed
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Cue

METHODS = {Cue.Method.MEMORY, Cue.Method.FUZZY, Cue.Method.MACHINE, Cue.Method.REWRITTEN, Cue.Method.MENDED}
MOST_TERMS = 50
TERM_FIELDS = ("key", "source", "target", "ok")


@dataclass(frozen=True)
class Taken:
    """A suggestion that a person took. `cue`: the caption that gets it; or `source`: the one that has no translation.

    match: 0 to 100, of the memory; confidence: 0 to 1; terms: [{key, source, target, ok}].
    """

    text: str
    method: str
    cue: int | None = None
    source: int | None = None
    match: int | None = None
    confidence: float | None = None
    engine: str = ""
    terms: Sequence[Any] = ()


def accept(track: CaptionTrack, taken: Taken, *, user: AbstractBaseUser | None, revision: int | None = None) -> Cue:
    """Write it into its caption. ClipError `bad_suggestion`, `too_much_text`, `newer_captions`."""
    text = clean(taken.text)
    known = taken.method in METHODS and (taken.match is None or 0 <= taken.match <= 100)
    sure = taken.confidence is None or 0 <= taken.confidence <= 1
    if not text or not known or not sure:
        raise ClipError("bad_suggestion")
    if len(text) > MOST_CHARACTERS:
        raise ClipError("too_much_text", number=1, length=len(text), most=MOST_CHARACTERS)
    with transaction.atomic():
        locked = CaptionTrack.objects.select_for_update(of=("self",)).select_related("clip", "source").get(pk=track.pk)
        if revision is not None and locked.revision != revision:
            raise ClipError("newer_captions")
        cue = _row(locked, taken)
        cue.text, cue.state, cue.abstained = text, Cue.State.EDITED, ""
        cue.method, cue.match, cue.confidence = taken.method, taken.match, taken.confidence
        cue.engine = clean(taken.engine)[:120]
        cue.source_hash = source_hash(cue.source_cue.text) if cue.source_cue else ""
        cue.provenance = {**cue.provenance, "terms": _terms(taken.terms), "taken": True}
        unreviewed(cue)
        if cue.pk:
            store([cue])
        else:
            cue.save()
        touched(locked, user=user)
        log(locked.clip, "wagtail.edit", user=user, data={"captions": locked.language, "taken": taken.method})
    return cue


def _row(track: CaptionTrack, taken: Taken) -> Cue:
    """The caption that gets the text; a new one where the source has no translation yet."""
    cues = track.cues.select_related("source_cue")
    cue = cues.filter(pk=taken.cue).first() if taken.cue is not None else cues.filter(source_cue=taken.source).first()
    if cue is not None and (taken.cue is not None or taken.source is not None):
        return cue
    source = track.source.cues.filter(pk=taken.source or 0).first() if track.source and taken.cue is None else None
    if source is None:
        raise ClipError("bad_suggestion")
    return Cue(track=track, source_cue=source, start=source.start, end=source.end, settings=source.settings)


def _terms(given: Sequence[Any]) -> list[dict[str, Any]]:
    """Only what a term's use consists of, and no more of it than a caption can hold."""
    told = [each for each in list(given)[:MOST_TERMS] if isinstance(each, dict)]
    return [{name: _plain(each.get(name)) for name in TERM_FIELDS} for each in told]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return clean(value)[:200] if isinstance(value, str) else ""
