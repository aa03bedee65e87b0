"""Captions as files, in every format that can be written."""

from __future__ import annotations

from django.utils.translation import gettext

from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack
from curation.subtitles import formats
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import MESSAGES, SubtitleError

FORMATS = {ending.removeprefix("."): formats.MEDIA_TYPES[ending] for ending in formats.WRITABLE}


def document(track: CaptionTrack) -> Document:
    """A track as timed text; empty captions are left out."""
    return Document(
        tuple(
            Cue(start=cue.start, end=cue.end, text=cue.text, settings=cue.settings)
            for cue in track.cues.all()
            if cue.text.strip()
        )
    )


def export(track: CaptionTrack, ending: str) -> bytes:
    """The track as a file. KeyError for another format; ClipError `cannot_export` where the format cannot hold it."""
    FORMATS[ending]
    try:
        written = formats.write(document(track), ending=f".{ending}", language=track.language)
    except SubtitleError as error:
        reason = gettext(MESSAGES[error.code]) % error.params if error.code in MESSAGES else str(error)
        raise ClipError("cannot_export", reason=reason) from error
    return written.data
