"""A kaleidoscope that one falls into without end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.noise import noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

TILE = 768


def abstract(world: World) -> None:
    """Set the backdrop that draws each frame."""
    rng = world.scene.rng("kaleidoscope")
    field = noise2(rng, TILE, TILE, 3, 6, 0.55)
    field = (field - field.min()) / np.ptp(field)
    field = cv2.copyMakeBorder(field, 0, TILE, 0, TILE, cv2.BORDER_REFLECT)
    size = 2 * TILE
    yy, xx = np.mgrid[: world.height, : world.width].astype(np.float32)
    x, y = (xx - world.width / 2) / world.height, (yy - world.height / 2) / world.height
    away = np.hypot(x, y) + 1e-4
    turn = np.arctan2(y, x) / (2 * np.pi) * int(rng.choice([5, 6, 7, 8, 10, 12]))
    round_ = (np.abs((turn % 1) * 2 - 1) * size * 0.21).astype(np.float32)
    inward = (np.log(away) * size * 0.165).astype(np.float32)
    glow = np.exp(-away * 3.2).astype(np.float32)
    table = _table(rng)

    def wrapped(value: Floats) -> Floats:
        return np.mod(value, size - 1.001).astype(np.float32)

    def paint(time: float) -> Image:
        deep = wrapped(inward - time * size * 0.05)
        sway = math.sin(time * 0.35) * size * 0.06 + size * 0.1
        around = wrapped(round_ + sway + inward * 0.15 * math.sin(time * 0.22))
        first = cv2.remap(field, around, deep, cv2.INTER_LINEAR)
        second = cv2.remap(field, wrapped(deep * 1.7), around, cv2.INTER_LINEAR)
        level = np.mod((first * 1.6 + second * 0.9 + glow * 0.5) * 255 + time * 26, 256)
        return cv2.cvtColor(cv2.applyColorMap(level.astype(np.uint8), table), cv2.COLOR_BGR2BGRA)

    world.backdrop, world.ground = paint, 0.9


def _table(rng: np.random.Generator) -> Image:
    start = rng.random()
    tints = []
    for number, value in enumerate((30, 200, 250, 150, 60)):
        hue = (start + number * 0.17 + rng.uniform(-0.06, 0.06)) % 1
        pixel = np.array([[[int(hue * 179), 190 + 30 * (number % 2), value]]], np.uint8)
        tints.append(cv2.cvtColor(pixel, cv2.COLOR_HSV2BGR)[0, 0])
    tints.append(tints[0])
    stops = np.linspace(0, 255, len(tints))
    table = np.stack(
        [np.interp(np.arange(256), stops, [t[k] for t in tints]) for k in range(3)], -1
    )
    return table.astype(np.uint8).reshape(256, 1, 3)
