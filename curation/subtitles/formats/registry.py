"""Which ending is which format, and one way to read and write them all."""

from collections.abc import Callable
from pathlib import Path

from curation.subtitles.cues import Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import scc, srt, stl, substation, ttml, webvtt
from curation.subtitles.formats.timing import Timing
from curation.subtitles.formats.written import Losses, Written

LARGEST = 20_000_000  # bytes; a whole day of captions has about two million
NAMES = {
    ".vtt": "WebVTT",
    ".srt": "SubRip",
    ".ttml": "TTML",
    ".dfxp": "TTML",
    ".itt": "TTML",
    ".xml": "TTML",
    ".ass": "ASS",
    ".ssa": "ASS",
    ".scc": "SCC",
    ".stl": "EBU STL",
}
READABLE = tuple(NAMES)
WRITABLE = (".vtt", ".srt", ".ttml", ".ass", ".scc", ".stl")
MEDIA_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".ttml": "application/ttml+xml",
    ".ass": "text/x-ssa",
    ".scc": "text/plain",
    ".stl": "application/octet-stream",
}
_USUAL = Timing()


def read(path: Path, *, language: str = "", timing: Timing = _USUAL) -> Document:
    """Read a file by its ending; `language` and `timing` as for `parse`.

    Raises SubtitleError with a reason when there is no cue to be had from it.
    """
    ending = path.suffix.lower()
    _check(ending or path.name, READABLE)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SubtitleError("too_large", name=path.name, size=size, limit=LARGEST)
        data = path.read_bytes()
    except OSError as error:
        raise SubtitleError("unreadable", name=path.name, reason=error.strerror or "unknown") from error
    return parse(data, ending=ending, language=language, timing=timing)


def parse(data: bytes, *, ending: str, language: str = "", timing: Timing = _USUAL) -> Document:
    """Read the bytes of an upload.

    `language` is a BCP-47 tag that helps to find the encoding of a file that does not say its own; `timing.start_at`
    is the time code of the first frame, in SCC and EBU STL. Raises SubtitleError `too_large`, `not_a_document`,
    `unknown_format`, `entities`, `too_deep`, `bad_time_code`.
    """
    _check(ending, READABLE)
    if len(data) > LARGEST:
        raise SubtitleError("too_large", name=f"*{ending}", size=len(data), limit=LARGEST)
    name = NAMES[ending]
    readers: dict[str, Callable[[], Document]] = {
        "WebVTT": lambda: webvtt.parse(data),
        "SubRip": lambda: srt.parse(data, language=language),
        "TTML": lambda: ttml.parse(data),
        "ASS": lambda: substation.parse(data, language=language),
        "SCC": lambda: scc.parse(data, start_at=timing.start_at),
        "EBU STL": lambda: stl.parse(data, start_at=timing.start_at),
    }
    document = readers[name]()
    empty = name != "SubRip" and not any(problem.code == "missing_signature" for problem in document.problems)
    if not document.cues and not empty:
        raise SubtitleError("not_a_document", format=name)
    return document


def write(
    document: Document,
    *,
    ending: str,
    language: str = "en",
    width: int = 1920,
    height: int = 1080,
    timing: Timing = _USUAL,
) -> Written:
    """The document in the format of an ending, and what that format could not carry.

    `width` and `height` (pixels) matter to ASS, `timing` to TTML, SCC and EBU STL. Raises SubtitleError
    `unknown_format`, `no_script`, `too_many`, `unknown_rate`, `bad_time_code`, `unknown_language`.
    """
    _check(ending, WRITABLE)
    writers: dict[str, Callable[[], Written]] = {
        ".vtt": lambda: Written(webvtt.write(document).encode("utf-8", errors="replace")),
        ".srt": lambda: _srt(document),
        ".ttml": lambda: ttml.write(document, language=language, frame_rate=timing.frame_rate),
        ".ass": lambda: substation.write(document, language=language, width=width, height=height),
        ".scc": lambda: scc.write(document, timing=timing),
        ".stl": lambda: stl.write(document, language=language, timing=timing),
    }
    return writers[ending]()


def _srt(document: Document) -> Written:
    losses = Losses()
    losses.of_document(document, kept=())
    for index, cue in enumerate(document.cues):
        losses.of_cue(index, cue, kept=("emphasis", "colours"))
        if cue.settings and not srt.says_place(cue.settings):
            losses.add(index, "place")
    return Written(srt.write(document).encode("utf-8", errors="replace"), losses.found())


def _check(ending: str, known: tuple[str, ...]) -> None:
    if ending not in known:
        raise SubtitleError("unknown_format", ending=ending, known=", ".join(known))
