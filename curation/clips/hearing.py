"""Captions from what is said in a clip, as a job: a first draft that waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from curation import speech
from curation.clips.cues import CueText, track_for, write_cues
from curation.clips.edit import ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import Clip, Cue, Segment
from curation.clips.timing import placed
from curation.files.local import local_copy
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.video.audio.voice import heard
from curation.video.errors import VideoError
from curation.video.probe import Probe

KIND = "hear"
LEAST = 0.3  # seconds: a shorter piece of speech has no room for a caption


def listen(clip: Clip, *, user: AbstractBaseUser | None) -> Job:
    """Queue it. ClipError `speech_missing`, `speech_no_model`, `no_segments`, `captions_there`."""
    if not speech.available():
        raise ClipError("speech_missing")
    if not settings.SPEECH_MODEL or not Path(settings.SPEECH_MODEL).is_dir():
        raise ClipError("speech_no_model")
    if clip.version is None:
        raise ClipError("no_segments")
    _refuse_written(clip)
    return jobs.start(KIND, subject=clip.pk, user=user)


def _refuse_written(clip: Clip) -> None:
    if Cue.objects.filter(track__clip=clip, track__language=clip.source_language).exclude(text="").exists():
        raise ClipError("captions_there", language=clip.source_language)


@handler(KIND)
def hear_job(work: Work) -> dict[str, Any]:
    """Write captions of one clip; where nobody speaks none are written, and that is no failure."""
    clip = Clip.objects.filter(pk=work.subject).first()
    version = clip.version if clip else None
    if clip is None or version is None:
        raise JobFailed("source_gone")
    found: list[CueText] = []
    segments = list(version.segments.select_related("footage"))
    work.report(0.0, "listening")
    try:
        for number, (part, offset, long) in enumerate(placed(segments)):
            work.report(number / len(segments))
            work.stop_if_cancelled()
            found += _said(part, offset, long, clip=clip, work=work)
        if found:
            _refuse_written(clip)
            write_cues(track_for(clip, clip.source_language), found, user=work.job.created_by, method=Cue.Method.SPEECH)
    except speech.SpeechError as error:
        if error.code == "cancelled":
            raise JobCancelled from error
        raise JobFailed(error.code, str(error), **error.params) from error
    except VideoError as error:
        if error.code == "cancelled":
            raise JobCancelled from error
        raise JobFailed(error.code, error.detail, **error.params) from error
    except ClipError as error:
        raise JobFailed(error.code, str(error), **error.params) from error
    except FileNotFoundError as error:
        raise JobFailed("source_gone", str(error)) from error
    return {"captions": len(found)}


def _said(part: Segment, offset: float, long: float, *, clip: Clip, work: Work) -> list[CueText]:
    """The captions of one shot, in seconds of the clip. A shot that is muted says nothing."""
    footage = part.footage
    if not footage.file or not footage.probe or ShotEdit.from_dict(part.settings).mute:
        return []
    with local_copy(footage.file) as path:
        samples = heard(
            path,
            probe=Probe.from_dict(footage.probe),
            start=part.start,
            end=part.end,
            rate=speech.RATE,
            cancelled=work.cancelled,
        )
    if not samples.size or not numpy.any(samples):
        return []
    pieces = speech.recognise(
        samples,
        folder=Path(settings.SPEECH_MODEL or "/nowhere"),
        language=clip.source_language,
        cancelled=work.cancelled,
    )
    said = []
    for piece in pieces:
        start = offset + piece.start / part.speed
        end = min(offset + piece.end / part.speed, offset + long)
        if end - start >= LEAST:
            said.append(CueText(start, end, piece.text))
    return said
