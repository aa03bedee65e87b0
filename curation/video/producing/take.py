"""A shot that has been found to be possible: the range in whole pictures, and what its file is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction

from curation.video.errors import VideoError
from curation.video.looks.treatment import Treatment
from curation.video.probe import Probe
from curation.video.producing.cropping import Size
from curation.video.producing.encode import Cut
from curation.video.producing.framing import Key
from curation.video.producing.specification import Shot
from curation.video.wishes import refusal

OBLONG = 0.01  # 8720:8721 and the like come from rounding, and scaling for them would blur
WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Take:
    """A shot and the cut that it is.

    working: the size that the upright picture is brought to before its `treatment`; None and None for no look.
    """

    shot: Shot
    cut: Cut
    working: Size | None = None
    treatment: Treatment | None = None

    @property
    def stored(self) -> Size:
        """The upright picture in the file's own pixels, which may be oblong."""
        known = self.cut.probe
        sides = (known.height, known.width) if known.rotation in (90, 270) else (known.width, known.height)
        return Size(*sides)

    @property
    def filmed(self) -> Size:
        """The upright picture in square pixels; pixels that are hardly oblong are taken as they are."""
        shown = Size(self.cut.probe.display_width, self.cut.probe.display_height)
        return self.stored if abs(shown.ratio / self.stored.ratio - 1) < OBLONG else shown

    @property
    def size(self) -> Size:
        """The picture that is framed."""
        return Size(self.treatment.width, self.treatment.height) if self.treatment else self.filmed

    def keys(self, shape: str) -> tuple[Key, ...]:
        """The keys for `shape`, on the picture that the look leaves."""
        keys = self.shot.framing.get(shape, ())
        x, y, wide, high = self.treatment.window if self.treatment else WHOLE
        if (x, y, wide, high) == WHOLE:
            return tuple(keys)
        return tuple(
            dataclasses.replace(key, x=_inside((key.x - x) / wide), y=_inside((key.y - y) / high)) for key in keys
        )


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def take(shot: Shot, known: Probe, *, rate: Fraction, number: int) -> Take:
    """The shot in whole pictures of the output, at least one.

    Raises VideoError `bad_range` when it does not lie inside the file, `bad_request` for fades longer than the shot.
    """
    half = float(1 / known.frame_rate) / 2
    inside = 0 <= shot.start < shot.end <= known.duration + half and shot.start < known.duration
    if not inside:
        raise VideoError(
            "bad_range", start=f"{shot.start:.3f}", end=f"{shot.end:.3f}", duration=f"{known.duration:.3f}"
        )
    seconds = (Fraction(min(shot.end, known.duration)) - Fraction(shot.start)) / Fraction(shot.speed)
    frames = max(1, round(seconds * rate))
    if shot.fade_in + shot.fade_out > float(frames / rate) + 1e-6:
        raise refusal(f"shots.{number}.fade_out", shot.fade_out)
    return Take(shot, Cut(shot.path, known, shot.start, frames, shot.speed))
