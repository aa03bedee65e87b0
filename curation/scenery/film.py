"""Frames put together and handed to the encoder; many scenes side by side in processes."""

from __future__ import annotations

import multiprocessing
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from curation.scenery.backdrop import paint_backdrop
from curation.scenery.puppets import Puppet, Seen, rehearse
from curation.scenery.sensor import Sensor, Strip
from curation.scenery.spec import AnimalTruth, SceneError, SceneSpec, SceneTruth
from curation.scenery.weather import weather_of
from curation.scenery.wind import write_wind

Frame = NDArray[np.uint8]
Progress = Callable[[float], None]
_ENCODER_SECONDS = 120


@dataclass(frozen=True)
class RenderedScene:
    """A finished file with what was asked for and what is true of it."""

    spec: SceneSpec
    path: Path
    truth: SceneTruth


def draw_frames(spec: SceneSpec) -> Iterator[tuple[Frame, list[Seen | None]]]:
    """Each frame (h, w, 3) by day or (h, w, 1) in infrared, with the box of each animal (None: not seen)."""
    backdrop = paint_backdrop(spec)
    puppets = rehearse(spec, backdrop)
    weather, sensor, strip = weather_of(spec), Sensor(spec), Strip(spec)
    shimmer = _Shimmer(backdrop.water, seed=spec.seed)
    for number in range(spec.frame_count):
        second = number / spec.frame_rate
        frame = backdrop.picture.copy()
        shimmer.play(frame, second)
        boxes: list[Seen | None] = [None] * len(puppets)
        things: list[tuple[float, int, Puppet | None]] = [
            (one.distance(number), at, one) for at, one in enumerate(puppets)
        ]
        things += [(sway.distance, at, None) for at, sway in enumerate(backdrop.sways)]
        for _, at, puppet in sorted(things, key=lambda thing: -thing[0]):
            if puppet is None:
                backdrop.sways[at].lay(frame, second)
            else:
                boxes[at] = puppet.perform(frame, number)
        weather.fall(frame, second)
        frame = sensor.expose(frame, second)
        strip.stamp(frame, second)
        yield frame, boxes


class _Shimmer:
    """Light that runs over water."""

    def __init__(self, water: NDArray[np.float32], *, seed: int) -> None:
        rows, columns = np.nonzero(water > 0.7)
        self._rows, self._columns = rows, columns
        self._rng_phase = (rows * 1.9 + np.sin(columns * 0.11 + seed) * 5.0 + np.sin(columns * 0.037) * 3.0).astype(
            np.float32
        )

    def play(self, frame: Frame, second: float) -> None:
        if self._rows.size == 0:
            return
        glint = np.sin(self._rng_phase + self._columns * 0.21 - second * 5.0) * np.sin(
            self._rng_phase * 0.7 + second * 2.3
        )
        now = frame[self._rows, self._columns].astype(np.float32)
        frame[self._rows, self._columns] = np.clip(now * (1.0 + 0.22 * glint[:, None]), 0, 255).astype(np.uint8)


def render_scene(spec: SceneSpec, out: Path, *, on_progress: Progress | None = None) -> SceneTruth:
    """Draw the scene into `out`, which appears only when it is complete; the same spec gives the same pictures.

    Raises `SceneError` `encoder_failed` with the encoder's last words.
    """
    out = out.resolve()
    partial = out.with_name(f"{out.stem}.partial{out.suffix}")
    seen: list[list[Seen | None]] = []
    with tempfile.TemporaryDirectory(prefix="scenery-") as folder:
        wind = write_wind(Path(folder) / "wind.wav", duration=spec.duration, seed=spec.seed) if spec.sound else None
        command = _command(spec, wind, partial)
        with (Path(folder) / "encoder.txt").open("w+b") as words:
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=words)
            try:
                _feed(child, spec, seen, on_progress=on_progress)
                code = child.wait(timeout=_ENCODER_SECONDS)
            finally:
                if child.poll() is None:
                    child.kill()
                    child.wait()
                if child.stdin and not child.stdin.closed:
                    child.stdin.close()
            words.seek(0)
            said = words.read().decode("utf-8", "replace")[-400:]
    if code != 0:
        partial.unlink(missing_ok=True)
        raise SceneError("The encoder failed.", code="encoder_failed", said=said)
    partial.replace(out)
    return _truth(spec, seen)


