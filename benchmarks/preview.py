"""Poster, scrub sheet and waveform of a long file, against decoding it once from end to end.

    python benchmarks/preview.py [--minutes 60] [--runs 3]

The file is 1080p25 H.264 at about 8 Mb/s with a key picture every two seconds and stereo AAC sound, made of one minute
that is repeated without encoding it again. Both sides alternate in one run. The full decode is ffmpeg's own, of
pictures and sound, with all the threads it likes; the previews are the command `preview` from its start to its end.
Printed: medians of the time by the clock and of the processor time of all children, and the ratio of both, which is to
be a tenth or less.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

BASE = Path(__file__).resolve().parents[1]
FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error"]
GOAL = 0.1


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([*FFMPEG, *map(str, arguments)], check=True)


def generate(folder: Path, *, minutes: int) -> Path:
    """The long file: noise moves in it, so that a picture is as much work as a real one."""
    minute, path = folder / "minute.mp4", folder / "long.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25,noise=alls=12:allf=t"),
        *("-f", "lavfi", "-i", "anoisesrc=a=0.1:r=48000:c=pink", "-t", "60", "-ac", "2", "-c:a", "aac"),
        *("-c:v", "libx264", "-preset", "superfast", "-b:v", "8M", "-maxrate", "9M", "-bufsize", "12M"),
        *("-g", "50", "-bf", "2", "-pix_fmt", "yuv420p", minute),
    )
    ffmpeg("-stream_loop", minutes - 1, "-i", minute, "-c", "copy", path)
    minute.unlink()
    return path


def make_previews(path: Path, folder: Path) -> None:
    """The command as a person gives it, its start and its probe counted too."""
    command = [sys.executable, "-m", "curation.video", "preview", path, "--out", folder, "--no-proxy", "--json"]
    subprocess.run(command, check=True, cwd=BASE, stdout=subprocess.DEVNULL)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time of all children."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Generate, measure, print; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="preview-") as name:
        folder = Path(name)
        path = generate(folder, minutes=options.minutes)
        print(f"file: {options.minutes} minutes, {path.stat().st_size / 1e6:,.0f} MB")
        previews, decodes = [], []
        for _run in range(options.runs):
            previews.append(timed(lambda: make_previews(path, folder)))
            print(f"  previews    {previews[-1][0]:6.1f} s, {previews[-1][1]:6.1f} s of processor", flush=True)
            decodes.append(timed(lambda: ffmpeg("-i", path, "-map", "0", "-f", "null", "-")))
            print(f"  full decode {decodes[-1][0]:6.1f} s, {decodes[-1][1]:6.1f} s of processor", flush=True)
    ratios = []
    for place, what in enumerate(("clock", "processor")):
        ours, decode = (statistics.median(run[place] for run in runs) for runs in (previews, decodes))
        ratios.append(ours / decode)
        print(f"{what}: previews {ours:.1f} s, full decode {decode:.1f} s, ratio {ratios[-1]:.3f} (goal {GOAL})")
    return 0 if max(ratios) <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
