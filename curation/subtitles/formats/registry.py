"""Files of captions, by their ending."""

from pathlib import Path

from curation.subtitles import ass
from curation.subtitles.cues import Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import srt, webvtt

LARGEST = 20_000_000  # bytes; a whole day of captions has about two million
NAMES = {".vtt": "WebVTT", ".srt": "SubRip", ".ass": "ASS"}
READABLE = (".vtt", ".srt")
WRITABLE = (".vtt", ".srt", ".ass")


def read(path: Path) -> Document:
    """Read a .vtt or .srt file. Raises SubtitleError with a reason when there is no cue to be had from it."""
    ending = _ending(path)
    if ending == ".ass":
        raise SubtitleError("write_only", format=NAMES[ending])
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SubtitleError("too_large", name=path.name, size=size, limit=LARGEST)
        data = path.read_bytes()
    except OSError as error:
        raise SubtitleError("unreadable", name=path.name, reason=error.strerror or "unknown") from error
    return parse(data, ending=ending)


def parse(data: bytes, *, ending: str) -> Document:
    """Read the bytes of an upload. Raises SubtitleError `not_a_document` or `unknown_format`."""
    if ending not in (".vtt", ".srt"):
        raise SubtitleError("unknown_format", ending=ending)
    document = webvtt.parse(data) if ending == ".vtt" else srt.parse(data)
    empty_vtt = ending == ".vtt" and not any(problem.code == "missing_signature" for problem in document.problems)
    if not document.cues and not empty_vtt:
        raise SubtitleError("not_a_document", format=NAMES[ending])
    return document


def write(document: Document, *, ending: str, language: str = "en", width: int = 1920, height: int = 1080) -> str:
    """The document in the format of an ending; `language`, `width` and `height` (pixels) matter to ASS only."""
    if ending == ".vtt":
        return webvtt.write(document)
    if ending == ".srt":
        return srt.write(document)
    if ending == ".ass":
        return ass.write(document, language=language, width=width, height=height)
    raise SubtitleError("unknown_format", ending=ending)


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in NAMES:
        raise SubtitleError("unknown_format", ending=ending or path.name)
    return ending
