"""Builds the one filter graph that all our encodes use, with ffmpeg-python, and hands it to the runner.

Every cut is decoded from a little before its in-point and resampled to a constant rate, so that picture n of the
output is the one that a player of the original shows at `start + n / rate`, and its number of pictures is known
before it is made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.containers import file_name, input_options
from curation.video.probe import Probe
from curation.video.producing.cropping import Size, padded

FASTEST = Fraction(60)  # no platform shows more frames per second
SLACK = 0.002  # seconds: an in-point on a picture's stamp takes that picture, whatever way the stamp was rounded
SOUND_RATE = 48_000
# x264's result depends on its number of threads: a fixed one gives the same bytes on every machine.
ENCODER_THREADS = 4
DECODER_THREADS = 2
# These find a time by their index. The others search by guessing bytes and may land late, so they start earlier.
INDEXED = {"mp4", "mov", "3gp", "avi", "asf", "matroska", "webm"}
GUESSING_LEAD = 10.0


@dataclass(frozen=True)
class Cut:
    """A range of one file: from `start` seconds, `frames` pictures at the output's rate, `speed` times as fast."""

    path: Path
    probe: Probe
    start: float
    frames: int
    speed: float = 1.0


@dataclass(frozen=True)
class Picture:
    """How the output looks: even `width` and `height`, constant `rate`; `captions` burnt in with `fonts`.

    `rough` saves a sixth of the decoding and scaling where the output is smaller than the source and only looked at.
    """

    width: int
    height: int
    rate: Fraction
    captions: Path | None = None
    fonts: Path | None = None
    rough: bool = False


@dataclass(frozen=True)
class Coding:
    """How it is compressed: x264's `crf` and `preset`, seconds between key frames, and whether there is sound.

    maxrate: bits per second that the pictures may take at most, over two seconds. threads: of the encoder.
    """

    crf: int
    preset: str
    key_seconds: int
    sound: bool
    maxrate: int | None = None
    threads: int = ENCODER_THREADS


def graph_arguments(cut: Cut, *, picture: Picture, coding: Coding) -> list[str]:
    """The arguments for ffmpeg that write one cut as MP4, without program and output name."""
    source, lead = opened(cut, rate=picture.rate, rough=picture.rough)
    filmed = Size(cut.probe.display_width, cut.probe.display_height)
    stream = seen(source, cut, lead=lead, rate=picture.rate)
    flags = "area" if picture.rough else "bicubic"
    parts = [padded(stream, source=filmed, target=Size(picture.width, picture.height), flags=flags)]
    if coding.sound:
        parts.append(heard(source, cut, lead=lead, rate=picture.rate))
    options = output_options(picture, coding, frames=cut.frames)
    return ffmpeg.get_args(ffmpeg.output(*parts, "OUT", **options))[:-1]


def opened(
    cut: Cut, *, rate: Fraction, spare: float = 1.0, rough: bool = False, threads: int = DECODER_THREADS
) -> tuple[Any, float]:
    """The opened input and how many seconds before the in-point it begins.

    ffmpeg-python takes equal nodes for one, and one may feed only one other: a range used twice, or two silences, must
    differ in something, so in a graph of many each has another `spare`, seconds that are read beyond its end.
    """
    gap = cut.probe.longest_gap
    early = gap + (0.1 if cut.probe.container in INDEXED else GUESSING_LEAD)
    # ffmpeg rounds the place to whole time stamps, which in AVI are whole pictures: only a whole one is exact.
    unit = cut.probe.time_base
    begin = math.floor((cut.start - early) / unit) * unit if cut.start - early > 1.0 else Fraction(0)
    lead = cut.start - float(begin)
    options: dict[str, Any] = {"threads": threads, **input_options()}
    if rough:
        # Block edges vanish when the picture is made smaller.
        options["skip_loop_filter"] = "all"
    if begin:
        options["ss"] = f"{float(begin):.6f}"
    options["t"] = f"{lead + float(cut.frames / rate) * cut.speed + gap + spare:.6f}"
    return ffmpeg.input(file_name(cut.path), **options), lead


