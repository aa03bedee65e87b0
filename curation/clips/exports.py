"""Captions as files."""

from __future__ import annotations

from curation.clips.models import CaptionTrack
from curation.subtitles import formats
from curation.subtitles.cues import Cue, Document

FORMATS = {"vtt": "text/vtt", "srt": "application/x-subrip"}


def document(track: CaptionTrack) -> Document:
    """A track as timed text; empty captions are left out."""
    return Document(
        tuple(
            Cue(start=cue.start, end=cue.end, text=cue.text, settings=cue.settings)
            for cue in track.cues.all()
            if cue.text.strip()
        )
    )


def export(track: CaptionTrack, ending: str) -> str:
    """The track as WebVTT or SRT. KeyError for another format."""
    FORMATS[ending]
    return formats.write(document(track), ending=f".{ending}", language=track.language).text
