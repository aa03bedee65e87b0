"""Writes the packets of a cut into an MP4 or MOV, pictures and sound in time order. Runs inside the limited child."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from curation.video.containers import file_name
from curation.video.cutting.order import decoding_times
from curation.video.cutting.parameter_sets import extended
from curation.video.cutting.pictures import Made, PictureMaker, Take
from curation.video.cutting.sound import SoundMaker
from curation.video.cutting.source import Source


@dataclass
class Written:
    """What went into the file, in the order of the track, for the proof to compare.

    Of the pictures: stamps (ticks), checksums (CRC-32), whether each was copied. Bytes by origin. Of the sound: the
    stamps, in ticks of its own track.
    """

    stamps: list[int] = field(default_factory=list)
    checksums: list[int] = field(default_factory=list)
    copied: bytearray = field(default_factory=bytearray)
    bytes_copied: int = 0
    bytes_encoded: int = 0
    sound_stamps: list[int] = field(default_factory=list)


def write(
    output: Path,
    *,
    form: str,
    source: Source,
    takes: Sequence[Take],
    length: int,
    maker: PictureMaker,
    sound: SoundMaker,
) -> Iterator[Written]:
    """Write the cut to `output` (`form`: mp4 or mov), yielding what is written so far after each picture.

    `length`: ticks of the whole. Raises Unfit, VideoError, and OSError for a full disk.
    """
    ticks = str(source.base.denominator)
    # The edit list counts in units of the movie: with the track's own it is exact.
    options = {
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "video_track_timescale": ticks,
        "movie_timescale": ticks,
    }
    written = Written()
    with av.open(file_name(output), "w", format=form, container_options=options) as container:
        video = _video_stream(container, source=source, maker=maker)
        audio = sound.add_stream(container)
        container.start_encoding()
        pictures = _pictures(maker, takes, length=length, stream=video, base=source.base, written=written)
        for _seconds, is_picture, packet in heapq.merge(pictures, sound.packets(audio), key=lambda item: item[0]):
            if not is_picture:
                written.sound_stamps.append(packet.pts or 0)
            container.mux_one(packet)
            if is_picture:
                yield written
    yield written


def _video_stream(container: OutputContainer, *, source: Source, maker: PictureMaker) -> Stream:
    stream = container.add_stream_from_template(source.video, opaque=True)
    if source.codec == "hevc":
        # hvc1 promises that all parameter sets stand in the sample description; here they come with the pictures.
        stream.codec_context.codec_tag = "hev1"
    else:
        stream.codec_context.codec_tag = "avc1"
        if maker.sets:
            stream.codec_context.extradata = extended(source.description, sets=maker.sets)
    return stream


def _pictures(
    maker: PictureMaker, takes: Sequence[Take], *, length: int, stream: Stream, base: Fraction, written: Written
) -> Iterator[tuple[Fraction, bool, Packet]]:
    stamps = [stamp for take in takes for stamp in take.stamps]
    shown = sorted(stamps)
    durations = {stamp: after - stamp for stamp, after in zip(shown, [*shown[1:], length], strict=True)}
    times = decoding_times(stamps, step=max(1, length // len(stamps)))
    for made, stamp, time in zip(maker.packets(), stamps, times, strict=True):
        assert made.pts == stamp  # noqa: S101 - the encoder has no B pictures, so it keeps the order
        packet = made.packet if made.data is None else Packet(made.data)
        assert packet is not None  # noqa: S101 - one of the two is always there
        _note(made, packet, written=written)
        packet.stream = stream
        packet.time_base = base
        packet.pts, packet.dts, packet.duration = stamp, time, durations[stamp]
        packet.is_keyframe = made.key
        yield time * base, True, packet


def _note(made: Made, packet: Packet, *, written: Written) -> None:
    written.stamps.append(made.pts)
    written.checksums.append(zlib.crc32(memoryview(packet)))
    written.copied.append(made.copied)
    if made.copied:
        written.bytes_copied += packet.size
    else:
        written.bytes_encoded += packet.size
