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
from curation.clips.standing import settle
from curation.clips.wording import tell
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.translation.engine import Suggestion
from curation.translation.errors import TranslationCancelled, TranslationError

# What a person has written or approved is never overwritten; what is out of date only where somebody asks for it.
REPLACEABLE = (Cue.State.EMPTY, Cue.State.MACHINE)


def translate_track(
    source: CaptionTrack, languages: Sequence[str], *, user: AbstractBaseUser | None, replace_stale: bool = False
) -> Job:
    """Queue the translation of a track into languages; `replace_stale`: also of what is out of date.

    ClipError `no_captions`, `unknown_language`, `no_engine`.
    """
    targets = [tag for tag in dict.fromkeys(known_language(tag) for tag in languages) if tag != source.language]
    if not source.cues.exclude(text="").exists():
        raise ClipError("no_captions", language=source.language)
    for target in targets:
        translator.require(source.language, target)
    payload = {"languages": targets, "replace_stale": replace_stale}
    return jobs.start("translate", subject=source.pk, payload=payload, user=user)


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
            told[language] = _translate(source, language, work, done=number, all_=len(languages))
        except TranslationCancelled as error:
            raise JobCancelled from error
        except (ClipError, TranslationError) as error:
            raise JobFailed(error.code, str(error), **error.params) from error
    return {"languages": told}


def _translate(source: CaptionTrack, language: str, work: Work, *, done: int, all_: int) -> dict[str, int]:
    replaceable = (*REPLACEABLE, Cue.State.STALE) if work.job.payload.get("replace_stale") else REPLACEABLE
    target = track_for(source.clip, language, source=source)
    present = {cue.source_cue_id: cue for cue in target.cues.all()}
    cues = [
        cue for cue in source.cues.exclude(text="") if cue.pk not in present or present[cue.pk].state in replaceable
    ]

    def progress(finished: int, every: int) -> None:
        work.report((done + finished / max(every, 1)) / all_)

    suggestions = translator.translate(
        [cue.text for cue in cues],
        source=source.language,
        target=language,
        cancelled=work.cancelled,
        on_progress=progress,
    )
    work.stop_if_cancelled()
    with transaction.atomic():
        # The source first, as in write_cues: two that lock in the same order never wait for each other.
        CaptionTrack.objects.select_for_update().get(pk=source.pk)
        locked = CaptionTrack.objects.select_for_update().get(pk=target.pk)
        texts = dict(source.cues.values_list("pk", "text"))
        fresh = {cue.source_cue_id: cue for cue in locked.cues.all()}
        stored = [
            _store(locked, cue, fresh.get(cue.pk), suggestion)
            for cue, suggestion in zip(cues, suggestions, strict=True)
            # Skipped: what a person has rewritten or translated meanwhile.
            if texts.get(cue.pk) == cue.text and (cue.pk not in fresh or fresh[cue.pk].state in replaceable)
        ]
        settle(locked)
        tell(locked.clip)
        CaptionTrack.objects.filter(pk=locked.pk).update(revision=F("revision") + 1)
    return {"translated": sum(stored), "left_to_a_person": len(stored) - sum(stored)}


def _store(track: CaptionTrack, source: Cue, row: Cue | None, suggestion: Suggestion) -> bool:
    """Write one suggestion; True where there is a translation. Abstaining never takes a text away."""
    row = row or Cue(track=track, source_cue=source, state=Cue.State.EMPTY)
    row.start, row.end, row.settings = source.start, source.end, source.settings
    if suggestion.text:
        row.text, row.state, row.abstained = suggestion.text, Cue.State.MACHINE, ""
        row.source_hash = source_hash(source.text)
    else:
        row.abstained = suggestion.reason or "unsure"
        if row.state == Cue.State.MACHINE:
            row.text, row.state = "", Cue.State.EMPTY
    if row.state != Cue.State.STALE:
        row.engine, row.confidence = f"{suggestion.engine} · {suggestion.model}"[:120], suggestion.confidence
    row.save()
    return bool(suggestion.text)
