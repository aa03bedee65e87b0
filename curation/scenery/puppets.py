"""Animals set into the picture: scaled, lit, hidden by what stands before them, with shadow and eyeshine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from curation.scenery.backdrop import Backdrop
from curation.scenery.grain import FloatArray
from curation.scenery.spec import Box, SceneSpec
from curation.scenery.sprites import Sprite, SpriteBook
from curation.scenery.tracks import Moment, Track, lay_tracks

Frame = NDArray[np.uint8]
Seen = Box
_SEEN_ALPHA = 60
_SEEN_PIXELS = 10


@dataclass(frozen=True)
class _Window:
    """A rectangle of the frame and the same rectangle of a placed sprite."""

    rows: slice
    columns: slice
    cut_rows: slice
    cut_columns: slice


def _window(shape: tuple[int, ...], *, left: int, top: int, width: int, height: int) -> _Window | None:
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(shape[1], left + width), min(shape[0], top + height)
    if x1 <= x0 or y1 <= y0:
        return None
    return _Window(slice(y0, y1), slice(x0, x1), slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))


@dataclass
class Puppet:
    """One animal in one scene."""

    track: Track
    book: SpriteBook
    backdrop: Backdrop

    def distance(self, number: int) -> float:
        return self.track.moments[number].distance

    def perform(self, frame: Frame, number: int) -> Seen | None:
        """Draw the animal of this frame, in place; returns its visible box in 0..1, or None."""
        moment = self.track.moments[number]
        camera = self.backdrop.camera
        column = camera.column(moment.across, moment.distance)
        ground = camera.row(column, moment.distance)
        scale = camera.pixels(moment.distance)
        reach = 3.0 * scale * self.book.plan.height * self.track.size
        if column < -reach or column > camera.width + reach:
            return None
        sprite = self.book.sprite(moment.pose)
        zoom = scale / sprite.scale
        self._shade(frame, sprite, column=column, row=ground, zoom=zoom)
        row = ground - moment.rise * scale
        left, top = int(np.floor(column - sprite.anchor[0] * zoom)), int(np.floor(row - sprite.anchor[1] * zoom))
        width, height = int(sprite.picture.width * zoom) + 2, int(sprite.picture.height * zoom) + 2
        window = _window(frame.shape, left=left, top=top, width=width, height=height)
        if window is None:
            return None
        # The picture keeps its fraction of a pixel, else a slow walk would jerk.
        matrix = (
            1 / zoom,
            0.0,
            (left - column) / zoom + sprite.anchor[0],
            0.0,
            1 / zoom,
            (top - row) / zoom + sprite.anchor[1],
        )
        placed = sprite.picture.transform((width, height), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
        cut = np.array(placed)[window.cut_rows, window.cut_columns]
        hidden = self.backdrop.stands[window.rows, window.columns] < moment.distance - 0.12
        cut[hidden] = 0
        self._blend(frame, cut, window, moment, column=column, row=row)
        self._shine(frame, sprite, moment, column=column, row=row, zoom=zoom)
        return self._box(cut[..., 3], window)

    def _blend(self, frame: Frame, cut: Frame, window: _Window, moment: Moment, *, column: float, row: float) -> None:
        light, camera = self.backdrop.light, self.backdrop.camera
        alpha = cut[..., 3:].astype(np.uint16)
        steps = np.arange(256, dtype=np.float32) / 255.0
        away = np.asarray([moment.distance], np.float32)
        if light.infrared:
            x = np.asarray([column / camera.width * 2 - 1], np.float32)
            y = np.asarray([row / camera.height * 2 - 1.4], np.float32)
            # The camera's gain follows the animal, so that a near one keeps its markings.
            flash = min(float(light.flash(away, x=x, y=y)[0]), 0.92)
            table = (1.0 - np.exp(-2.2 * steps * flash)) * 255.0
            colour = table.astype(np.uint16)[cut[..., :1]]
        else:
            clear = float(light.clear(away)[0])
            colour = (steps * 255.0 * clear).astype(np.uint16)[cut[..., :3]]
            haze = (np.asarray(light.haze, np.float32) * (1.0 - clear) * 255.0).astype(np.uint16)
            colour = colour + ((alpha * haze) >> 8)
        target = frame[window.rows, window.columns]
        behind = (target * (255 - alpha)) >> 8
        target[...] = np.minimum(behind + colour, 255).astype(np.uint8)

    def _shade(self, frame: Frame, sprite: Sprite, *, column: float, row: float, zoom: float) -> None:
        """The shadow on the ground: the outline pressed flat, soft at its edges."""
        wide = max(4, int(sprite.picture.width * zoom))
        high = max(3, int(sprite.picture.height * zoom * 0.13))
        border = 6
        flat = Image.new("L", (wide + 2 * border, high + 2 * border), 0)
        flat.paste(sprite.shadow.resize((wide, high)), (border, border))
        soft = np.asarray(flat.filter(ImageFilter.BoxBlur(3)), np.uint16)
        left = int(column - sprite.anchor[0] * zoom) - border
        window = _window(
            frame.shape, left=left, top=int(row - high * 0.62) - border, width=soft.shape[1], height=soft.shape[0]
        )
        if window is None:
            return
        strength = 120 if self.backdrop.light.infrared else 150
        dark = (soft[window.cut_rows, window.cut_columns, None] * np.uint16(strength)) >> 8
        open_ground = self.backdrop.stands[window.rows, window.columns, None] > self.book_distance(row) - 0.3
        target = frame[window.rows, window.columns]
        target[...] = ((target * (255 - dark * open_ground)) >> 8).astype(np.uint8)

    def book_distance(self, row: float) -> float:
        """The distance in metres of the ground at a row in the picture's middle."""
        camera = self.backdrop.camera
        return camera.focal * camera.lift / max(row - camera.horizon * camera.height, 1.0)

    def _shine(self, frame: Frame, sprite: Sprite, moment: Moment, *, column: float, row: float, zoom: float) -> None:
        """Eyes throw the flash back, more the straighter they look into it."""
        if not self.backdrop.light.infrared:
            return
        for eye_x, eye_y, facing in sprite.eyes:
            x = column + (eye_x - sprite.anchor[0]) * zoom
            y = row + (eye_y - sprite.anchor[1]) * zoom
            if not (2 <= x < frame.shape[1] - 2 and 2 <= y < frame.shape[0] - 2):
                continue
            if self.backdrop.stands[int(y), int(x)] < moment.distance - 0.12:
                continue
            radius = max(0.75, 0.021 * zoom * sprite.scale * self.book.plan.height * self.track.size**0.6)
            glow = _glow(radius, x - int(x), y - int(y)) * (255.0 if facing > 0.9 else 165.0)
            reach = glow.shape[0] // 2
            window = _window(
                frame.shape, left=int(x) - reach, top=int(y) - reach, width=glow.shape[1], height=glow.shape[0]
            )
            if window:
                target = frame[window.rows, window.columns]
                lit = target + glow[window.cut_rows, window.cut_columns, None].astype(np.uint16)
                target[...] = np.minimum(lit, 255).astype(np.uint8)

    def _box(self, alpha: Frame, window: _Window) -> Seen | None:
        strip = round(self.backdrop.camera.height * 0.062)
        solid = alpha > _SEEN_ALPHA
        below = window.rows.stop - (self.backdrop.camera.height - strip)
        if below > 0:
            solid = solid[: max(0, solid.shape[0] - below)]
        if int(solid.sum()) < _SEEN_PIXELS:
            return None
        rows, columns = np.nonzero(solid.any(axis=1))[0], np.nonzero(solid.any(axis=0))[0]
        width, height = self.backdrop.camera.width, self.backdrop.camera.height
        return (
            round((window.columns.start + int(columns[0])) / width, 5),
            round((window.rows.start + int(rows[0])) / height, 5),
            round((int(columns[-1]) - int(columns[0]) + 1) / width, 5),
            round((int(rows[-1]) - int(rows[0]) + 1) / height, 5),
        )


def _glow(radius: float, x: float, y: float) -> FloatArray:
    reach = max(3, int(radius * 4))
    grid = np.arange(-reach, reach + 1, dtype=np.float32)
    square = ((grid[:, None] - y) ** 2 + (grid[None, :] - x) ** 2) / radius**2
    return (np.exp(-square) + 0.16 * np.exp(-square / 7.0)).astype(np.float32)


def rehearse(spec: SceneSpec, backdrop: Backdrop) -> list[Puppet]:
    """The puppets of a scene; animals that look alike share their pictures."""
    books: dict[tuple[object, ...], SpriteBook] = {}
    puppets = []
    for track in lay_tracks(spec, backdrop.camera):
        nearest = min(moment.distance for moment in track.moments)
        scale = backdrop.camera.pixels(spec.actors[track.actor].distance if track.yaw == 0 else nearest)
        key = (track.actor, track.mirrored)
        if key not in books:
            books[key] = SpriteBook(
                track.plan, backdrop.light.lamp, scale, track.mirrored, track.yaw, track.size, track.antlers
            )
        puppets.append(Puppet(track, books[key], backdrop))
    return puppets
