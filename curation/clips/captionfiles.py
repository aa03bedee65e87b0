"""Captions out of a file: the whole file or nothing of it, and every trouble told by its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from curation.clips.cues import SLACK, CueText, track_for, write_cues
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.subtitles import formats
from curation.subtitles.cues import MESSAGES, Document
from curation.subtitles.cues import Cue as TimedCue
from curation.subtitles.errors import MESSAGES as SENTENCES
from curation.subtitles.errors import SubtitleError

LEAST_SHARE = 0.5  # of the shorter of two captions that must be seen together to be the same moment
MOST_PROBLEMS = 200
MOST_READ = formats.LARGEST + 1  # bytes of an upload; with one more it is refused


@dataclass(frozen=True)
class Problem:
    """What was passed over. `line` of the file, None where only the caption's number is known."""

    line: int | None
    says: str


def read(data: bytes, *, name: str, language: str = "") -> Document:
    """The file's captions; `language` helps with files that do not say how they are encoded.

    ClipError `unreadable_captions` with the reader's own reason.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in formats.READABLE:
        raise ClipError("unknown_captions", endings=" ".join(sorted(formats.READABLE)))
    if len(data) > formats.LARGEST:
        raise ClipError("captions_too_large", most=formats.LARGEST // 1_000_000)
    try:
        return formats.parse(data, ending=ending, language=language)
    except SubtitleError as error:
        raise ClipError("unreadable_captions", reason=reason(error)) from error


def reason(error: SubtitleError) -> str:
    """The engine's sentence in the reader's language."""
    return gettext(SENTENCES[error.code]) % error.params if error.code in SENTENCES else str(error)


@transaction.atomic
def bring_in(
    clip: Clip,
    language: str,
    document: Document,
    *,
    source: CaptionTrack | None,
    user: AbstractBaseUser | None,
    revision: int | None = None,
) -> list[Problem]:
    """Replace a language's captions with the file's; what stands at the same moment keeps its row and translations.

    ClipError `no_captions_in_file`, `newer_captions`, and those of `write_cues`: then nothing is stored.
    """
    track = track_for(clip, language, source=source)
    problems = [Problem(each.line, _sentence(each)) for each in document.problems]
    version = clip.version
    fitting, more = _fitting(document, duration=version.duration if version else 0.0)
    if not fitting:
        raise ClipError("no_captions_in_file")
    cues = _placed(track, fitting)
    write_cues(track, cues, user=user, revision=revision, method=Cue.Method.IMPORT)
    return [*problems, *more][:MOST_PROBLEMS]


def _fitting(document: Document, *, duration: float) -> tuple[list[tuple[float, float, TimedCue]], list[Problem]]:
    """The captions that lie in the clip, with the times that they have there, and what became of the others."""
    fitting, said = [], []
    for number, cue in enumerate(document.cues, start=1):
        if not cue.text.strip() or not cue.end > cue.start:
            said.append(_("Caption %(number)s is empty; it was left out.") % {"number": number})
        elif cue.start >= duration:
            said.append(_("Caption %(number)s begins after the clip's end; it was left out.") % {"number": number})
        else:
            if cue.end > duration + SLACK:
                said.append(
                    _("Caption %(number)s went on after the clip's end; it was shortened.") % {"number": number}
                )
            fitting.append((max(0.0, cue.start), min(cue.end, duration), cue))
    return fitting, [Problem(None, sentence) for sentence in said]


def _sentence(problem: Any) -> str:
    said = gettext(MESSAGES[problem.code]) if problem.code in MESSAGES else problem.message
    params = getattr(problem, "params", None)
    return said % params if params else said


def _placed(track: CaptionTrack, cues: Sequence[tuple[float, float, TimedCue]]) -> list[CueText]:
    own = _Moments(track.cues.all())
    sources = _Moments(track.source.cues.all() if track.source else ())
    return [
        CueText(start, end, cue.text, own.take(start, end), sources.take(start, end), cue.settings)
        for start, end, cue in cues
    ]


class _Moments:
    """Stored captions by their time, each given away once. Both lists stand in the order of their beginnings."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues = sorted(cues, key=lambda cue: cue.start)
        self._first = 0

    def take(self, start: float, end: float) -> int | None:
        """The caption that is seen at the same time for the most part."""
        best, chosen = 0.0, None
        while self._first < len(self._cues) and self._cues[self._first].end <= start:
            self._first += 1
        for place in range(self._first, len(self._cues)):
            cue = self._cues[place]
            if cue.start >= end:
                break
            together = min(end, cue.end) - max(start, cue.start)
            share = together / min(end - start, cue.end - cue.start)
            if share >= LEAST_SHARE and together > best:
                best, chosen = together, place
        return self._cues.pop(chosen).pk if chosen is not None else None