def seen(source: Any, cut: Cut, *, lead: float, rate: Fraction) -> Any:
    """The cut's pictures, exactly as many as it has, upright and in their own size and colours."""
    # A picture that lasts long may end the file; its stamp alone does not show how long.
    still = cut.probe.longest_gap / cut.speed + float(2 / rate)
    faster = f"/{cut.speed:.9g}" if cut.speed != 1 else ""
    return (
        source[str(cut.probe.video_stream)]
        # AVI counts time in whole pictures: shifting by part of one needs finer units.
        .filter("settb", "AVTB")
        .filter("setpts", f"(PTS-{lead + SLACK:.6f}/TB){faster}")
        .filter("fps", fps=ratio(rate), start_time=0, round="up")
        .filter("tpad", stop_mode="clone", stop_duration=f"{still:.6f}")
        .filter("trim", end_frame=cut.frames)
    )


def heard(source: Any, cut: Cut, *, lead: float, rate: Fraction, spare: float = 1.0) -> Any:
    """Stereo at 48 kHz, exactly as long as the pictures: silence where the file has none or ends early."""
    samples = round(cut.frames * SOUND_RATE / rate)
    if cut.probe.audio_stream is None:
        length = f"{float(cut.frames / rate) + spare:.6f}"
        silence = ffmpeg.input(f"anullsrc=r={SOUND_RATE}:cl=stereo", f="lavfi", t=length)
        return silence.audio.filter("atrim", end_sample=samples)
    stream = (
        source[str(cut.probe.audio_stream)]
        .filter("asetpts", f"PTS-{lead:.6f}/TB")
        .filter("atrim", start=0)
        .filter("aresample", SOUND_RATE, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
    )
    for tempo in tempos(cut.speed):
        stream = stream.filter("atempo", f"{tempo:.9g}")
    return stream.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)


def tempos(speed: float) -> list[float]:
    """What `atempo` is to be told, one after another, for `speed`: beyond 0.5 to 2 it drops or repeats sounds."""
    if speed == 1:
        return []
    count = max(1, math.ceil(abs(math.log2(speed)) - 1e-9))
    return [speed ** (1 / count)] * count


def burnt_in(stream: Any, *, captions: Path, fonts: Path | None) -> Any:
    """The pictures with the ASS file `captions` drawn into them."""
    # ffmpeg-python escapes the names for the graph's syntax: quotes, colons, commas, brackets.
    folder = {"fontsdir": str(fonts.absolute())} if fonts is not None else {}
    return stream.filter("ass", filename=str(captions.absolute()), **folder)


def output_options(picture: Picture, coding: Coding, *, frames: int) -> dict[str, Any]:
    """ffmpeg's options for one MP4 of so many `frames`."""
    options: dict[str, Any] = {
        "f": "mp4",
        "c:v": "libx264",
        "preset": coding.preset,
        "crf": coding.crf,
        "pix_fmt": "yuv420p",
        "profile:v": "high",
        "g": max(1, round(picture.rate * coding.key_seconds)),
        "threads:v": coding.threads,
        "r": ratio(picture.rate),
        "fps_mode": "cfr",
        "frames:v": frames,
        "movflags": "+faststart",
        # Nothing of the original may leave with the picture: no place, no serial number, no time. And nothing of
        # ours that would make two runs differ.
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
        "flags:v": "+bitexact",
    }
    if coding.maxrate:
        options |= {"maxrate": coding.maxrate, "bufsize": 2 * coding.maxrate}
    if coding.sound:
        options |= {"c:a": "aac", "b:a": "160k", "ar": SOUND_RATE, "flags:a": "+bitexact"}
    return options


def ratio(rate: Fraction) -> str:
    """`rate` as ffmpeg takes it without loss."""
    return f"{rate.numerator}/{rate.denominator}"


def output_rate(probe: Probe) -> Fraction:
    """The constant rate to show `probe`'s video at: its own, up to 60."""
    return min(probe.frame_rate, FASTEST)
