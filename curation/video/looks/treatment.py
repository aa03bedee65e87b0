"""The look of one shot, made ready: what had to be measured is measured, and the filters can be added."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.looks import look as looks
from curation.video.looks import stabilise
from curation.video.looks.look import Look, LookFacts
from curation.video.looks.stabilise import Steadying
from curation.video.previews.preview import PICTURE_LIMITS
from curation.video.producing.encode import Cut
from curation.video.running.supervision import Cancelled


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
    look: Look, cut: Cut, *, rate: Fraction, width: int, height: int, folder: Path, cancelled: Cancelled | None = None
) -> Treatment:
    """Measure what `look` needs to know of a shot, whose pictures come at `rate`.

    width, height: of the upright picture as it comes to `apply`. folder: where files that the filters read are
    written; they must stay until the render is done. Raises the errors of `probe.probe`.
    """
    facts = LookFacts()
    if look.mode == "day":
        end = cut.start + cut.frames * cut.speed / float(rate)
        facts = looks.measure(cut.path, start=cut.start, end=end, limits=PICTURE_LIMITS, cancelled=cancelled)
    inner = looks.cropped_size(look, width=width, height=height)
    steadying = None
    if look.stabilise:
        steadying = _steadied(look, cut, rate=rate, size=inner, folder=folder, cancelled=cancelled)
    if steadying is not None:
        inner = steadying.size
    return Treatment(look, facts, steadying, (width, height), *inner, window=looks.window(look))


def _steadied(
    look: Look, cut: Cut, *, rate: Fraction, size: tuple[int, int], folder: Path, cancelled: Cancelled | None
) -> Steadying | None:
    """How the shot's pictures are moved, `size` being what is left of them without the strip."""
    shake = stabilise.measure(
        cut.path,
        probe=cut.probe,
        start=cut.start,
        end=cut.start + cut.frames * cut.speed / float(rate),
        top=look.strip_top,
        bottom=look.strip_bottom,
        cancelled=cancelled,
    )
    return stabilise.steady(
        shake,
        strength=look.stabilise,
        start=cut.start,
        rate=rate,
        frames=cut.frames,
        width=size[0],
        height=size[1],
        share=looks.window(look)[2],
        folder=folder,
        speed=cut.speed,
    )
