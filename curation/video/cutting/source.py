"""Opens the file that is cut and lists the pictures around a range. Runs inside the limited child only."""

from __future__ import annotations

import bisect
import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Stream

from curation.video.containers import iso_boxes
from curation.video.cutting.nal import Access, Entry, Unreadable, h264_access, hevc_access
from curation.video.cutting.parameter_sets import Description, describe
from curation.video.cutting.plan import Sample, Unfit
from curation.video.errors import VideoError
from curation.video.inspection import open_media, picture_stream

MICROSECONDS = Fraction(1, 1_000_000)  # the unit of a container's own times (AV_TIME_BASE)
SLACK = Fraction(1, 500)  # seconds: a time on a picture's stamp means that picture, whatever way it was rounded
HALF_PICTURE = Fraction(1, 20)  # seconds that an out-point may lie past the end: half of a slow picture
READERS = {"h264": h264_access, "hevc": hevc_access}
PROGRESSIVE = (0, 1)  # AVFieldOrder: unknown, progressive


@dataclass(frozen=True)
class Stretch:
    """The pictures around one range, in decoding order, from where decoding may begin.

    place: decoding time of the first sample, in ticks of the track. first: stamp of the first picture wanted. end:
    stamp at which the last picture wanted stops being shown. sets: H.264 parameter sets found between the pictures.
    """

    samples: tuple[Sample, ...]
    place: int
    first: int
    end: int
    sets: tuple[bytes, ...]


