"""One picture of a video with its look, as a render will show it: what an editor judges a look by."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import ffmpeg

from curation.video.errors import VideoError
from curation.video.limits import MEBIBYTE, Limits
from curation.video.looks.look import Look
from curation.video.looks.treatment import prepare
from curation.video.probe import Probe
from curation.video.producing.encode import Cut, opened, output_rate, seen
from curation.video.running.process import run
from curation.video.shapes import even

LIMITS = Limits(cpu=60, wall=20.0, output=32 * MEBIBYTE)
QUALITY = 3  # of JPEG, as ffmpeg counts: 2 is the best


def make_still(path: Path, out: Path, *, probe: Probe, at: float, look: Look, width: int = 1280) -> None:
    """Write the picture shown at `at` seconds, with `look`, as a JPEG at most `width` pixels wide, to `out`.

    Steadiness is left out: it is not seen in one picture, and measuring it would take as long as the shot.
    Raises VideoError `bad_range` outside of the file, and the errors of `process.run`.
    """
    if not 0 <= at <= probe.duration:
        raise VideoError("bad_range", start=f"{at:.3f}", end=f"{at:.3f}", duration=f"{probe.duration:.3f}")
    rate = output_rate(probe)
    at = min(at, max(0.0, probe.duration - float(1 / rate)))
    wide = min(even(width), even(probe.display_width))
    high = even(wide * probe.display_height / probe.display_width)
    cut, shaking = Cut(path, probe, at, 1), dataclasses.replace(look, stabilise=0.0)
    with TemporaryDirectory(prefix="pugmark-still-") as folder:
        treatment = prepare(shaking, cut, rate=rate, width=wide, height=high, folder=Path(folder))
        source, lead = opened(cut, rate=rate, spare=1.0)
        shown = seen(source, cut, lead=lead, rate=Fraction(rate)).filter("scale", w=wide, h=high)
        # The strip's removal may leave a little less than was asked for.
        shown = treatment.apply(shown.filter("format", "yuv420p")).filter("setsar", "1")
        drawn = ffmpeg.output(
            shown, "OUT", **{"f": "image2", "c:v": "mjpeg", "q:v": QUALITY, "frames:v": 1, "update": 1}
        )
        run([*ffmpeg.get_args(drawn)[:-1], "-map_metadata", "-1"], output=out, frames=1, limits=LIMITS)
