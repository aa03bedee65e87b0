"""Reads a video cheaply: few pictures, small ones, as little decoding as they need. Limited child only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy
from av.packet import Packet
from av.video.frame import VideoFrame

from curation.video.errors import VideoError
from curation.video.previews.pictures import Film
from curation.video.shapes import even

Grey = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]  # height x width

PLANAR = {f"yuv{j}{subsampling}p" for j in ("", "j") for subsampling in (420, 422, 444)} | {"nv12", "gray"}
FULL_RANGE = 2  # AVCOL_RANGE_JPEG
RATE = 5.0  # samples a second: a trotting animal still overlaps itself from one to the next
MOST = 480  # samples of one file; longer ones are sampled further apart
# What decoding costs, in processor seconds, measured on H.264 at 1080p with 8 and 16 Mb/s; other codecs are near.
SECONDS_A_MEGAPIXEL = 0.0013
SECONDS_A_MEGABIT = 0.0085
# A second of footage may cost so much: with two cores, and with what else is done, well over ten times real time.
BUDGET = 0.065
LEAST_SHARE = 0.32
LONGEST_GAP = 1.2  # seconds that may pass unseen where decoding everything would cost too much


@dataclass(frozen=True)
class Reading:
    """How a file is read: `step` seconds between samples; `share` of each group of pictures that is decoded.

    `keys`: only key pictures are decoded, for they lie near enough. `group`: seconds between key pictures.
    """

    step: float
    share: float
    keys: bool
    group: float


def plan(*, duration: float, frames: int, keys: int, pixels: int, size: int) -> Reading:
    """Decide how to read a video of `duration` seconds, `frames` of `pixels`, `keys` of them key, in `size` bytes.

    Groups are taken to be even: where they are not, samples fall where the file's own groups begin.
    """
    step = max(1 / RATE, duration / MOST)
    group = duration / max(1, keys)
    if group <= step * 1.25:
        return Reading(step, 1.0, True, group)
    cost = (frames * pixels / 1e6 * SECONDS_A_MEGAPIXEL + size * 8 / 1e6 * SECONDS_A_MEGABIT) / max(duration, 0.1)
    share = min(1.0, BUDGET / cost)
    if group * (1 - share) > LONGEST_GAP:
        # Long groups: leaving out their ends would hide too much, so they are decoded whole, however long it takes.
        share = 1.0
    return Reading(step, max(LEAST_SHARE, share), False, group)


def plan_of(film: Film, *, path: Path, duration: float) -> Reading:
    """The plan for an opened film, from its own index; files without one are taken to have a key picture a second."""
    entries = [entry for entry in film.stream.index_entries if not entry.is_discard]
    frames = len(entries) or round(duration * float(film.stream.average_rate or 25))
    keys = sum(entry.is_keyframe for entry in entries) or max(1, round(duration))
    pixels = film.stream.width * film.stream.height
    return plan(duration=duration, frames=frames, keys=keys, pixels=pixels, size=path.stat().st_size)


def decoded(film: Film, *, reading: Reading) -> Iterator[tuple[float, VideoFrame]]:
    """The pictures due, with their seconds; those that cannot be decoded are passed over."""
    context = film.stream.codec_context
    context.skip_frame = "NONKEY" if reading.keys else "NONREF"
    # The filter of block edges shows in nothing that is as small as our samples, and costs a tenth.
    context.options = {"skip_loop_filter": "all"}
    due, slack = 0.0, reading.step / 4
    for at, frame in _frames(film, reading=reading):
        if at >= due - slack:
            due = max(due + reading.step, at + reading.step * 0.75)
            yield at, frame


def _frames(film: Film, *, reading: Reading) -> Iterator[tuple[float, VideoFrame]]:
    begun, latest, due = 0.0, 0.0, 0.0
    for packet in film.container.demux(film.stream):
        at = _time(packet, film)
        if at is not None and packet.is_keyframe:
            begun = at
        if at is not None and _needless(packet, at=at, begun=begun, due=due, reading=reading):
            continue
        if reading.keys and at is not None:
            due = at + reading.step * 0.75
        try:
            frames = packet.decode()
        except av.error.MemoryError as error:
            raise VideoError("out_of_memory", detail=str(error)) from error
        except av.error.FFmpegError:
            continue
        for frame in frames:
            stamp = frame.pts if frame.pts is not None else frame.dts
            latest = latest if stamp is None else stamp * film.base - film.origin
            yield latest, frame


def _needless(packet: Packet, *, at: float, begun: float, due: float, reading: Reading) -> bool:
    if packet.size == 0:  # the one that empties the decoder
        return False
    if reading.keys:
        return not packet.is_keyframe or at < due
    return not packet.is_keyframe and reading.share < 1 and at - begun > reading.share * reading.group


def _time(packet: Packet, film: Film) -> float | None:
    stamp = packet.pts if packet.pts is not None else packet.dts
    return None if stamp is None else stamp * film.base - film.origin


def small(frame: VideoFrame, *, width: int, height: int) -> VideoFrame:
    """`frame` as planar 4:2:0 within `width` by `height` as displayed, but not yet turned upright."""
    turned = (frame.rotation // 90) % 2 == 1
    size = (height, width) if turned else (width, height)
    return frame.reformat(width=even(size[0]), height=even(size[1]), format="yuv420p", interpolation="AREA")


def luma(frame: VideoFrame, *, turns: int) -> Grey:
    """The brightness of a planar `frame`, turned upright by quarter `turns` anticlockwise: height x width."""
    plane = frame.planes[0]
    rows = numpy.frombuffer(memoryview(plane), numpy.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return numpy.rot90(rows, turns)


def grey(frame: VideoFrame, *, width: int, height: int) -> Grey:
    """The brightness of any `frame`, upright and scaled to `width` by `height` as displayed, in the range it has."""
    turns = quarter_turns(frame)
    size = (height, width) if turns % 2 else (width, height)
    # The brightness of these lies ready as one plane; converting everything first would take six times as long.
    ready = frame if frame.format.name in PLANAR else frame.reformat(format="yuv420p")
    rows = cv2.resize(luma(ready, turns=0), size, interpolation=cv2.INTER_AREA)
    return numpy.rot90(rows, turns)


def full_range(frame: VideoFrame) -> bool:
    """True where black is 0 and white 255, rather than 16 and 235."""
    return frame.format.name.startswith("yuvj") or int(frame.color_range) == FULL_RANGE


def colour(frame: VideoFrame) -> Any:
    """A planar `frame` as height x width x 3, not turned."""
    return frame.to_ndarray(format="rgb24")


def quarter_turns(frame: VideoFrame) -> int:
    """How often `numpy.rot90` turns a picture of this video to stand upright."""
    return (frame.rotation // 90) % 4
