"""An animal's coat laid over its surface: countershading, stripes, rosettes, masks and hair."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from curation.scenery.coats import DARK, WHITE, Coat, Colour
from curation.scenery.grain import FloatArray, look_up, shared_fractal, smoothstep
from curation.scenery.sculpture import Surface


def paint(coat: Coat, surface: Surface) -> FloatArray:
    """The colour of each seen pixel before any light, (n, 3)."""
    up, along = surface.up, surface.along
    top, low = smoothstep(up, 0.15, 0.85)[..., None], smoothstep(-up, 0.35, 0.85)[..., None]
    colour = _mix(_solid(coat.flank, up), coat.back, top)
    colour = _mix(colour, coat.belly, low * surface.of("trunk", "neck", "wing")[..., None])
    legs = surface.of("near_fore", "near_hind", "far_fore", "far_hind", "near_leg", "far_leg")
    colour = np.where(
        legs[..., None], _mix(_solid(coat.flank, up), coat.legs, smoothstep(along, 0.1, 0.45)[..., None]), colour
    )
    if coat.socks:
        colour = _mix(colour, coat.socks, (legs * smoothstep(along, 0.5, 0.75))[..., None])
    face = surface.of("head", "muzzle")
    colour = np.where(
        face[..., None], _mix(_solid(coat.face, up), coat.jaw, (low * 0.8 * surface.of("muzzle")[..., None])), colour
    )
    for names, shade in (
        (("jaw",), coat.jaw),
        (("cheek",), _between(coat.face, coat.jaw)),
        (("ear",), coat.ear),
        (("nose", "eye", "tuft"), DARK),
        (("antler",), (0.55, 0.45, 0.33)),
        (("beak",), (0.72, 0.62, 0.36)),
    ):
        colour = np.where(surface.of(*names)[..., None], np.asarray(shade, np.float32), colour)
    colour = _mix(colour, coat.tail_tip, (surface.of("tail") * smoothstep(along, 0.78, 0.88))[..., None])
    colour = _masked(coat, surface, colour)
    colour = _marked(coat, surface, colour, legs)
    # Hair lies along the body: the grain is stretched sideways.
    hair = look_up(shared_fractal(9, 5), x=surface.columns * 0.45, y=surface.rows * 1.2)
    return np.clip(colour * (1.0 + coat.grizzle * hair[..., None]), 0.0, 1.0).astype(np.float32)


def _between(one: Colour, other: Colour) -> Colour:
    return tuple(0.35 * a + 0.65 * b for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def _solid(colour: Colour, like: FloatArray) -> FloatArray:
    return np.broadcast_to(np.asarray(colour, np.float32), (*like.shape, 3)).copy()


def _mix(colour: FloatArray, other: Colour, weight: FloatArray) -> FloatArray:
    return colour + (np.asarray(other, np.float32) - colour) * weight


def _masked(coat: Coat, surface: Surface, colour: FloatArray) -> FloatArray:
    """Markings that belong to one place: a badger's face, a roe's rump, a fox's bib."""
    up, along = surface.up, surface.along
    head, neck, trunk = surface.of("head", "muzzle"), surface.of("neck"), surface.of("trunk")
    marks: list[tuple[Colour, FloatArray]] = []
    if coat.mask == "badger":
        marks.append((DARK, head * smoothstep(0.32 - np.abs(up - 0.22), 0.0, 0.08)))
    elif coat.mask == "bandit":
        marks.append((DARK, head * smoothstep(0.42 - np.abs(up + 0.05), 0.0, 0.1)))
    elif coat.mask == "rump":
        marks.append((WHITE, trunk * smoothstep(0.05 - along, 0.0, 0.02) * smoothstep(up, -0.6, 0.0)))
    elif coat.mask == "dark_neck":
        marks.append(((0.22, 0.155, 0.10), neck * 0.85))
        marks.append(((0.80, 0.68, 0.48), trunk * smoothstep(0.06 - along, 0.0, 0.02)))
    elif coat.mask == "crescent":
        marks.append((WHITE, neck * smoothstep(-up, 0.45, 0.6) * smoothstep(0.42 - along, 0.0, 0.1)))
    elif coat.mask == "bib":
        marks.append((WHITE, neck * smoothstep(-up, 0.2, 0.55)))
    elif coat.mask == "tiger":
        marks.append((WHITE, surface.of("head") * smoothstep(-up, 0.25, 0.6)))
        marks.append((WHITE, surface.of("muzzle") * smoothstep(-up, -0.1, 0.3)))
    elif coat.mask == "pheasant":
        marks.append(((0.66, 0.08, 0.07), surface.of("head") * smoothstep(0.5 - np.abs(up), 0.0, 0.2)))
        marks.append(((0.93, 0.92, 0.9), neck * smoothstep(0.16 - np.abs(along - 0.55), 0.0, 0.04)))
        marks.append(((0.09, 0.22, 0.20), neck * smoothstep(along, 0.66, 0.74)))
    for shade, weight in marks:
        colour = _mix(colour, shade, weight.astype(np.float32)[..., None])
    return colour


