"""Gathers what a file tells. Runs inside the limited child only: it opens hostile files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.stream import Disposition, Stream

from curation.video.errors import VideoError
from curation.video.inspection import open_media, picture_stream
from curation.video.metadata.boxes import TooManyBoxes, box_words
from curation.video.metadata.riff import riff_words
from curation.video.metadata.userdata import UUID_BYTES, Words, clean_extradata, cleaner

# What muxers write for all files alike, or what says how to play them.
TECHNICAL_TAGS = {
    *("major_brand", "minor_version", "compatible_brands", "language", "vendor_id", "duration", "rotate", "bps"),
    *("number_of_frames", "number_of_bytes", "variant_bitrate", "alpha_mode", "stereo_mode", "is_vbr"),
    *("devicemodelconformance", "wmfsdkversion", "wmfsdkneeded", "isvbr", "aspectratiox", "aspectratioy"),
}
TECHNICAL_VALUES = re.compile(r"Lavf[\d.]*|Lavc[\w. ]*|(?:Video|Sound|Data)Handle[r]?|und|Service01|FFmpeg|")
MUXER_WORDS = {"encoder", "handler_name", "service_name", "service_provider", "encoded_by"}
# What the copy's own muxer writes, which is no word of the original's.
MUXER_NAMES = re.compile(rb"(?:Video|Sound|Data)Handler|(?:vids|auds)[\w ]{4}|odmldmlh|\w{4}(?:avcC|hvcC|esds)")
# The names of free encoders and muxers, which tell nothing of who used them.
ENCODER_WORDS = re.compile(r"(?:data )?(?:x264 - core|x265 \(build|Lav[fc]\d)")
PACKETS = 400  # how many packets of pictures are read for words between them
MOST_TELLS, TELL_LENGTH, MOST_CHARACTERS = 500, 2000, 300_000
READABLE = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
# A needle is searched for in the cleaned copy: long enough, and varied enough, not to be found by chance.
NEEDLE_BYTES, NEEDLE_LONGEST, NEEDLE_VARIETY, MOST_NEEDLES = 8, 48, 5, 1000
Found = tuple[str, Words]


def find_tells(path: Path) -> dict[str, Any]:
    """`tells`: where, key, value of each; `streams`: what each is.

    `needles`: bytes, in hexadecimal, that a copy without the tells cannot hold.
    """
    found: list[Found] = []
    with open_media(path) as container:
        streams = [_stream(stream) for stream in container.streams][:MOST_TELLS]
        found += _tag_words(container)
        found += _stream_words(container)
        found += _picture_words(container)
    try:
        found += [*box_words(path), *riff_words(path)]
    except TooManyBoxes as error:
        raise VideoError("unreadable", detail="more boxes than can be looked at") from error
    tells: list[dict[str, str]] = []
    seen: set[tuple[str, str, str]] = set()
    length = 0
    for where, words in found:
        # SEI's user data and the boxes of XMP begin with sixteen bytes that say whose they are.
        value = readable(words.data[UUID_BYTES:] if words.key in {"SEI user data", "uuid"} else words.data)
        if ENCODER_WORDS.match(value):
            continue
        if (where, words.key, value) not in seen and len(tells) < MOST_TELLS and length < MOST_CHARACTERS:
            seen.add((where, words.key, value))
            length += len(value)
            tells.append({"where": where, "key": words.key, "value": value})
    needles = {needle for _where, words in found for needle in _needles(words.data)}
    return {"tells": tells, "streams": streams, "needles": sorted(needle.hex() for needle in needles)[:MOST_NEEDLES]}


def _stream(stream: Stream) -> dict[str, Any]:
    context = stream.codec_context
    duration = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None
    return {
        "index": stream.index,
        "type": stream.type,
        "codec": context.name if context else None,
        "profile": getattr(stream, "profile", None),
        "language": stream.language if stream.language != "und" else None,
        "time_base": f"{stream.time_base.numerator}/{stream.time_base.denominator}" if stream.time_base else None,
        "start": float(stream.start_time * stream.time_base) if stream.start_time and stream.time_base else 0.0,
        "duration": duration,
        "bit_rate": getattr(context, "bit_rate", None) or None,
        "default": bool(stream.disposition & Disposition.default),
    }


def _tag_words(container: InputContainer) -> list[Found]:
    found = _telling("container", container.metadata)
    for stream in container.streams:
        found += _telling(f"{stream.type} {stream.index}", stream.metadata)
    for chapter in container.chapters():
        metadata = chapter["metadata"] or {"chapter": f"{chapter['start']}"}
        found += [(f"chapter {chapter['id']}", Words(key, value.encode())) for key, value in metadata.items()]
    return found


def _telling(where: str, tags: dict[str, str]) -> list[Found]:
    return [
        (where, Words(key, value.encode()))
        for key, value in tags.items()
        if not (
            key.lower() in TECHNICAL_TAGS
            or key.startswith("_STATISTICS")
            or (key.lower() in MUXER_WORDS and TECHNICAL_VALUES.fullmatch(value.strip("\0")))
        )
    ]


def _stream_words(container: InputContainer) -> list[Found]:
    """Streams besides pictures and sound: telemetry, time codes, subtitles, attached files and covers."""
    found: list[Found] = []
    for stream in container.streams:
        cover = stream.type == "video" and bool(
            stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails)
        )
        if stream.type in {"video", "audio"} and not cover:
            continue
        context = stream.codec_context
        name = "cover picture" if cover else f"{stream.type} stream"
        found.append((f"stream {stream.index}", Words(name, (context.name if context else "").encode())))
    return found


def _picture_words(container: InputContainer) -> list[Found]:
    """Words between the first pictures' data, and the first bytes of each other stream's."""
    try:
        pictures = picture_stream(container)
    except VideoError:
        return []
    codec = pictures.codec_context.codec.canonical_name
    extradata = bytes(pictures.codec_context.extradata or b"")
    clean = cleaner(codec, extradata)
    found = [("pictures", words) for words in clean_extradata(codec, extradata)[1]]
    met: dict[int, int] = {}
    try:
        for packet in container.demux():
            index = packet.stream_index
            met[index] = met.get(index, 0) + 1
            if index == pictures.index:
                if clean is not None:
                    found += [("pictures", words) for words in clean(bytes(packet))[1]]
                if met[index] >= PACKETS:
                    break
            elif met[index] == 1 and packet.stream.type not in {"video", "audio"} and packet.size:
                found.append((f"stream {index}", Words("first words", bytes(packet)[:TELL_LENGTH])))
    except av.error.FFmpegError:
        return found  # damage: what lies before it was read
    return found


def readable(data: bytes) -> str:
    """The text in `data`, as far as it is one."""
    try:
        text = data.strip(b"\0").decode()
    except UnicodeDecodeError:
        text = ""
    if not text or sum(not char.isprintable() and not char.isspace() for char in text) > len(text) // 8:
        text = " ".join(part.decode("utf-8", "ignore") for part in READABLE.findall(data))
    return "".join(char for char in text if char.isprintable() or char.isspace())[:TELL_LENGTH]


def _needles(data: bytes) -> Iterator[bytes]:
    for run in re.findall(rb"[\x20-\x7e\x80-\xff]{8,}", data)[:20]:
        needle = run[:NEEDLE_LONGEST]
        usual = MUXER_NAMES.fullmatch(needle)
        if len(needle) >= NEEDLE_BYTES and len(set(needle)) >= NEEDLE_VARIETY and not usual:
            yield needle
            text = needle.decode("utf-8", "ignore")
            if text.isascii():
                yield text.encode("utf-16-le")
