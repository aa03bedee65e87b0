"""Makes the sound of a cut: one continuous pass for each range, copied where one range is all. In the limited child."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.stream import Stream

from curation.video.cutting.source import Source
from curation.video.errors import VideoError

# Codecs that may be copied into MP4 or MOV, with the packets before the cut that their decoders need to start well.
# The player is told by an edit list not to let those be heard.
LEADING_PACKETS = {"aac": 1, "mp3": 2, "ac3": 1, "eac3": 1, "alac": 0}
MOV_ONLY = {"pcm_s16le": 0, "pcm_s16be": 0, "pcm_s24le": 0, "pcm_s24be": 0, "pcm_s32le": 0, "pcm_u8": 0}
FADE = 0.008  # seconds at both ends of a range: a wave that begins or ends in mid-swing would click
ENCODED_RATE = 160_000  # bits per second
HELD = 120  # seconds of sound that are kept in memory: some megabytes
SEARCH = Fraction(1)  # seconds to start reading before what is wanted


@dataclass(frozen=True)
class Heard:
    """A range of sound: `start` and `end` on the file's clock, `at` in the result; seconds."""

    start: Fraction
    end: Fraction
    at: Fraction


class SoundMaker:
    """Makes the sound packets of a cut; `method` is none, copied or encoded."""

    def __init__(self, source: Source, ranges: Sequence[Heard], *, form: str) -> None:
        self._source = source
        self._ranges = ranges
        self._container: InputContainer | None = None
        self.lead = 0.0  # seconds of sound before the first picture, which an edit list hides
        self.rest = 0.0  # seconds of sound after the last picture; less than a packet
        self.method = "none"
        self._held: list[Packet] = []
        if source.audio is not None:
            codec = source.audio.codec_context.codec.canonical_name
            known = LEADING_PACKETS | (MOV_ONLY if form == "mov" else {})
            self._leading = known.get(codec, 0)
            self.method = "copied" if len(ranges) == 1 and codec in known else "encoded"

    def add_stream(self, container: OutputContainer) -> Stream | None:
        """Declare the sound in `container`; None when there is none."""
        if self.method == "none":
            return None
        assert self._source.audio is not None  # noqa: S101 - there is a method
        if self.method == "copied":
            if self._ranges[0].end - self._ranges[0].start <= HELD:
                self._held = self._held_packets()
            return container.add_stream_from_template(self._source.audio, opaque=True)
        mine = self._audio()
        stream = container.add_stream("aac", rate=mine.codec_context.sample_rate)
        stream.codec_context.layout = mine.codec_context.layout
        stream.codec_context.bit_rate = ENCODED_RATE
        stream.codec_context.options = {"flags": "+bitexact"}
        return stream

    def _held_packets(self) -> list[Packet]:
        """All of a short sound, read before the pictures: a second demuxer would take as long as many seconds of it."""
        assert self._source.audio is not None  # noqa: S101 - only asked with sound
        self._container = self._source.container
        self._source.read_only(self._source.audio)
        try:
            return list(self._copied())
        finally:
            self._container = None
            self._source.read_only(self._source.video)

    def _audio(self) -> AudioStream:
        assert self._source.audio is not None  # noqa: S101 - only asked with sound
        if self._container is None:
            self._container = self._source.sound()
        return self._container.streams.audio[
            [stream.index for stream in self._container.streams.audio].index(self._source.audio.index)
        ]

    def packets(self, stream: Stream | None) -> Iterator[tuple[Fraction, bool, Packet]]:
        """All packets, each with its time in seconds and False for "not a picture"."""
        if stream is None:
            return
        made = self._held or (self._copied() if self.method == "copied" else self._encoded(stream))
        for packet in made:
            packet.stream = stream
            yield (packet.pts or 0) * Fraction(packet.time_base or 1), False, packet

    def close(self) -> None:
        """Close the file."""
        if self._container is not None:
            self._container.close()

    def _read(self, start: Fraction) -> Iterator[Packet]:
        audio = self._audio()
        base = Fraction(audio.time_base or 1)
        assert self._container is not None  # noqa: S101 - `_audio` has asked
        try:
            self._container.seek(math.floor((start - SEARCH) / base), stream=audio, backward=True)
            for packet in self._container.demux(audio):
                if packet.size and packet.pts is not None:
                    yield packet
        except av.error.MemoryError as error:
            raise VideoError("out_of_memory", detail=str(error)) from error
        except av.error.FFmpegError as error:
            raise VideoError("unreadable", detail=str(error)) from error

    def _copied(self) -> Iterator[Packet]:
        heard = self._ranges[0]
        before: list[Packet] = []
        base = Fraction(self._audio().time_base or 1)
        start, length = round(heard.start / base), math.ceil((heard.end - heard.start) / base)
        for packet in self._read(heard.start):
            packet.pts = packet.dts = (packet.pts or 0) - start
            packet.time_base = base
            if packet.pts + (packet.duration or 0) <= 0:
                before = [*before, packet][-self._leading :] if self._leading else []
                continue
            if packet.pts >= length:
                break
            for ready in (*before, packet):
                self.lead = max(self.lead, float(-(ready.pts or 0) * base))
                self.rest = max(0.0, float(((ready.pts or 0) + (ready.duration or 0) - length) * base))
                yield ready
            before = []

    def _encoded(self, stream: Stream) -> Iterator[Packet]:
        context = stream.codec_context
        assert isinstance(context, AudioCodecContext)  # noqa: S101 - AAC was asked for
        rate = context.sample_rate
        sent = 0
        for heard in self._ranges:
            samples = round((heard.at + heard.end - heard.start) * rate) - round(heard.at * rate)
            for frame in self._trimmed(heard, samples=samples, context=context):
                frame.pts, frame.time_base = sent, Fraction(1, rate)
                sent += frame.samples
                yield from self._coded(context, frame)
        yield from self._coded(context, None)

    @staticmethod
    def _coded(context: AudioCodecContext, frame: AudioFrame | None) -> Iterator[Packet]:
        for packet in context.encode(frame):
            packet.time_base = context.time_base or Fraction(1, context.sample_rate)
            yield packet

    def _trimmed(self, heard: Heard, *, samples: int, context: AudioCodecContext) -> Iterator[AudioFrame]:
        """Exactly `samples` from `heard.start`, silence where the file has none, faded at both ends."""
        rate, layout = context.sample_rate, context.layout.name
        resampler = AudioResampler(format="fltp", layout=layout, rate=rate)
        graph = _graph(samples=samples, rate=rate, layout=layout)
        for frame in self._sounds(heard, resampler=resampler, rate=rate):
            graph.push(frame)
        graph.push(None)
        while True:
            try:
                made = graph.pull()
            except (av.error.EOFError, av.error.BlockingIOError):
                return
            assert isinstance(made, AudioFrame)  # noqa: S101 - the graph ends in an audio sink
            yield made

    def _sounds(self, heard: Heard, *, resampler: AudioResampler, rate: int) -> Iterator[AudioFrame]:
        """Decoded sound around the range, its stamps in samples from the range's start."""
        decoder = self._audio().codec_context
        decoder.flush_buffers()
        for packet in self._read(heard.start):
            base = Fraction(packet.time_base or 1)
            if (packet.pts or 0) * base >= heard.end:
                break
            for frame in decoder.decode(packet):
                begin = round(((frame.pts or 0) * Fraction(frame.time_base or 1) - heard.start) * rate)
                for plain in resampler.resample(frame):
                    plain.pts, plain.time_base = begin, Fraction(1, rate)
                    begin += plain.samples
                    yield plain


def _graph(*, samples: int, rate: int, layout: str) -> Graph:
    graph = Graph()
    length = samples / rate
    fade = min(FADE, length / 4)
    steps = [
        graph.add_abuffer(sample_rate=rate, format="fltp", layout=layout, time_base=Fraction(1, rate)),
        graph.add("aresample", f"async=1:first_pts=0:out_sample_rate={rate}"),
        graph.add("apad", f"whole_len={samples}"),
        graph.add("atrim", f"start_sample=0:end_sample={samples}"),
        graph.add("afade", f"t=in:st=0:d={fade:.6f}"),
        graph.add("afade", f"t=out:st={length - fade:.6f}:d={fade:.6f}"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*steps).configure()
    return graph
