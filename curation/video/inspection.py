"""Reads what a media file is. Runs inside the limited child only: it opens hostile files with PyAV."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from curation.video.containers import IsoBoxes, file_name, input_options, iso_boxes, short_name
from curation.video.errors import VideoError
from curation.video.looks.colour import colour
from curation.video.timing import Timing, nominal_rate, timing

MICROSECONDS = Fraction(1, 1_000_000)  # the unit of a container's own times (AV_TIME_BASE)
SCAN_BYTES = 4 * 1024**3  # larger files without an index are not read through just to count their pictures
PATIENCE = 400  # packets to try for a first picture
TAG_LENGTH = 2000
MOST_TAGS = 300
HEAD_BYTES = 4096


@dataclass(frozen=True)
class Packets:
    """What the index or a scan says of the picture packets: time stamps in stream units, and key pictures."""

    stamps: list[int]
    keys: int
    exact: bool


def open_media(path: Path) -> InputContainer:
    """Open `path` for reading; VideoError `empty_file`, `missing`, `truncated` or `not_a_video`."""
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file():
            raise VideoError("missing", detail="not a file")
        if path.stat().st_size == 0:
            raise VideoError("empty_file")
        path.open("rb").close()  # its own errors are plainer than the demuxer's
    except OSError as error:
        raise VideoError("missing", detail=str(error)) from error
    try:
        return av.open(file_name(path), options=input_options(), metadata_errors="replace")
    except av.error.MemoryError as error:
        raise VideoError("out_of_memory", detail=str(error)) from error
    except av.error.FFmpegError as error:
        boxes = iso_boxes(path)
        code = "truncated" if boxes is not None and boxes.truncated else "not_a_video"
        raise VideoError(code, detail=str(error)) from error


def picture_stream(container: InputContainer) -> VideoStream:
    """The stream of moving pictures, never a cover picture; VideoError `no_video_stream` or `unreadable`."""
    for stream in container.streams.video:
        if stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails):
            continue
        if stream.codec_context is None:
            raise VideoError("unreadable", detail="no decoder for this codec")
        return stream
    raise VideoError("no_video_stream")


def inspect(path: Path, *, footage: float, pixels: int) -> dict[str, Any]:
    """All facts about `path` as JSON-ready values, in the fields of `probe.Probe`.

    `footage` (seconds) and `pixels` bound what is accepted: VideoError `too_long` and `too_large`.
    """
    with open_media(path) as container:
        boxes = iso_boxes(path)
        stream = picture_stream(container)
        if stream.width * stream.height > pixels:
            raise VideoError("too_large", limit=f"{pixels / 1_000_000:g} MP")
        packets = _packets(container, stream, path=path, boxes=boxes)
        measured = timing(packets.stamps, time_base=Fraction(stream.time_base or 1))
        rate = nominal_rate(stream.average_rate or stream.guessed_rate, measured=measured)
        duration = _duration(container, stream, packets=packets, measured=measured, rate=rate)
        if duration > footage:
            raise VideoError("too_long", duration=round(float(duration)), limit=round(footage))
        first = first_picture(path)
        facts = _stream_facts(container, stream, first=first)
        facts["container"] = short_name(
            container.format.name, brand=container.metadata.get("major_brand", ""), head=_head(path)
        )
    return facts | {
        "frame_rate": f"{rate.numerator}/{rate.denominator}",
        "time_base": f"{stream.time_base.numerator}/{stream.time_base.denominator}" if stream.time_base else "1/1000",
        "variable_frame_rate": measured.variable if measured else False,
        "longest_gap": float(max(measured.longest, 1 / rate) if measured else 1 / rate),
        "frame_count": len(packets.stamps) if packets.exact else None,
        "key_frame_count": packets.keys,
        "duration": float(duration),
        "fast_start": boxes.fast_start if boxes else None,
        "size": path.stat().st_size,
    }


def first_picture(path: Path) -> VideoFrame:
    """Decode the first picture that can be; VideoError `unreadable` when there is none."""
    problem = "no picture"
    with open_media(path) as container:
        stream = picture_stream(container)
        stream.codec_context.thread_count = 1
        for number, packet in enumerate(container.demux(stream)):
            try:
                for frame in packet.decode():
                    return frame
            except av.error.MemoryError as error:
                raise VideoError("out_of_memory", detail=str(error)) from error
            except av.error.FFmpegError as error:
                problem = str(error)
            if number > PATIENCE:
                break
    raise VideoError("unreadable", detail=problem)


def _packets(container: InputContainer, stream: VideoStream, *, path: Path, boxes: IsoBoxes | None) -> Packets:
    size = path.stat().st_size
    if boxes is not None and boxes.truncated:
        raise VideoError("truncated")
    if boxes is not None and b"moof" not in boxes.names:
        entries = [entry for entry in stream.index_entries if not entry.is_discard]
        # The index is the whole truth about such a file, also about where its last bytes ought to lie.
        if any(entry.pos + entry.size > size for entry in entries):
            raise VideoError("truncated")
        if entries:
            return Packets([entry.timestamp for entry in entries], sum(e.is_keyframe for e in entries), exact=True)
    if size > SCAN_BYTES:
        entries = list(stream.index_entries)
        return Packets([entry.timestamp for entry in entries], sum(e.is_keyframe for e in entries), exact=False)
    return _scan(container, stream)


def _scan(container: InputContainer, stream: VideoStream) -> Packets:
    stamps: list[int] = []
    keys = 0
    try:
        for packet in container.demux(stream):
            stamp = packet.pts if packet.pts is not None else packet.dts
            if packet.size and stamp is not None:
                stamps.append(stamp)
                keys += packet.is_keyframe
    except av.error.MemoryError as error:
        raise VideoError("out_of_memory", detail=str(error)) from error
    except av.error.FFmpegError:
        # Damage in the middle: what lies before it can still be used, and the count says how much that is.
        return Packets(stamps, keys, exact=True)
    return Packets(stamps, keys, exact=True)


def _duration(
    container: InputContainer, stream: VideoStream, *, packets: Packets, measured: Timing | None, rate: Fraction
) -> Fraction:
    """Seconds from the container's start to the end of the last picture: the time line that players show."""
    base = Fraction(stream.time_base or 1)
    usual = measured.usual if measured else 1 / rate
    origin = (container.start_time or 0) * MICROSECONDS
    if stream.duration and stream.start_time is not None and not packets.exact:
        return (stream.start_time + stream.duration) * base - origin
    if stream.duration and container.format.name.startswith("mov,mp4"):
        return (stream.start_time or 0) * base + stream.duration * base - origin
    if packets.stamps:
        if container.start_time is None:
            origin = min(packets.stamps) * base
        return max(packets.stamps) * base + usual - origin
    if container.duration:
        return container.duration * MICROSECONDS
    raise VideoError("unreadable", detail="no packets")


