"""Makes the videos that the tests of the video engine read, and reads pictures back."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import av
import imageio_ffmpeg
import numpy

from curation.video.previews.pictures import hash_picture

LEVEL_START, LEVEL_STEP = 20, 2


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg plainly, as a camera or another program would have made the file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error", *map(str, arguments)]
    subprocess.run(command, check=True)


def film(
    path: Path,
    *,
    size: str = "320x180",
    rate: str = "25",
    seconds: float = 2,
    sound: bool = False,
    codec: str = "libx264",
    extra: Sequence[str] = (),
) -> Path:
    """A moving test picture, with a tone if `sound`."""
    tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"] if sound else []
    ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}", *tone, "-t", str(seconds)),
        *("-c:v", codec, *(("-preset", "ultrafast") if "26" in codec else ()), "-pix_fmt", "yuv420p", *extra),
        f"file:{path}",
    )
    return path


def levels_film(
    path: Path,
    *,
    rate: str = "25",
    frames: int = 100,
    keep: str = "1",
    codec: str = "libx264",
    extra: Sequence[str] = (),
) -> Path:
    """Plain grey pictures, picture n of level 20 + 2n, so that a decoded picture tells its number."""
    grey = (
        f"nullsrc=s=64x64:r={rate},format=yuv420p,geq=lum='{LEVEL_START}+{LEVEL_STEP}*N':cb=128:cr=128,select='{keep}'"
    )
    ffmpeg(
        *("-f", "lavfi", "-i", grey, "-frames:v", str(frames), "-fps_mode", "vfr", "-c:v", codec),
        *(*(("-crf", "8", "-preset", "veryfast") if "26" in codec else ("-q:v", "2")), *extra, f"file:{path}"),
    )
    return path


def passing_film(
    path: Path,
    *,
    x: str,
    y: int = 75,
    size: str = "75x50",
    colour: str = "white",
    seconds: float = 6,
    rate: int = 12,
    extra: Sequence[str] = (),
) -> Path:
    """A box of `size` passes at `x` (an expression of `t`) before a floor of 320 x 180 that is always the same."""
    still = f"loop=loop=-1:size=1,setpts=N/{rate}/TB,trim=duration={seconds}"
    floor = f"nullsrc=s=320x180:r={rate},geq=lum='90+40*mod(floor(X/16)+floor(Y/16)*7,3)':cb=128:cr=128"
    graph = f"{floor},trim=end_frame=1,{still}[floor];color={colour}:s={size}:r={rate}[box]"
    ffmpeg(
        *("-f", "lavfi", "-i", f"{graph};[floor][box]overlay=x='{x}':y={y}:shortest=1,format=yuv420p"),
        *("-t", str(seconds), *extra, f"file:{path}"),
    )
    return path


def shown(path: Path) -> numpy.ndarray:
    """All pictures: number x height x width, the luma of each."""
    with av.open(str(path)) as container:
        return numpy.stack([frame.to_ndarray(format="yuv420p")[: frame.height] for frame in container.decode(video=0)])


def numbers(path: Path) -> list[int]:
    """The picture numbers that a `levels_film`, or what was made of it, shows one after another."""
    return [round((float(numpy.median(grey)) - LEVEL_START) / LEVEL_STEP) for grey in shown(path)]


def loudness(path: Path) -> list[float]:
    """The loudest sample of each tenth of a second."""
    with av.open(str(path)) as container:
        sound = numpy.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)[0]
        rate = container.streams.audio[0].rate
    return [float(abs(part).max()) for part in numpy.array_split(sound, max(1, round(10 * len(sound) / rate)))]


def look(path: Path, at: float) -> int:
    """What `frames.picture_hash` tells, without the second that its child takes to start."""
    return int(hash_picture(path, at=at)["hash"], base=16)


def leftovers(folder: Path) -> list[str]:
    """Names of unfinished output in `folder`."""
    return sorted(path.name for path in folder.rglob("*.partial"))
