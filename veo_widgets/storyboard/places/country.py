"""Meadow and savanna."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, layer, limb, mix, oval, polygon
from veo_widgets.storyboard.places.ridge import Ridge, ridge
from veo_widgets.storyboard.places.sky import fog, sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats
    from veo_widgets.storyboard.world import World

GREEN = {"day": 0.78, "dawn": 0.55, "sunset": 0.42, "grey": 0.5, "night": 0.28}


def grass(world: World, share: float) -> Floats:
    """Return the green of grass in this light, near (1) or far (0)."""
    p, bright = world.palette, GREEN[world.scene.time]
    fresh = mix(p.near, colour("#6da544"), bright)
    return mix(p.haze, fresh, share)


def meadow(world: World) -> None:
    """Rolling green hills with flowers in front."""
    p, scene = world.palette, world.scene
    sky(world, horizon=0.62, clouds=0.8 if scene.time == "grey" else 0.5)
    far = mix(p.haze, p.zenith, 0.3)
    ridge(
        world,
        Ridge(
            "far hills",
            depth=0.06,
            base=0.56,
            rise=0.07,
            cells=1.4,
            tint=far,
            foot=p.haze,
            fade=0.9,
        ),
    )
    fog(world, "meadow", depth=0.1, y=0.63, reach=0.05, alpha=0.4)
    ridge(
        world,
        Ridge(
            "hill 1",
            depth=0.14,
            base=0.64,
            rise=0.05,
            cells=1.1,
            tint=grass(world, 0.5),
            foot=p.haze,
            fade=0.6,
            trees=50,
            tallest=0.06,
        ),
    )
    ridge(
        world,
        Ridge(
            "hill 2",
            depth=0.26,
            base=0.71,
            rise=0.045,
            cells=1.0,
            tint=grass(world, 0.72),
            foot=p.haze,
            fade=0.5,
            trees=14,
            tallest=0.09,
        ),
    )
    ground = grass(world, 0.92)
    ridge(
        world,
        Ridge(
            "ground",
            depth=0.55,
            base=world.ground - 0.06,
            rise=0.02,
            cells=0.9,
            tint=ground,
            foot=ground * 0.62,
            fade=0.8,
            grass=900,
        ),
    )
    world.after, world.actor_depth = len(world.layers) - 1, 0.55
    _flowers(world, ground)


def _flowers(world: World, ground: Floats) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.95)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("flowers")
    hues = ["#f4d35e", "#e86a92", "#f7f4ea", "#b388eb", "#f28f3b"]
    light = 0.45 + 0.55 * GREEN[world.scene.time]
    stalk = bgra(ground * 0.7)
    for _ in range(int(150 * world.look.layers)):
        x, deep = rng.uniform(0, width), rng.random()
        y = top + height * (0.955 + 0.07 * deep)
        size = height * (0.006 + 0.009 * deep)
        reach = y - height * rng.uniform(0.02, 0.055)
        limb(image, (x, y + height * 0.02), (x, reach), size * 0.16, size * 0.12, stalk)
        tint = colour(str(rng.choice(hues))) * light
        for turn in range(5):
            at = (
                x + math.cos(turn * 1.257) * size * 0.7,
                reach + math.sin(turn * 1.257) * size * 0.6,
            )
            oval(image, at, (size * 0.5, size * 0.46), bgra(tint))
        oval(image, (x, reach), (size * 0.36, size * 0.34), bgra(colour("#f2b33d") * light))
    for _ in range(int(420 * world.look.layers)):
        x, size = rng.uniform(0, width), rng.uniform(0.02, 0.06) * height
        lean = rng.uniform(-0.4, 0.4) * size
        low = tall - top * 0.2
        polygon(
            image,
            [(x - size * 0.06, low), (x + size * 0.06, low), (x + lean, low - size)],
            bgra(ground * rng.uniform(0.45, 0.75)),
        )
    world.add(image, 0.95)


def savanna(world: World) -> None:
    """Dry grass to the horizon, and flat-topped trees."""
    p, scene = world.palette, world.scene
    sky(world, horizon=0.62, clouds=0.35)
    dry = mix(p.near, colour("#c79a4b"), GREEN[scene.time])
    ridge(
        world,
        Ridge(
            "range",
            depth=0.06,
            base=0.6,
            rise=0.045,
            cells=1.6,
            tint=mix(p.haze, p.zenith, 0.35),
            foot=p.haze,
            fade=0.9,
        ),
    )
    ridge(
        world,
        Ridge(
            "plain 1",
            depth=0.14,
            base=0.655,
            rise=0.012,
            cells=1.0,
            tint=mix(p.haze, dry, 0.5),
            foot=p.haze,
            fade=0.6,
        ),
    )
    _acacias(
        world, depth=0.16, foot=0.66, sizes=(0.1, 0.16), count=5, tint=mix(p.haze, p.near, 0.6)
    )
    ridge(
        world,
        Ridge(
            "plain 2",
            depth=0.28,
            base=0.72,
            rise=0.016,
            cells=1.0,
            tint=mix(p.haze, dry, 0.75),
            foot=p.haze,
            fade=0.5,
            grass=700,
        ),
    )
    _acacias(
        world, depth=0.34, foot=0.74, sizes=(0.24, 0.34), count=2, tint=mix(p.haze, p.near, 0.85)
    )
    ridge(
        world,
        Ridge(
            "ground",
            depth=0.55,
            base=world.ground - 0.05,
            rise=0.014,
            cells=0.9,
            tint=dry,
            foot=dry * 0.55,
            fade=0.8,
            grass=1500,
        ),
    )
    world.after, world.actor_depth = len(world.layers) - 1, 0.55


def _acacias(
    world: World, *, depth: float, foot: float, sizes: tuple[float, float], count: int, tint: Floats
) -> None:
    height = world.height
    width, tall, _, top = world.canvas(depth)
    mask = np.zeros((tall, width), np.uint8)
    rng = world.scene.rng("acacias", depth)
    for number in range(count):
        size = rng.uniform(*sizes) * height
        x = width * (number + rng.uniform(0.15, 0.85)) / count
        y = top + foot * height
        limb(mask, (x, y), (x + size * 0.06, y - size * 0.6), size * 0.03, size * 0.02)
        for side in (-0.34, -0.14, 0.12, 0.36):
            limb(
                mask,
                (x + size * 0.05, y - size * 0.5),
                (x + side * size, y - size * 0.86),
                size * 0.018,
                size * 0.01,
            )
        for _ in range(9):
            at = (x + rng.uniform(-0.46, 0.52) * size, y - size * rng.uniform(0.84, 0.95))
            oval(mask, at, (size * rng.uniform(0.14, 0.24), size * 0.055))
    world.add(layer(tint, mask.astype(np.float32) / 255), depth)
