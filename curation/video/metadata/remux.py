"""Copies pictures and sound, and nothing else, into a new file. Runs inside the limited child only."""

from __future__ import annotations

import errno
import json
import time
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Discard, Stream

from curation.video.containers import file_name
from curation.video.errors import VideoError
from curation.video.inspection import open_media, picture_stream
from curation.video.metadata.userdata import Cleaner, clean_extradata, cleaner

# ffmpeg's muxer for each container that `probe` names and that holds the same streams after as before.
MUXERS = {
    **{"mp4": "mp4", "mov": "mov", "3gp": "3gp", "avi": "avi", "asf": "asf", "matroska": "matroska"},
    **{"webm": "webm", "mpegts": "mpegts"},
}
TELL_EVERY = 0.3  # seconds
# Not the file's fault; all else is a stream that the container's muxer does not take.
CODES = {
    **{errno.ENOMEM: "out_of_memory", errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EIO: "disk_full"},
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS), "ffmpeg_failed"),
}
Route = tuple[Stream, Cleaner]


def remux(path: Path, output: Path, *, kind: str, fast_start: bool) -> dict[str, Any]:
    """Write the pictures and sound of `path` to `output`; `kind` is the container's name as `probe` tells it.

    Answers with `packets`, the number copied, and `cleaned`, how many held words. VideoError `cannot_scrub` where a
    codec or container is not known well enough to vouch for.
    """
    if kind not in MUXERS:
        raise VideoError("cannot_scrub", reason=f"container {kind}")
    options = {"fflags": "+bitexact"}
    with open_media(path) as source:
        if kind in {"mp4", "mov", "3gp"}:
            base = picture_stream(source).time_base
            options |= {"movflags": "+faststart"} if fast_start else {}
            options |= {"video_track_timescale": str(base.denominator)} if base and base.numerator == 1 else {}
        try:
            with av.open(file_name(output), "w", format=MUXERS[kind], container_options=options) as copy:
                return _copy(source, copy)
        except (ValueError, av.error.FFmpegError) as error:
            code = CODES.get(getattr(error, "errno", 0), "cannot_scrub")
            raise VideoError(code, reason=f"container {kind}", detail=str(error)) from error


def _copy(source: InputContainer, copy: OutputContainer) -> dict[str, Any]:
    routes = _routes(source, copy)
    packets = cleaned = 0
    told, length = time.monotonic(), (source.duration or 0) / av.time_base
    for packet in source.demux(*(source.streams[index] for index in routes)):
        if packet.dts is None and packet.pts is None and not packet.size:
            continue  # the demuxer's mark of the end
        target, clean = routes[packet.stream_index]
        data, words = clean(bytes(packet))
        if words:
            cleaned += 1
            if not data:
                continue
            packet = _with(packet, data)
        packet.stream = target
        copy.mux_one(packet)
        packets += 1
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            seconds = float((packet.dts or 0) * (packet.time_base or 0))
            print(json.dumps({"progress": [min(1.0, seconds / length) if length else 0.0, seconds]}), flush=True)
    return {"packets": packets, "cleaned": cleaned}


def _routes(source: InputContainer, copy: OutputContainer) -> dict[int, Route]:
    """For each stream that is kept: where its packets go, and what cleans them."""
    routes: dict[int, Route] = {}
    for stream in (picture_stream(source), *source.streams.audio):
        context = stream.codec_context
        name = context.codec.canonical_name if context else "unknown"
        extradata = bytes(context.extradata or b"") if context else b""
        clean = cleaner(name, extradata)
        if clean is None:
            raise VideoError("cannot_scrub", reason=f"codec {name}")
        target = copy.add_stream_from_template(stream, opaque=True)
        left, words = clean_extradata(name, extradata)
        if words:
            target.codec_context.extradata = left
        if copy.format.name in {"mp4", "mov"} and context.codec_tag in {"hvc1", "hev1", "avc1", "avc3"}:
            target.codec_context.codec_tag = context.codec_tag
        if stream.language and stream.language != "und":
            target.metadata["language"] = stream.language
        target.disposition = stream.disposition
        routes[stream.index] = (target, clean)
    for stream in source.streams:
        if stream.index not in routes:
            stream.discard = Discard.all
    return routes


def _with(packet: Packet, data: bytes) -> Packet:
    """`packet` with other bytes."""
    changed = Packet(data)
    changed.time_base = packet.time_base
    changed.pts, changed.dts, changed.duration = packet.pts, packet.dts, packet.duration
    changed.is_keyframe = packet.is_keyframe
    for side in packet.iter_sidedata():
        changed.set_sidedata(side)
    return changed
