"""Finds the strip that a camera's maker prints into the picture: date, temperature, logo. Limited child only."""

from __future__ import annotations

from typing import Any

import cv2
import numpy

from curation.video.surveying.motion import Strip

TALLEST = 0.14  # of the picture
SHORTEST = 0.022
PLAIN = 0.55  # of a row has one grey level in a solid strip
SAME = 9  # grey levels around it
WHITE = 205
STILL = 6.0  # grey levels that letters change by at most, most of the time
INK = 0.012  # of a row is white in printed letters
MOST_INK = 0.45
HIGHEST_LINE = 0.09  # of the picture: a line of letters with a little to spare


def strip_of(stack: Any) -> Strip | None:
    """The maker's strip in `stack` (samples x height x width, upright grey), or None."""
    chosen = stack[numpy.linspace(0, len(stack) - 1, min(9, len(stack))).round().astype(int)]
    still = numpy.sort(chosen, axis=0)[len(chosen) // 2]
    for edge in ("bottom", "top"):
        rows = still[::-1] if edge == "bottom" else still
        found = _solid(rows) or _lettered(rows, chosen[:, ::-1] if edge == "bottom" else chosen)
        if found:
            first, last, left, right = found
            height, width = still.shape
            top = (height - last) / height if edge == "bottom" else first / height
            return Strip(edge, left / width, top, (right - left) / width, (last - first) / height)
    return None


def _solid(rows: Any) -> tuple[int, int, int, int] | None:
    """A band of one colour from the picture's edge on, `rows` counted from there: first, last row, left, right."""
    height, width = rows.shape
    deepest = int(height * TALLEST) + 1
    level = int(numpy.median(rows[1 : max(3, int(height * SHORTEST))]))
    count = 0
    for row in rows[:deepest]:
        if (numpy.abs(row.astype(int) - level) <= SAME).mean() < PLAIN:
            break
        count += 1
    if not height * SHORTEST <= count < deepest:
        return None
    # A sky or a white-out is plain too, but nothing is printed into it.
    printed = numpy.abs(rows[:count].astype(int) - level) > 60
    if not INK < printed.mean() < MOST_INK:
        return None
    return 0, count, 0, width


def _lettered(rows: Any, views: Any) -> tuple[int, int, int, int] | None:
    """White letters straight on the picture near its edge: the same at every time but for a clock."""
    height, width = rows.shape
    band = rows[: int(height * TALLEST)]
    usual = numpy.abs(views[:, : len(band)].astype(numpy.float32) - band).mean(axis=0)
    # Letters are thin: white here, dark a few pixels on, to both sides.
    around = cv2.GaussianBlur(band.astype(numpy.float32), (0, 0), 4)
    ink = (band > WHITE) & (band - around > 45) & (usual < STILL)
    rows_with = ink.mean(axis=1)
    lines = numpy.flatnonzero(rows_with > INK)
    if not len(lines):
        return None
    # The first run of rows from the edge on is the line of letters; stones and snow may shine further in.
    lines = numpy.split(lines, numpy.flatnonzero(numpy.diff(lines) > 1) + 1)[0]
    if not max(3, height * SHORTEST) <= len(lines) <= height * HIGHEST_LINE:
        return None
    columns = numpy.flatnonzero(ink[lines[0] : lines[-1] + 1].any(axis=0))
    # A date alone is a fifth of the picture wide and in some ten pieces; a stone in the sun is neither.
    pieces = int((numpy.diff(columns) > 1).sum()) + 1 if len(columns) else 0
    if pieces < 10 or columns[-1] - columns[0] < width / 6:
        return None
    return max(0, int(lines[0]) - 1), min(height, int(lines[-1]) + 2), int(columns[0]), int(columns[-1]) + 1
