"""Makes small files of many kinds whose pictures tell their number, and reads them back. Also read by the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy

from tests.curation.video.filming import ffmpeg

WIDTH, HEIGHT, BITS = 160, 96, 10
COLUMN = WIDTH // BITS
FRAMES = 150
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20")
X265 = ("-c:v", "libx265", "-preset", "superfast", "-crf", "20")
HEVC = "log-level=none:keyint=40:min-keyint=40:scenecut=0"
# Noise that the decoder makes up would differ from one decoding to the next.
AAC = ("-c:a", "aac", "-b:a", "96k", "-aac_pns", "0")


@dataclass(frozen=True)
class Kind:
    """How one kind of file is made: options of its encoder, rate, ending, and options for a second, copying pass."""

    codec: Sequence[str]
    rate: str = "25"
    ending: str = "mp4"
    pixels: str = "yuv420p"
    select: str = "1"
    again: Sequence[str] = ()
    before_again: Sequence[str] = ()
    copies: bool = True  # has clean cuts, so that a cut over several of them must copy something


KINDS: dict[str, Kind] = {
    "closed": Kind((*X264, "-g", "40")),
    "no_b_pictures": Kind((*X264, "-g", "30", "-bf", "0", "-profile:v", "baseline")),
    "pyramid": Kind((*X264, "-g", "60", "-bf", "8", "-x264-params", "b-pyramid=normal:b-adapt=0:ref=6")),
    "strict_pyramid": Kind((*X264, "-g", "50", "-bf", "5", "-x264-params", "b-pyramid=strict:b-adapt=0")),
    "open": Kind((*X264, "-g", "40", "-x264-params", "open-gop=1:scenecut=0"), copies=False),
    "one_key": Kind((*X264, "-g", "9999", "-x264-params", "scenecut=0"), copies=False),
    "intra_refresh": Kind((*X264, "-g", "40", "-x264-params", "intra-refresh=1"), copies=False),
    "all_keys": Kind((*X264, "-g", "1")),
    "slices": Kind((*X264, "-g", "40", "-x264-params", "slices=4")),
    "variable_rate": Kind((*X264, "-g", "30"), select="not(eq(mod(n,7),3)+eq(mod(n,11),5))"),
    "ntsc": Kind((*X264, "-g", "45"), rate="30000/1001"),
    "fast": Kind((*X264, "-g", "60"), rate="120"),
    "ten_bit": Kind((*X264, "-g", "40"), pixels="yuv420p10le"),
    "full_range": Kind((*X264, "-g", "40"), pixels="yuvj420p"),
    "four_two_two": Kind((*X264, "-g", "40"), pixels="yuv422p"),
    "edit_list": Kind((*X264, "-g", "40"), before_again=("-ss", "1.3"), again=("-c", "copy")),
    "late_sound": Kind((*X264, "-g", "40"), again=("-c", "copy")),
    "late_pictures": Kind((*X264, "-g", "40"), again=("-c", "copy")),
    "rotated": Kind((*X264, "-g", "40"), before_again=("-display_rotation", "90"), again=("-c", "copy")),
    "anamorphic": Kind((*X264, "-g", "40", "-aspect", "16:9")),
    "fragmented": Kind((*X264, "-g", "40", "-movflags", "frag_keyframe+empty_moov")),
    "quicktime": Kind((*X264, "-g", "40"), ending="mov"),
    "hevc": Kind((*X265, "-x265-params", f"{HEVC}:open-gop=0")),
    "hevc_open": Kind((*X265, "-x265-params", f"{HEVC}:open-gop=1:bframes=4")),
    "hevc_radl": Kind((*X265, "-x265-params", f"{HEVC}:open-gop=0:radl=2")),
    "hevc_ten_bit": Kind((*X265, "-tag:v", "hvc1", "-x265-params", f"{HEVC}:open-gop=1"), pixels="yuv420p10le"),
    "hevc_layers": Kind((*X265, "-x265-params", f"{HEVC}:open-gop=0:temporal-layers=3:bframes=7:b-adapt=0")),
}


def make(kind: str, folder: Path) -> Path:
    """The file of `kind` in `folder`."""
    recipe = KINDS[kind]
    path = folder / f"{kind}.{recipe.ending}"
    number = f"if(mod(floor(N/pow(2,floor(X/{COLUMN}))),2),210,40)"
    texture = "128+60*sin((X+2*N)/9)*cos((Y-N)/7)"
    graph = (
        f"nullsrc=s={WIDTH}x{HEIGHT}:r={recipe.rate},"
        f"geq=lum='if(lt(Y,{HEIGHT // 2}),{number},{texture})':cb=128:cr=128,select='{recipe.select}'"
    )
    sound = ("-c:a", "pcm_s16le") if recipe.ending == "mov" else AAC
    first = folder / f"first_{path.name}" if recipe.again else path
    length = float(FRAMES / Fraction(recipe.rate))
    ffmpeg(
        *("-f", "lavfi", "-i", graph, "-f", "lavfi", "-i", f"anoisesrc=r=48000:seed=7:d={length},lowpass=f=3000"),
        *("-frames:v", str(FRAMES), "-fps_mode", "vfr", "-pix_fmt", recipe.pixels, *recipe.codec, *sound),
        f"file:{first}",
    )
    if recipe.again:
        inputs = [*recipe.before_again, "-i", f"file:{first}"]
        if kind.startswith("late"):
            maps = ("0:v", "1:a") if kind == "late_sound" else ("1:v", "0:a")
            inputs += ["-itsoffset", "0.73", "-i", f"file:{first}", "-map", maps[0], "-map", maps[1]]
        ffmpeg(*inputs, *recipe.again, f"file:{path}")
        first.unlink()
    return path


@dataclass(frozen=True)
class Shown:
    """Pictures as a decoder shows them: the number that each tells, and when; seconds from the start of the file."""

    numbers: list[int]
    times: list[Fraction]
    end: Fraction


def pictures(path: Path) -> Shown:
    """Decode all of `path`."""
    numbers, times = [], []
    end = Fraction(0)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        origin = Fraction(container.start_time or 0, 1_000_000)
        for packet in container.demux(stream):
            if packet.pts is not None and not packet.is_discard:
                end = max(end, (packet.pts + (packet.duration or 0)) * Fraction(packet.time_base or 1) - origin)
            for frame in packet.decode():
                numbers.append(_number(frame))
                times.append((frame.pts or 0) * Fraction(frame.time_base or 1) - origin)
    return Shown(numbers, times, end)


def _number(frame: av.VideoFrame) -> int:
    row = frame.to_ndarray(format="gray")[HEIGHT // 4]
    return sum(1 << bit for bit in range(BITS) if row[bit * COLUMN + COLUMN // 2] > 125)


def wanted(source: Shown, start: Fraction, end: Fraction) -> tuple[list[int], list[Fraction]]:
    """Numbers and times (from the first) from the picture shown at `start` up to, without, the one shown at `end`."""
    slack = Fraction(1, 500)
    first = max([place for place, time in enumerate(source.times) if time <= start + slack], default=0)
    last = len(source.times)
    if end + slack < source.end:
        last = max([place for place, time in enumerate(source.times) if time <= end + slack], default=0)
    last = max(last, first + 1)
    times = source.times[first:last]
    return source.numbers[first:last], [time - times[0] for time in times]


def sound(path: Path, *, rate: int = 48_000) -> numpy.ndarray:
    """The first channel from time zero on, in the file's own samples; silence where it starts late."""
    parts: list[numpy.ndarray] = []
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return numpy.zeros(0)
        origin = Fraction(container.start_time or 0, 1_000_000)
        place = 0
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        for frame in container.decode(audio=0):
            begin = round(((frame.pts or 0) * Fraction(frame.time_base) - origin) * rate)
            for plain in resampler.resample(frame):
                samples = plain.to_ndarray()[0]
                if begin > place:
                    parts.append(numpy.zeros(begin - place, dtype=samples.dtype))
                    place = begin
                parts.append(samples[max(0, place - begin) :])
                place += len(parts[-1])
                begin += len(samples)
    return numpy.concatenate(parts) if parts else numpy.zeros(0)
