"""The sound of a file as a line to draw: the lowest and highest sample of each short piece.

The file is a `.dat` as BBC's audiowaveform defines it, version 2, 8 bits, which peaks.js and wavesurfer.js read too.
Source: https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md: six little-endian 32-bit numbers (version,
flags with 1 for 8 bits, sample rate, samples per pixel, length, channels), then for each pixel a signed byte for the
lowest and one for the highest sample.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy

from curation.video.containers import file_name, input_options
from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.probe import Probe
from curation.video.running.process import whole
from curation.video.running.supervision import Cancelled, judge, supervise

HEADER = struct.Struct("<iIiiIi")
VERSION, EIGHT_BITS = 2, 1
WAVEFORM_NAME = "waveform.dat"
# Fine enough to see a twig break between two pictures; a file of many hours gets coarser so as to stay under 1 MB.
FINEST = 100.0
MOST_PIXELS = 400_000
USUAL_RATE = 48_000  # where an older probe does not tell
WAVEFORM_LIMITS = Limits(cpu=1800, wall=1200.0)


@dataclass(frozen=True)
class Waveform:
    """What the file holds: `length` pixels, each of `samples_per_pixel` samples at `sample_rate` a second.

    Pixel k shows the sound from k * samples_per_pixel / sample_rate seconds of the file's time line on. channels: 1,
    as all are mixed. peak: 0..1, the loudest sample, by which a quiet forest may be drawn larger.
    """

    channels: int
    sample_rate: int
    samples_per_pixel: int
    length: int
    peak: float


def make_waveform(
    path: Path,
    out: Path,
    *,
    probe: Probe,
    samples_per_second: float | None = None,
    limits: Limits = WAVEFORM_LIMITS,
    cancelled: Cancelled | None = None,
) -> Waveform:
    """Write the waveform of `path` to `out`, with `samples_per_second` pixels (default: up to a hundred).

    Pictures are neither decoded nor, where the container has an index, read. Raises VideoError `no_sound`,
    `bad_request`, `missing`, `timed_out`, `out_of_memory`, `disk_full`, `cancelled`.
    """
    if probe.audio_stream is None:
        raise VideoError("no_sound")
    if not path.is_file():
        raise VideoError("missing")
    finest = samples_per_second or min(FINEST, MOST_PIXELS / max(1.0, probe.duration))
    if not 0 < finest <= 1000:
        raise VideoError("bad_request", setting="samples_per_second")
    rate = probe.audio_rate or USUAL_RATE
    peaks = Peaks(max(1, round(rate / finest)))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *_arguments(path, stream=probe.audio_stream, rate=rate)]
    outcome = supervise(command, limits=limits, on_output=peaks.feed, cancelled=cancelled)
    judge(outcome, limits=limits, otherwise="no_sound")
    drawn = peaks.finish()
    if not len(drawn):
        raise VideoError("no_sound", detail=outcome.complaint)
    _write(out, drawn, rate=rate, samples_per_pixel=peaks.samples_per_pixel)
    return Waveform(1, rate, peaks.samples_per_pixel, len(drawn), peaks.loudest / 32768)


def write_empty(out: Path) -> None:
    """Write a waveform of no length to `out`, for sound that cannot be read. Raises VideoError `disk_full`."""
    _write(out, numpy.empty((0, 2), numpy.int8), rate=USUAL_RATE, samples_per_pixel=round(USUAL_RATE / FINEST))


def _write(out: Path, pixels: numpy.ndarray, *, rate: int, samples_per_pixel: int) -> None:
    header = HEADER.pack(VERSION, EIGHT_BITS, rate, samples_per_pixel, len(pixels), 1)
    whole(out, write=lambda partial: partial.write_bytes(header + pixels.tobytes()))


def _arguments(path: Path, *, stream: int, rate: int) -> list[str]:
    options = [part for name, value in input_options().items() for part in (f"-{name}", value)]
    return [
        *("-hide_banner", "-nostdin", "-loglevel", "error", "-threads", "1", *options, "-i", file_name(path)),
        # Streams that nobody asked for are discarded in the demuxer, which then skips their bytes.
        *("-map", f"0:{stream}", "-vn", "-sn", "-dn"),
        # The first sample is that of second 0 of the time line, and a hole in the sound stays a hole.
        *("-af", f"aresample={rate}:async=1:first_pts=0", "-ac", "1", "-f", "s16le", "pipe:1"),
    ]


class Peaks:
    """Gathers the lowest and highest of each `samples_per_pixel` 16-bit samples as they arrive."""

    def __init__(self, samples_per_pixel: int) -> None:
        self.samples_per_pixel = samples_per_pixel
        self.loudest = 0  # 0..32768
        self._rest = b""
        self._drawn: list[numpy.ndarray] = []

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of little-endian 16-bit samples."""
        known = self._rest + chunk
        used = len(known) // (2 * self.samples_per_pixel) * (2 * self.samples_per_pixel)
        if used:
            self._draw(numpy.frombuffer(known, "<i2", used // 2).reshape(-1, self.samples_per_pixel))
        self._rest = known[used:]

    def finish(self) -> numpy.ndarray:
        """All pixels: length x 2 signed bytes, lowest and highest; the last may be of fewer samples."""
        if len(self._rest) > 1:
            self._draw(numpy.frombuffer(self._rest, "<i2", len(self._rest) // 2).reshape(1, -1))
            self._rest = b""
        return numpy.concatenate(self._drawn) if self._drawn else numpy.empty((0, 2), numpy.int8)

    def _draw(self, samples: numpy.ndarray) -> None:
        lowest, highest = samples.min(axis=1).astype(numpy.int32), samples.max(axis=1).astype(numpy.int32)
        self.loudest = max(self.loudest, int(highest.max()), -int(lowest.min()))
        # Away from zero, so that the quietest sound still differs from none.
        bounds = numpy.stack([lowest // 256, numpy.minimum(-(-highest // 256), 127)], axis=1)
        self._drawn.append(bounds.astype(numpy.int8))


def read_waveform(path: Path) -> tuple[Waveform, numpy.ndarray]:
    """The waveform in `path` and its pixels (length x 2, lowest and highest, -128..127). Raises ValueError, OSError."""
    data = path.read_bytes()
    if len(data) < HEADER.size:
        raise ValueError("not a waveform")
    version, flags, rate, samples, length, channels = HEADER.unpack_from(data)
    if (version, flags, channels) != (VERSION, EIGHT_BITS, 1) or len(data) != HEADER.size + 2 * length:
        raise ValueError("not a waveform")
    pixels = numpy.frombuffer(data, numpy.int8, 2 * length, HEADER.size).reshape(-1, 2)
    peak = max(0, int(pixels.max(initial=0)), -int(pixels.min(initial=0))) / 128
    return Waveform(channels, rate, samples, length, min(1.0, peak)), pixels
