"""Rock around a glow, with crystals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, layer, mix, opaque, polygon
from veo_widgets.storyboard.noise import noise1, noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.world import World


def cave(world: World) -> None:
    """Rock around a glow, with crystals."""
    height, scene = world.height, world.scene
    rng = scene.rng("cave")
    hue = str(rng.choice(["#5fd0ff", "#b07cff", "#7dffb0", "#ffb45f"]))
    if scene.says("fire|lava|torch|dragon|campfire"):
        hue = "#ff9a4a"
    key = colour(hue)
    world.key, world.ambient = key, np.array([58, 46, 44], np.float32)
    rock = colour("#2c2a38")
    width, tall, _, top = world.canvas(0.06)
    yy, xx = np.mgrid[:tall, :width].astype(np.float32)
    away = np.hypot((xx - width / 2) / height, (yy - top - 0.5 * height) / height * 1.25)
    grain = noise2(scene.rng("rock"), width, tall, 7, 6, 0.6)[..., None]
    glow = np.exp(-away * 2.3)[..., None]
    picture = rock * (0.4 + 0.8 * grain) + key * glow * (0.55 + 0.4 * grain)
    world.add(opaque(picture.astype(np.float32), world.dither), 0.06)
    for number, (depth, reach) in enumerate(((0.16, 0.16), (0.3, 0.2), (0.55, 0.25))):
        _teeth(
            world,
            f"row {number}",
            depth=depth,
            reach=reach,
            tint=mix(rock * 0.9, key, 0.16 - 0.06 * number),
        )
    width, tall, _, top = world.canvas(0.55)
    profile = noise1(scene.rng("floor"), world.across(width), 2.2, 5)
    line = top + height * (0.83 - 0.05 * (profile - 0.5))
    rows = np.arange(tall, dtype=np.float32)[:, None]
    alpha = np.clip(rows - line[None] + 0.5, 0, 1).astype(np.float32)
    near = np.exp(-(((np.arange(width) - width / 2) / (0.6 * height)) ** 2))[None, :, None]
    down = np.clip((rows - line[None]) / (0.2 * height), 0, 1)[..., None]
    tint = rock * 0.75 + key * 0.5 * near * (1 - down)
    world.add(layer(tint.astype(np.float32), alpha, world.dither), 0.55)
    world.ground, world.after, world.actor_depth = 0.89, len(world.layers) - 1, 0.55
    _crystals(world, key)


def _teeth(world: World, name: str, depth: float, reach: float, tint: np.ndarray) -> None:
    height = world.height
    width, tall, _, top = world.canvas(depth)
    mask = np.zeros((tall, width), np.uint8)
    rng = world.scene.rng("teeth", name)
    sides = noise1(rng, np.linspace(-0.6, 0.6, 40), 3, 4)
    for side in (0, 1):
        wall = [(side * width, 0.0)]
        for step, value in enumerate(sides):
            inset = (0.04 + reach * 0.9 * value) * height * (0.5 + abs(step - 20) / 26)
            wall.append((inset if side == 0 else width - inset, tall * step / 39))
        wall.append((side * width, float(tall)))
        polygon(mask, wall)
    cv2.rectangle(mask, (0, 0), (width, top + int(reach * 0.2 * height)), 255, -1)
    x = 0.0
    while x < width:
        wide = rng.uniform(0.03, 0.09) * height
        long = rng.uniform(0.2, 1.0) ** 1.6 * reach * height
        root = top + reach * 0.18 * height
        polygon(mask, [(x, root), (x + wide, root), (x + wide * 0.55, root + long)])
        x += wide * rng.uniform(0.7, 1.5)
    world.add(layer(tint, mask.astype(np.float32) / 255), depth)


def _crystals(world: World, key: np.ndarray) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.6)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("crystals")
    for _ in range(9):
        x = width / 2 + rng.choice([-1, 1]) * rng.uniform(0.32, 0.8) * height
        foot, size = (top + rng.uniform(0.86, 0.98) * height, rng.uniform(0.05, 0.14) * height)
        for lean in (-0.4, 0.05, 0.45):
            tip = (x + lean * size, foot - size * (1.2 - abs(lean)))
            polygon(image, [(x - size * 0.16, foot), (x + size * 0.02, foot), tip], bgra(key * 0.6))
            polygon(
                image,
                [(x + size * 0.02, foot), (x + size * 0.16, foot), tip],
                bgra(mix(key, np.full(3, 255, np.float32), 0.45)),
            )
    world.add(image, 0.6)