class Source:
    """One H.264 or HEVC track of an MP4 or MOV file, and its first sound. Raises Unfit for any other file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.container = open_media(path)
        self.video = picture_stream(self.container)
        self.codec: str = self.video.codec_context.codec.canonical_name
        self.audio: AudioStream | None = next(
            (stream for stream in self.container.streams.audio if stream.codec_context is not None), None
        )
        self.base = Fraction(self.video.time_base or 1)
        self.origin = (self.container.start_time or 0) * MICROSECONDS
        self.description = self._described()
        self.read_only(self.video)

    def _described(self) -> Description:
        if not self.container.format.name.startswith("mov,mp4"):
            raise Unfit("container", detail=self.container.format.name)
        if self.codec not in READERS:
            raise Unfit("codec", detail=self.codec)
        if self.video.codec_context.field_order not in PROGRESSIVE:
            raise Unfit("interlaced")
        try:
            return describe(self.video.codec_context.extradata or b"", codec=self.codec)
        except Unreadable as error:
            raise Unfit("parameter_sets", detail=str(error)) from error

    def read_only(self, wanted: Stream) -> None:
        """Have `container` give packets of one track, and pass over the bytes of all others."""
        for stream in self.container.streams:
            stream.discard = Discard.default if stream.index == wanted.index else Discard.all

    @property
    def duration(self) -> Fraction:
        """Seconds from the start of the time line to the end of the last picture. Raises Unfit when it is not told."""
        if not self.video.duration:
            raise Unfit("index", detail="the file does not say how long it is")
        return ((self.video.start_time or 0) + self.video.duration) * self.base - self.origin

    def sound(self) -> InputContainer:
        """The file opened once more for its sound, so that both tracks can be read at their own pace."""
        container = open_media(self.path)
        for stream in container.streams:
            if self.audio is None or stream.index != self.audio.index:
                stream.discard = Discard.all
        return container

    def stretch(self, start: Fraction, end: Fraction) -> Stretch:
        """The pictures from the one shown at `start` up to and without the one shown at `end`; seconds.

        At least one picture is wanted. Raises Unfit, VideoError `bad_range`, and `unreadable` for damage.
        """
        if not 0 <= start < end <= self.duration + HALF_PICTURE or start >= self.duration:
            raise VideoError(
                "bad_range",
                start=f"{float(start):.3f}",
                end=f"{float(end):.3f}",
                duration=f"{float(self.duration):.3f}",
            )
        begin, stop = self._tick(start), self._tick(end)
        place = begin
        while True:
            found = self._read_stretch(place, begin=begin, stop=stop)
            if isinstance(found, Stretch):
                return found
            if found >= place:
                break
            place = found
        # Nothing lies before: the in-point comes before the first picture.
        found = self._read_stretch(place, begin=max(begin, self.video.start_time or 0), stop=stop)
        if not isinstance(found, Stretch):
            raise Unfit("no_entry")
        return found

    def _tick(self, seconds: Fraction) -> int:
        return math.floor((seconds + self.origin + SLACK) / self.base)

    def _read_stretch(self, place: int, *, begin: int, stop: int) -> Stretch | int:
        """The stretch from the last entry at or before `begin`, read from the key picture at or before `place`.

        Where that picture is no such entry, a time before it. Raises Unfit.
        """
        samples: list[Sample] = []
        layers: list[int] = []
        sets: dict[bytes, None] = {}
        first_place = 0
        for packet in self._packets(place):
            access = self._access(packet)
            if packet.pts is None or packet.dts is None:
                raise Unfit("time_stamps", detail="a picture without a time")
            sets.update(dict.fromkeys(access.sets))
            if access.entry is not Entry.NONE and packet.pts <= begin:
                samples, layers, first_place = [], [], packet.dts
            elif not samples:
                return int(packet.dts) - 1
            samples.append(
                Sample(
                    *(packet.pts, packet.duration or 0, access.entry),
                    *(access.leading, access.needed, packet.is_discard),
                )
            )
            layers.append(access.layer)
            if packet.dts > stop:
                break
        else:
            self._check_whole()
        if not samples:
            raise Unfit("no_entry", detail="no pictures")
        highest = max(layers)
        if highest:
            # What is not referred to within its own layer may still be by a higher one.
            samples = [
                dataclasses.replace(sample, needed=sample.needed or layer < highest)
                for sample, layer in zip(samples, layers, strict=True)
            ]
        return self._bounded(samples, place=first_place, begin=begin, stop=stop, sets=tuple(sets))

    def _check_whole(self) -> None:
        """Raise VideoError `truncated` when the end of the range is missing because the end of the file is."""
        size = self.path.stat().st_size
        boxes = iso_boxes(self.path)
        if boxes is None or boxes.truncated or any(entry.pos + entry.size > size for entry in self.video.index_entries):
            raise VideoError("truncated")

    def _bounded(self, samples: list[Sample], *, place: int, begin: int, stop: int, sets: tuple[bytes, ...]) -> Stretch:
        shown = sorted((sample.pts, sample.duration) for sample in samples if not sample.hidden)
        if not shown:
            raise Unfit("time_stamps", detail="no picture is shown")
        stamps = [stamp for stamp, _duration in shown]
        first = max(0, bisect.bisect_right(stamps, begin) - 1)
        last_end = stamps[-1] + max(1, shown[-1][1])
        after = len(stamps) if stop >= last_end else bisect.bisect_right(stamps, stop) - 1
        after = max(after, first + 1)
        end = stamps[after] if after < len(stamps) else last_end
        return Stretch(tuple(samples), place, stamps[first], end, sets)

    def packets(self, stretch: Stretch) -> Iterator[Packet]:
        """The packets of `stretch.samples`, read again. Raises Unfit when they are not the same."""
        count = 0
        for packet in self._packets(stretch.place):
            if count == 0 and packet.dts != stretch.place:
                continue
            if packet.pts != stretch.samples[count].pts:
                break
            count += 1
            yield packet
            if count == len(stretch.samples):
                return
        raise Unfit("time_stamps", detail="the file reads differently the second time")

    def _packets(self, place: int) -> Iterator[Packet]:
        """Packets in decoding order, from the last key picture that is decoded at `place`, or from one before."""
        try:
            self.container.seek(place, stream=self.video, backward=True, any_frame=False)
            for packet in self.container.demux(self.video):
                if packet.size:
                    yield packet
        except av.error.MemoryError as error:
            raise VideoError("out_of_memory", detail=str(error)) from error
        except av.error.FFmpegError as error:
            raise VideoError("unreadable", detail=str(error)) from error

    def _access(self, packet: Packet) -> Access:
        if packet.has_sidedata("new_extradata"):
            raise Unfit("parameter_sets", detail="the sample description changes")
        try:
            access = READERS[self.codec](memoryview(packet), length_size=self.description.length_size)
        except Unreadable as error:
            raise Unfit("access_units", detail=str(error)) from error
        if access.foreign:
            raise Unfit("dolby_vision")
        return access

    def close(self) -> None:
        """Close the file."""
        self.container.close()
