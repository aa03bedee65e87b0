"""Takes the shake of the camera out of a shot, without making a camera sway that stood still.

`measure` follows the camera in a limited child; `steady` decides from that how every picture of the output is to be
moved; `filters` adds what moves them. Two ways, by what the shot needs: large pictures that only shift are cropped at
moving places, which costs nothing and leaves each grain as it is; everything else goes through vid.stab's transform,
which is told the motions that we measured.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy

from curation.video.limits import Limits
from curation.video.probe import Probe
from curation.video.producing.framing import choose
from curation.video.running.isolation import ask
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even

SHAKE_LIMITS = Limits(memory=6 * 1024**3, cpu=6 * 3600, wall=3 * 3600.0)
THREADS = 2
SLACK = 0.002  # seconds, as in `encode`: which picture is shown at a time
MARGIN = 0.034  # of width and height that may be cut off at each side: the picture grows by 7.3 % at most
CALM = 0.0004  # of the width: less shake than this (root of the mean square) is none
LEVEL = 0.0006  # radians: turns smaller than this (a pixel at the edge of 4K) are left alone
LARGE = 2560  # pixels: from this width on half a pixel is a quarter of one in what is delivered
SHORTEST, LONGEST = 0.15, 1.2  # seconds: the standard deviation of the smoothing for strengths 0 and 1
REACH = 3  # standard deviations that are looked at, each way
TRIPOD = 0.4  # strength from which a camera that stays in its place is held still altogether
GRID = tuple((number + 0.5) / 7 for number in range(7))  # shares of the picture where vid.stab is told motions
FIELD = 32  # pixels: the size of those places


@dataclass(frozen=True)
class Shake:
    """How the camera moved: for each stored picture its time (seconds of the file), how far the scene lies right and
    down of where it began (shares of the picture's width) and clockwise (radians). Upright, as displayed."""

    times: tuple[float, ...] = ()
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    angle: tuple[float, ...] = ()

    @classmethod
    def from_dict(cls, values: dict[str, list[float]]) -> Shake:
        """The shake that `to_dict` wrote."""
        return cls(*(tuple(map(float, values[field.name])) for field in dataclasses.fields(cls)))

    def to_dict(self) -> dict[str, list[float]]:
        """As JSON values."""
        return {field.name: list(getattr(self, field.name)) for field in dataclasses.fields(self)}


@dataclass(frozen=True)
class Steadying:
    """How the pictures of one shot are moved: one entry each in `x`, `y` (pixels right and down) and `angle` (radians
    clockwise). width, height: pixels of what goes in. margin: share that is lost at each side. file: what the filter
    reads, where it reads one. crop: True for the way by cropping, whose output is smaller than its input."""

    width: int
    height: int
    rate: Fraction
    margin: float
    x: tuple[float, ...]
    y: tuple[float, ...]
    angle: tuple[float, ...]
    crop: bool
    file: Path

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what comes out."""
        if not self.crop:
            return self.width, self.height
        share = 1 - 2 * self.margin
        return min(self.width, even(self.width * share)), min(self.height, even(self.height * share))


def measure(
    path: Path,
    *,
    probe: Probe,
    start: float,
    end: float,
    top: float = 0.0,
    bottom: float = 0.0,
    limits: Limits = SHAKE_LIMITS,
    cancelled: Cancelled | None = None,
) -> Shake:
    """Follow the camera from `start` to `end` (seconds of the file), which decodes all of it once.

    Printed strips (shares of the height, `top` and `bottom`) are not looked at: they never move. Raises the errors of
    `probe.probe`.
    """
    gap = probe.longest_gap
    # As displayed, the strips lie above and below; the child looks at what is stored.
    sides = {"top": top, "bottom": bottom} if probe.rotation == 0 else {"top": 0.0, "bottom": 0.0}
    request: dict[str, Any] = {"start": start - gap, "end": end + gap, "threads": THREADS, **sides}
    told = ask("shake", path, limits=limits, cancelled=cancelled, **request)
    return _upright(Shake.from_dict(told), probe=probe)


def _upright(shake: Shake, *, probe: Probe) -> Shake:
    x, y = numpy.array(shake.x), numpy.array(shake.y)
    if probe.rotation in (90, 270):
        # Shares of the stored width become shares of the displayed one.
        x, y = x * probe.width / probe.height, y * probe.width / probe.height
    turned = {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[probe.rotation]
    across, down = (tuple(map(float, values)) for values in turned)
    return Shake(shake.times, across, down, shake.angle)


def steady(
    shake: Shake,
    *,
    strength: float,
    start: float,
    rate: Fraction,
    frames: int,
    width: int,
    height: int,
    folder: Path,
    speed: float = 1.0,
    share: float = 1.0,
) -> Steadying | None:
    """Plan how the `frames` pictures of a shot are moved, or None where the camera stood still or cannot be followed.

    Picture n shows the file at `start + n * speed / rate` seconds. width, height: of the picture as it comes in, which
    is `share` of what was measured where a strip was cropped away. What the filter reads is written into `folder`, if
    it reads anything; its name tells what it holds.
    """
    if strength <= 0 or len(shake.times) < 3 or frames < 2:
        return None
    poses = numpy.stack([shake.x, shake.y, shake.angle], axis=1)
    wanted = start + numpy.arange(frames) * speed / float(rate) + SLACK
    shown = numpy.searchsorted(numpy.array(shake.times), wanted, side="right").clip(1, len(shake.times)) - 1
    path = poses[shown] / (share, share, 1.0)
    moves = _smooth(path, strength=strength, rate=float(rate)) - path
    if _root_mean_square(moves[:, :2]) < CALM and _root_mean_square(moves[:, 2:]) < LEVEL:
        return None
    turning = _root_mean_square(moves[:, 2:]) >= LEVEL
    if not turning:
        moves[:, 2] = 0.0
    moves, margin = _bounded(moves, ratio=width / height)
    steadying = Steadying(
        width,
        height,
        rate,
        margin,
        x=tuple((moves[:, 0] * width).round(3).tolist()),
        y=tuple((moves[:, 1] * width).round(3).tolist()),
        angle=tuple(moves[:, 2].round(6).tolist()),
        crop=not turning and width >= LARGE,
        file=folder,
    )
    return _written(steadying, folder=folder)


def filters(stream: Any, steadying: Steadying) -> Any:
    """`stream` steadied: it must hold the shot's pictures at its constant rate, the first at time 0."""
    if not steadying.crop:
        return stream.filter(
            "vidstabtransform",
            input=str(steadying.file),
            relative=0,
            smoothing=0,
            optzoom=0,
            zoom=round(100 * (1 / (1 - 2 * steadying.margin) - 1), 4),
            crop="black",
            interpol="bilinear",
        )
    width, height = steadying.size
    # Not by `sendcmd`: it reaches every filter of a name in the graph, and pictures that wait before it.
    x, y = (_stepped(corners) for corners in zip(*_corners(steadying), strict=True))
    return stream.filter("crop", w=width, h=height, x=x, y=y, exact=1)


def _stepped(places: Sequence[int]) -> str:
    """ffmpeg's expression for the place of each picture by its number."""
    moves = [number for number in range(1, len(places)) if places[number] != places[number - 1]]
    return choose([str(places[number]) for number in (0, *moves)], moves)


def _smooth(path: Any, *, strength: float, rate: float) -> Any:
    """The way that the camera should have gone, frames x 3."""
    middle = numpy.median(path, axis=0)
    if strength >= TRIPOD and numpy.abs(path[:, :2] - middle[:2]).max() < MARGIN * 0.6:
        return numpy.broadcast_to(middle, path.shape)
    sigma = max(0.5, (SHORTEST + (LONGEST - SHORTEST) * strength) * rate)
    reach = min(len(path) - 1, math.ceil(REACH * sigma))
    kernel = numpy.exp(-0.5 * (numpy.arange(-reach, reach + 1) / sigma) ** 2)
    # Turned about its ends, a movement goes on there as it came: the first and last pictures are not pulled back.
    around = numpy.pad(path, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    return numpy.stack([numpy.convolve(each, kernel / kernel.sum(), "valid") for each in around.T], axis=1)


def _bounded(moves: Any, *, ratio: float) -> tuple[Any, float]:
    """The moves kept so small that no border shows, and the share that must be cut off at each side for it."""
    x, y, angle = numpy.abs(moves).T
    across = x + angle / ratio / 2
    down = (y + angle / 2) * ratio
    needed = numpy.maximum(across, down)
    bounded = moves * numpy.minimum(1.0, MARGIN / numpy.maximum(needed, 1e-9))[:, None]
    # A pixel or so to spare, for rounding and for the filter's interpolation.
    return bounded, float(min(MARGIN, needed.max()) + 0.001)


def _root_mean_square(moves: Any) -> float:
    return float(numpy.sqrt((moves**2).sum(axis=1).mean()))


def _written(steadying: Steadying, *, folder: Path) -> Steadying:
    if steadying.crop:
        return steadying
    text = _motions(steadying)
    file = folder / ("steady-" + _digest(text) + ".trf")
    file.write_text(text, encoding="ascii")
    return dataclasses.replace(steadying, file=file.absolute())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:20]


def _corners(steadying: Steadying) -> list[tuple[int, int]]:
    """The upper left corner of what is shown of each picture. To shift a picture right, what is shown moves left."""
    width, height = steadying.size
    spare_x, spare_y = steadying.width - width, steadying.height - height
    return [
        (min(spare_x, max(0, round(spare_x / 2 - x))), min(spare_y, max(0, round(spare_y / 2 - y))))
        for x, y in zip(steadying.x, steadying.y, strict=True)
    ]


def _motions(steadying: Steadying) -> str:
    """A file for `vidstabtransform` (vid.stab's text format 1): the motion at many places of each picture."""
    lines = ["VID.STAB 1"]
    for number, move in enumerate(zip(steadying.x, steadying.y, steadying.angle, strict=True), start=1):
        fields = _fields(move, steadying=steadying)
        lines.append(f"Frame {number} (List {len(fields)} [{','.join(fields)}])")
    return "\n".join(lines) + "\n"


def _fields(move: tuple[float, float, float], *, steadying: Steadying) -> list[str]:
    """The motions that vid.stab is told for one picture, at places all over it.

    It takes whole pixels only: what is lost by rounding one is added to the next, so that their mean is right.
    """
    right, down, angle = move
    fields = []
    rest_x = rest_y = 0.0
    for y in (round(share * steadying.height) for share in GRID):
        for x in (round(share * steadying.width) for share in GRID):
            wanted_x = rest_x + right - angle * (y - steadying.height / 2)
            wanted_y = rest_y + down + angle * (x - steadying.width / 2)
            v_x, v_y = math.floor(wanted_x + 0.5), math.floor(wanted_y + 0.5)
            rest_x, rest_y = wanted_x - v_x, wanted_y - v_y
            fields.append(f"(LM {v_x} {v_y} {x} {y} {FIELD} 1.0 0.1)")
    return fields
