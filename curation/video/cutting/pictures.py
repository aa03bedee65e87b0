"""Makes the picture packets of a cut, copied and encoded, in decoding order. Runs inside the limited child."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from av.packet import Packet
from av.video.frame import VideoFrame

from curation.video.cutting.coding import Coded, Decoder, Encoder
from curation.video.cutting.nal import H264_SETS, HEVC_SETS, Entry, after_cut, light_units, packed, units
from curation.video.cutting.parameter_sets import free_identifier, identifiers
from curation.video.cutting.plan import Plan, Recoding, Unfit
from curation.video.cutting.source import Source, Stretch

THUMBNAIL = (32, 18)  # pixels: enough to tell pictures apart, and the same whatever the noise
AHEAD = 4  # decoded pictures that may wait for the encoder, which works beside the decoder


@dataclass(frozen=True)
class Take:
    """One range: its stretch of the source, what is done with it, and `offset`, its first stamp in the result."""

    stretch: Stretch
    plan: Plan
    offset: int

    @property
    def shift(self) -> int:
        """Ticks to add to a stamp of the source."""
        return self.offset - self.stretch.first

    @property
    def stamps(self) -> list[int]:
        """The stamps of the result's pictures, in decoding order."""
        head, tail = (list(part.stamps) if part else [] for part in (self.plan.head, self.plan.tail))
        copied = [self.stretch.samples[index].pts for index in self.plan.copy]
        return [stamp + self.shift for stamp in [*head, *copied, *tail]]


@dataclass(frozen=True, slots=True)
class Made:
    """One packet for the result: `data` or the source's own `packet`, its stamp in the result, key or not, copied."""

    data: bytes | None
    packet: Packet | None
    pts: int
    key: bool
    copied: bool


@dataclass
class Looks:
    """What pictures of the source look like that lie at a boundary: thumbnail by stamp in the result."""

    encoded: dict[int, bytes] = field(default_factory=dict)
    copied: dict[int, bytes] = field(default_factory=dict)


class PictureMaker:
    """Makes all picture packets of a cut. `looks` fills up on the way."""

    def __init__(self, source: Source, takes: Sequence[Take], *, long: bool) -> None:
        self._source = source
        self._takes = takes
        self._long = long
        sets = [*source.description.sets, *(one for take in takes for one in take.stretch.sets)]
        self._number = free_identifier(identifiers(sets)) if source.codec == "h264" else 0
        # Opened before it is needed, for the sets that the file's description must name.
        self._opened = self._new_encoder() if any(take.plan.encoded for take in takes) else None
        self.sets = self._opened.sets if self._opened else ()
        self.looks = Looks()

    def _encoder(self) -> Encoder:
        encoder, self._opened = self._opened or self._new_encoder(), None
        return encoder

    def _new_encoder(self) -> Encoder:
        return Encoder(self._source, set_number=self._number, long=self._long)

    def packets(self) -> Iterator[Made]:
        """All packets. Raises Unfit and VideoError."""
        for take in self._takes:
            yield from self._take(take)

    def _take(self, take: Take) -> Iterator[Made]:
        plan = take.plan
        head, tail = (self._recoder(part, take=take) for part in (plan.head, plan.tail))
        copy = set(plan.copy)
        last = max([*(part.feed[-1] for part in (plan.head, plan.tail) if part), *plan.copy[-1:]])
        # A key picture may come before pictures of the head that refer to it: it waits until those are made.
        waiting: list[Made] = []
        for index, packet in enumerate(self._source.packets(take.stretch)):
            if head:
                yield from head.give(packet, index=index)
            # Now, not when it is asked for: by then the packet has the times of the result.
            ended = list(tail.give(packet, index=index)) if tail else []
            if index in copy:
                waiting.append(self._copied(packet, take=take, index=index))
            if head is None or head.done:
                yield from waiting
                waiting = []
            yield from ended
            if index == last:
                return

    def _recoder(self, part: Recoding | None, *, take: Take) -> _Recoder | None:
        if part is None:
            return None
        decoder, encoder = Decoder(self._source), self._encoder()
        return _Recoder(part, decoder, encoder, source=self._source, shift=take.shift, looks=self.looks)

    def _copied(self, packet: Packet, *, take: Take, index: int) -> Made:
        sample = take.stretch.samples[index]
        first = index == take.plan.copy[0]
        stamp = sample.pts + take.shift
        if first:
            decoder = Decoder(self._source)
            for frame in [*decoder.feed(packet), *decoder.drain()]:
                self.looks.copied[stamp] = thumbnail(frame)
        data = self._repeated_sets(packet, first=first) if sample.entry is Entry.CUT else None
        return Made(data, packet, stamp, key=packet.is_keyframe, copied=True)

    def _repeated_sets(self, packet: Packet, *, first: bool) -> bytes | None:
        """An HEVC key picture behind its own parameter sets; None where the packet may stay as it is.

        x265 gives its sets the numbers that the source's have, so that each says again which are meant.
        """
        if self._source.codec == "h264":
            return None
        size = self._source.description.length_size
        data = after_cut(memoryview(packet), length_size=size) if first else bytes(packet)
        own = any(unit[0] >> 1 & 63 in HEVC_SETS for unit in units(data, length_size=size))
        return data if own else packed(list(self._source.description.sets), length_size=size) + data


