"""Decodes and encodes the pictures that cannot be copied, so that they fit to those that are. In the limited child."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from curation.video.cutting.nal import H264_SETS, split
from curation.video.cutting.plan import Unfit
from curation.video.cutting.source import Source
from curation.video.errors import VideoError

# x264's and x265's results depend on their number of threads: a fixed one gives the same bytes on every machine.
ENCODER_THREADS = 4
DECODER_THREADS = min(4, os.cpu_count() or 1)
ENCODERS = {"h264": "libx264", "hevc": "libx265"}
# A head is a few seconds at most and must not be seen: it may take more bits, and no more time than it must. At this
# quality it lies about 50 dB from the source, which has itself been compressed.
SHORT = {"preset": "ultrafast", "crf": "20"}
LONG = {"preset": "veryfast", "crf": "18"}
# No B pictures: what is encoded is decoded in the order in which it is shown. One key picture is enough for a head.
COMMON = "bframes=0:open-gop=0"
ENDLESS = {"h264": "keyint=infinite:scenecut=0:rc-lookahead=0", "hevc": "keyint=-1:scenecut=0:rc-lookahead=0"}
KEY_EVERY = 250
# The cheapest tool of each H.264 profile (its number in the sample description): with it the encoder declares that one.
PROFILE_TOOLS = {77: "weightp=1", 100: "8x8dct=1", 110: "8x8dct=1", 122: "8x8dct=1"}


@dataclass(frozen=True)
class Coded:
    """One encoded picture: its units, the stamp of the picture in the source's ticks, and whether it is a key."""

    units: tuple[bytes, ...]
    pts: int
    key: bool


class Decoder:
    """A decoder for one part: what it was given for another must not show."""

    def __init__(self, source: Source) -> None:
        context = av.CodecContext.create(source.codec, "r")
        assert isinstance(context, VideoCodecContext)  # noqa: S101 - both codecs are of pictures
        context.extradata = source.description.record
        context.thread_type = "AUTO"
        context.thread_count = DECODER_THREADS
        self._context = context

    def feed(self, packet: Packet) -> list[VideoFrame]:
        """The pictures that are ready after `packet`. Raises VideoError `unreadable`."""
        return self._decode(packet)

    def drain(self) -> list[VideoFrame]:
        """The pictures still held back."""
        return self._decode(None)

    def _decode(self, packet: Packet | None) -> list[VideoFrame]:
        try:
            return self._context.decode(packet)
        except av.error.MemoryError as error:
            raise VideoError("out_of_memory", detail=str(error)) from error
        except av.error.FFmpegError as error:
            raise VideoError("unreadable", detail=str(error)) from error


class Encoder:
    """An encoder for one part, set like the source."""

    def __init__(self, source: Source, *, set_number: int, long: bool) -> None:
        self._codec = source.codec
        self._context = _context(source, set_number=set_number, long=long)
        self.sets = tuple(
            unit
            for unit in split(self._context.extradata or b"")
            if source.codec == "h264" and unit[0] & 31 in H264_SETS
        )
        self._stamps: list[int] = []

    def encode(self, frame: VideoFrame) -> list[Coded]:
        """What is ready after `frame`."""
        # The decoder says how the picture was compressed, and the encoder would obey.
        frame.pict_type = PictureType.NONE
        return list(self._coded(self._context.encode(frame)))

    def finish(self) -> list[Coded]:
        """What was held back."""
        return list(self._coded(self._context.encode(None)))

    def _coded(self, packets: Sequence[Packet]) -> Iterator[Coded]:
        for packet in packets:
            units = split(memoryview(packet))
            if packet.is_keyframe and self.sets:
                units = [*self.sets, *(unit for unit in units if unit[0] & 31 not in H264_SETS)]
            assert packet.pts is not None  # noqa: S101 - every frame has a stamp
            yield Coded(tuple(units), packet.pts, packet.is_keyframe)


def _context(source: Source, *, set_number: int, long: bool) -> VideoCodecContext:
    like = source.video.codec_context
    encoder = ENCODERS[source.codec]
    context = av.CodecContext.create(encoder, "w")
    assert isinstance(context, VideoCodecContext)  # noqa: S101 - both encoders make pictures
    if like.pix_fmt is None or not _takes(context, like.pix_fmt):
        raise Unfit("pixel_format", detail=str(like.pix_fmt))
    context.width, context.height, context.pix_fmt = like.width, like.height, like.pix_fmt
    context.time_base = source.base
    context.framerate = source.video.average_rate or Fraction(25)
    context.sample_aspect_ratio = source.video.sample_aspect_ratio or like.sample_aspect_ratio or Fraction(0, 1)
    context.color_primaries, context.color_trc = like.color_primaries, like.color_trc
    context.colorspace, context.color_range = like.colorspace, like.color_range
    context.thread_count = ENCODER_THREADS
    if source.codec == "h264":
        context.flags |= Flags.global_header
    context.flags |= Flags.bitexact
    context.options = _options(source, set_number=set_number, long=long)
    try:
        context.open()
    except av.error.FFmpegError as error:
        raise Unfit("encoder", detail=str(error)) from error
    return context


def _takes(context: VideoCodecContext, pixels: str) -> bool:
    return any(one.name == pixels for one in context.codec.video_formats or ())


def _options(source: Source, *, set_number: int, long: bool) -> dict[str, str]:
    own = [COMMON, f"keyint={KEY_EVERY}" if long else ENDLESS[source.codec]]
    speed = LONG if long else SHORT
    if source.codec == "h264":
        tool = PROFILE_TOOLS.get(source.description.record[1])
        own += [f"sps-id={set_number}", *([tool] if tool else [])]
        return {**speed, "x264-params": ":".join(own)}
    own.append(f"log-level=none:info=0:repeat-headers=1:frame-threads=1:pools={ENCODER_THREADS}")
    return {**speed, "x265-params": ":".join(own)}
