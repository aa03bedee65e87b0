"""Translation of a track from memory and machine as a job. What nobody is sure of stays empty, for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curation.clips import translator
from curation.clips.cues import known_language, source_hash, store, touched, track_for, unreviewed
from curation.clips.drafting import Draft, drafts
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Cue
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.language import services as language_services
from curation.language.errors import LanguageError
from curation.translation.errors import TranslationCancelled, TranslationError

# What a person has written or approved is never overwritten; what is out of date only where somebody asks for it.
REPLACEABLE = (Cue.State.EMPTY, Cue.State.MACHINE)


def translate_track(
    source: CaptionTrack, languages: Sequence[str], *, user: AbstractBaseUser | None, replace_stale: bool = False
) -> Job:
    """Queue the translation of a track into languages; `replace_stale`: also of what is out of date.

    ClipError `no_captions`, `unknown_language`, `no_engine`, `machine_forbidden`.
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
        except (ClipError, LanguageError, TranslationError) as error:
            raise JobFailed(error.code, str(error), **error.params) from error
    return {"languages": told}


def _translate(source: CaptionTrack, language: str, work: Work, *, done: int, all_: int) -> dict[str, int]:
    replaceable = (*REPLACEABLE, Cue.State.STALE) if work.job.payload.get("replace_stale") else REPLACEABLE
    target = track_for(source.clip, language, source=source)
    present = {cue.source_cue_id: cue for cue in target.cues.all()}
    cues = list(source.cues.exclude(text=""))
    wanted = {cue.pk for cue in cues if cue.pk not in present or present[cue.pk].state in replaceable}

    def progress(finished: int, every: int) -> None:
        work.report((done + finished / max(every, 1)) / all_)

    found = drafts(
        cues,
        wanted=wanted,
        source=source.language,
        target=language,
        cancelled=work.cancelled,
        on_progress=progress,
    )
    work.stop_if_cancelled()
    stored = _stored(source, target, {cue.pk: cue for cue in cues}, found, replaceable, user=work.job.created_by)
    used = [key for pk, _text in stored for key in found[pk].memory]
    language_services.used(used)
    translated = sum(text for _pk, text in stored)
    return {"translated": translated, "left_to_a_person": len(stored) - translated}


def _stored(
    source: CaptionTrack,
    target: CaptionTrack,
    cues: dict[int, Cue],
    found: dict[int, Draft],
    replaceable: Sequence[str],
    *,
    user: AbstractBaseUser | None,
) -> list[tuple[int, bool]]:
    """Write the drafts; returns the source captions that have one, and whether there is a text.

    Skipped: what a person has rewritten or translated meanwhile.
    """
    with transaction.atomic():
        # The source first, as in write_cues: two that lock in the same order never wait for each other.
        CaptionTrack.objects.select_for_update().get(pk=source.pk)
        locked = CaptionTrack.objects.select_for_update(of=("self",)).select_related("clip").get(pk=target.pk)
        texts = dict(source.cues.values_list("pk", "text"))
        fresh = {cue.source_cue_id: cue for cue in locked.cues.all()}
        rows, told = [], []
        for pk, draft in found.items():
            row = fresh.get(pk)
            if texts.get(pk) != cues[pk].text or (row is not None and row.state not in replaceable):
                continue
            rows.append(_drafted(row or Cue(track=locked, source_cue_id=pk, state=Cue.State.EMPTY), cues[pk], draft))
            told.append((pk, draft.text is not None))
        store([row for row in rows if row.pk])
        Cue.objects.bulk_create([row for row in rows if not row.pk], batch_size=1000)
        touched(locked, user=user)
    return told


def _drafted(row: Cue, source: Cue, draft: Draft) -> Cue:
    """Put a draft into its caption. Abstaining never takes a person's text away."""
    row.start, row.end, row.settings = source.start, source.end, source.settings
    if draft.text:
        row.text, row.state, row.abstained = draft.text, Cue.State.MACHINE, ""
        row.method, row.match = draft.method, draft.match
        row.source_hash = source_hash(source.text)
        unreviewed(row)
    else:
        row.abstained = (draft.reason or "unsure")[:60]
        if row.state == Cue.State.MACHINE:
            row.text, row.state, row.match = "", Cue.State.EMPTY, None
    if row.state != Cue.State.STALE:
        row.engine, row.confidence, row.provenance = draft.engine[:120], draft.confidence, draft.provenance
    else:
        row.provenance = {**row.provenance, "alternatives": draft.provenance.get("alternatives", [])}
    return row
