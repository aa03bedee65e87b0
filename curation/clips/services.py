"""What may be done with clips, captions and renditions: one list for pages, commands and other chapters."""

from curation.clips.approval import approve_cue, approve_track
from curation.clips.cues import CueText, known_language, set_source_language, track_for, write_cues
from curation.clips.errors import ClipError
from curation.clips.exports import export
from curation.clips.hearing import listen
from curation.clips.renditions import Wanted, cancel_rendition, request_rendition, request_renditions
from curation.clips.suggestions import Taken, accept
from curation.clips.translating import translate_track
from curation.clips.versions import MOST as MOST_SHOTS
from curation.clips.versions import Range, save_clip

__all__ = [
    "MOST_SHOTS",
    "ClipError",
    "CueText",
    "Range",
    "Taken",
    "Wanted",
    "accept",
    "approve_cue",
    "approve_track",
    "cancel_rendition",
    "export",
    "known_language",
    "listen",
    "request_rendition",
    "request_renditions",
    "save_clip",
    "set_source_language",
    "track_for",
    "translate_track",
    "write_cues",
]
