"""Files a minute that ingest reads, against separate calls of ffmpeg for poster, scrub sheet and proxy.

    python benchmarks/ingest.py [--files 200] [--workers 2] [--database] [--alone]

The files are 1080p25, 15 s, 16 Mb/s as cameras write them (no B pictures, a key picture a second), made from a few
drawn scenes and made different in their last bytes. Both sides write a poster, a scrub sheet and a 1280 x 720 H.264
proxy; ours probes the file and finds motion and likeness besides, the calls do not. They alternate, batch by batch, in
one run, each with the same number of files at once. The calls use our proxy's own preset and quality; `--medium` uses
ffmpeg's default preset instead. Processor time is that of this process and of all its children, the fork servers too.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imageio_ffmpeg

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402
from benchmarks.processes import processor_time, resident  # noqa: E402
from curation.scenery import catalogue, render_scene  # noqa: E402
from curation.video.previews.proxy import make_proxy  # noqa: E402
from curation.video.probe import probe  # noqa: E402
from curation.video.surveying.likeness import bands  # noqa: E402
from curation.video.surveying.survey import survey  # noqa: E402

MARKS = (20, 40, 100, 200)  # files after which figures are printed
FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error"]
CAMERA = ("-c:v", "libx264", "-preset", "superfast", "-b:v", "16M", "-maxrate", "18M", "-bufsize", "20M", "-bf", "0")


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([*FFMPEG, *map(str, arguments)], check=True)


def masters(folder: Path, *, count: int) -> list[Path]:
    """A few real-sized files to vary."""
    made = []
    for number, spec in enumerate(catalogue()[1 : count + 1]):
        drawn = folder / f"scene{number}.mp4"
        render_scene(spec, drawn)
        path = folder / f"master{number}.mp4"
        enlarge = "scale=1920:1080:flags=bicubic,fps=25,noise=alls=8:allf=t"
        tone = ("-f", "lavfi", "-i", "anoisesrc=a=0.05:r=44100")
        loop = ("-stream_loop", "3", "-i", drawn, *tone, "-map", "0:v", "-map", "1:a", "-t", "15")
        ffmpeg(*loop, "-vf", enlarge, *CAMERA, "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac", path)
        drawn.unlink()
        made.append(path)
    return made


def varied(master: Path, path: Path, *, number: int) -> Path:
    """A copy that is another file: a `free` box with a number at its end."""
    shutil.copyfile(master, path)
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 16, b"free", number))
    return path


def ours(path: Path, folder: Path) -> None:
    """What the ingest job does with one heavy file, without the database."""
    found = probe(path)
    source = make_proxy(path, folder / "proxy.mp4", probe=found, light=True, samples=folder / "samples.nut")
    seen = survey(source, folder, probe=found)
    bands(seen.likeness)


def calls(path: Path, folder: Path, *, preset: str) -> None:
    """The same by three calls."""
    ffmpeg("-ss", "7.5", "-i", path, "-frames:v", "1", "-vf", "scale=640:-2", "-q:v", "4", folder / "poster.jpg")
    sheet = "fps=1,scale=160:-2,tile=10x2"
    ffmpeg("-i", path, "-vf", sheet, "-frames:v", "1", "-q:v", "4", folder / "scrub.jpg")
    coding = ("-c:v", "libx264", "-preset", preset, "-crf", "26", "-g", "25", "-pix_fmt", "yuv420p")
    sound = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2")
    ffmpeg("-i", path, "-vf", "scale=1280:-2", *coding, *sound, "-movflags", "+faststart", folder / "proxy.mp4")


def batch(files: list[Path], *, workers: int, work: Callable[[Path, Path], None]) -> tuple[float, float]:
    """Seconds by the clock and of the processor that `work` took for `files`, `workers` at once."""

    def one(path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            work(path, Path(folder))

    before, began = processor_time(), time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, files))
    return time.monotonic() - began, processor_time() - before


class Watch:
    """Looks twice a second at the memory of this process and its children while our side works."""

    def __init__(self) -> None:
        self.own, self.children = 0.0, 0.0
        self._over = threading.Event()

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            own, children = resident()
            self.own, self.children = max(self.own, own), max(self.children, children)


def through_the_database() -> Callable[[Path, Path], None]:
    """Registering and the whole job, as the worker does it, with a database that is thrown away."""
    var = Path(tempfile.mkdtemp(prefix="pugmark-var-"))
    var.chmod(0o755)
    atexit.register(shutil.rmtree, var, ignore_errors=True)  # runs after the one that stops the services
    os.environ |= {"PUGMARK_VAR": str(var), "MEDIA_ROOT": str(var / "media")}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    from config import embedded

    embedded.ensure()
    django.setup()
    call_command("migrate", verbosity=0)

    import curation.work  # noqa: F401
    from curation.footage import services
    from curation.jobs import services as jobs

    def work(path: Path, _folder: Path) -> None:
        try:
            arrival = services.register(path, queue=False)
            job = services.queue_ingest(arrival.footage)
            if job is not None:
                jobs.finish(job)
                arrival.footage.refresh_from_db()
            assert arrival.footage.state == "ready", arrival.footage.error_code
        finally:
            connections.close_all()

    return work


def compare(files: int, *, workers: int, work: Callable[[Path, Path], None], against: str | None) -> None:
    """Time `work` for so many files, in turns with the calls at the preset `against` if there is one."""
    sides = {"ours": work}
    if against is not None:
        sides["calls"] = lambda path, out: calls(path, out, preset=against)
    times: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
    memory: list[Watch] = []
    with tempfile.TemporaryDirectory(prefix="pugmark-ingest-") as name:
        folder = Path(name)
        sources = masters(folder, count=4)
        size = statistics.mean(path.stat().st_size for path in sources) / 1e6
        print(f"{files} files of {size:.0f} MB, {workers} at once, batches of {workers} alternating")
        for first in range(0, files, workers):
            numbers = range(first, min(files, first + workers))
            taken = [varied(sources[n % len(sources)], folder / f"{n:05}.mp4", number=n) for n in numbers]
            for side in sorted(sides, reverse=bool(first // workers % 2)):
                with Watch() as watch:
                    wall, cpu = batch(taken, workers=workers, work=sides[side])
                times[side].append((wall / len(taken), cpu / len(taken)))
                if side == "ours":
                    memory.append(watch)
            for path in taken:
                path.unlink()
            done = first + len(taken)
            if done in MARKS or done == files:
                print(f"after {done} files, load {os.getloadavg()[0]:.1f}")
                report(times)
                remember(memory, done=done)
                memory.clear()


def report(times: dict[str, list[tuple[float, float]]]) -> None:
    """Print both sides' rates and how they compare, by the clock and by processor time."""
    for side, told in times.items():
        wall, cpu = statistics.median(each[0] for each in told), statistics.median(each[1] for each in told)
        print(f"  {side:6} median {60 / wall:6.1f} files a minute, {cpu:5.2f} s of processor for one", end=" ")
        print(f"(mean {60 / statistics.mean(each[0] for each in told):.1f} files a minute)")
    if "calls" not in times:
        return
    middle = {side: [statistics.median(each[kind] for each in told) for kind in (0, 1)] for side, told in times.items()}
    pairs = [
        [theirs[kind] / mine[kind] for mine, theirs in zip(times["ours"], times["calls"], strict=True)]
        for kind in (0, 1)
    ]
    for kind, name in enumerate(("the clock", "processor time")):
        ratio = middle["calls"][kind] / middle["ours"][kind]
        print(
            f"  ratio by {name}: {ratio:.2f} of the medians, {statistics.median(pairs[kind]):.2f} median of the pairs"
        )


def remember(memory: list[Watch], *, done: int) -> None:
    """Print the most memory that our side held since the last time."""
    own, children = max(each.own for each in memory), max(each.children for each in memory)
    print(f"  memory up to file {done}: this process {own:.0f} MB, all its children together at most {children:.0f} MB")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--medium", action="store_true", help="let the calls use ffmpeg's default preset")
    parser.add_argument("--database", action="store_true", help="time the whole job, with the rows it writes")
    parser.add_argument("--alone", action="store_true", help="leave out the calls: for memory over many files")
    options = parser.parse_args()
    print(machine())
    preset = "medium" if options.medium else "superfast"
    work = through_the_database() if options.database else ours
    compare(options.files, workers=options.workers, work=work, against=None if options.alone else preset)


if __name__ == "__main__":
    main()
