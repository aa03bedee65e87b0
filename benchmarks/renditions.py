"""Six outputs of one shot: three shapes with captions in two languages each, by us and by others, side by side.

    python benchmarks/renditions.py [--seconds N] [--rounds N] [--moviepy-seconds N] [--skip moviepy]

Two sources are drawn: a shaken infrared scene of 2160 lines, which gets the infrared look and is steadied, and one of
1080 lines without a look. All make the same pictures:

- ours: `production.produce`, once with everything (loudness, proofs) and, as its largest part, the render alone;
- six: six runs of ffmpeg, one after another, each with the same filters and the same encoder for one output (how the
  camera moved is measured once for all of them, which is in their favour);
- MoviePy: the same pictures made frame by frame, for a shorter stretch, told for each second of output;
- floor: one decode with the look to nowhere, then the six encodes of finished raw pictures, nothing else.

Rounds are interleaved, medians are told, by the clock and in seconds of processor time: on a busy machine only the
second can be compared.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402
from benchmarks.processes import processor_time  # noqa: E402
from curation.subtitles import ass, fonts  # noqa: E402
from curation.subtitles.cues import Cue, Document  # noqa: E402
from curation.video.audio import sound  # noqa: E402
from curation.video.looks.look import Look, curve  # noqa: E402
from curation.video.looks.treatment import prepare  # noqa: E402
from curation.video.probe import probe  # noqa: E402
from curation.video.producing import composition, production  # noqa: E402
from curation.video.producing.encode import Cut, Picture, output_rate  # noqa: E402
from curation.video.producing.specification import Output, Production, Shot  # noqa: E402
from curation.video.producing.take import Take  # noqa: E402
from curation.video.running.process import execute  # noqa: E402

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SHAPES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}
TEXTS = {"en": "A leopard cat crosses the stream at night.", "zh-Hans": "夜里，一只豹猫穿过溪流。"}


@dataclasses.dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processor time."""

    wall: float
    cpu: float


def spent(work: Callable[[], None]) -> Spent:
    """Do `work` and tell what it took."""
    clock, cpu = time.monotonic(), processor_time()
    work()
    return Spent(time.monotonic() - clock, processor_time() - cpu)


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([FFMPEG, "-nostdin", "-y", "-loglevel", "error", *map(str, arguments)], check=True)


def draw(path: Path, *, width: int, height: int, seconds: float, shaken: bool) -> Path:
    """A scene of blotches with grain, a bright animal that walks through it, and a camera in the wind if `shaken`."""
    if path.exists():
        return path
    wide, high = width + 160, height + 90
    floor = (
        f"nullsrc=s={wide // 8}x{high // 8}:r=25,geq=lum='40+90*random(1)*random(2)':cb=128:cr=128,trim=end_frame=1,"
        f"scale={wide}:{high}:flags=bicubic,format=yuv420p,loop=loop=-1:size=1,setpts=N/25/TB"
    )
    moves = "x='80+28*sin(n/3.1)+14*sin(n/1.7)':y='45+20*cos(n/2.3)'" if shaken else "x=80:y=45"
    animal = f"color=0xb0b0b0:s={width // 8 * 2}x{height // 8 * 2}:r=25[animal]"
    graph = (
        f"{floor}[floor];{animal};[floor][animal]overlay=x='n*{width // 300}':y={height // 2}:shortest=0,"
        f"crop={width}:{height}:{moves}:exact=1,noise=alls=9:allf=t:all_seed=7,format=yuv420p"
    )
    tone = ("-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.2:seed=2:r=48000")
    ffmpeg(
        *("-f", "lavfi", "-i", graph, *tone, "-t", str(seconds), "-c:v", "libx264", "-preset", "veryfast"),
        *("-crf", "20", "-g", "50", "-c:a", "aac", path),
    )
    return path


def captions(folder: Path, *, language: str, shape: str, seconds: float) -> Path:
    path = folder / f"{language}-{shape.replace(':', 'x')}.ass"
    cue = Cue(start=0.2, end=seconds - 0.2, text=TEXTS[language])
    width, height = SHAPES[shape]
    path.write_text(ass.write(Document((cue,)), language=language, width=width, height=height), encoding="utf-8")
    return path


