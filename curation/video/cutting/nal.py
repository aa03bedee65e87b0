"""Reads the NAL units of H.264 and HEVC access units as MP4 stores them, each behind its length.

Sources: ITU-T H.264 7.3.1 and table 7-1, D.1.8 (recovery point); ITU-T H.265 7.3.1.2 and table 7-1; ISO/IEC 14496-15
4.3.3 (lengths of one, two or four bytes).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

Bytes = bytes | memoryview
START_CODE = b"\0\0\1"
H264_SETS = {7: "sps", 8: "pps"}
HEVC_SETS = {32: "vps", 33: "sps", 34: "pps"}
HEVC_PREFIX_SEI = 39
HEVC_CRA = 21
HEVC_BLA_WITHOUT_LEADING = 18
RECOVERY_POINT = 6  # SEI payload type
# SEI payloads that say how the light of the whole video is meant: mastering display, light levels, transfer.
LIGHT = {137, 144, 147}


class Entry(enum.IntEnum):
    """Where decoding may begin: nowhere, here (for this picture and those shown after it), or here after a cut."""

    NONE = 0
    DECODE = 1
    CUT = 2


class Unreadable(ValueError):
    """Bytes that are not NAL units behind lengths."""


@dataclass(frozen=True, slots=True)
class Access:
    """What one access unit is.

    leading: shown before the key picture that it follows. needed: a later picture of its own layer may refer to it.
    layer: temporal layer (HEVC). foreign: holds a second layer, as Dolby Vision has. sets: the parameter sets in it.
    """

    entry: Entry
    leading: bool
    needed: bool
    layer: int = 0
    foreign: bool = False
    sets: tuple[bytes, ...] = ()


def units(data: Bytes, *, length_size: int) -> Iterator[memoryview]:
    """The units of an access unit without their lengths. Raises Unreadable where a length leads past the end."""
    view = memoryview(data).cast("B")
    position, size = 0, len(view)
    while position < size:
        start = position + length_size
        length = int.from_bytes(view[position:start], "big")
        position = start + length
        if position > size:
            raise Unreadable("a unit reaches past the end of its packet")
        if length:
            yield view[start:position]


def packed(parts: Iterator[Bytes] | list[Bytes], *, length_size: int) -> bytes:
    """Units as one access unit. Raises Unreadable for a unit too long for its length field."""
    out = bytearray()
    for part in parts:
        if len(part) >= 256**length_size:
            raise Unreadable("a unit is too long for the source's length field")
        out += len(part).to_bytes(length_size, "big")
        out += part
    return bytes(out)


def split(stream: Bytes) -> list[bytes]:
    """The units of a byte stream with start codes (Annex B), as encoders write it."""
    data = bytes(stream)
    found = []
    position = data.find(START_CODE)
    while position >= 0:
        start = position + len(START_CODE)
        position = data.find(START_CODE, start)
        # A unit never ends in zero: those belong to the next start code or to padding.
        found.append(data[start : position if position >= 0 else len(data)].rstrip(b"\0"))
    return [unit for unit in found if unit]


def h264_access(data: Bytes, *, length_size: int) -> Access:
    """What an H.264 access unit is. An IDR picture is a clean cut; an I picture with a recovery point is not."""
    recovers = False
    sets = []
    for unit in units(data, length_size=length_size):
        kind = unit[0] & 31
        if kind in H264_SETS:
            sets.append(bytes(unit))
        elif kind == 6:
            recovers = recovers or _recovers_at_once(unit)
        elif kind in (1, 2, 5):
            entry = Entry.CUT if kind == 5 else Entry.DECODE if recovers else Entry.NONE
            return Access(entry, leading=False, needed=bool(unit[0] >> 5 & 3), sets=tuple(sets))
    raise Unreadable("an access unit without a picture")


def hevc_access(data: Bytes, *, length_size: int) -> Access:
    """What an HEVC access unit is. IDR, BLA and CRA pictures are clean cuts without their leading pictures."""
    found: Access | None = None
    foreign = False
    sets = []
    for unit in units(data, length_size=length_size):
        if len(unit) < 2:
            raise Unreadable("a unit without a header")
        kind, layer = unit[0] >> 1 & 63, (unit[1] & 7) - 1
        foreign = foreign or kind in (62, 63) or bool((unit[0] & 1) << 5 | unit[1] >> 3)
        if kind in HEVC_SETS:
            sets.append(bytes(unit))
        elif found is None and kind < 32:
            found = Access(
                Entry.CUT if 16 <= kind <= HEVC_CRA else Entry.NONE,
                leading=6 <= kind <= 9,
                needed=kind >= 16 or bool(kind & 1),
                layer=layer,
            )
    if found is None:
        raise Unreadable("an access unit without a picture")
    return Access(found.entry, found.leading, found.needed, found.layer, foreign, tuple(sets))


def after_cut(data: Bytes, *, length_size: int) -> bytes:
    """An HEVC key picture as the first after a cut: a CRA becomes a BLA picture, the same in all but its type.

    With its leading pictures gone nothing refers to what came before, which BLA says and CRA does not (H.265, 3.15).
    """
    changed: list[Bytes] = []
    for unit in units(data, length_size=length_size):
        if unit[0] >> 1 & 63 == HEVC_CRA:
            changed.append(bytes([unit[0] & 0x81 | HEVC_BLA_WITHOUT_LEADING << 1]) + bytes(unit[1:]))
        else:
            changed.append(unit)
    return packed(changed, length_size=length_size)


def _recovers_at_once(sei: memoryview) -> bool:
    """True when a recovery point says that the pictures are right from this one on: `recovery_frame_cnt` is 0."""
    position = 1
    while position + 2 < len(sei):
        kind, position = _sei_number(sei, position)
        size, position = _sei_number(sei, position)
        if kind == RECOVERY_POINT and position < len(sei):
            return bool(sei[position] & 0x80)  # ue(v) 0 is a single set bit
        position += size
    return False


def light_units(data: Bytes, *, codec: str, length_size: int) -> tuple[bytes, ...]:
    """The SEI units of an access unit that hold nothing but `LIGHT`. Raises Unreadable."""
    found = []
    for unit in units(data, length_size=length_size):
        header = 1 if codec == "h264" else 2
        is_sei = unit[0] & 31 == 6 if codec == "h264" else unit[0] >> 1 & 63 == HEVC_PREFIX_SEI
        if is_sei and set(_payloads(unit, header=header)) <= LIGHT:
            found.append(bytes(unit))
    return tuple(found)


def _payloads(sei: memoryview, *, header: int) -> Iterator[int]:
    position = header
    while position + 2 < len(sei):  # what follows the last payload is a stop bit
        kind, position = _sei_number(sei, position)
        size, position = _sei_number(sei, position)
        position += size
        yield kind


def _sei_number(sei: memoryview, position: int) -> tuple[int, int]:
    value = 0
    while position < len(sei):
        step = sei[position]
        position += 1
        value += step
        if step != 255:
            break
    return value, position
