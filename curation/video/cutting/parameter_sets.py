"""Reads and extends what a decoder must know before the first picture: the sets in an MP4's sample description.

Sources: ISO/IEC 14496-15 5.3.3.1 (avcC) and 8.3.3.1 (hvcC); ITU-T H.264 7.3.2.1.1 and 7.3.2.2 (identifiers).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curation.video.cutting.nal import H264_SETS, HEVC_SETS, Bytes, Unreadable

LARGEST_ID = 31  # of a sequence parameter set; a picture's may go to 255
ESCAPED, PLAIN = b"\0\0\3", b"\0\0"


@dataclass(frozen=True)
class Description:
    """A sample description's codec record: the sets in it, the bytes of each length, and the record itself."""

    codec: str
    sets: tuple[bytes, ...]
    length_size: int
    record: bytes


def describe(record: bytes, *, codec: str) -> Description:
    """The description in `record`; `codec` is h264 or hevc. Raises Unreadable for anything else."""
    try:
        if record[0] != 1:
            raise Unreadable("not a codec record of version 1")
        if codec == "h264":
            sets, _rest = _h264_sets(record)
            return Description(codec, tuple(sets), (record[4] & 3) + 1, record)
        return Description(codec, tuple(_hevc_sets(record)), (record[21] & 3) + 1, record)
    except IndexError as error:
        raise Unreadable("a codec record that stops short") from error


def _h264_sets(record: bytes) -> tuple[list[bytes], int]:
    """All sets, and where the sequence sets begin to be followed by the picture sets."""
    found: list[bytes] = []
    position = 5
    middle = 0
    for mask in (31, 255):
        count = record[position] & mask
        position += 1
        for _ in range(count):
            one, position = _counted(record, position)
            found.append(one)
        middle = middle or position
    return found, middle


def _hevc_sets(record: bytes) -> list[bytes]:
    found: list[bytes] = []
    position = 23
    for _ in range(record[22]):
        kind, count = record[position] & 63, int.from_bytes(record[position + 1 : position + 3], "big")
        position += 3
        for _ in range(count):
            one, position = _counted(record, position)
            if kind in HEVC_SETS:
                found.append(one)
    return found


def _counted(record: bytes, position: int) -> tuple[bytes, int]:
    start = position + 2
    end = start + int.from_bytes(record[position:start], "big")
    if end > len(record) or start == end:
        raise IndexError
    return record[start:end], end


def extended(description: Description, *, sets: Iterable[bytes]) -> bytes:
    """The H.264 record with `sets` added, whose identifiers must be free. Raises Unreadable when there is no room."""
    record = description.record
    _found, middle = _h264_sets(record)
    sequence = [one for one in sets if one[0] & 31 == 7]
    pictures = [one for one in sets if one[0] & 31 == 8]
    if (record[5] & 31) + len(sequence) > 31 or record[middle] + len(pictures) > 255:
        raise Unreadable("no room for another parameter set")
    out = bytearray(record[:middle])
    out[5] += len(sequence)
    out += _with_lengths(sequence)
    out.append(record[middle] + len(pictures))
    # New picture sets go before the source's: after those come fields that only some profiles have.
    return bytes(out) + _with_lengths(pictures) + record[middle + 1 :]


def _with_lengths(sets: Sequence[bytes]) -> bytes:
    return b"".join(len(one).to_bytes(2, "big") + one for one in sets)


def identifiers(sets: Iterable[Bytes]) -> set[int]:
    """The identifiers that H.264 sets take, sequence and picture sets together."""
    found = set()
    for one in sets:
        kind = H264_SETS.get(one[0] & 31)
        if kind:
            # A sequence set says profile, constraints and level before its number.
            plain = bytes(one[:40]).replace(ESCAPED, PLAIN)[4 if kind == "sps" else 1 :]
            found.add(_first_number(plain))
    return found


def free_identifier(taken: set[int]) -> int:
    """A number for new sets that no set has yet. Raises Unreadable when all are taken."""
    for number in range(LARGEST_ID, -1, -1):
        if number not in taken:
            return number
    raise Unreadable("no free identifier for a parameter set")


def _first_number(data: bytes) -> int:
    """The ue(v) at the start of `data` (H.264, 9.1)."""
    bits = int.from_bytes(data[:8].ljust(8, b"\0"), "big")
    zeros = 64 - bits.bit_length()
    if zeros > 15:
        raise Unreadable("a parameter set with an impossible number")
    return (bits >> (63 - 2 * zeros)) - 1