class Case:
    """One source, the production that is asked of it, and the ways to make it."""

    def __init__(self, name: str, source: Path, folder: Path, *, look: Look, seconds: float) -> None:
        self.name, self.folder, self.seconds = name, folder, seconds
        self.fonts = fonts.prepare(folder / "fonts")
        self.source = source
        outputs = tuple(
            Output(
                folder / f"{language}-{shape.replace(':', 'x')}.mp4",
                *SHAPES[shape],
                shape=shape,
                captions=captions(folder, language=language, shape=shape, seconds=seconds),
                fonts=self.fonts,
                loudness=-14.0,
            )
            for shape in SHAPES
            for language in TEXTS
        )
        self.production = Production((Shot(source, 0.0, seconds, look=look),), outputs)
        self.known = probe(source)
        self.rate = output_rate(self.known)
        self.frames = round(Fraction(seconds) * self.rate)
        self.take = self._take()
        self.jobs = [
            composition.Job(
                output,
                Picture(output.width, output.height, self.rate, captions=output.captions, fonts=output.fonts),
                self.frames,
                sound=True,
            )
            for output in outputs
        ]

    def _take(self) -> Take:
        shot = self.production.shots[0]
        take = Take(shot, Cut(shot.path, self.known, shot.start, self.frames))
        if shot.look == Look():
            return take
        treatment = prepare(
            shot.look,
            take.cut,
            rate=self.rate,
            width=take.filmed.width,
            height=take.filmed.height,
            folder=self.folder,
        )
        return dataclasses.replace(take, working=take.filmed, treatment=treatment)

    def ours(self) -> None:
        """Everything: sound, loudness, pictures, proofs."""
        production.produce(self.production)

    def render(self, jobs: list[composition.Job], files: list[Path]) -> None:
        """The one run that makes the pictures of `jobs`."""
        path = self.folder / "sound.wav"
        if not path.exists():
            sound.mix([self.take], path, rate=self.rate, frames=self.frames, limits=self.production.limits)
        execute(composition.arguments([self.take], jobs, rate=self.rate, sound=path, files=files, folder=self.folder))

    def render_alone(self) -> None:
        self.render(self.jobs, [self.folder / f"alone{number}.mp4" for number in range(len(self.jobs))])

    def measured(self) -> None:
        self.take = self._take()

    def six(self) -> None:
        """One run of ffmpeg for each output; how the camera moved is measured once."""
        self.measured()
        for number, job in enumerate(self.jobs):
            self.render([job], [self.folder / f"six{number}.mp4"])

    def floor(self) -> None:
        """One decode with the look, to nowhere, and the encodes alone."""
        self.measured()
        looked = composition.looked_only(self.take, rate=self.rate)
        execute([*looked, "-f", "null", "-"])
        for number, job in enumerate(self.jobs):
            self._encode(number, job)

    def _encode(self, number: int, job: composition.Job) -> None:
        raw, picture = self.folder / f"{job.output.shape.replace(':', 'x')}.yuv", job.picture
        if not raw.exists():
            ffmpeg("-i", self.folder / f"alone{number}.mp4", "-map", "0:v", "-f", "rawvideo", raw)
        options = composition.coding_options(job, count=len(self.jobs))
        size = f"{picture.width}x{picture.height}"
        plain = [part for name, value in options.items() for part in (f"-{name}", str(value))]
        ffmpeg(
            *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(self.rate), "-i", raw),
            *("-i", self.folder / "sound.wav", "-map", "0:v", "-map", "1:a", *plain),
            self.folder / f"floor{number}.mp4",
        )

    def moviepy(self, seconds: float) -> None:
        """The same six with MoviePy, for the first `seconds`."""
        for job in self.jobs:
            self._moviepy(job, seconds)

    def _moviepy(self, job: composition.Job, seconds: float) -> None:
        from moviepy import CompositeVideoClip, TextClip, VideoFileClip

        clip = VideoFileClip(str(self.source)).subclipped(0, seconds)
        treatment = self.take.treatment
        if treatment is not None:
            table = numpy.interp(numpy.arange(256) / 255, numpy.arange(33) / 32, curve(treatment.look)) * 255
            levels = table.astype(numpy.uint8)
            steadying = treatment.steadying

            def looked(get: Callable[[float], Any], at: float) -> Any:
                grey = levels[get(at)[:, :, 1]]
                if steadying is not None:
                    number = min(round(at * 25), len(steadying.x) - 1)
                    width, height = steadying.size
                    x = round((steadying.width - width) / 2 - steadying.x[number])
                    y = round((steadying.height - height) / 2 - steadying.y[number])
                    x, y = max(0, min(x, steadying.width - width)), max(0, min(y, steadying.height - height))
                    grey = grey[y : y + height, x : x + width]
                return numpy.repeat(grey[:, :, None], 3, axis=2)

            clip = clip.transform(looked)
        wide, high = job.picture.width, job.picture.height
        share = min(clip.w, clip.h * wide / high), min(clip.h, clip.w * high / wide)
        clip = clip.cropped(x_center=clip.w / 2, y_center=clip.h / 2, width=int(share[0]), height=int(share[1]))
        clip = clip.resized((wide, high))
        language = next(each for each in TEXTS if job.output.file.name.startswith(each))
        font = self.fonts / ("NotoSans.ttf" if language == "en" else "NotoSansCJK-Regular.ttc")
        text = TextClip(font=str(font), text=TEXTS[language], font_size=48, color="white", duration=seconds - 0.2)
        composed = CompositeVideoClip([clip, text.with_start(0.1).with_position(("center", 0.85), relative=True)])
        composed.with_duration(seconds).write_videofile(
            str(self.folder / "moviepy.mp4"),
            codec="libx264",
            preset="veryfast",
            audio_codec="aac",
            ffmpeg_params=["-crf", "20"],
            logger=None,
        )
        clip.close()


