"""Words inside the coded pictures: what encoders and cameras put between the pictures' own data.

Cameras write serial numbers, places and clocks there (H.264's and HEVC's "SEI" messages above all), and no tool that
edits tags sees them. Sources: ITU-T H.264 annex D, H.265 annex D, ISO/IEC 14496-2 6.2 (user_data), AV1 5.8, JPEG
(ITU-T T.81 B.2.4.5).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# SEI messages that say how pictures are to be decoded or shown, and nothing else; picture timing is not one of them,
# as it may hold the time of day. 3 is filler, 6 recovery point, 45 frame packing, 47 display orientation, 129 active
# parameter sets, 132 picture hash, 137 and 144 brightness of the master, 147 alternative transfer.
KEPT_MESSAGES = {0, 3, 6, 45, 47, 129, 132, 137, 144, 147}
MESSAGE_NAMES = {1: "picture timing", 4: "registered user data", 5: "user data", 136: "time code"}
KEPT_AV1_METADATA = {1, 2, 3}  # brightness, mastering display, scalability
AV1_METADATA, AV1_PADDING = 5, 15
# Decoders read these names to allow for the encoder's known faults, so that removing them would change the picture.
ENCODER_NAMES = re.compile(rb"(?:DivX|XviD|Lavc|FFmpe?g|ffmpeg)[\w.]{0,24}\0*")
START_CODE = re.compile(b"\x00\x00\x01")
JPEG_KEPT_APPLICATION = {0xE0, 0xEE}  # field order or density, and Adobe's colour transform
UUID_BYTES = 16


@dataclass(frozen=True)
class Words:
    """One thing found: `key` says what carries it, `data` is its bytes."""

    key: str
    data: bytes


Cleaned = tuple[bytes, list[Words]]
Cleaner = Callable[[bytes], Cleaned]


def cleaner(codec: str, extradata: bytes) -> Cleaner | None:
    """What takes the words out of one packet of `codec` (ffmpeg's name); None where nobody can vouch for it."""
    if codec in {"h264", "hevc"}:
        hevc = codec == "hevc"
        # avcC and hvcC begin with version 1 and hold the size of the lengths; else the packets have start codes.
        if extradata[:1] == b"\1" and len(extradata) > (22 if hevc else 6):
            width = (extradata[21 if hevc else 4] & 3) + 1
            return lambda data: _clean_lengths(data, width=width, hevc=hevc)
        return lambda data: _clean_start_codes(data, hevc=hevc)
    return CLEANERS.get(codec) or (_as_it_is if codec in PLAIN else None)


def clean_extradata(codec: str, extradata: bytes) -> Cleaned:
    """The same for the codec's header, which lies in the container."""
    if codec == "hevc" and extradata[:1] == b"\1" and len(extradata) > 22:
        return _clean_hvcc(extradata)
    if (
        codec in {"mpeg4", "mpeg2video", "mpeg1video", "av1"}
        or extradata[:3] == b"\0\0\1"
        or extradata[:4] == b"\0\0\0\1"
    ):
        clean = cleaner(codec, b"" if codec in {"h264", "hevc"} else extradata)
        if codec == "av1" and extradata[:1] == b"\x81":
            kept, found = _clean_av1(extradata[4:])
            return extradata[:4] + kept, found
        return clean(extradata) if clean else (extradata, [])
    if codec == "vorbis":
        return _clean_vorbis(extradata)
    return extradata, []


def _as_it_is(data: bytes) -> Cleaned:
    return data, []


def _clean_lengths(data: bytes, *, width: int, hevc: bool) -> Cleaned:
    kept: list[bytes] = []
    found: list[Words] = []
    position, changed = 0, False
    while position + width <= len(data):
        length = int.from_bytes(data[position : position + width], "big")
        unit = data[position + width : position + width + length]
        position += width + length
        if not _is_message_unit(unit, hevc=hevc):
            kept.append(len(unit).to_bytes(width, "big") + unit)
            continue
        changed = True
        left, words = _clean_messages(unit, hevc=hevc)
        found += words
        if left:
            kept.append(len(left).to_bytes(width, "big") + left)
    return (b"".join(kept), found) if changed else (data, [])


def _clean_start_codes(data: bytes, *, hevc: bool) -> Cleaned:
    starts = [match.start() for match in START_CODE.finditer(data)]
    if not starts:
        return data, []
    kept, found = [data[: starts[0]]], []
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        unit = data[start + 3 : end]
        if not _is_message_unit(unit, hevc=hevc):
            kept.append(data[start:end])
            continue
        # Zero bytes at the end belong to the next start code.
        ending = unit[len(unit.rstrip(b"\0")) :]
        left, words = _clean_messages(unit.rstrip(b"\0"), hevc=hevc)
        found += words
        kept.append(b"\0\0\1" + left + ending if left else ending)
    return b"".join(kept), found


def _is_message_unit(unit: bytes, *, hevc: bool) -> bool:
    if not unit:
        return False
    return (unit[0] >> 1) & 0x3F in {39, 40} if hevc else unit[0] & 0x1F == 6


def _clean_messages(unit: bytes, *, hevc: bool) -> Cleaned:
    """An SEI unit with only the messages that are kept; nothing where none is, or where it cannot be read."""
    head = 2 if hevc else 1
    payload = unit[head:].replace(b"\0\0\3", b"\0\0")
    kept, found = [], []
    for number, raw, body in _messages(payload):
        if number in KEPT_MESSAGES:
            kept.append(raw)
        else:
            found.append(Words(f"SEI {MESSAGE_NAMES.get(number, number)}", body))
    if not kept:
        return b"", found
    escaped = re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", b"".join(kept) + b"\x80")
    return unit[:head] + escaped, found


def _messages(payload: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, whole bytes and body of each message of an SEI payload; one that is cut off is not told."""
    position = 0
    while position + 2 < len(payload):
        start = position
        values = []
        for _part in range(2):
            value = 0
            while position < len(payload) and payload[position] == 0xFF:
                value += 255
                position += 1
            if position >= len(payload):
                return
            values.append(value + payload[position])
            position += 1
        number, length = values
        if position + length > len(payload):
            return
        yield number, payload[start : position + length], payload[position : position + length]
        position += length


def _clean_hvcc(extradata: bytes) -> Cleaned:
    """hvcC (ISO/IEC 14496-15, 8.3.3.1) without the message units that x265 and cameras keep there."""
    kept, found = [], []
    position, arrays = 23, 0
    for _array in range(extradata[22]):
        if position + 3 > len(extradata):
            break
        kind, count = extradata[position] & 0x3F, struct.unpack_from(">H", extradata, position + 1)[0]
        start, units = position, []
        position += 3
        for _unit in range(count):
            length = int.from_bytes(extradata[position : position + 2], "big")
            units.append(extradata[position + 2 : position + 2 + length])
            position += 2 + length
        if kind not in {39, 40}:
            kept.append(extradata[start:position])
            arrays += 1
            continue
        found += [words for unit in units for words in _clean_messages(unit, hevc=True)[1]]
    return extradata[:22] + bytes([arrays]) + b"".join(kept), found


def _clean_mpeg(data: bytes) -> Cleaned:
    """MPEG-1, 2 and 4: the sections of user data (start code B2)."""
    if b"\0\0\1\xb2" not in data:
        return data, []
    starts = [match.start() for match in START_CODE.finditer(data)]
    kept, found = [data[: starts[0]]], []
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        body = data[start + 4 : end]
        if data[start + 3 : start + 4] == b"\xb2" and not ENCODER_NAMES.fullmatch(body):
            found.append(Words("user data", body))
        else:
            kept.append(data[start:end])
    return b"".join(kept), found


def _clean_jpeg(data: bytes) -> Cleaned:
    """Motion JPEG: comments and the sections of applications, among them Exif, before the picture itself."""
    position = data.find(b"\xff\xd8")
    if position < 0:
        return data, []
    kept, found = [data[: position + 2]], []
    position += 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xDA:  # the picture's own data
            break
        if marker == 0xFF:
            position += 1
            continue
        length = struct.unpack_from(">H", data, position + 2)[0]
        section = data[position : position + 2 + length]
        if marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in JPEG_KEPT_APPLICATION):
            name = "comment" if marker == 0xFE else f"APP{marker - 0xE0}"
            found.append(Words(f"JPEG {name}", section[4:]))
        else:
            kept.append(section)
        position += 2 + length
    return (b"".join(kept) + data[position:], found) if found else (data, [])


def _clean_av1(data: bytes) -> Cleaned:
    kept, found, position = [], [], 0
    while position < len(data):
        start, head = position, data[position]
        position += 2 if head & 4 else 1
        length, shift = 0, 0
        if head & 2:  # a size in leb128
            while position < len(data) and shift < 56:
                byte = data[position]
                length |= (byte & 0x7F) << shift
                position, shift = position + 1, shift + 7
                if not byte & 0x80:
                    break
        else:
            length = len(data) - position
        body = data[position : position + length]
        position += length
        kind = head >> 3 & 15
        if kind == AV1_PADDING or (kind == AV1_METADATA and body[:1] not in {bytes([n]) for n in KEPT_AV1_METADATA}):
            found.append(Words("AV1 metadata" if kind == AV1_METADATA else "AV1 padding", body))
        else:
            kept.append(data[start:position])
    return (b"".join(kept), found) if found else (data, [])


def _clean_vorbis(extradata: bytes) -> Cleaned:
    """Vorbis' three headers in Xiph's lacing, the second of which holds the comments (Vorbis I, 5)."""
    if extradata[:1] != b"\2":
        return extradata, []
    sizes, position = [], 1
    for _packet in range(2):
        size = 0
        while position < len(extradata) and extradata[position] == 255:
            size, position = size + 255, position + 1
        size += extradata[position] if position < len(extradata) else 0
        sizes.append(size)
        position += 1
    first = extradata[position : position + sizes[0]]
    comments = extradata[position + sizes[0] : position + sum(sizes)]
    last = extradata[position + sum(sizes) :]
    empty = b"\3vorbis" + bytes(8) + b"\1"
    if comments == empty:
        return extradata, []
    lacing = b"\2" + bytes([255] * (len(first) // 255) + [len(first) % 255, len(empty)])
    return lacing + first + empty + last, [Words("Vorbis comments", comments)]


CLEANERS: dict[str, Cleaner] = {
    **dict.fromkeys(("mpeg4", "mpeg2video", "mpeg1video"), _clean_mpeg),
    "mjpeg": _clean_jpeg,
    "av1": _clean_av1,
}
# Codecs whose data hold nothing but picture or sound.
PLAIN = {
    *("vp8", "vp9", "msmpeg4v2", "msmpeg4v3", "h263", "wmv1", "wmv2", "prores", "rawvideo", "ffv1"),
    *("aac", "mp1", "mp2", "mp3", "mp3float", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "wmav1", "wmav2"),
    *("amrnb", "amrwb", "amr_nb", "amr_wb", "pcm_s16le", "pcm_s16be", "pcm_u8", "pcm_s8", "pcm_s24le", "pcm_s24be"),
    *("pcm_s32le", "pcm_f32le", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_ms", "adpcm_g726"),
}
