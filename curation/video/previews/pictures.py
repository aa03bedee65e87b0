"""Takes single pictures out of a video: posters, scrub sheets, hashes. Runs inside the limited child only.

Times are seconds on the file's own time line, whose zero is the container's start, as in a player.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from curation.video.errors import VideoError
from curation.video.inspection import MICROSECONDS, open_media, picture_stream

Pixels = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]  # height x width x 3, RGB

SLACK = 0.002  # seconds: a time stamp rounded to milliseconds still counts as "at" the time asked for
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 82, "optimize": True, "progressive": False}
SCORING_WIDTH = 320
STANDING_OUT = 0.08
DARK, BRIGHT = 18.0, 238.0  # mean of 0 to 255 beyond which a picture shows nothing


class Film:
    """An opened video that hands out decoded pictures by time. Use it as a context manager."""

    def __init__(self, path: Path, *, threads: int) -> None:
        self.container: InputContainer = open_media(path)
        self.stream: VideoStream = picture_stream(self.container)
        self.stream.codec_context.thread_count = threads
        if threads > 1:
            self.stream.thread_type = "AUTO"
        self.origin = float((self.container.start_time or 0) * MICROSECONDS)
        self.base = float(self.stream.time_base or 1)

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.container.close()

    def frames(self) -> Iterator[tuple[float, VideoFrame]]:
        """Every picture from here on with its time; packets that cannot be decoded are passed over."""
        latest = 0.0
        for packet in self.container.demux(self.stream):
            try:
                decoded = packet.decode()
            except av.error.MemoryError as error:
                raise VideoError("out_of_memory", detail=str(error)) from error
            except av.error.FFmpegError:
                continue
            for frame in decoded:
                stamp = frame.pts if frame.pts is not None else frame.dts
                latest = latest if stamp is None else stamp * self.base - self.origin
                yield latest, frame

    def seek(self, time: float) -> None:
        """Go to the last key picture at or before `time`; to the start where the file cannot be searched."""
        try:
            self.container.seek(
                round((max(0.0, time) + self.origin) / self.base), stream=self.stream, backward=True, any_frame=False
            )
        except av.error.FFmpegError:
            self.container.seek(round(self.origin * 1_000_000))

    def shown(self, times: Sequence[float]) -> Iterator[VideoFrame]:
        """For each of the rising `times` the picture that a player shows then, decoding once from here on."""
        wanted = iter(times)
        time = next(wanted, None)
        before: VideoFrame | None = None
        for at, frame in self.frames():
            while time is not None and at > time + SLACK:
                yield before or frame
                time = next(wanted, None)
            before = frame
            if time is None:
                return
        while time is not None and before is not None:
            yield before
            time = next(wanted, None)

    def keys(self, times: Sequence[float]) -> Iterator[VideoFrame]:
        """For each of `times` the last key picture at or before it: one seek and one decode each."""
        latest: VideoFrame | None = None
        for time in times:
            self.seek(time + SLACK)
            _at, frame = next(self.frames(), (0.0, latest))
            latest = frame or latest
            if latest is not None:
                yield latest


def pixels(frame: VideoFrame, *, width: int, height: int) -> Pixels:
    """`frame` turned upright and scaled to `width` by `height` pixels."""
    turns = (frame.rotation // 90) % 4  # anticlockwise quarter turns, as numpy counts them too
    size = (height, width) if turns % 2 else (width, height)
    scaled = frame.reformat(width=size[0], height=size[1], format="rgb24", interpolation="AREA")
    return numpy.rot90(scaled.to_ndarray(), turns)


def draw_sheet(
    path: Path,
    output: Path,
    *,
    times: Sequence[float],
    columns: int,
    tile_width: int,
    tile_height: int,
    keys: bool,
) -> dict[str, Any]:
    """Draw the pictures at `times` as tiles of one JPEG, `columns` in a row; `keys` takes the nearest key pictures."""
    rows = -(-len(times) // columns)
    sheet = Image.new("RGB", (columns * tile_width, rows * tile_height))
    count = 0
    with Film(path, threads=1 if keys else 4) as film:
        for frame in film.keys(times) if keys else film.shown(times):
            tile = Image.fromarray(numpy.ascontiguousarray(pixels(frame, width=tile_width, height=tile_height)))
            sheet.paste(tile, (count % columns * tile_width, count // columns * tile_height))
            count += 1
    if not count:
        raise VideoError("unreadable", detail="no picture could be decoded")
    sheet.save(output, **JPEG)
    return {"count": count, "width": sheet.width, "height": sheet.height}


def draw_poster(
    path: Path, output: Path, *, times: Sequence[float], keys: bool, width: int, height: int
) -> dict[str, Any]:
    """Draw the best of the pictures at `times` as a JPEG: the one with most detail, neither black nor white."""
    best: tuple[float, Pixels] | None = None
    with Film(path, threads=1 if keys else 4) as film:
        if len(times) == 1:
            film.seek(times[0])
        for frame in film.keys(times) if keys else film.shown(times):
            picture = pixels(frame, width=width, height=height)
            score = liveliness(picture)
            if best is None or score > best[0]:
                best = (score, picture)
    if best is None:
        raise VideoError("unreadable", detail="no picture could be decoded")
    image = Image.fromarray(numpy.ascontiguousarray(best[1]))
    image.save(output, **JPEG)
    return {"width": image.width, "height": image.height}


def liveliness(picture: Pixels) -> float:
    """How much `picture` shows: the spread of its edges, and next to nothing for a black or a white one."""
    step = max(1, picture.shape[1] // SCORING_WIDTH)
    grey = picture[::step, ::step].astype(numpy.float32).mean(axis=2)
    if min(grey.shape) < 3:
        return 0.0
    # The Laplacian's variance, the usual measure of sharpness (Pech-Pacheco et al., 2000).
    edges = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    visible = 1.0 if DARK < float(grey.mean()) < BRIGHT else 0.01
    return float(edges.var()) * visible


def hash_picture(path: Path, *, at: float) -> dict[str, Any]:
    """The 256-bit difference hash of the picture shown at `at`, as hexadecimal text."""
    with Film(path, threads=1) as film:
        film.seek(at)
        frame = next(film.shown([at]), None)
    if frame is None:
        raise VideoError("unreadable", detail="no picture there")
    grey = pixels(frame, width=17, height=16).astype(numpy.float32).mean(axis=2)
    # A step counts only if it stands out of the picture's own contrast; else noise decides in even areas.
    step = max(1.0, STANDING_OUT * float(grey.std()))
    bits = (grey[:, 1:] - grey[:, :-1] > step).astype(numpy.uint8)
    return {"hash": numpy.packbits(bits).tobytes().hex()}