def _marked(coat: Coat, surface: Surface, colour: FloatArray, legs: NDArray[np.bool_]) -> FloatArray:
    up, along = surface.up, surface.along
    body = surface.of("trunk", "neck", "wing").astype(np.float32)
    tail = surface.of("tail")
    face, cheek = surface.of("head"), surface.of("cheek")
    # The neck goes on where the trunk ends, at the same measure, else its markings would be squeezed.
    start = np.where(surface.of("neck"), 0.95 + 0.32 * along, along)
    if coat.pattern == "stripes":
        ink = body * _stripes(start, up, bands=13.0) + 0.85 * legs * _bands(
            along + 0.04 * up, bands=8.5, width=0.34
        ) * smoothstep(0.86 - along, 0.0, 0.2)
        ink = (
            ink
            + tail * _bands(along, bands=9.0, width=0.48)
            + face * _stripes(along + 0.31, up, bands=3.6) * smoothstep(up, -0.35, 0.2)
        )
        ink = ink + cheek * _bands(along + 0.3 * up, bands=2.2, width=0.3)
    elif coat.pattern == "rosettes":
        spread = _tile("rosettes", x=start * 540, y=np.arcsin(np.clip(up, -1, 1)) * 92)
        fine = _tile("spots", x=along * 330, y=up * 70)
        ink = (
            body * spread
            + (legs + face) * fine * 0.9
            + tail * np.maximum(fine, _bands(along, bands=10.0, width=0.5) * smoothstep(along, 0.5, 0.7))
        )
    elif coat.pattern in ("spots", "flecks", "dapples"):
        size = 620 if coat.pattern == "flecks" else 480
        spread = _tile(
            "spots" if coat.pattern != "dapples" else "dapples", x=start * size, y=np.arcsin(np.clip(up, -1, 1)) * 110
        )
        strength = {"spots": 0.95, "flecks": 0.6, "dapples": 0.85}[coat.pattern]
        where = body * (smoothstep(up, -0.5, -0.1) if coat.pattern == "dapples" else 1.0)
        ink = strength * spread * where
        if coat.pattern != "dapples":
            ink = (
                ink
                + legs * 0.6 * _tile("spots", x=along * 260, y=up * 60)
                + tail * 0.7 * _bands(along, bands=7.0, width=0.45)
            )
    elif coat.pattern == "lines":
        ink = 0.85 * body * _bands(0.5 * up + 0.1, bands=5.0, width=0.38) * smoothstep(up, -0.75, -0.4)
    elif coat.pattern == "scales":
        ink = 0.5 * body * _bands(start + 0.05 * np.sin(up * 14.0), bands=16.0, width=0.3) + 0.75 * tail * _bands(
            along, bands=14.0, width=0.28
        )
    else:
        return colour
    return _mix(colour, coat.ink, np.clip(ink, 0.0, 1.0).astype(np.float32)[..., None])


def _bands(along: FloatArray, *, bands: float, width: float) -> FloatArray:
    distance = np.abs((along * bands) % 1.0 - 0.5) * 2.0
    return smoothstep(distance, 1.0 - width - 0.1, 1.0 - width + 0.1)


def _stripes(along: FloatArray, up: FloatArray, *, bands: float) -> FloatArray:
    """A tiger's: upright, narrow, forked and broken, thick at the back and tapering downwards."""
    noise = shared_fractal(3, 60)
    bend = look_up(noise, x=along * 260, y=up * 75 + 90)
    broken = look_up(noise, x=along * 700 + 40, y=up * 55)
    width = 0.36 + 0.13 * up + 0.11 * broken - 0.16 * smoothstep(np.abs(up + 0.45), 0.0, 0.35) * (up < -0.45)
    wave = np.abs((along * bands + 0.30 * bend + 0.22 * up) % 1.0 - 0.5) * 2.0
    return smoothstep(wave, 1.0 - width - 0.08, 1.0 - width + 0.08)


@lru_cache(maxsize=4)
def _sheet(kind: str) -> FloatArray:
    """A tile of rings, spots or dapples, drawn once: a jittered grid wrapped around its edges."""
    size, step = 512, {"rosettes": 64, "spots": 32, "dapples": 64}[kind]
    rng = np.random.default_rng(17)
    image = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(image)
    for row in range(0, size, step):
        for column in range(0, size, step):
            x = column + (step / 2 if (row // step) % 2 else 0) + rng.uniform(-0.16, 0.16) * step
            y = row + rng.uniform(-0.16, 0.16) * step
            radius = step * (0.33 if kind == "rosettes" else 0.27 if kind == "spots" else 0.17) * rng.uniform(0.8, 1.2)
            turn = rng.uniform(0, 360)
            for shift_x in (-size, 0, size):
                for shift_y in (-size, 0, size):
                    box = (x + shift_x - radius, y + shift_y - radius, x + shift_x + radius, y + shift_y + radius)
                    if kind == "rosettes":
                        for part in range(3):
                            draw.arc(
                                box, turn + part * 120, turn + part * 120 + 88, fill=255, width=math.ceil(radius * 0.5)
                            )
                        draw.ellipse(
                            [
                                box[0] + radius * 0.5,
                                box[1] + radius * 0.5,
                                box[2] - radius * 0.5,
                                box[3] - radius * 0.5,
                            ],
                            fill=70,
                        )
                    else:
                        draw.ellipse(box, fill=255)
    soft = image.filter(ImageFilter.GaussianBlur(1.6))
    return np.asarray(soft, np.float32) / 255.0


def _tile(kind: str, *, x: FloatArray, y: FloatArray) -> FloatArray:
    return look_up(_sheet(kind), x=x, y=y)