class _Recoder:
    """Decodes what a `Recoding` asks for out of the packets that pass by, and encodes it."""

    def __init__(
        self, part: Recoding, decoder: Decoder, encoder: Encoder, *, source: Source, shift: int, looks: Looks
    ) -> None:
        self._part = part
        self._feed = frozenset(part.feed)
        self._missing = set(part.stamps)
        self._decoder = decoder
        self._encoder = encoder
        self._shift = shift
        self._codec = source.codec
        self._length_size = source.description.length_size
        self._looks = looks
        self._light: tuple[bytes, ...] = ()
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._begun: deque[Future[list[Coded]]] = deque()
        self.done = False

    def give(self, packet: Packet, *, index: int) -> Iterator[Made]:
        """What is ready once the sample `index` has passed by."""
        if index not in self._feed:
            return
        if index == self._part.feed[0]:
            self._light = light_units(memoryview(packet), codec=self._codec, length_size=self._length_size)
        yield from self._encoded(self._decoder.feed(packet))
        if index == self._part.feed[-1]:
            yield from self._encoded(self._decoder.drain())
            if self._missing:
                raise Unfit("decoding", detail=f"{len(self._missing)} pictures did not decode")
            self._begun.append(self._beside.submit(self._encoder.finish))
            yield from self._ready(left=0)
            self._beside.shutdown()
            self.done = True

    def _encoded(self, frames: Sequence[VideoFrame]) -> Iterator[Made]:
        kept = []
        for frame in frames:
            if frame.pts not in self._missing:
                continue
            self._missing.discard(frame.pts)
            if frame.interlaced_frame:
                raise Unfit("interlaced")
            if frame.is_corrupt:
                raise Unfit("decoding", detail=f"the picture at {frame.pts} is damaged")
            if frame.pts in (self._part.stamps[0], self._part.stamps[-1]):
                self._looks.encoded[frame.pts + self._shift] = thumbnail(frame)
            kept.append(frame)
        self._begun += [self._beside.submit(self._encoder.encode, frame) for frame in kept]
        yield from self._ready(left=AHEAD)

    def _ready(self, *, left: int) -> Iterator[Made]:
        """What the encoder has made, leaving it at most `left` pictures to do."""
        while len(self._begun) > left:
            for coded in self._begun.popleft().result():
                yield self._made(coded)

    def _made(self, coded: Coded) -> Made:
        units = _with_light(coded.units, self._light, codec=self._codec) if coded.key else coded.units
        data = packed(list(units), length_size=self._length_size)
        return Made(data, None, coded.pts + self._shift, key=coded.key, copied=False)


def _with_light(units: Sequence[bytes], light: Sequence[bytes], *, codec: str) -> list[bytes]:
    """A key picture's units with `light` where it belongs: behind the parameter sets, before the picture."""
    kinds = [unit[0] & 31 if codec == "h264" else unit[0] >> 1 & 63 for unit in units]
    sets = H264_SETS if codec == "h264" else HEVC_SETS
    place = max((number + 1 for number, kind in enumerate(kinds) if kind in sets), default=0)
    return [*units[:place], *light, *units[place:]]


def thumbnail(frame: VideoFrame) -> bytes:
    """The brightness of `frame` on a raster of `THUMBNAIL` pixels, one byte each."""
    width, height = THUMBNAIL
    small = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
    plane = small.planes[0]
    rows = bytes(plane)
    return b"".join(rows[row * plane.line_size : row * plane.line_size + width] for row in range(height))


def thumbnail_distance(one: bytes, other: bytes) -> float:
    """The mean difference of two thumbnails as a share of the range from black to white."""
    return sum(abs(mine - theirs) for mine, theirs in zip(one, other, strict=True)) / len(one) / 255
