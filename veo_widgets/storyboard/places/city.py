"""A skyline that passes by, a promenade, a road and a lamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import (
    bgra,
    colour,
    curve,
    gradient,
    layer,
    limb,
    mix,
    noise2,
    polygon,
)
from veo_widgets.storyboard.layers import Layer
from veo_widgets.storyboard.places.sky import fog, sky

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

LIT = {"night": 0.5, "sunset": 0.34, "dawn": 0.2, "grey": 0.22, "day": 0.06}


def city(world: World) -> None:
    """Build the street."""
    p, height = world.palette, world.height
    sky(world, 0.6, 0.5)
    pace = -1.0 if world.scene.says("skat|riding|driv|track|walk|cars?\\b|run") else -0.12
    lights = LIT[world.scene.time]
    _block(world, "far", 0.05, (0.7, 0.1, 0.34), (0.05, 0.12), 0.3, lights * 0.8, 0.015 * pace)
    fog(world, "city", 0.1, 0.66, 0.1, 0.45)
    _block(world, "middle", 0.12, (0.74, 0.16, 0.42), (0.09, 0.2), 0.55, lights, 0.05 * pace)
    _block(world, "near", 0.25, (0.775, 0.06, 0.24), (0.14, 0.3), 0.8, lights, 0.13 * pace)

    def shade(depth: float) -> Floats:
        return mix(p.haze, p.near, depth)

    def rail(image: Image) -> None:
        for x in range(0, image.shape[1], int(height * 0.13)):
            ink = bgra(shade(0.97))
            cv2.rectangle(image, (x, 0), (x + int(height * 0.012), image.shape[0]), ink, -1)

    def road(image: Image) -> None:
        width, tall = image.shape[1], image.shape[0]
        ink = bgra(mix(p.horizon, p.near, 0.3))
        for number in range(8):
            x = number * width // 8
            polygon(
                image,
                [
                    (x, tall * 0.52),
                    (x + width / 18, tall * 0.52),
                    (x + width / 18 - height * 0.02, tall * 0.6),
                    (x - height * 0.02, tall * 0.6),
                ],
                ink,
            )
        kerb = bgra(mix(p.horizon, p.near, 0.45))
        cv2.rectangle(image, (0, 0), (width, max(2, int(height * 0.006))), kerb, -1)

    _strip(world, (0.772, 0.05), (shade(0.72), shade(0.62)), rail, 0.3, 0.17 * pace)
    top = mix(shade(0.8), p.middle, 0.2)
    _strip(world, (0.815, 0.25), (top, shade(0.97)), road, 0.55, 0.55 * pace)
    world.ground, world.after, world.actor_depth = 0.905, len(world.layers) - 1, 0.55
    _lamp(world, pace)


def _block(
    world: World,
    name: str,
    depth: float,
    rows: tuple[float, float, float],
    widths: tuple[float, float],
    shade: float,
    lights: float,
    drift: float,
) -> None:
    p, height = world.palette, world.height
    base, lowest, highest = rows
    period = int(height * 2.6)
    tall, foot = int(height * (base + 0.06)), int(base * height)
    image = np.zeros((tall, period, 4), np.uint8)
    rng = world.scene.rng("buildings", name)
    wall = mix(p.haze, p.near, shade)
    glows = world.scene.says("neon|tokyo|cyberpunk|shibuya|times square|las vegas")
    x, number = 0.0, 0
    while x < period - widths[0] * height * 0.3:
        own = world.scene.rng("building", name, number)
        number += 1
        width = min(rng.uniform(*widths) * height, period - x)
        size = rng.uniform(lowest, highest) * height * (1 + 0.5 * (rng.random() < 0.12))
        tint = wall * rng.uniform(0.82, 1.18)
        left, right, top = int(x), int(x + width), max(0, int(foot - size))
        fade = np.linspace(0, 0.55, tall - top, dtype=np.float32)[:, None]
        column = tint[None] + fade * (mix(p.haze, tint, 0.35) - tint)[None]
        image[top:, left:right, :3] = np.clip(column[:, None], 0, 255)
        image[top:, left:right, 3] = 255
        edge = max(1, int(width * 0.06))
        sunny = slice(left, left + edge) if world.sun_x < 0.5 else slice(right - edge, right)
        image[top:, sunny, :3] = (image[top:, sunny, :3] * 0.6 + p.horizon * 0.4).astype(np.uint8)
        if glows and depth > 0.1 and own.random() < 0.55:
            _sign(image, own, (left, right, top, foot), height)
        box = (x, x + width, foot - size, float(foot))
        _windows(image, own, box, height * (0.0045 + 0.01 * depth), lights, tint)
        x += width + rng.uniform(-0.01, 0.015) * height
    _repeat(world, image, 0, depth, drift * height, period)


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


def _strip(
    world: World,
    rows: tuple[float, float],
    tints: tuple[Floats, Floats],
    marks: Callable[[Image], None],
    depth: float,
    drift: float,
) -> None:
    height = world.height
    period, tall = int(height * 2.6), int(rows[1] * height)
    column = gradient(tall, [(0, tints[0]), (1, tints[1])])
    grain = noise2(world.scene.rng("road", depth), period, tall, 24, 4) - 0.5
    image = np.empty((tall, period, 4), np.uint8)
    image[..., :3] = np.clip(column[:, None] + grain[..., None] * 16, 0, 255)
    image[..., 3] = 255
    marks(image)
    _repeat(world, image, int(rows[0] * height), depth, drift * height, period)


def _lamp(world: World, pace: float) -> None:
    height = world.height
    period = int(height * 2.2)
    mask = np.zeros((height, period), np.uint8)
    x = period * 0.3
    limb(mask, (x, height * 0.1), (x, height + 9), 0.01 * height, 0.016 * height)
    polygon(
        mask,
        curve(
            [
                (x, height * 0.11),
                (x + 0.02 * height, height * 0.05),
                (x + 0.12 * height, height * 0.045),
                (x + 0.12 * height, height * 0.058),
                (x + 0.03 * height, height * 0.066),
                (x + 0.008 * height, height * 0.12),
            ],
            6,
        ),
    )
    limb(
        mask,
        (x + 0.09 * height, height * 0.056),
        (x + 0.15 * height, height * 0.056),
        0.01 * height,
        0.008 * height,
    )
    mask = cv2.GaussianBlur(mask, (0, 0), height * 0.003)
    image = layer(world.palette.near, mask.astype(np.float32) / 255)
    yy, xx = np.mgrid[:height, :period].astype(np.float32)
    away = np.hypot(xx - (x + 0.12 * height), yy - 0.06 * height) / height
    power = 1.0 if world.scene.time in {"night", "sunset", "grey"} else 0.15
    glow = np.exp(-away * 9)[..., None] * np.array([72, 136, 188], np.float32) * power
    image[..., :3] = np.clip(image[..., :3] + glow, 0, 255)
    above = int(height * 0.06)
    image = cv2.copyMakeBorder(image, above, 0, 0, 0, cv2.BORDER_REPLICATE)
    _repeat(world, image, -above, 0.9, 0.95 * pace * height, period)


def _repeat(world: World, image: Image, top: int, depth: float, drift: float, period: int) -> None:
    width = period + world.width + int(world.height * 0.6)
    wide = np.tile(image, (1, width // period + 1, 1))[:, :width]
    left = -int(world.height * 0.3)
    world.layers.append(Layer(np.ascontiguousarray(wide), left, top, depth, drift, period))
