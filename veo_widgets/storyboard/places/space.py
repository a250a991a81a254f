"""Stars, nebulae and a banded planet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from veo_widgets.storyboard.draw import colour, disc, opaque
from veo_widgets.storyboard.noise import noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats
    from veo_widgets.storyboard.world import World

NEBULAE = ("#5a2a8a", "#1f5fae", "#c2456b")
GLOBES = frozenset({"globe-showing-europe-africa", "ringed-planet"})
BANDS = (
    ("#b5643c", "#f2d3a8"),
    ("#3c6db5", "#cfe6f2"),
    ("#6d4aa0", "#e6c8f0"),
    ("#a8452f", "#e8a070"),
)


def space(world: World) -> None:
    """Build the view: far sky, then a planet that moves against it."""
    height, rng = world.height, world.scene.rng
    width, tall, _, _ = world.canvas(0.05)
    picture = np.zeros((tall, width, 3), np.float32) + world.palette.zenith
    for number, code in enumerate(NEBULAE):
        cloud = np.clip(noise2(rng("nebula", number), width, tall, 3, 7, 0.58) - 0.46, 0, 1) * 3.2
        mass = noise2(rng("nebula mass", number), width, tall, 2, 3)
        picture += (cloud * mass)[..., None] * colour(code) * 0.9
    stars = rng("stars")
    for _ in range(int(1300 * world.look.layers)):
        bright = stars.uniform(0.1, 1) ** 2.5
        at = (stars.uniform(0, width), stars.uniform(0, tall))
        size = max(0.6, stars.uniform(0.5, 1.4) * height / 850)
        disc(picture, at, size, (255 * bright, 245 * bright, 235 * bright))
    world.add(opaque(picture, world.dither), 0.05)
    if not any(thing.name in GLOBES for thing in world.scene.things):
        _planet(world)
    world.ground, world.after, world.actor_depth = 0.9, len(world.layers) - 1, 0.3


def _planet(world: World) -> None:
    height, rng = world.height, world.scene.rng("planet")
    radius = height * rng.uniform(0.2, 0.3)
    low, high = (colour(code) for code in BANDS[int(rng.integers(len(BANDS)))])
    size = int(radius * 3)
    yy, xx = np.mgrid[:size, :size].astype(np.float32)
    dx, dy = (xx - size / 2) / radius, (yy - size / 2) / radius
    away = np.hypot(dx, dy)
    out = np.sqrt(np.clip(1 - away**2, 0, 1))
    light = np.clip(dx * -0.6 + dy * -0.55 + out * 0.58, 0, 1)
    bands = noise2(world.scene.rng("bands"), size, size, 9, world.look.octaves, 0.6)
    stripe = np.clip(np.sin((dy * 5 + bands * 3) * 2) * 0.5 + 0.5, 0, 1)
    face = np.clip((1 - away) * radius + 0.5, 0, 1)
    tint = (low + (high - low) * stripe[..., None]) * light[..., None]
    edge = (
        np.exp(-np.clip(away - 1, 0, 9) * 14)
        * (away > 1)
        * np.clip(0.5 - dx * 0.6 - dy * 0.55, 0, 1)
    )
    air = edge[..., None] * np.array([255, 180, 120], np.float32) * 0.5
    image = opaque(_inside(tint, face) + air.astype(np.float32))
    image[..., 3] = np.clip(face * 255, 0, 255)
    layer = world.add(image, 0.12, 0.004 * height)
    layer.x = world.width * world.sun_x - size / 2
    layer.y = height * 0.55 - size / 2


def _inside(tint: Floats, face: Floats) -> Floats:
    return np.asarray(tint * face[..., None], np.float32)
