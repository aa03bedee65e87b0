"""Looks for many words in a large file at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy

from curation.video.errors import VideoError
from curation.video.running.supervision import Cancelled

PIECE_BYTES = 16 * 1024 * 1024
FILTERED = (0, 2, 4)  # the pairs of bytes of a needle that are looked at before the whole


def first_found(path: Path, needles: Sequence[bytes], *, cancelled: Cancelled | None = None) -> bytes | None:
    """One of `needles` (each of at least six bytes) that lies somewhere in `path`, None where there is none.

    The time does not grow with the number of needles: three tables of byte pairs leave next to nothing to compare.
    Raises VideoError `cancelled`, ValueError for shorter needles, OSError.
    """
    if not needles:
        return None
    if min(map(len, needles)) < 6:
        raise ValueError("needle too short")
    tables = [numpy.zeros(65536, bool) for _place in FILTERED]
    for table, place in zip(tables, FILTERED, strict=True):
        table[[int.from_bytes(needle[place : place + 2], "little") for needle in needles]] = True
    starts: dict[bytes, list[bytes]] = {}
    for needle in needles:
        starts.setdefault(needle[:6], []).append(needle)
    overlap = max(map(len, needles)) - 1
    kept = b""
    with path.open("rb") as file:
        while chunk := file.read(PIECE_BYTES):
            if cancelled is not None and cancelled():
                raise VideoError("cancelled")
            piece = kept + chunk
            for place in _candidates(piece, tables):
                for needle in starts.get(piece[place : place + 6], []):
                    if piece.startswith(needle, place):
                        return needle
            kept = piece[-overlap:]
    return None


def _candidates(piece: bytes, tables: Sequence[numpy.ndarray]) -> list[int]:
    """Places where the first six bytes may be those of a needle."""
    if len(piece) < 6:
        return []
    single = numpy.frombuffer(piece, numpy.uint8)
    pairs = single[:-1] | single[1:].astype(numpy.uint16) << 8
    hits = numpy.flatnonzero(tables[0][pairs[:-4]])
    for table, place in zip(tables[1:], FILTERED[1:], strict=True):
        hits = hits[table[pairs[hits + place]]]
    return hits.tolist()
