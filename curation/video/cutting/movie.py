"""Reads how long the picture track of an MP4 lasts for a player: what the packets of a variable rate do not tell.

Source: ISO/IEC 14496-12, 8.2.2 (mvhd), 8.3.2 (tkhd: the sum of the edit list's durations) and 8.4.3 (hdlr).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

LARGEST_INDEX = 256 * 1024 * 1024  # bytes


def picture_length(path: Path) -> Fraction | None:
    """Seconds that the first picture track is shown; None when the file does not say so in the usual place."""
    movie = _index(path)
    if movie is None:
        return None
    header = next((body for name, body in _boxes(movie) if name == b"mvhd"), b"")
    scale = _number(header, at=12 if header[:1] == b"\0" else 20, size=4)
    for name, track in _boxes(movie):
        if name == b"trak" and scale:
            length = _track_length(track)
            if length is not None:
                return Fraction(length, scale)
    return None


def _track_length(track: bytes) -> int | None:
    """The duration in a track's header, in units of the movie; None for anything but pictures."""
    parts = dict(_boxes(track))
    handler = dict(_boxes(parts.get(b"mdia", b""))).get(b"hdlr", b"")
    if handler[8:12] != b"vide":
        return None
    header = parts.get(b"tkhd", b"")
    short = header[:1] == b"\0"
    return _number(header, at=20 if short else 28, size=4 if short else 8)


def _index(path: Path) -> bytes | None:
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, name = _number(head, at=0, size=4), head[4:]
            rest = size - 8
            if size == 1:
                rest = _number(file.read(8), at=0, size=8) - 16
            if name == b"moov" and rest <= LARGEST_INDEX:
                return file.read(rest)
            if rest < 0:
                return None
            file.seek(rest, 1)
    return None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position + 8 <= len(data):
        size = _number(data, at=position, size=4)
        if size < 8:
            return
        yield data[position + 4 : position + 8], data[position + 8 : position + size]
        position += size


def _number(data: bytes, *, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
