"""Writes an XMP packet into a finished MP4: a box of its own at the end, so that nothing else moves.

Source: XMP specification part 3, "MPEG-4 and QuickTime": a top-level `uuid` box.
"""

from __future__ import annotations

from pathlib import Path

XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_HEAD = 8 + len(XMP)


def append_packet(path: Path, packet: bytes) -> None:
    """Add `packet` (UTF-8 XML) to the MP4 at `path`, whose last box must say its own length, as ours do."""
    size = _HEAD + len(packet)
    if size >= 2**32:
        raise ValueError("an XMP packet of 4 GiB")
    with path.open("ab") as file:
        file.write(size.to_bytes(4, "big") + b"uuid" + XMP + packet)