def _stream_facts(container: InputContainer, stream: VideoStream, *, first: VideoFrame) -> dict[str, Any]:
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if not Fraction(1, 20) < aspect < 20:  # nonsense in the header; square is what everyone else then assumes
        aspect = Fraction(1)
    rotation = -first.rotation % 360
    shown = (round(first.width * aspect), first.height)
    if rotation in (90, 270):
        shown = shown[::-1]
    sound = next((audio for audio in container.streams.audio if audio.codec_context is not None), None)
    return {
        "video_codec": stream.codec_context.codec.canonical_name,
        "video_stream": stream.index,
        "pixel_format": first.format.name,
        "width": first.width,
        "height": first.height,
        "display_width": shown[0],
        "display_height": shown[1],
        "rotation": rotation,
        "audio_codec": sound.codec_context.codec.canonical_name if sound else None,
        "audio_stream": sound.index if sound else None,
        "audio_duration": float(sound.duration * (sound.time_base or 1)) if sound and sound.duration else None,
        "audio_channels": sound.codec_context.channels if sound else 0,
        "audio_rate": sound.codec_context.sample_rate or None if sound else None,
        "colour": _colour(stream),
        "interlaced": first.interlaced_frame,
        "tags": _tags(container),
    }


def _colour(stream: VideoStream) -> dict[str, str | None]:
    context = stream.codec_context
    return dataclasses.asdict(
        colour(
            primaries=int(context.color_primaries),
            transfer=int(context.color_trc),
            matrix=int(context.colorspace),
            range=int(context.color_range),
        )
    )


def _tags(container: InputContainer) -> dict[str, str]:
    found = dict(container.metadata)
    for stream in container.streams:
        found.update({f"{stream.type}:{stream.index}:{key}": value for key, value in stream.metadata.items()})
    kept = list(found.items())[:MOST_TAGS]
    return {key[:TAG_LENGTH]: value[:TAG_LENGTH].replace("\0", "") for key, value in kept}


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
