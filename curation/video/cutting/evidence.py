"""Reads a finished cut back and checks it against what was to be made. Runs inside the limited child.

Everything that was encoded is decoded again, together with the first pictures copied after it. Copied pictures are
compared byte by byte with the source's: whoever could decode the source can decode them, so only `whole` decodes them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from curation.video.containers import file_name, input_options
from curation.video.cutting.coding import DECODER_THREADS
from curation.video.cutting.movie import picture_length
from curation.video.cutting.muxing import Written
from curation.video.cutting.pictures import Looks, thumbnail, thumbnail_distance

SEAM = 4  # packets decoded after what was encoded: the key picture and the first that refer to it
# Mean difference of brightness. A copied picture is the same; an encoded one differs by the encoder's rounding.
SAME, ALIKE = 0.0, 0.02
MISSING = 1.0
SOUND_TOLERANCE = 0.001  # seconds


@dataclass
class Found:
    """What reading the result told: `checks` by name, and the figures behind them (see `proof.CutProof`)."""

    checks: dict[str, bool] = field(default_factory=dict)
    frames: int = 0
    decoded: int = 0
    boundaries: list[tuple[float, float]] = field(default_factory=list)
    sound_offset: float | None = None
    sound_end: float | None = None


def examine(
    path: Path, *, written: Written, looks: Looks, length: int, base: Fraction, whole: bool, tick: Callable[[], None]
) -> Found:
    """Compare the file at `path` with what was `written`; stamps and `length` in units of `base` seconds.

    `tick` is called after each picture. A file that cannot be read fails the check `decodes`.
    """
    found = Found()
    try:
        with av.open(file_name(path), options=input_options()) as container:
            wanted = {*looks.encoded, *looks.copied}
            reader = _Reader(container, written=written, base=base, whole=whole, wanted_looks=wanted)
            for _ in reader.read():
                tick()
        _judge_pictures(
            found, reader, written=written, looks=looks, length=length, base=base, shown_for=picture_length(path)
        )
        with av.open(file_name(path), options=input_options()) as container:
            _judge_sound(found, container, written=written, length=float(length * base))
    except av.error.FFmpegError:
        found.checks["decodes"] = False
    return found


class _Reader:
    """Reads all picture packets of a result, decoding where that proves something."""

    def __init__(
        self,
        container: InputContainer,
        *,
        written: Written,
        base: Fraction,
        whole: bool,
        wanted_looks: Container[int | Fraction],
    ) -> None:
        self._container = container
        self._written = written
        self._whole = whole
        self._wanted_looks = wanted_looks
        self._video = container.streams.video[0]
        self._scale = Fraction(self._video.time_base or 1) / base
        self._context: VideoCodecContext = self._video.codec_context
        self._context.thread_type = "AUTO"
        self._context.thread_count = DECODER_THREADS
        self._context.options = {"err_detect": "explode"}
        self.stamps: list[Fraction] = []
        self.times: list[Fraction] = []
        self.checksums: list[int] = []
        self.fed = 0
        self.shown: list[Fraction] = []
        self.looks: dict[Fraction, bytes] = {}
        self.damaged = False

    def read(self) -> Iterator[None]:
        """Read to the end, yielding after each packet."""
        for stream in self._container.streams:
            if stream.index != self._video.index:
                stream.discard = Discard.all
        feeding, seam = False, 0
        for packet in self._container.demux(self._video):
            if not packet.size or packet.is_discard:
                continue
            place = len(self.stamps)
            self._note(packet)
            was_copied = place == 0 or self._is_copied(place - 1)
            seam = SEAM if not self._is_copied(place) else SEAM if packet.is_keyframe and not was_copied else seam - 1
            if place == 0:
                seam = SEAM
            wanted = self._whole or seam > 0
            if feeding and not self._whole and (not wanted or (was_copied and not self._is_copied(place))):
                self._drain()
            if wanted:
                self._keep(self._context.decode(packet))
                self.fed += 1
            feeding = wanted
            yield
        self._drain()

    def _is_copied(self, place: int) -> bool:
        return place < len(self._written.copied) and bool(self._written.copied[place])

    def _note(self, packet: Packet) -> None:
        stamp, time = (packet.pts or 0) * self._scale, (packet.dts or 0) * self._scale
        self.stamps.append(stamp)
        self.times.append(time)
        self.checksums.append(zlib.crc32(memoryview(packet)))

    def _drain(self) -> None:
        self._keep(self._context.decode(None))
        self._context.flush_buffers()

    def _keep(self, frames: Sequence[VideoFrame]) -> None:
        for frame in frames:
            stamp = (frame.pts or 0) * self._scale
            self.shown.append(stamp)
            self.damaged = self.damaged or frame.is_corrupt
            if stamp in self._wanted_looks:
                self.looks[stamp] = thumbnail(frame)


def _judge_pictures(
    found: Found,
    reader: _Reader,
    *,
    written: Written,
    looks: Looks,
    length: int,
    base: Fraction,
    shown_for: Fraction | None,
) -> None:
    found.frames, found.decoded = len(reader.stamps), len(reader.shown)
    for known, limit in ((looks.encoded, ALIKE), (looks.copied, SAME)):
        for stamp, look in sorted(known.items()):
            seen = reader.looks.get(Fraction(stamp))
            distance = thumbnail_distance(look, seen) if seen else MISSING
            found.boundaries.append((float(stamp * base), distance))
            found.checks["boundary_pictures"] = found.checks.get("boundary_pictures", True) and distance <= limit
    found.checks |= {
        "decodes": not reader.damaged and len(set(reader.shown)) == len(reader.shown) == reader.fed,
        "frame_count": len(reader.stamps) == len(written.stamps),
        "time_stamps": reader.stamps == written.stamps,
        "duration": shown_for == length * base,
        "decoding_times": all(before < after for before, after in pairwise(reader.times))
        and all(time <= stamp for time, stamp in zip(reader.times, reader.stamps, strict=True)),
        "unchanged": reader.checksums == written.checksums,
    }


def _judge_sound(found: Found, container: InputContainer, *, written: Written, length: float) -> None:
    if not container.streams.audio:
        found.checks["sound"] = not written.sound_stamps
        return
    audio = container.streams.audio[0]
    base = Fraction(audio.time_base or 1)
    stamps, end = [], 0.0
    for packet in container.demux(audio):
        if packet.size:
            stamps.append(packet.pts or 0)
            end = float((stamps[-1] + (packet.duration or 0)) * base)
    found.checks["sound"] = len(stamps) == len(written.sound_stamps)
    if found.checks["sound"] and stamps:
        found.sound_offset = max(
            (float(abs(mine - theirs) * base) for mine, theirs in zip(stamps, written.sound_stamps, strict=True)),
        )
        found.checks["sound_offset"] = found.sound_offset <= SOUND_TOLERANCE
        found.sound_end = end - length
