"""Every box of an MP4 or MOV file that is not there to play it.

Sources: ISO/IEC 14496-12 (boxes), 14496-14 and -15 (sample entries), Apple's QuickTime File Format (udta, meta).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from curation.video.containers import iso_boxes
from curation.video.metadata.userdata import Words

CONTAINERS = {
    b"moov",
    b"trak",
    b"mdia",
    b"minf",
    b"stbl",
    b"dinf",
    b"edts",
    b"mvex",
    b"moof",
    b"traf",
    b"mfra",
    b"gmhd",
}
TELLING_CONTAINERS = {b"udta", b"meta", b"ilst"}
TECHNICAL = {
    *(b"ftyp", b"styp", b"mdat", b"wide", b"sidx", b"ssix", b"pdin", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"elng"),
    *(b"vmhd", b"smhd", b"nmhd", b"gmin", b"dref", b"elst", b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsz"),
    *(b"stz2", b"stsc", b"stco", b"co64", b"stps", b"sgpd", b"sbgp", b"sdtp", b"subs", b"saiz", b"saio", b"mehd"),
    *(b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun", b"tfra", b"mfro", b"tref", b"tapt", b"clef", b"prof", b"enof"),
    *(b"iods", b"load", b"padb", b"stdp", b"stsh", b"trgr"),
}
# In a description of samples: how they are coded, their shape and colour.
SAMPLE_TECHNICAL = {
    *(b"avcC", b"hvcC", b"av1C", b"vpcC", b"esds", b"pasp", b"colr", b"clap", b"btrt", b"fiel", b"gama", b"mdcv"),
    *(b"clli", b"mdcv", b"SmDm", b"CoLL", b"wave", b"chan", b"chnl", b"dOps", b"dac3", b"dec3", b"dfLa", b"alac"),
    *(b"d263", b"damr", b"dvcC", b"dvvC", b"st3d", b"sv3d", b"amve", b"cclv", b"strf", b"glbl", b"jpgC", b"srat"),
}
# Telemetry, places, time codes and words, each under the name its maker gave it.
TELLING_SAMPLES = {
    b"gpmd",
    b"camm",
    b"mebx",
    b"rtmd",
    b"tmcd",
    b"text",
    b"tx3g",
    b"mett",
    b"metx",
    b"priv",
    b"fdsc",
    b"dbgi",
}
EMPTY = {b"free", b"skip"}
HANDLERS = {
    b"",
    b"VideoHandler",
    b"SoundHandler",
    b"DataHandler",
    b"Core Media Video",
    b"Core Media Audio",
    b"Apple Alias Data Handler",
    b"GPAC ISO Video Handler",
    b"GPAC ISO Audio Handler",
    b"VideoHandle",
    b"SoundHandle",
    b"ISO Media file produced by Google Inc.",
}
PLAYED = {b"vide", b"soun"}
MOST_BOXES, DEEPEST = 100_000, 12
MOST_BYTES = 64 * 1024
MOST_EMPTY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Box:
    """path: names from the outermost, with dots. start, end: bytes of its content in the file."""

    path: str
    name: bytes
    start: int
    end: int


class TooManyBoxes(Exception):
    """The file has more boxes than can be looked at, so that nothing can be said of it."""


def box_words(path: Path) -> list[tuple[str, Words]]:
    """Where and what each telling box of `path` is; raises TooManyBoxes, OSError. Empty for other containers."""
    found: list[tuple[str, Words]] = []
    if iso_boxes(path) is None:
        return found
    with path.open("rb") as file:
        size = file.seek(0, 2)
        for box in _walk(file, start=0, end=size, path="", depth=0, left=[MOST_BOXES]):
            found += [(box.path, words) for words in _words(file, box)]
    return found


def _walk(file: BinaryIO, *, start: int, end: int, path: str, depth: int, left: list[int]) -> Iterator[Box]:
    position = start
    while position + 8 <= end:
        file.seek(position)
        length, name, large = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        head = 8
        if length == 1:
            length, head = large, 16
        elif length == 0 and name in TECHNICAL | EMPTY | CONTAINERS:  # reaches to the end; else it is padding
            length = end - position
        if length < head or position + length > end:
            break
        left[0] -= 1
        if left[0] < 0:
            raise TooManyBoxes
        box = Box(f"{path}{_text(name)}", name, position + head, position + length)
        if name in CONTAINERS and depth < DEEPEST:
            yield from _walk(file, start=box.start, end=box.end, path=f"{box.path}.", depth=depth + 1, left=left)
        elif name in TELLING_CONTAINERS and depth < DEEPEST:
            # QuickTime's `meta` begins with its first box, ISO's with four bytes of version before that.
            file.seek(box.start)
            first = file.read(8)
            skip = 4 if name == b"meta" and first[4:8] != b"hdlr" else 0
            inner = list(
                _walk(file, start=box.start + skip, end=box.end, path=f"{box.path}.", depth=depth + 1, left=left)
            )
            yield from inner or [box]
        else:
            yield box
        position += length
    if path == "" and position < end:
        yield Box("after the last box", b"\0", position, end)


def _words(file: BinaryIO, box: Box) -> list[Words]:
    inside = "udta" in box.path or "meta" in box.path
    file.seek(box.start)
    if box.name == b"\0" or box.name in EMPTY:
        return _unless_empty(file, box)
    if box.name == b"hdlr":
        return [] if inside else _handler(file.read(min(box.end - box.start, MOST_BYTES)))
    if box.name in {b"mvhd", b"tkhd", b"mdhd"}:
        return _times(file.read(32))
    if box.name == b"stsd":
        return _sample_words(file.read(min(box.end - box.start, MOST_BYTES)))
    if box.name in TECHNICAL and not inside:
        return []
    data = file.read(min(box.end - box.start, MOST_BYTES))
    return [Words(_text(box.name), data)] if data.strip(b"\0") else []


def _unless_empty(file: BinaryIO, box: Box) -> list[Words]:
    position = box.start
    while position < min(box.end, box.start + MOST_EMPTY):
        data = file.read(min(MOST_BYTES * 16, box.end - position))
        if data.strip(b"\0"):
            return [Words("hidden bytes", data.strip(b"\0")[:MOST_BYTES])]
        position += max(1, len(data))
    return []


def _handler(data: bytes) -> list[Words]:
    """The kind of a track, where it is neither pictures nor sound, and its name, where no muxer gives it to all."""
    kind, name = data[8:12], data[24:].strip(b"\0")
    if name[:1] and name[0] == len(name) - 1:  # QuickTime writes the length first
        name = name[1:]
    found = [] if name in HANDLERS else [Words("handler name", name)]
    if data[4:8] == b"dhlr":  # tells where data lie, not what they are
        return found
    return found if kind in PLAYED else [*found, Words("track of kind", kind)]


def _times(data: bytes) -> list[Words]:
    """The creation and modification time, in seconds since 1904."""
    if len(data) < 20:
        return []
    created, modified = struct.unpack_from(">QQ" if data[0] == 1 else ">II", data, 4)
    return [Words("creation time", str(max(created, modified)).encode())] if created or modified else []


def _sample_words(data: bytes) -> list[Words]:
    """The compressor's name, and boxes in a sample entry that say nothing of how to decode."""
    found: list[Words] = []
    position = 8
    for _entry in range(min(16, int.from_bytes(data[4:8], "big"))):
        length = int.from_bytes(data[position : position + 4], "big")
        entry = data[position : position + length]
        if length < 16:
            break
        if entry[4:8] in TELLING_SAMPLES:
            found.append(Words("samples of kind", entry[4:8]))
        # Pictures have a width and a height here; in a description of sound the second is the rate's fraction.
        if len(entry) >= 86 and entry[32:34] != b"\0\0" and entry[34:36] != b"\0\0":
            name = entry[51 : 51 + min(31, entry[50])].strip(b"\0")
            if len(name) > 3 and not name.startswith(b"Lavc"):
                found.append(Words("compressor name", name))
            found += _entry_boxes(entry)
        position += length
    return found


def _entry_boxes(entry: bytes) -> list[Words]:
    found: list[Words] = []
    position = 86
    while position + 8 <= len(entry):
        length, name = struct.unpack_from(">I4s", entry, position)
        if length < 8:
            break
        if name not in SAMPLE_TECHNICAL and name not in EMPTY:
            found.append(Words(f"sample entry {_text(name)}", entry[position + 8 : position + length]))
        position += length
    return found


def _text(name: bytes) -> str:
    return name.decode("latin-1") if all(byte >= 32 for byte in name) else name.hex()
