"""How fast and how exact the smart cut is, beside the `smartcut` package, a full encode, and its own floor.

    python benchmarks/smart_cut.py [--quick] [--work FOLDER] [--points N] [--cuts N] [--skip speed memory exact]

Speed: 20 s out of a generated 20-minute 1080p30 H.264 file at 8 Mb/s with key pictures 10 s apart, over in-points
spread evenly through a group, all four in turn at each. The floor is ffmpeg decoding and encoding the head's pictures
with our encoder's settings, and copying the rest; it proves nothing. Both cutters are warm processes, as workers are;
ffmpeg starts anew, which takes it hundredths of a second. Both clocks are told: seconds, and seconds of processor over
all processes that took part. `smartcut` needs another PyAV than ours, so it gets an environment of its own in the
`--work` folder.

Memory: the largest resident size of the child that cuts, from a file of 20 minutes and from one of 4 hours.

Exact: random cuts of the kinds of stream that the tests make, every picture's number and time compared with a decoding
of the whole source.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.processes import processor_time  # noqa: E402
from curation.video.cutting.coding import COMMON, ENDLESS, PROFILE_TOOLS, SHORT  # noqa: E402
from curation.video.cutting.cut import Range, cut  # noqa: E402
from curation.video.cutting.worker import cut_file  # noqa: E402
from tests.curation.video.cutting.streams import KINDS, make, pictures, wanted  # noqa: E402

FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error"]
RATE, GROUP, LENGTH, CLIP = 30, 10, 1200, 20
SMARTCUT = "smartcut==1.7"
# Reads "start end" lines and answers with seconds by the clock and of processor; imports are done before the first.
DRIVER = """
import sys, time, resource
from fractions import Fraction
from smartcut.cut_video import smart_cut, VideoSettings, VideoExportMode, VideoExportQuality
from smartcut.media_container import MediaContainer
from smartcut.misc_data import AudioExportInfo, AudioExportSettings
source, target = sys.argv[1:]
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
for line in sys.stdin:
    begin, before = time.monotonic(), cpu()
    media = MediaContainer(source)
    sound = AudioExportInfo(output_tracks=[AudioExportSettings(codec="passthru")] * len(media.audio_tracks))
    how = VideoSettings(VideoExportMode.SMARTCUT, VideoExportQuality.NORMAL, "copy")
    failed = smart_cut(media, [tuple(map(Fraction, line.split()))], target, audio_export_info=sound, video_settings=how)
    if failed:
        raise failed
    print(time.monotonic() - begin, cpu() - before, flush=True)
