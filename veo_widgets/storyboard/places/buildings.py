"""Rows of buildings that pass by, with lit windows and neon signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, mix
from veo_widgets.storyboard.layers import Layer

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World


@dataclass(frozen=True, kw_only=True)
class Block:
    """A row of buildings; lengths in picture heights.

    Attributes:
        name: Keys its random streams.
        depth: 0 far to 1 near.
        base: Where it stands, from the top.
        heights: Of the lowest and the highest building.
        widths: Of the narrowest and the widest.
        shade: How dark its walls are, 0 as the haze to 1.
        lit: Share of the city's lights that it has.
        drift: How far it passes in a second at full pace.
    """

    name: str
    depth: float
    base: float
    heights: tuple[float, float]
    widths: tuple[float, float]
    shade: float
    lit: float
    drift: float


BLOCKS = (
    Block(
        name="far",
        depth=0.05,
        base=0.7,
        heights=(0.1, 0.34),
        widths=(0.05, 0.12),
        shade=0.3,
        lit=0.8,
        drift=0.015,
    ),
    Block(
        name="middle",
        depth=0.12,
        base=0.74,
        heights=(0.16, 0.42),
        widths=(0.09, 0.2),
        shade=0.55,
        lit=1.0,
        drift=0.05,
    ),
    Block(
        name="near",
        depth=0.25,
        base=0.775,
        heights=(0.06, 0.24),
        widths=(0.14, 0.3),
        shade=0.8,
        lit=1.0,
        drift=0.13,
    ),
)


def row(world: World, block: Block, lights: float, pace: float) -> None:
    """Add one row of buildings.

    Args:
        world: The scene so far.
        block: Which row.
        lights: Share of windows that are lit, 0 to 1.
        pace: How the camera passes: -1 at a ride's speed, near 0 at a stand.
    """
    p, height = world.palette, world.height
    period = int(height * 2.6)
    tall, foot = int(height * (block.base + 0.06)), int(block.base * height)
    image = np.zeros((tall, period, 4), np.uint8)
    rng = world.scene.rng("buildings", block.name)
    wall = mix(p.haze, p.near, block.shade)
    glows = world.scene.says("neon|tokyo|cyberpunk|shibuya|times square|las vegas")
    x, number = 0.0, 0
    while x < period - block.widths[0] * height * 0.3:
        own = world.scene.rng("building", block.name, number)
        number += 1
        width = min(rng.uniform(*block.widths) * height, period - x)
        size = rng.uniform(*block.heights) * height * (1 + 0.5 * (rng.random() < 0.12))
        tint = wall * rng.uniform(0.82, 1.18)
        left, right, top = int(x), int(x + width), max(0, int(foot - size))
        fade = np.linspace(0, 0.55, tall - top, dtype=np.float32)[:, None]
        column = tint[None] + fade * (mix(p.haze, tint, 0.35) - tint)[None]
        image[top:, left:right, :3] = np.clip(column[:, None], 0, 255)
        image[top:, left:right, 3] = 255
        edge = max(1, int(width * 0.06))
        sunny = slice(left, left + edge) if world.sun_x < 0.5 else slice(right - edge, right)
        image[top:, sunny, :3] = (image[top:, sunny, :3] * 0.6 + p.horizon * 0.4).astype(np.uint8)
        if glows and block.depth > 0.1 and own.random() < 0.55:
            _sign(image, own, (left, right, top, foot), height)
        box = (x, x + width, foot - size, float(foot))
        _windows(image, own, box, height * (0.0045 + 0.01 * block.depth), lights * block.lit, tint)
        x += width + rng.uniform(-0.01, 0.015) * height
    repeat(world, image, 0, block.depth, block.drift * pace * height, period)


def _sign(
    image: Image, rng: np.random.Generator, box: tuple[int, int, int, int], height: int
) -> None:
    """Hang a neon sign on a wall."""
    left, right, top, foot = box
    tall = int(rng.uniform(0.08, 0.2) * height)
    wide = max(2, int(rng.uniform(0.018, 0.035) * height))
    if right - left < wide * 2 or foot - top < tall * 1.5:
        return
    x = int(rng.uniform(left + wide * 0.3, right - wide * 1.3))
    y = int(rng.uniform(top + tall * 0.2, foot - tall * 1.2))
    tint = colour(
        str(rng.choice(["#ff3f9a", "#37e0ff", "#b45cff", "#ffe14a", "#4dff9d", "#ff5a3c"]))
    )
    halo = np.zeros((tall + 4 * wide, 5 * wide, 3), np.float32)
    halo[2 * wide : -2 * wide, 2 * wide : -2 * wide] = tint
    halo = cv2.GaussianBlur(halo, (0, 0), wide * 0.7)
    top_, left_ = max(0, y - 2 * wide), max(0, x - 2 * wide)
    part = image[top_ : y + tall + 2 * wide, left_ : x + 3 * wide, :3]
    cut = halo[top_ - (y - 2 * wide) :, left_ - (x - 2 * wide) :][: part.shape[0], : part.shape[1]]
    part[:] = np.clip(part + cut * 0.8, 0, 255).astype(np.uint8)
    for row in range(3):
        first = y + int(tall * (0.06 + 0.32 * row))
        last = first + int(tall * 0.24)
        white = bgra(mix(tint, np.full(3, 255, np.float32), 0.6))
        cv2.rectangle(
            image, (x + wide // 5, first), (x + wide - wide // 5, last), white, max(1, wide // 7)
        )
        middle = (first + last) // 2
        cv2.line(
            image, (x + wide // 5, middle), (x + wide - wide // 5, middle), white, max(1, wide // 7)
        )


def _windows(
    image: Image,
    rng: np.random.Generator,
    box: tuple[float, float, float, float],
    size: float,
    lights: float,
    tint: Floats,
) -> None:
    """Light windows on a grid that is the same at every resolution."""
    left, right, top, foot = box
    gap, step = size * 2.1, size * 2.6
    columns, rows = int((right - left) / gap - 0.8), int((foot - top) / step - 0.8)
    if columns < 1 or rows < 1:
        return
    lit = rng.random((rows, columns)) < lights
    bright = rng.uniform(0.35, 1, (rows, columns))
    warm = np.array([120, 200, 255], np.float32)
    wide, tall = max(1, round(size)), max(1, round(size * 1.4))
    for row, column in np.argwhere(lit):
        x, y = round(left + gap * (column + 0.9)), round(top + step * (row + 0.9))
        if y >= 0:
            ink = mix(tint, warm, float(bright[row, column]))
            image[y : y + tall, x : x + wide, :3] = ink


def repeat(world: World, image: Image, top: int, depth: float, drift: float, period: int) -> None:
    """Add a picture that repeats sideways as it drifts by.

    Args:
        world: The scene so far.
        image: Premultiplied BGRA, ``period`` wide.
        top: Its upper edge, in pixels.
        depth: 0 far to 1 near.
        drift: Pixels a second to the right.
        period: Pixels after which it repeats.
    """
    width = period + world.width + int(world.height * 0.6)
    wide = np.tile(image, (1, width // period + 1, 1))[:, :width]
    left = -int(world.height * 0.3)
    world.layers.append(Layer(np.ascontiguousarray(wide), left, top, depth, drift, period))
