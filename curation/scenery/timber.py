"""Trees, branches and rocks, painted onto the canvas with bark, shade and snow."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from curation.scenery.canvas import SAMPLES, Canvas, Colour
from curation.scenery.grain import look_up, shared_fractal, smoothstep

Bark = Literal["pine", "oak", "birch", "dark"]
_BARK: dict[Bark, Colour] = {
    "pine": (0.36, 0.25, 0.18),
    "oak": (0.31, 0.28, 0.24),
    "birch": (0.80, 0.78, 0.73),
    "dark": (0.20, 0.175, 0.15),
}


def trunk(
    canvas: Canvas,
    *,
    across: float,
    distance: float,
    radius: float,
    bark: Bark,
    lean: float,
    rng: np.random.Generator,
    snow: bool = False,
) -> None:
    """A trunk that leaves the picture at the top: round shading, bark that runs upwards, roots that spread."""
    camera = canvas.camera
    x = camera.column(across, distance)
    foot = (camera.row(x, distance) + 1.0) * SAMPLES
    half = radius * camera.pixels(distance) * SAMPLES
    if foot < 8 or half < 0.6 or not -half < x * SAMPLES < canvas.size[0] + half:
        return
    sag = 0.30 * half + 1.0
    rows = np.arange(0, min(int(foot + sag) + 1, canvas.size[1]), dtype=np.float32)[:, None]
    above = np.maximum(foot - rows, 0.0)
    flare = 1.0 + 0.50 * np.exp(-above / (half * 0.9 + 2))
    waver = look_up(shared_fractal(4, 90), x=rows * 0 + distance * 37 + across * 90, y=rows * 0.25)
    middle = x * SAMPLES + lean * above + waver * half * 0.18
    width = half * flare * (1.0 - 0.00035 * above)
    left = int(np.floor((middle - width).min())) - 1
    right = int(np.ceil((middle + width).max())) + 2
    columns = np.arange(left, right, dtype=np.float32)[None, :]
    place = (columns - middle) / width
    mask = smoothstep(1.0 - np.abs(place), 0.0, min(0.9, 1.2 / max(half, 1.2)))
    # The foot is round: it reaches lower in the middle than at its sides.
    mask = mask * (foot - rows + sag * np.sqrt(np.clip(1.0 - place**2, 0.0, 1.0)) > 0.0)
    bend = np.arcsin(np.clip(place, -1.0, 1.0))
    shade = 0.42 + 0.58 * np.sqrt(np.clip(1.0 - place**2, 0.0, 1.0))
    size = max(half, 4.0)
    if bark == "birch":
        dash = look_up(shared_fractal(6, 40), x=bend * 14 + across * 71, y=above * 160 / size + across * 13)
        tint = 1.0 - 0.78 * smoothstep(dash, 1.0, 1.5) - 0.3 * smoothstep(dash, 0.4, 1.0) * 0.5
    else:
        groove = look_up(shared_fractal(6, 12), x=bend * 34 + across * 71, y=above * 6.5 / size * 4 + across * 40)
        tint = 1.0 + (0.30 if bark == "oak" else 0.24) * groove
    colour = np.asarray(_BARK[bark], np.float32) * rng.uniform(0.82, 1.15) * (shade * tint)[..., None]
    if snow:
        plastered = smoothstep(place * 1.0 - 0.1, 0.35, 0.75) * smoothstep(
            look_up(shared_fractal(4, 30), x=columns + 0 * rows, y=rows + 0 * columns), -0.2, 0.5
        )
        colour = colour + (np.asarray((0.88, 0.90, 0.94), np.float32) - colour) * (plastered * 0.8)[..., None]
    canvas.patch(colour, mask, left=left, top=0, distance=distance)


def branch(
    canvas: Canvas,
    *,
    start: tuple[float, float],
    angle: float,
    length: float,
    width: float,
    distance: float,
    colour: Colour,
    rng: np.random.Generator,
    depth: int = 4,
    snow: bool = False,
) -> list[tuple[float, float]]:
    """A bough that forks; returns its tips (pixels), where leaves may hang. `angle` in radians, 0 to the right."""
    x, y = start
    points = [start]
    for _ in range(3):
        angle += rng.normal(0.0, 0.16)
        x, y = x + math.cos(angle) * length / 3, y - math.sin(angle) * length / 3
        points.append((x, y))
    canvas.line(points, colour, width=width, distance=distance)
    if snow and abs(math.cos(angle)) > 0.35 and width > 0.6:
        canvas.line([(a, b - width * 0.5) for a, b in points], (0.92, 0.94, 0.97), width=width * 0.6, distance=distance)
    if depth <= 0 or length < 3:
        return [(x, y)]
    tips: list[tuple[float, float]] = []
    for turn in (rng.uniform(0.25, 0.65), -rng.uniform(0.25, 0.65)):
        start_at = points[3] if rng.random() < 0.6 else points[2]
        tips += branch(
            canvas,
            start=start_at,
            angle=angle + turn,
            length=length * rng.uniform(0.6, 0.82),
            width=width * 0.66,
            distance=distance,
            colour=colour,
            rng=rng,
            depth=depth - 1,
            snow=snow,
        )
    return tips


def conifer(
    canvas: Canvas, *, across: float, distance: float, height: float, rng: np.random.Generator, snow: bool
) -> None:
    """A young fir or Korean pine: tiers of drooping boughs with needles, snow on their upper sides."""
    camera = canvas.camera
    x = camera.column(across, distance)
    foot = camera.row(x, distance)
    pixels = camera.pixels(distance)
    tall = height * pixels
    green = np.asarray((0.10, 0.17, 0.095)) * rng.uniform(0.85, 1.3)
    canvas.line([(x, foot), (x, foot - tall)], (0.2, 0.15, 0.11), width=max(1.0, 0.03 * pixels), distance=distance)
    tiers = int(min(26, max(9, tall / 5)))
    for tier in range(tiers):
        up = tier / tiers
        reach = tall * 0.30 * (1.0 - up) ** 0.85 * rng.uniform(0.8, 1.15) + 1.5
        y = foot - tall * (0.06 + 0.92 * up)
        for side in (-1, 1):
            droop = reach * rng.uniform(0.28, 0.5)
            tone = (green * rng.uniform(0.7, 1.25)).tolist()
            colour = (tone[0], tone[1], tone[2])
            end = (x + side * reach, y + droop)
            body = [
                (x, y - 1.5),
                (x + side * reach * 0.55, y + droop * 0.30),
                end,
                (x + side * reach * 0.5, y + droop * 0.9),
                (x, y + tall / tiers * 1.3),
            ]
            canvas.polygon(body, colour, distance=distance)  # type: ignore[arg-type]
            for needle in np.linspace(0.25, 1.0, max(3, int(reach / 4))):
                base = (x + side * reach * needle, y + droop * needle)
                canvas.line(
                    [base, (base[0] + side * rng.uniform(0, 4), base[1] + rng.uniform(2, 6) * (0.5 + tall / 300))],
                    colour,
                    width=0.8,
                    distance=distance,
                )  # type: ignore[arg-type]
            if snow:
                canvas.line(
                    [
                        (x + side * reach * 0.15, y),
                        (x + side * reach * 0.55, y + droop * 0.28),
                        (x + side * reach * 0.92, y + droop * 0.88),
                    ],
                    (0.90, 0.92, 0.96),
                    width=max(0.8, reach * 0.07),
                    distance=distance,
                )


def rock(
    canvas: Canvas,
    *,
    across: float,
    distance: float,
    wide: float,
    high: float,
    rng: np.random.Generator,
    snow: bool = False,
    moss: bool = False,
    sunk: float = 0.25,
) -> None:
    """A boulder of `wide` x `high` metres with cracked faces; snow or moss lies where it looks up."""
    camera = canvas.camera
    pixels = camera.pixels(distance) * SAMPLES
    x = camera.column(across, distance)
    foot = camera.row(x, distance) * SAMPLES + sunk * high * pixels * 0.3
    half, tall = max(wide * pixels / 2, 2.0), max(high * pixels, 2.0)
    rows = np.arange(int(-tall * 1.25), int(half * 0.22) + 2, dtype=np.float32)[:, None]
    columns = np.arange(int(-half * 1.3), int(half * 1.3) + 1, dtype=np.float32)[None, :]
    tile = shared_fractal(14, 110)
    seed = float(rng.uniform(0, 400))
    angle = np.arctan2(-rows, columns)
    lumps = sum(rng.uniform(-0.10, 0.10) * np.sin(angle * k + rng.uniform(0, 6.3)) for k in (1, 2, 3, 5, 8))
    place_x, place_y = columns / half, np.where(rows > 0, rows / (half * 0.24), rows / tall)
    dome = 1.0 + lumps - (np.abs(place_x) ** 2.4 + np.abs(place_y) ** 2.2)
    scale = 300.0 / max(half, tall)
    crack = look_up(tile, x=(columns + 0 * rows) * scale * 0.5 + seed, y=(rows + 0 * columns) * scale * 0.5 + seed)
    step = look_up(
        tile, x=(columns + 0 * rows) * scale * 0.5 + seed + 9, y=(rows + 0 * columns) * scale * 0.5 + seed + 9
    )
    mask = smoothstep(dome + 0.05 * crack, 0.0, 2.5 / max(half, 6.0))
    shade = np.clip(0.62 + 0.32 * (-place_y) + 0.22 * (crack - step) + 0.10 * crack, 0.22, 1.3)
    base = np.asarray(((0.44, 0.42, 0.39), (0.38, 0.37, 0.35), (0.47, 0.43, 0.37))[int(rng.integers(3))], np.float32)
    colour = base * shade[..., None]
    upward = smoothstep(-place_y + 0.16 * crack - 0.45 * np.abs(place_x), 0.30, 0.55)
    if snow:
        colour = colour + (np.asarray((0.91, 0.93, 0.96), np.float32) - colour) * upward[..., None]
    elif moss:
        green = np.asarray((0.22, 0.28, 0.10), np.float32) * (0.8 + 0.2 * crack[..., None])
        colour = colour + (green - colour) * (upward * 0.8)[..., None]
    left, top = int(x * SAMPLES + columns[0, 0]), int(foot + rows[0, 0])
    canvas.patch(colour, mask, left=left, top=top, distance=distance)


def log(
    canvas: Canvas,
    *,
    across: float,
    distance: float,
    length: float,
    radius: float,
    slope: float,
    rng: np.random.Generator,
    snow: bool,
) -> None:
    """A fallen trunk that lies across the picture."""
    camera = canvas.camera
    pixels = camera.pixels(distance) * SAMPLES
    x = camera.column(across, distance) * SAMPLES
    foot = camera.row(x / SAMPLES, distance) * SAMPLES
    long, half = length * pixels, radius * pixels
    columns = np.arange(int(-long / 2), int(long / 2), dtype=np.float32)[None, :]
    rows = np.arange(
        int(-abs(slope) * long / 2 - half * 2.6), int(abs(slope) * long / 2 + half * 0.6), dtype=np.float32
    )[:, None]
    taper = 1.0 - 0.25 * (columns / long + 0.5)
    place = (rows + half - slope * columns) / (half * taper)
    bark = look_up(
        shared_fractal(6, 12), x=columns * 0.35 + 0 * rows + across * 50, y=np.arcsin(np.clip(place, -1, 1)) * 40
    )
    shade = (0.45 + 0.55 * np.clip(-place * 0.7 + 0.5, 0.0, 1.0)) * (1.0 + 0.3 * bark)
    colour = np.asarray((0.30, 0.235, 0.17), np.float32) * shade[..., None]
    top = smoothstep(-place + 0.12 * bark, 0.15, 0.45)[..., None]
    over = np.asarray((0.92, 0.94, 0.97) if snow else (0.22, 0.27, 0.11), np.float32)
    colour = colour + (over - colour) * top * (1.0 if snow else 0.6)
    mask = smoothstep(1.0 - np.abs(place), 0.0, 0.12) * (np.abs(columns) < long / 2 - rng.uniform(0, 3))
    canvas.patch(colour, mask, left=int(x + columns[0, 0]), top=int(foot + rows[0, 0]), distance=distance)
