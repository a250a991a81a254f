"""Sky, sun or moon, stars and clouds; and banks of fog."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import Image, disc, gradient, layer, mix, opaque
from veo_widgets.storyboard.noise import noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats
    from veo_widgets.storyboard.world import World


def sky(world: World, *, horizon: float = 0.6, clouds: float = 0.5) -> None:
    """Add the sky down to ``horizon`` (share of the height)."""
    p, height = world.palette, world.height
    width, tall, side, top = world.canvas(0.02)
    column = gradient(
        tall,
        [
            (0, p.zenith),
            (horizon * 0.55, mix(p.zenith, p.middle, 0.72)),
            (horizon * 0.85, mix(p.middle, p.horizon, 0.65)),
            (horizon, p.horizon),
            (1, p.haze),
        ],
    )
    picture = np.repeat(column[:, None], width, 1)
    yy, xx = np.mgrid[:tall, :width].astype(np.float32)
    sun = (side + world.sun_x * world.width, top + world.sun_y * height)
    away = np.hypot(xx - sun[0], yy - sun[1]) / height
    if world.scene.time == "night":
        _stars(world, picture, column, tall, width)
    glow = np.exp(-away * 5.5) * 95 * p.glow + np.exp(-away * 1.9) * 42 * p.glow
    picture = picture + glow[..., None] * (p.sun / 255)
    if world.scene.time != "grey":
        face = np.clip((0.04 - away) * height * 0.8 + 0.5, 0, 1)
        picture = picture * (1 - face[..., None]) + p.sun * face[..., None]
        if world.scene.time == "night":
            seas = noise2(world.scene.rng("moon"), width, tall, 40, 2) * 40 * face
            picture = picture - seas[..., None]
    world.add(opaque(picture.astype(np.float32), world.dither), 0.02)
    for number in range(2):
        _clouds(world, number, clouds, sun)


def _stars(world: World, picture: Floats, column: Floats, tall: int, width: int) -> None:
    rng = world.scene.rng("stars")
    count = int(700 * world.look.layers)
    places = zip(
        rng.uniform(0, width, count),
        rng.uniform(0, 0.62, count) ** 1.2 * tall,
        rng.uniform(0.15, 1, count) ** 3,
        rng.uniform(0.4, 1.1, count),
        strict=True,
    )
    white = np.array([255, 250, 240], np.float32)
    for x, y, bright, size in places:
        ink = mix(column[int(y)], white, bright)
        radius = max(0.6, size * world.height / 900)
        disc(picture, (x, y), radius, tuple(map(float, ink)))


def _clouds(world: World, number: int, amount: float, sun: tuple[float, float]) -> None:
    p, height = world.palette, world.height
    depth, drift = (0.03, -0.006) if number == 0 else (0.05, -0.012)
    width, tall, _, _ = world.canvas(depth)
    width += int(height * 0.14)
    rng = world.scene.rng
    half = (max(2, width // 2), max(2, tall // 2))
    fine = noise2(rng("cloud", number), *half, 5 - 2 * number, world.look.octaves)
    broad = noise2(rng("cloud mass", number), *half, 2, 3)
    rows = np.linspace(0, 1, half[1], dtype=np.float32)[:, None]
    band = np.clip(1 - np.abs(rows - (0.22 + 0.18 * number)) / 0.34, 0, 1) ** 0.7
    cover = amount * (1 if number == 0 else 0.8)
    alpha = np.clip((fine * 0.75 + broad * 0.35 - (0.72 - cover * 0.3)) * 3.2, 0, 1)
    alpha = alpha * band * (0.85 if number == 0 else 0.6)
    xs = ((np.arange(half[0]) * 2 - sun[0])[None] / height).astype(np.float32)
    ys = ((np.arange(half[1])[:, None] * 2 - sun[1]) / height).astype(np.float32)
    near = np.clip(1 - np.hypot(xs, ys) / 1.1, 0, 1)
    shaded = mix(p.middle, p.horizon, 0.35) * 0.92
    edge = np.clip(fine - np.roll(fine, int(height * 0.006), 0), -1, 1) * 7
    tint = shaded + (near * 0.6)[..., None] * (p.sun - shaded) + edge[..., None] * 26
    image = layer(tint.astype(np.float32), alpha.astype(np.float32))
    image = cv2.resize(image, (width, tall), interpolation=cv2.INTER_LINEAR)
    world.add(image, depth, drift * height)


def fog(world: World, name: str, *, depth: float, y: float, reach: float, alpha: float) -> None:
    """Add a drifting bank of fog around a height (shares of the picture)."""
    height = world.height
    width, tall, _, top = world.canvas(depth)
    period = int(height * 2.4)
    cloud = noise2(world.scene.rng("fog", name), period, max(2, tall // 2), 3, 5, 0.55)
    ramp = np.linspace(0, 1, period // 5, dtype=np.float32)
    seam = cloud[:, : len(ramp)].copy()
    cloud[:, : len(ramp)] = seam * ramp + cloud[:, -1:] * (1 - ramp)
    middle, far = top + y * height, 2.1 * reach * height
    first, last = max(0, int(middle - far)), min(tall, math.ceil(middle + far))
    rows = np.arange(first, last)
    veil = np.clip(cloud[np.minimum(rows // 2, len(cloud) - 1)] * 1.7 - 0.35, 0, 1)
    away = (rows.astype(np.float32)[:, None] - middle) / (reach * height)
    veil = veil * np.exp(-away * away) * alpha
    veil[veil < 0.012] = 0
    tint = mix(world.palette.haze, world.palette.horizon, 0.45)
    bank = np.zeros((tall, period, 4), np.uint8)
    bank[first:last] = layer(tint, veil.astype(np.float32))
    wide = np.tile(bank, (1, 2 + width // period, 1))[:, : period + width]
    world.add(np.ascontiguousarray(wide), depth, (0.01 + 0.045 * depth) * height, period)


def silhouette(world: World, mask: Image, tint: Floats, *, depth: float) -> None:
    """Add a dark foreground shape from a mask."""
    world.add(layer(tint, mask.astype(np.float32) / 255), depth)
