"""Everything that a file tells besides its pictures and sound: boxes, tags, streams, and its name. No Django here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from curation.video.metadata.tell import Tell, examine
from publishing.guard.findings import Finding
from publishing.guard.metadata import LONGEST, find_in_metadata
from publishing.guard.texts import find_in_name, find_moments

_SERIAL = re.compile(r"serial|imei|camera-?identifier|\bMUID\b|device-?id", re.IGNORECASE)
_PLAYED = {"video", "audio", "subtitle"}


def find_in_file(
    path: Path, *, name: str = "", codes: Iterable[str] = (), places: Iterable[str] = (), finest: str = "hour"
) -> list[Finding]:
    """What must not leave with the file at `path`, whose name for others is `name`. `finest`: see moments.FINEST.

    `where` of a finding is the part of the file: a box's path, a tag, a stream. Raises the errors of `tell.examine`.
    """
    codes, places = tuple(codes), tuple(places)
    found = find_in_name(name or path.name, codes=codes, places=places, finest=finest)
    told = examine(path)
    for tell in told.tells:
        found += _of_tell(tell, codes=codes, places=places, finest=finest)
    for stream in told.streams:
        if stream.get("type") not in _PLAYED:
            where = f"file.stream[{stream.get('index', '?')}]"
            label = str(stream.get("codec") or stream.get("type") or "data")
            found.append(Finding("data_stream", where, label, {"found": label}))
    return found


def _of_tell(tell: Tell, *, codes: tuple[str, ...], places: tuple[str, ...], finest: str) -> list[Finding]:
    where, excerpt = f"file.{tell.where}", f"{tell.key}: {tell.value[:LONGEST]}"
    if tell.kind == "place":
        return [Finding("metadata_location", f"{where}.{tell.key}", excerpt, {"found": tell.key})]
    if _SERIAL.search(tell.key) and tell.value.strip():
        return [Finding("camera_serial", f"{where}.{tell.key}", excerpt, {"found": tell.value[:LONGEST]})]
    found = find_in_metadata({tell.key: tell.value}, where=where, codes=codes, places=places)
    return found + find_moments(tell.value, finest=finest, where=f"{where}.{tell.key}")
