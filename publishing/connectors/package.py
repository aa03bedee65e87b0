"""A package for a person who posts by hand: one ZIP with the video, captions, texts, poster and a checklist.

The same draft gives the same bytes: no clock, no name of a file of ours, nothing compressed.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from publishing.connectors.base import Draft, media_file
from publishing.connectors.checklist import checklist, pasted, tags_of, title_of
from publishing.connectors.errors import Rejected
from publishing.connectors.targets import Target

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can tell
_BLOCK = 1 << 20
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def write(draft: Draft, target: Target, path: Path, *, handle: str, language: str) -> None:
    """Write the package to `path`. Raises Rejected where a file is not the one that was checked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, text in _texts(draft, target, handle=handle, language=language):
            package.writestr(_entry(name), text.encode("utf-8"))
        for name, source in _files(draft):
            try:
                with source.open("rb") as stream:
                    digest = _copy(stream, package, name)
            except FileNotFoundError as error:
                raise Rejected("media_missing", {"name": source.name}) from error
            expected = draft.media.sha256 if draft.media and name == "video.mp4" else ""
            if expected and digest != expected.lower():
                raise Rejected("media_changed", {"name": source.name})


def _texts(draft: Draft, target: Target, *, handle: str, language: str) -> Iterator[tuple[str, str]]:
    yield "checklist.txt", checklist(draft, target, handle=handle, language=language)
    yield "text/title.txt", title_of(draft)
    yield "text/text.txt", pasted(draft.text, target)
    tags = tags_of(draft)
    if tags:
        yield "text/tags.txt", "\n".join(target.hashtag.format(each) for each in tags)
    if draft.alt_text:
        yield "text/alternative-text.txt", draft.alt_text


def _files(draft: Draft) -> Iterator[tuple[str, Path]]:
    """Names of ours only: nothing that a file was once called gets into the package."""
    if draft.media:
        yield "video.mp4", media_file(draft.media)
        if draft.media.poster:
            yield "poster.jpg", draft.media.poster
    for number, track in enumerate(draft.subtitles, start=1):
        name = track.language if _TAG.fullmatch(track.language) else f"track-{number}"
        yield f"captions/{name}.vtt", track.path
        if track.srt:
            yield f"captions/{name}.srt", track.srt


def _copy(stream: IO[bytes], package: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with package.open(_entry(name), "w", force_zip64=True) as entry:
        while block := stream.read(_BLOCK):
            digest.update(block)
            entry.write(block)
    return digest.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_MOMENT)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16  # the same on every system
    return entry
