"""Grass, reeds, shrubs and leaves; and the blades before the animals, which sway."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from curation.scenery.canvas import SAMPLES, Canvas, Colour, ink
from curation.scenery.ground import Camera
from curation.scenery.illumination import Illumination
from curation.scenery.spec import Season

SWAY_STEPS = 24
SWAY_SECONDS = 2.8
GRASS: dict[Season, tuple[Colour, ...]] = {
    "spring": ((0.42, 0.46, 0.18), (0.55, 0.50, 0.30), (0.32, 0.38, 0.13)),
    "summer": ((0.28, 0.42, 0.11), (0.20, 0.32, 0.08), (0.38, 0.48, 0.16)),
    "autumn": ((0.66, 0.53, 0.27), (0.54, 0.40, 0.19), (0.74, 0.63, 0.38)),
    "winter": ((0.60, 0.50, 0.33), (0.70, 0.61, 0.44), (0.46, 0.37, 0.24)),
}


def tuft(
    canvas: Canvas,
    *,
    across: float,
    distance: float,
    height: float,
    blades: int,
    colours: tuple[Colour, ...],
    rng: np.random.Generator,
) -> None:
    """Blades that fan out from one root; `height` in metres."""
    camera = canvas.camera
    x = camera.column(across, distance)
    y = camera.row(x, distance)
    tall = height * camera.pixels(distance)
    if not -tall < x < camera.width + tall or y - tall > camera.height:
        return
    for _ in range(blades):
        colour = colours[int(rng.integers(len(colours)))]
        shade = rng.uniform(0.65, 1.2)
        lean = rng.normal(0.0, 0.38)
        long = tall * rng.uniform(0.5, 1.0)
        root = x + rng.normal(0.0, 0.10) * tall
        points = [
            (root, y),
            (root + lean * long * 0.35, y - long * 0.6),
            (root + lean * long, y - long * (1.0 - 0.3 * abs(lean))),
        ]
        tinted = (colour[0] * shade, colour[1] * shade, colour[2] * shade)
        canvas.line(points, tinted, width=max(0.5, tall * 0.018), distance=distance)


def reed(
    canvas: Canvas, *, across: float, distance: float, height: float, season: Season, rng: np.random.Generator
) -> None:
    """One reed: a straight stem, long leaves, a plume that hangs to one side."""
    camera = canvas.camera
    x = camera.column(across, distance)
    y = camera.row(x, distance)
    tall = height * camera.pixels(distance)
    straw = season in ("autumn", "winter", "spring")
    base: Colour = (0.66, 0.55, 0.33) if straw else (0.34, 0.44, 0.17)
    shade = rng.uniform(0.7, 1.15)
    colour = (base[0] * shade, base[1] * shade, base[2] * shade)
    lean = rng.normal(0.05, 0.06)
    top = (x + lean * tall, y - tall)
    canvas.line(
        [(x, y), (x + lean * tall * 0.4, y - tall * 0.55), top], colour, width=max(0.5, tall * 0.008), distance=distance
    )
    for part in rng.uniform(0.2, 0.85, 4):
        side = 1 if rng.random() < 0.5 else -1
        start = (x + lean * tall * part, y - tall * part)
        end = (start[0] + side * tall * 0.16, start[1] - tall * rng.uniform(-0.02, 0.1))
        middle = (start[0] + side * tall * 0.08, start[1] - tall * 0.10)
        canvas.line([start, middle, end], colour, width=max(0.5, tall * 0.009), distance=distance)
    plume = (0.55 * shade, 0.44 * shade, 0.34 * shade)
    for part in range(5):
        drop = tall * 0.03 * part
        canvas.line(
            [(top[0], top[1] + drop), (top[0] + tall * 0.035, top[1] + drop + tall * 0.045)],
            plume,
            width=max(0.6, tall * 0.012),
            distance=distance,
        )


def litter(canvas: Canvas, *, count: int, colours: tuple[Colour, ...], rng: np.random.Generator) -> None:
    """Single leaves on the ground, flat in perspective; they hide nothing."""
    camera = canvas.camera
    for _ in range(count):
        x = float(rng.uniform(0, camera.width))
        y = camera.horizon_at(x) + (camera.height - camera.horizon_at(x)) * float(rng.uniform(0.10, 1.0)) ** 1.2
        distance = camera.focal * camera.lift / max(y - camera.horizon_at(x), 1.0)
        size = min(0.030 * camera.pixels(distance) * rng.uniform(0.5, 1.2), 0.009 * camera.width)
        if size < 0.5:
            continue
        colour = colours[int(rng.integers(len(colours)))]
        shade = rng.uniform(0.6, 1.3)
        canvas.ellipse(
            x,
            y,
            wide=size,
            high=size * rng.uniform(0.25, 0.55),
            colour=(colour[0] * shade, colour[1] * shade, colour[2] * shade),
        )


@dataclass(frozen=True)
class Sway:
    """Blades in the wind as a loop of pictures: `colours` (steps, h, w, 3) already multiplied by alpha, `keep`
    (steps, h, w, 1) what shows through, 0..255; `top` is their first row, `distance` metres."""

    colours: NDArray[np.uint8]
    keep: NDArray[np.uint8]
    top: int
    distance: float

    def lay(self, frame: NDArray[np.uint8], second: float) -> None:
        """Draw the blades of this second over the frame (h, w, channels), in place."""
        step = int(second / SWAY_SECONDS * SWAY_STEPS) % SWAY_STEPS
        window = frame[self.top : self.top + self.keep.shape[1]]
        mixed = window.astype(np.uint16)
        mixed *= self.keep[step]
        mixed >>= 8
        mixed += self.colours[step][..., : frame.shape[2]]
        window[...] = np.minimum(mixed, 255)


def grow_sway(
    camera: Camera,
    light: Illumination,
    *,
    distance: float,
    height: float,
    count: int,
    colours: tuple[Colour, ...],
    wind: float,
    blur: float,
    rng: np.random.Generator,
    clumps: int = 9,
) -> Sway:
    """Blades of `height` metres at about `distance` metres; `wind` is how far tips go, as a part of their length."""
    pixels = camera.pixels(distance)
    roots = rng.choice(rng.uniform(-0.05, 1.05, clumps), count) * camera.width + rng.normal(
        0.0, 0.05 * camera.width, count
    )
    feet = np.array([camera.row(float(x), distance * float(rng.uniform(0.92, 1.05))) for x in roots])
    tall = height * pixels * rng.uniform(0.45, 1.0, count)
    lean = rng.normal(0.0, 0.30, count)
    albedo = np.asarray(colours, np.float32)[rng.integers(len(colours), size=count)] * rng.uniform(
        0.65, 1.2, (count, 1)
    )
    place = (roots / camera.width * 2 - 1).astype(np.float32)
    up = np.clip(feet / camera.height * 2 - 1, -1, 1).astype(np.float32)
    lit = light.tint(albedo.astype(np.float32), np.full(count, distance, np.float32), x=place, y=up, sunlit=0.6)
    top = max(0, int((feet - tall).min()) - 4)
    bottom = min(camera.height, int(feet.max()) + 4)
    steps_colour, steps_keep = [], []
    start = rng.uniform(0, 0.8, count) + roots / camera.width * 3.0
    fills = [(*ink(tuple(colour)), 255) for colour in lit.tolist()]
    # What is blurred anyway need not be drawn finely.
    fine = 1 if blur else SAMPLES
    for step in range(SWAY_STEPS):
        beat = 2.0 * math.pi * step / SWAY_STEPS
        push = lean + wind * (np.sin(beat + start) + 0.35 * np.sin(2.0 * beat + 2.3 * start))
        picture = _blades(camera.width, (top, bottom), roots, feet, tall, push, fills, blur=blur, fine=fine)
        steps_colour.append(picture[..., :3])
        steps_keep.append(255 - picture[..., 3:])
    return Sway(np.stack(steps_colour), np.stack(steps_keep), top, distance)


def _blades(
    width: int,
    band: tuple[int, int],
    roots: NDArray[np.floating],
    feet: NDArray[np.floating],
    tall: NDArray[np.floating],
    push: NDArray[np.floating],
    fills: list[tuple[int, int, int, int]],
    *,
    blur: float,
    fine: int,
) -> NDArray[np.uint8]:
    """RGBA with colour multiplied by alpha, of one moment; drawn `fine` times larger."""
    top, bottom = band
    image = Image.new("RGBA", (width * fine, max(1, bottom - top) * fine), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    thick = np.maximum(0.35 * fine, tall * fine * 0.016)
    x, y, long = roots * fine, (feet - top) * fine, tall * fine
    middle_x, middle_y = x + push * long * 0.30, y - long * 0.58
    tip_x, tip_y = x + push * long, y - long * (1.0 - 0.28 * np.abs(push))
    inner = thick * 0.8
    corners = np.stack(
        [x - thick, y, middle_x - inner, middle_y, tip_x, tip_y, middle_x + inner, middle_y, x + thick, y], axis=1
    )
    for shape, fill in zip(corners.tolist(), fills, strict=True):
        pen.polygon(shape, fill=fill)
    image = image.convert("RGBa")
    if blur:
        image = image.filter(ImageFilter.BoxBlur(blur * fine / SAMPLES))
    return np.array(image.reduce(fine) if fine > 1 else image)