def _feed(
    child: subprocess.Popen[bytes], spec: SceneSpec, seen: list[list[Seen | None]], *, on_progress: Progress | None
) -> None:
    if child.stdin is None:
        raise SceneError("The encoder takes no input.", code="encoder_failed", said="")
    try:
        for frame, boxes in draw_frames(spec):
            child.stdin.write(np.ascontiguousarray(frame).data)
            seen.append(boxes)
            if on_progress:
                on_progress(len(seen) / spec.frame_count)
        child.stdin.close()
    except BrokenPipeError:
        # The exit status, which the caller reads, says more than the broken pipe.
        return


def _command(spec: SceneSpec, wind: Path | None, out: Path) -> list[str]:
    pixels = "gray" if spec.light == "infrared" else "rgb24"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    command += ["-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pix_fmt", pixels]
    command += ["-s", f"{spec.width}x{spec.height}", "-r", str(spec.frame_rate), "-i", "pipe:0"]
    if wind:
        command += ["-protocol_whitelist", "file,pipe", "-i", str(wind)]
    command += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-threads", "1"]
    if spec.codec == "mjpeg":
        command += ["-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le", "-f", "avi"]
    elif spec.codec == "hevc":
        command += ["-c:v", "libx265", "-preset", "ultrafast", "-crf", "26", "-x265-params", "log-level=error:pools=1"]
        command += ["-pix_fmt", "yuv420p", "-tag:v", "hvc1", "-c:a", "aac", "-b:a", "64k", "-f", "mp4"]
    else:
        # 24 is where the grain of a real camera begins to break into blocks.
        command += ["-c:v", "libx264", "-preset", "superfast", "-crf", "24", "-g", str(spec.frame_rate * 2)]
        command += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", "-f", "mp4"]
    return [*command, str(out)]


def _truth(spec: SceneSpec, seen: list[list[Seen | None]]) -> SceneTruth:
    animals = []
    owners = [index for index, actor in enumerate(spec.actors) for _ in range(actor.count)]
    for at, owner in enumerate(owners):
        boxes = tuple(frame[at] for frame in seen)
        shown = [number for number, box in enumerate(boxes) if box is not None]
        first = shown[0] / spec.frame_rate if shown else None
        last = shown[-1] / spec.frame_rate if shown else None
        animals.append(AnimalTruth(owner, spec.actors[owner].species, boxes, first, last))
    return SceneTruth(spec.frame_rate, len(seen), tuple(animals))


def _render_into(spec: SceneSpec, folder: Path) -> RenderedScene:
    path = folder / spec.file_name
    return RenderedScene(spec, path, render_scene(spec, path))


def render_all(
    specs: tuple[SceneSpec, ...],
    folder: Path,
    *,
    processes: int = 2,
    on_done: Callable[[RenderedScene], None] | None = None,
) -> tuple[RenderedScene, ...]:
    """Draw all scenes into `folder` under their `file_name`, in the order of `specs`; `on_done` hears of each in order.

    With one process everything stays in the caller's (a Celery child may not have children of its own).
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    if processes <= 1:
        results: Iterator[RenderedScene] = (_render_into(spec, folder) for spec in specs)
        for one in results:
            done.append(one)
            if on_done:
                on_done(one)
        return tuple(done)
    # Spawned, not forked: the caller may have threads and database connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=processes, mp_context=context) as pool:
        for one in pool.map(_render_into, specs, [folder] * len(specs)):
            done.append(one)
            if on_done:
                on_done(one)
    return tuple(done)
