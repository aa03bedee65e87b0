"""Lit pictures of a posed animal, kept so that a gait is drawn once and played many times."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from curation.scenery.birds import BIRDS, BirdPlan, build_bird
from curation.scenery.bodies import PLANS, BodyPlan, juvenile
from curation.scenery.coats import COATS, infrared
from curation.scenery.grain import FloatArray, smoothstep
from curation.scenery.markings import paint
from curation.scenery.sculpture import Surface, sculpt
from curation.scenery.skeleton import Cone, Pose, build
from curation.scenery.spec import SceneError

PHASES = 18
LEVELS = 5
# Drawn larger than shown: the shrinking when it is placed smooths the outline.
_LARGER = 1.3


@dataclass(frozen=True)
class Lamp:
    """The light on the animals: `towards` points to it (x right, y up, z camera); colours are red, green, blue."""

    infrared: bool
    towards: tuple[float, float, float] = (0.3, 0.8, 0.5)
    direct: tuple[float, float, float] = (0.9, 0.85, 0.75)
    ambient: tuple[float, float, float] = (0.45, 0.5, 0.55)


@dataclass(frozen=True)
class Sprite:
    """`picture` is RGBa: colour multiplied by alpha; `anchor` is the pixel of the body's middle on the ground;
    `eyes` are pixel places with how straight each looks at the camera, 0..1; `scale` is its pixels per metre."""

    picture: Image.Image
    shadow: Image.Image
    anchor: tuple[float, float]
    eyes: tuple[tuple[float, float, float], ...]
    scale: float


def plan_of(species: str, *, life_stage: str) -> BodyPlan | BirdPlan:
    """The body plan of a scientific name; raises `SceneError` `unknown_species`."""
    if species in BIRDS:
        return BIRDS[species]
    if species not in PLANS:
        raise SceneError(f"No body plan for {species}.", code="unknown_species", species=species)
    return juvenile(PLANS[species]) if life_stage == "juvenile" else PLANS[species]


@dataclass
class SpriteBook:
    """The pictures of one animal: `scale` is pixels per metre, `mirrored` when it faces left."""

    plan: BodyPlan | BirdPlan
    lamp: Lamp
    scale: float
    mirrored: bool = False
    yaw: float = 0.0
    size: float = 1.0
    antlers: bool = False
    _drawn: dict[tuple[int, ...], Sprite] = field(default_factory=dict)

    def sprite(self, pose: Pose) -> Sprite:
        """The picture nearest to the pose: phase in 18 steps, amplitude, look and lowering in five."""
        amplitude = round(pose.amplitude * (LEVELS - 1))
        key = (
            round(pose.phase * PHASES) % PHASES if amplitude else 0,
            amplitude,
            round(pose.look * 6),
            round(pose.lower * (LEVELS + 1)),
            int(pose.trot),
        )
        if key not in self._drawn:
            exact = Pose(key[0] / PHASES, amplitude / (LEVELS - 1), key[2] / 6, key[3] / (LEVELS + 1), pose.trot)
            self._drawn[key] = self._draw(exact)
        return self._drawn[key]

    def _cones(self, pose: Pose) -> tuple[list[Cone], float]:
        if isinstance(self.plan, BirdPlan):
            return build_bird(self.plan, pose), 0.02
        return build(self.plan, pose, antlers=self.antlers), self.plan.fur

    def _draw(self, pose: Pose) -> Sprite:
        cones, fur = self._cones(pose)
        pixels = self.scale * self.plan.height * self.size * _LARGER
        # The head's turn counts from the picture plane, so a body that is turned away must turn its head further.
        surface = sculpt(cones, scale=pixels, yaw=self.yaw, fur=fur)
        colour = self._light(surface, paint(COATS[self.plan.coat], surface))
        rows, columns = surface.shape
        rgba = np.zeros((rows, columns, 4), np.float32)
        rgba[surface.rows, surface.columns, :3] = colour
        rgba[surface.rows, surface.columns, 3] = 1.0
        pixels8 = (np.clip(rgba, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
        # "RGBa" says that colour is already multiplied by alpha, so Pillow leaves it as it is.
        picture = Image.frombytes("RGBa", (columns, rows), pixels8.tobytes())
        middle = 0.6 * pixels * math.cos(self.yaw)
        anchor_x = surface.origin[0] + middle
        eyes = _eyes(surface)
        if self.mirrored:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            anchor_x = picture.width - anchor_x
            eyes = tuple((picture.width - x, y, facing) for x, y, facing in eyes)
        flat = picture.getchannel("a").resize((max(2, picture.width // 2), max(2, picture.height // 12)))
        return Sprite(picture, flat, (anchor_x, surface.origin[1]), eyes, self.scale * _LARGER)

    def _light(self, surface: Surface, colour: FloatArray) -> FloatArray:
        normal = surface.normal
        far = surface.of("far_hind", "far_fore", "far_leg")[..., None]
        # The belly and the far legs lie in the body's own shade.
        if self.lamp.infrared:
            grey = infrared(colour)
            facing = np.clip(normal[..., 2], 0.0, 1.0)
            lit = grey * (0.30 + 0.80 * facing**1.1) * (0.90 + 0.12 * normal[..., 1])
            lit = lit * np.where(far[..., 0], 0.70, 1.0)
            return np.repeat(lit[..., None], 3, axis=-1)
        towards = np.asarray(self.lamp.towards, np.float32)
        towards = towards * np.asarray([-1.0 if self.mirrored else 1.0, 1.0, 1.0], np.float32)
        towards /= np.linalg.norm(towards)
        direct = np.clip(normal @ towards, 0.0, 1.0)[..., None] * np.asarray(self.lamp.direct, np.float32)
        sky = (0.62 + 0.38 * normal[..., 1:2]) * np.asarray(self.lamp.ambient, np.float32)
        ground = smoothstep(-normal[..., 1:2], 0.0, 1.0) * np.asarray(self.lamp.ambient, np.float32) * 0.15
        return colour * (direct + sky + ground) * np.where(far, 0.62, 1.0)


def _eyes(surface: Surface) -> tuple[tuple[float, float, float], ...]:
    """Where eyes are seen, one for each cluster of pixels, in pixels of the finished picture."""
    seen = surface.of("eye")
    rows, columns = surface.rows[seen], surface.columns[seen]
    if rows.size == 0:
        return ()
    split = [np.ones(rows.size, bool)]
    order = np.sort(columns)
    gaps = np.diff(order)
    if gaps.size and gaps.max() > 2:
        edge = order[int(gaps.argmax())]
        split = [columns <= edge, columns > edge]
    facing = 1.0 if len(split) == 2 else 0.55
    return tuple((float(columns[one].mean()), float(rows[one].mean()), facing) for one in split)
