"""Machine translation of a track as a job. What the engine is unsure of stays empty and is marked for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from curation.clips import translator
from curation.clips.cues import known_language, source_hash, track_for
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Cue
from curation.clips.states import CAPTION_TRACK
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobFailed, Work, handler

# What a person has written is never overwritten by a machine; what is out of date may be.
REPLACEABLE = (Cue.State.EMPTY, Cue.State.MACHINE, Cue.State.STALE)


def translate_track(source: CaptionTrack, languages: Sequence[str], *, user: AbstractBaseUser | None) -> Job:
    """Queue the translation of a track into languages. ClipError `no_captions`, `unknown_language`, `no_engine`."""
    targets = [tag for tag in dict.fromkeys(known_language(tag) for tag in languages) if tag != source.language]
    if not source.cues.exclude(text="").exists():
        raise ClipError("no_captions", language=source.language)
    for target in targets:
        translator.require(source.language, target)
    return jobs.start("translate", subject=source.pk, payload={"languages": targets}, user=user)


@handler("translate")
def translate_job(work: Work) -> dict[str, Any]:
    """Translate one track into the payload's languages; each language is stored as soon as it is done."""
    source = CaptionTrack.objects.select_related("clip").filter(pk=work.subject).first()
    if source is None:
        raise JobFailed("source_gone")
    languages = work.job.payload["languages"]
    told: dict[str, Any] = {}
    for number, language in enumerate(languages):
        work.report(number / len(languages), "translating")
        work.stop_if_cancelled()
        try:
            told[language] = _translate(source, language, work)
        except ClipError as error:
            raise JobFailed(error.code, **error.params) from error
    return {"languages": told}


def _translate(source: CaptionTrack, language: str, work: Work) -> dict[str, int]:
    cues = list(source.cues.exclude(text=""))
    target = track_for(source.clip, language, source=source)
    present = {cue.source_cue_id: cue for cue in target.cues.all()}
    wanted = [cue for cue in cues if cue.pk not in present or present[cue.pk].state in REPLACEABLE]
    suggestions = translator.translate(
        [cue.text for cue in wanted], source=source.language, target=language, cancelled=work.cancelled
    )
    work.stop_if_cancelled()
    left = 0
    with transaction.atomic():
        CaptionTrack.objects.select_for_update().get(pk=target.pk)
        fresh = {cue.source_cue_id: cue for cue in target.cues.all()}
        for cue, suggestion in zip(wanted, suggestions, strict=True):
            row = fresh.get(cue.pk)
            if row is not None and row.state not in REPLACEABLE:
                continue  # a person was faster
            row = row or Cue(track=target, source_cue=cue)
            row.start, row.end, row.settings = cue.start, cue.end, cue.settings
            row.text = suggestion.text or ""
            row.state = Cue.State.MACHINE if suggestion.text else Cue.State.EMPTY
            row.abstained = "" if suggestion.text else (suggestion.reason or "unsure")
            row.engine, row.confidence = f"{suggestion.engine} · {suggestion.model}"[:120], suggestion.confidence
            row.source_hash = source_hash(cue.text)
            row.save()
            left += not suggestion.text
        target.cues.filter(source_cue__isnull=True, text="").delete()
        if target.state in {CaptionTrack.State.DRAFT, CaptionTrack.State.STALE, CaptionTrack.State.IN_REVIEW}:
            CAPTION_TRACK.move(target, CaptionTrack.State.MACHINE)
        CaptionTrack.objects.filter(pk=target.pk).update(revision=F("revision") + 1)
    return {"translated": len(wanted) - left, "left_to_a_person": left}
