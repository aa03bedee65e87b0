"""Finds the colour of the light in a few pictures. Limited child only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy

from curation.video.previews.pictures import Film
from curation.video.surveying.samples import colour

PICTURES = 6
SIDE = 96  # pixels
DARK, BRIGHT = 0.12, 0.95  # brightness of what is looked at: neither grain nor burnt out
EDGE = 0.12  # of the height, above and below: makers print coloured strips there
GREYISH = 0.045  # chroma around the light's own within which a thing counts as grey
STEPS = 12
TRUST = 0.5  # of what is found is taken: an evening may look like one
ALONG, ACROSS = 0.08, 0.03  # most chroma that is taken away: between blue and yellow, where daylight varies, and off it


def light_in(path: Path, *, start: float, end: float) -> dict[str, float]:
    """`blue` and `red`: the chroma that a grey thing of full brightness shows in key pictures of `path`."""
    with Film(path, threads=1) as film:
        step = max(0.0, end - start) / PICTURES
        times = [start + (number + 0.5) * step for number in range(PICTURES)]
        views = [colour(frame.reformat(width=SIDE, height=SIDE, format="yuv420p")) for frame in film.keys(times)]
    blue, red = light_of(numpy.stack(views)) if views else (0.0, 0.0)
    return {"blue": round(blue, 5), "red": round(red, 5)}


def light_of(views: Any) -> tuple[float, float]:
    """The blue and red chroma of grey in `views` (number x height x width x 3, RGB), per unit of brightness.

    Foliage and earth are no grey: from no colour on, the mean of all that is nearly as grey is followed to where most
    of it lies (mean shift), a short way at most.
    """
    margin = int(views.shape[1] * EDGE)
    seen = views[:, margin : views.shape[1] - margin].reshape(-1, 3).astype(numpy.float64) / 255
    bright = seen @ (0.2126, 0.7152, 0.0722)  # BT.709
    fit = (bright > DARK) & (seen.max(axis=1) < BRIGHT)
    if fit.sum() < 0.02 * len(seen):
        return 0.0, 0.0
    light, seen = bright[fit], seen[fit]
    chroma = numpy.stack([(seen[:, 2] - light) / 1.8556, (seen[:, 0] - light) / 1.5748], axis=1) / light[:, None]
    centre = numpy.zeros(2)
    for _ in range(STEPS):
        weight = light * numpy.exp(-0.5 * (((chroma - centre) / GREYISH) ** 2).sum(axis=1))
        if weight.sum() < 1e-6:
            return 0.0, 0.0
        centre = (chroma * weight[:, None]).sum(axis=0) / weight.sum()
    # Daylight runs from blue to yellow, where blue and red chroma are opposite; the rest of the plane is bounded more.
    along, across = (centre[0] - centre[1]) / 2, (centre[0] + centre[1]) / 2
    along, across = TRUST * max(-ALONG, min(ALONG, along)), TRUST * max(-ACROSS, min(ACROSS, across))
    return float(along + across), float(across - along)