"""
Times = tuple[float, float]
PLAIN = {"whole": False, "pixels": 10**9, "footage": 10**6}


def run(*arguments: str | Path) -> None:
    subprocess.run([*FFMPEG, *map(str, arguments)], check=True)


def make_source(folder: Path, *, picture: str, bits: str, length: int, name: str) -> Path:
    """A file of `length` seconds: two groups, copied end to end."""
    path, piece = folder / name, folder / f"piece_{name}"
    if not path.exists():
        run(
            *("-f", "lavfi", "-i", f"{picture}=s=1920x1080:r={RATE},noise=alls=6:allf=t,format=yuv420p"),
            *("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", 2 * GROUP),
            *("-c:v", "libx264", "-preset", "veryfast", "-b:v", bits, "-maxrate", bits, "-bufsize", bits),
            *("-g", GROUP * RATE, "-keyint_min", GROUP * RATE, "-sc_threshold", 0, "-c:a", "aac", piece),
        )
        run("-stream_loop", length // (2 * GROUP) - 1, "-i", piece, "-c", "copy", path)
        piece.unlink()
    return path


def timed(work: Callable[[], object]) -> Times:
    begin, before = time.monotonic(), processor_time()
    work()
    return time.monotonic() - begin, processor_time() - before


def smartcut_python(work: Path) -> Path | None:
    """An interpreter that has `smartcut`, made if it is not there; None when that fails."""
    python = work / "smartcut" / "bin" / "python"
    if not python.exists():
        uv = Path(sys.executable).with_name("uv")
        try:
            subprocess.run([uv, "venv", "-q", "--python", sys.executable, python.parents[1]], check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", python, SMARTCUT], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{SMARTCUT} could not be installed ({error}): compared without it")
            return None
    return python


class Contest:
    """The four, on one source."""

    def __init__(self, source: Path, work: Path) -> None:
        self.source, self.work = source, work
        python = smartcut_python(work)
        self.rival = None
        if python is not None:
            command = [python, "-c", DRIVER, source, work / "rival.mp4"]
            # It says each time which decoder it takes.
            self.rival = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )

    def ours(self, start: Fraction) -> int:
        """Cut; returns how many pictures were encoded."""
        proof = cut(self.source, self.work / "ours.mp4", ranges=[Range(start, start + CLIP)])
        assert proof.method == "smart" and proof.frames_got == CLIP * RATE, proof
        return proof.frames_encoded

    def smartcut(self, start: Fraction) -> Times | None:
        if self.rival is None:
            return None
        assert self.rival.stdin is not None and self.rival.stdout is not None
        self.rival.stdin.write(f"{start} {start + CLIP}\n")
        self.rival.stdin.flush()
        seconds, cpu = map(float, self.rival.stdout.readline().split())
        return seconds, cpu

    def full(self, start: Fraction) -> None:
        options = ("-c:v", "libx264", "-preset", "veryfast", "-c:a", "copy", self.work / "full.mp4")
        run("-ss", float(start), "-i", self.source, "-t", CLIP, *options)

    def floor(self, start: Fraction) -> None:
        own = ":".join((COMMON, ENDLESS["h264"], PROFILE_TOOLS[100]))
        speed = ("-preset", SHORT["preset"], "-crf", SHORT["crf"], "-threads:v", "4", "-x264-params", own)
        key = float(-(-start // GROUP) * GROUP)
        head = (*("-ss", float(start), "-i", self.source, "-t", key - float(start)), "-an", "-c:v", "libx264", *speed)
        run(*head, self.work / "head.mp4")
        run("-ss", key, "-i", self.source, "-t", CLIP - (key - float(start)), "-c", "copy", self.work / "rest.mp4")

    def close(self) -> None:
        if self.rival is not None:
            self.rival.communicate()


def compare(work: Path, *, points: int) -> None:
    source = make_source(work, picture="testsrc2", bits="8M", length=LENGTH, name="source.mp4")
    contest = Contest(source, work)
    contest.ours(Fraction(1))  # the workers are warm
    found: dict[str, list[Times]] = {"ours": [], "smartcut": [], "veryfast": [], "floor": []}
    for place in range(points):
        # Whole pictures, and never all at the same place of a group of B pictures.
        start = 300 + Fraction(round((place + Fraction(1, 2)) * GROUP * RATE / points) + place % 4, RATE)
        encoded = [0]
        found["ours"].append(timed(lambda at=start, told=encoded: told.__setitem__(0, contest.ours(at))))
        rival = contest.smartcut(start)
        if rival:
            found["smartcut"].append(rival)
        found["veryfast"].append(timed(lambda at=start: contest.full(at)))
        found["floor"].append(timed(lambda at=start: contest.floor(at)))
        told = ", ".join(f"{name} {each[-1][0]:.2f} s ({each[-1][1]:.2f})" for name, each in found.items() if each)
        print(f"  in at {float(start):.2f}, {encoded[0]} of {CLIP * RATE} pictures encoded: {told}", flush=True)
    contest.close()
    for clock, name in enumerate(("by the clock", "of processor")):
        middle = {who: statistics.median(each[clock] for each in times) for who, times in found.items() if times}
        mine = middle.pop("ours")
        ratios = {
            who: statistics.median(
                theirs[clock] / ours[clock] for theirs, ours in zip(found[who], found["ours"], strict=True)
            )
            for who in middle
        }
        told = ", ".join(f"{who} {middle[who]:.2f} s ({ratios[who]:.2f} times)" for who in middle)
        print(f"seconds {name}, medians: ours {mine:.2f} s; {told}; ours over the floor {1 / ratios['floor']:.2f}")


def memory(work: Path) -> None:
    source = work / "source.mp4"
    sources = [source] if source.exists() else []
    sources.append(make_source(work, picture="smptebars", bits="300k", length=4 * 3600, name="long.mp4"))
    for path in sources:
        asked = {"ranges": [["605", "625"]], "form": "mp4", **PLAIN}
        command = [
            sys.executable,
            "-m",
            "curation.video.running.child",
            "cut",
            json.dumps(asked),
            path,
            work / "memory.mp4",
        ]
        child = subprocess.Popen(command, cwd=BASE, stdout=subprocess.DEVNULL)
        _process, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        print(f"largest resident memory, {path.name}: {used.ru_maxrss / 1024:.0f} MB")


def exactness(work: Path, *, cuts: int) -> None:
    chance = random.Random(2026)
    wrong = copied = done = 0
    for kind in KINDS:
        path = make(kind, work)
        source = pictures(path)
        last = int(source.end * 1000)
        for _ in range(-(-cuts // len(KINDS))):
            start, end = (Fraction(value, 1000) for value in sorted(chance.sample(range(last), 2)))
            out = work / f"exact{path.suffix}"
            with contextlib.redirect_stdout(io.StringIO()):
                told = cut_file(path, out, ranges=[[str(start), str(end)]], form=path.suffix[1:], **PLAIN)
            got = pictures(out)
            right = "unfit" not in told and all(told["checks"].values())
            right = right and (got.numbers, got.times) == wanted(source, start, end)
            wrong, done, copied = wrong + (not right), done + 1, copied + (told.get("frames_copied", 0) > 0)
            if not right:
                print(f"  WRONG: {kind} {float(start)} to {float(end)}: {told}")
    print(
        f"frame-exact: {done - wrong} of {done} random cuts over {len(KINDS)} kinds of stream, "
        f"{copied} of them with copied pictures"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="three in-points and 54 cuts")
    parser.add_argument("--points", type=int, default=8)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--work", type=Path, help="keep the sources here for the next time")
    parser.add_argument("--skip", nargs="*", default=[], choices=["speed", "memory", "exact"])
    options = parser.parse_args()
    points, cuts = (3, 54) if options.quick else (options.points, options.cuts)
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        if "exact" not in options.skip:
            exactness(work, cuts=cuts)
        if "speed" not in options.skip:
            compare(work, points=points)
        if "memory" not in options.skip:
            memory(work)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
