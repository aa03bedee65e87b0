"""The look of one shot, made ready: what had to be measured is measured, and the filters can be added."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video import look as looks
from curation.video import stabilise
from curation.video.limits import Limits
from curation.video.look import Look, LookFacts
from curation.video.preview import PICTURE_LIMITS
from curation.video.probe import Probe
from curation.video.stabilise import SHAKE_LIMITS, Shake, Steadying
from curation.video.supervision import Cancelled


@dataclass(frozen=True)
class Treatment:
    """A look with what was measured for one shot.

    source: width and height in pixels of what comes to `apply`; width, height: of what it gives.

    window: what is left of the footage's picture (x, y, width, height, shares of it): framing keys are moved by it.
    """

    look: Look
    facts: LookFacts
    steadying: Steadying | None
    source: tuple[int, int]
    width: int
    height: int
    window: tuple[float, float, float, float]

    def apply(self, stream: Any) -> Any:
        """`stream`, the pictures of the shot at its constant rate from time 0 on, with the look."""
        width, height = self.source
        stream = looks.filters(stream, self.look, facts=self.facts, width=width, height=height)
        return stabilise.filters(stream, self.steadying) if self.steadying else stream


def prepare(
    look: Look,
    path: Path,
    *,
    probe: Probe,
    start: float,
    frames: int,
    rate: Fraction,
    width: int,
    height: int,
    folder: Path,
    speed: float = 1.0,
    facts: LookFacts | None = None,
    shake: Shake | None = None,
    limits: Limits = SHAKE_LIMITS,
    cancelled: Cancelled | None = None,
) -> Treatment:
    """Measure what `look` needs to know of a shot: `frames` pictures at `rate`, the first at `start` seconds of `path`.

    width, height: of the upright picture as it comes to `apply`. folder: where files that the filters read are
    written; they must stay until the render is done. facts, shake: as measured earlier, if they were. Raises the
    errors of `probe.probe`.
    """
    end = start + frames * speed / float(rate)
    if look.mode != "day":
        facts = LookFacts()
    elif facts is None:
        facts = looks.measure(path, start=start, end=end, limits=PICTURE_LIMITS, cancelled=cancelled)
    window = looks.window(look)
    inner = looks.cropped_size(look, width=width, height=height)
    steadying = None
    if look.stabilise:
        if shake is None:
            shake = stabilise.measure(
                path,
                probe=probe,
                start=start,
                end=end,
                top=look.strip_top,
                bottom=look.strip_bottom,
                limits=limits,
                cancelled=cancelled,
            )
        steadying = stabilise.steady(
            shake,
            strength=look.stabilise,
            start=start,
            rate=rate,
            frames=frames,
            width=inner[0],
            height=inner[1],
            share=window[2],
            folder=folder,
            speed=speed,
        )
    if steadying is not None:
        inner = steadying.size
    return Treatment(look, facts, steadying, (width, height), *inner, window=window)
