"""A scene in layers, and how one frame is made of them."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

from veo_widgets.storyboard.draw import Image, over
from veo_widgets.storyboard.layers import SHARED, Layer, Plates
from veo_widgets.storyboard.palette import look, palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from veo_widgets.storyboard.draw import Floats
    from veo_widgets.storyboard.scene import Scene

OVERSCAN: Final = 0.24
# Pan, zoom and rise in a second, as shares of the picture.
CAMERA: Final = {
    "dolly": (0.004, 0.016, 0.0),
    "pullout": (-0.004, -0.016, 0.0),
    "panright": (0.022, 0.003, 0.0),
    "panleft": (-0.022, 0.003, 0.0),
    "crane": (0.004, 0.006, -0.014),
    "handheld": (0.004, 0.008, 0.0),
}


class Actor(Protocol):
    """Something that moves by itself between two layers."""

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw it into a frame."""


class World:
    """The layers, actors and light of one clip.

    Args:
        scene: What to show.
    """

    def __init__(self, scene: Scene) -> None:
        shot = scene.shot
        self.scene = scene
        self.width, self.height = shot.width, shot.height
        self.seconds = shot.seconds
        self.look = look(shot.model)
        self.palette = palette(scene.time, scene.rng("palette"), space=scene.place == "space")
        self.layers: list[Layer] = []
        self.actors: list[Actor] = []
        self.after = -1
        self.ground = 0.875
        self.actor_depth = 0.5
        self.centre: float | None = None
        self.overlays: list[Callable[[Image, float], None]] = []
        self.backdrop: Callable[[float], Image] | None = None
        self.ambient: Floats | None = None
        self.key: Floats | None = None
        rng = scene.rng("camera")
        strength = rng.uniform(0.8, 1.2)
        self._camera = tuple(v * strength for v in CAMERA[scene.camera])
        self._focus = 0.5 + rng.uniform(-0.12, 0.12)
        self._shake = 1.0 if scene.camera == "handheld" else 0.25
        self._phases = rng.uniform(0, 6.28, 4)
        self.sun_x = float(scene.rng("sun").uniform(0.22, 0.78))
        self.sun_y = self.palette.height + float(scene.rng("sun height").uniform(-0.04, 0.04))

    @cached_property
    def dither(self) -> Floats:
        """A grain of -0.8 to 0.8 that keeps slow gradients from banding; larger than any canvas."""
        tile = self.scene.rng("dither").random((256, 256), dtype=np.float32)
        tall, wide = self.height * 1.6, self.width * 1.3 + self.height * 4
        times = (math.ceil(tall / 256), math.ceil(wide / 256))
        return np.tile((tile - np.float32(0.5)) * np.float32(1.6), times)

    @property
    def light_from(self) -> tuple[float, float]:
        """Direction towards the light."""
        return (-1.0 if self.sun_x < 0.5 else 1.0, -0.75)

    def canvas(self, depth: float) -> tuple[int, int, int, int]:
        """Return width, height, side and top margin, in pixels, that cover the camera's travel."""
        side = math.ceil(self.height * (0.061 + OVERSCAN * depth))
        top = math.ceil(self.height * (0.041 + 0.1 * depth))
        return self.width + 2 * side, self.height + 2 * top, side, top

    def across(self, width: int) -> NDArray[np.float64]:
        """Return the columns of a canvas in picture heights from its centre."""
        return (np.arange(width) - width / 2) / self.height

    def add(self, image: Image, depth: float, drift: float = 0.0, period: int = 0) -> Layer:
        """Put a canvas-sized image into the scene, before all others.

        Args:
            image: Premultiplied BGRA, as large as ``canvas(depth)`` says.
            depth: 0 far to 1 near.
            drift: Pixels a second to the right.
            period: Pixels after which a drifting image repeats; 0 when it does not.
        """
        _, _, side, top = self.canvas(depth)
        found = Layer(image, -side, -top, depth, drift, period)
        self.layers.append(found)
        return found

    def place(self, x: float, y: float, depth: float, time: float) -> tuple[float, float]:
        """Return the pixel of a point (shares of width and height) at a time."""
        scale, dx, dy = self._moved(Layer(np.zeros((1, 1, 4), np.uint8), 0, 0, depth), time)
        return x * self.width * scale + dx, y * self.height * scale + dy

    def _moved(self, layer: Layer, time: float) -> tuple[float, float, float]:
        pan, zoom, rise = self._camera
        height, depth, a = self.height, layer.depth, self._phases
        shake_x = self._shake * (math.sin(time * 1.1 + a[0]) + math.sin(time * 2.3 + a[1]) / 2)
        shake_y = self._shake * (math.sin(time * 1.4 + a[2]) + math.sin(time * 2.9 + a[3]) / 2)
        since = time - self.seconds / 2
        run = time if zoom >= 0 else self.seconds - time
        scale = 1 + abs(zoom) * run * (0.1 + 0.9 * depth)
        x = layer.x + (-pan * since + shake_x * 0.002) * depth * height * 1.6
        y = layer.y + (-rise * since + shake_y * 0.0015) * depth * height
        if layer.bob:
            y += layer.bob[0] * math.sin(time * layer.bob[1] * 2 + layer.bob[2])
        drift = layer.drift * time
        if layer.period:
            drift = drift % layer.period - layer.period
        focus_x, focus_y = self._focus * self.width, 0.5 * height
        return (scale, focus_x + (x + drift - focus_x) * scale, focus_y + (y - focus_y) * scale)

    def frame(self, index: int) -> Image:
        """Draw one frame, BGRA."""
        time = index / self.scene.shot.fps
        far = 0 if self.backdrop else self._far
        if far:
            out = self._plates.get(index - index % SHARED).copy()
        elif self.backdrop:
            out = self.backdrop(time)
        else:
            out = np.zeros((self.height, self.width, 4), np.uint8)
        self._draw(out, time, far, len(self.layers))
        if self.after < 0:
            self._act(out, time)
        for overlay in self.overlays:
            overlay(out, time)
        return out

    @cached_property
    def _far(self) -> int:
        """Count the layers behind all else that hardly move from frame to frame."""
        found = 0
        for number, layer in enumerate(self.layers):
            moves = layer.repaint or layer.bob or abs(layer.drift) > 0.013 * self.height
            if moves or layer.depth > 0.16 or 0 <= self.after < number:
                break
            found = number + 1
        return found if found > 1 else 0

    @cached_property
    def _plates(self) -> Plates:
        def draw(index: int) -> Image:
            out = np.zeros((self.height, self.width, 4), np.uint8)
            self._draw(out, index / self.scene.shot.fps, 0, self._far, spare=6)
            return out

        return Plates(draw)

    def _draw(self, out: Image, time: float, first: int, last: int, spare: int = 0) -> None:
        """Draw a run of layers, and the actors where they belong."""
        moves = [self._moved(layer, time) for layer in self.layers]
        rows = self._visible(moves)
        for number in range(first, last):
            layer = self.layers[number]
            top, bottom = rows[number]
            bottom = min(bottom + spare, self.height)
            if bottom > top:
                image = layer.repaint(time) if layer.repaint else layer.image
                self._blend(out, image, moves[number], (top, bottom), layer)
            if number == self.after:
                self._act(out, time)

    def _act(self, out: Image, time: float) -> None:
        for actor in self.actors:
            actor.draw(self, out, time)

    def _visible(self, moves: list[tuple[float, float, float]]) -> list[tuple[int, int]]:
        """Find, from front to back, the rows of each layer that nothing hides."""
        cover = self.height
        found = [(0, 0)] * len(moves)
        for number in range(len(moves) - 1, -1, -1):
            layer, (scale, x, y) = self.layers[number], moves[number]
            height, width = layer.image.shape[:2]
            end = math.ceil(y + height * scale) - 1
            found[number] = (
                max(0, math.floor(y + layer.first * scale)),
                min(self.height, end, cover),
            )
            if x <= 0 and x + width * scale >= self.width and end >= cover:
                cover = min(cover, max(0, math.ceil(y + layer.solid * scale) + 1))
        return found

    def _blend(
        self,
        out: Image,
        image: Image,
        move: tuple[float, float, float],
        rows: tuple[int, int],
        layer: Layer,
    ) -> None:
        scale, x, y = move
        behind = layer is self.layers[0]
        whole = layer.repaint is not None or behind
        tall, wide = image.shape[:2]
        border = cv2.BORDER_REPLICATE if behind else cv2.BORDER_CONSTANT
        solid = rows[0] if behind else math.ceil(y + layer.solid * scale) + 1
        for first, last, start, end in [(0, tall, 0, wide)] if whole else layer.pieces:
            top = max(rows[0], math.ceil(y + first * scale)) if first else rows[0]
            bottom = min(rows[1], math.ceil(y + last * scale)) if last < tall else rows[1]
            left = max(0, math.floor(x + start * scale))
            right = min(self.width, math.ceil(x + end * scale))
            if right <= left or bottom <= top:
                continue
            matrix = np.array([[scale, 0, x - left], [0, scale, y - top]], np.float32)
            part = cv2.warpAffine(
                image,
                matrix,
                (right - left, bottom - top),
                flags=cv2.INTER_LINEAR,
                borderMode=border,
            )
            split = min(bottom, max(top, solid))
            if split > top:
                over(out[top:split, left:right], part[: split - top])
            if bottom > split:
                out[split:bottom, left:right] = part[split - top :]
