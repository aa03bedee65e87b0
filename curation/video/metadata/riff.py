"""Every chunk of an AVI file that is not there to play it: trail cameras write what they like between the others.

Source: Microsoft's AVI RIFF File Reference, and OpenDML 1.02 for files over a gigabyte.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import BinaryIO

from curation.video.metadata.userdata import Words

TECHNICAL = {b"avih", b"strh", b"strf", b"indx", b"idx1", b"dmlh", b"vprp"}
WALKED = {b"hdrl", b"strl", b"odml", b"INFO", b"exif", b"ncdt"}
WRITTEN = re.compile(rb"[\x20-\x7e]{6}")
MOST_CHUNKS, MOST_BYTES, DEEPEST = 20_000, 64 * 1024, 8


def riff_words(path: Path) -> list[tuple[str, Words]]:
    """Where and what each telling chunk of `path` is; empty for other containers. Raises OSError."""
    found: list[tuple[str, Words]] = []
    with path.open("rb") as file:
        size = file.seek(0, 2)
        position = 0
        while position < size:
            file.seek(position)
            name, length, kind = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
            if name != b"RIFF" or kind not in {b"AVI ", b"AVIX"}:
                file.seek(position)
                rest = file.read(MOST_BYTES).strip(b"\0") if position else b""
                found += [("after the last chunk", Words("hidden bytes", rest))] if rest else []
                break
            end = min(size, position + 8 + length)
            _walk(file, start=position + 12, end=end, where="AVI", found=found)
            position += 8 + length + length % 2
    return found


def _walk(file: BinaryIO, *, start: int, end: int, where: str, found: list[tuple[str, Words]], depth: int = 0) -> None:
    position = start
    for _chunk in range(MOST_CHUNKS):
        if position + 8 > end:
            return
        file.seek(position)
        name, length, kind = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
        stop = min(end, position + 8 + length)
        if name == b"LIST" and kind in WALKED and depth < DEEPEST:
            _walk(file, start=position + 12, end=stop, where=f"{where}.{_text(kind)}", found=found, depth=depth + 1)
        elif not ((name == b"LIST" and kind == b"movi") or name in TECHNICAL):
            file.seek(position + 8)
            data = file.read(min(MOST_BYTES, max(0, stop - position - 8)))
            # Muxers fill padding with what was in memory; what a camera says there can be read.
            if WRITTEN.search(data.replace(b"odmldmlh", b"")) if name == b"JUNK" else data.strip(b"\0"):
                found.append((where, Words(_text(name), data)))
        position += 8 + length + length % 2


def _text(name: bytes) -> str:
    return name.decode("latin-1") if all(32 <= byte < 127 for byte in name) else name.hex()