def median(taken: list[Spent]) -> Spent:
    return Spent(statistics.median(each.wall for each in taken), statistics.median(each.cpu for each in taken))


def report(case: Case, *, rounds: int, moviepy_seconds: float) -> None:
    print(f"\n{case.name}: {case.seconds:g} s, {case.frames} pictures, six outputs")
    case.render_alone()  # makes the sound and what the encodes of the floor read
    ways: dict[str, Callable[[], None]] = {
        "ours, all": case.ours,
        "ours, render": case.render_alone,
        "measuring": case.measured,
        "six": case.six,
        "floor": case.floor,
    }
    if case.take.treatment is None:
        del ways["measuring"]
    taken: dict[str, list[Spent]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            taken[name].append(spent(work))
    found = {name: median(each) for name, each in taken.items()}
    none = Spent(0.0, 0.0)
    before = found.get("measuring", none)
    ours = found["ours, render"]
    found["ours, pictures"] = Spent(ours.wall + before.wall, ours.cpu + before.cpu)
    if moviepy_seconds:
        once = spent(lambda: case.moviepy(moviepy_seconds))
        share = case.seconds / moviepy_seconds
        found["MoviePy"] = Spent(once.wall * share, once.cpu * share)
    for name, each in found.items():
        print(f"  {name:16} {each.wall:8.1f} s by the clock {each.cpu:8.1f} s of processor")
    for name, wanted in (("six", "1.8 or more"), ("MoviePy", "4 or more"), ("floor", "")):
        if name not in found:
            continue
        for label in ("ours, all", "ours, pictures"):
            mine, other = found[label], found[name]
            if name == "floor":
                line = f"{mine.wall / other.wall:.2f} / {mine.cpu / other.cpu:.2f} of the floor (1.15 or less)"
            else:
                line = f"{other.wall / mine.wall:.2f} / {other.cpu / mine.cpu:.2f} times faster than {name} ({wanted})"
            print(f"  {label}: {line}, clock / processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="of footage")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--moviepy-seconds", type=float, default=0.6)
    parser.add_argument("--skip", nargs="*", default=[], choices=["moviepy", "2160", "1080"])
    options = parser.parse_args()
    print(machine())
    moviepy_seconds = 0.0 if "moviepy" in options.skip else options.moviepy_seconds
    infrared = Look(mode="infrared", stabilise=0.6)
    cases = (
        ("2160", "2160p, infrared look, steadied", (3840, 2160), infrared),
        ("1080", "1080p, no look", (1920, 1080), Look()),
    )
    for short, name, (width, height), look in cases:
        if short in options.skip:
            continue
        with tempfile.TemporaryDirectory() as folder:
            source = draw(
                Path(folder) / "source.mp4",
                width=width,
                height=height,
                seconds=options.seconds + 0.5,
                shaken=short == "2160",
            )
            case = Case(name, source, Path(folder), look=look, seconds=options.seconds)
            report(case, rounds=options.rounds, moviepy_seconds=moviepy_seconds)


if __name__ == "__main__":
    main()
