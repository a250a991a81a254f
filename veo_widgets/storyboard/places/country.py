"""Open country: meadow, savanna, a road or a railway through it, a lake."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, layer, limb, mix, noise2, oval, polygon
from veo_widgets.storyboard.places import sea
from veo_widgets.storyboard.places.ridge import Ridge, ridge
from veo_widgets.storyboard.places.sky import fog, sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

GREEN = {"day": 0.78, "dawn": 0.55, "sunset": 0.42, "grey": 0.5, "night": 0.28}


def _grass(world: World, share: float) -> Floats:
    """Return the green of grass in this light, near (1) or far (0)."""
    p, bright = world.palette, GREEN[world.scene.time]
    fresh = mix(p.near, colour("#6da544"), bright)
    return mix(p.haze, fresh, share)


def meadow(world: World) -> None:
    """Rolling green hills with flowers in front."""
    p, scene = world.palette, world.scene
    sky(world, 0.62, 0.8 if scene.time == "grey" else 0.5)
    far = mix(p.haze, p.zenith, 0.3)
    ridge(world, Ridge("far hills", 0.06, 0.56, 0.07, 1.4, far, p.haze, 0.9))
    fog(world, "meadow", 0.1, 0.63, 0.05, 0.4)
    ridge(
        world,
        Ridge(
            "hill 1", 0.14, 0.64, 0.05, 1.1, _grass(world, 0.5), p.haze, 0.6, trees=50, tallest=0.06
        ),
    )
    ridge(
        world,
        Ridge(
            "hill 2",
            0.26,
            0.71,
            0.045,
            1.0,
            _grass(world, 0.72),
            p.haze,
            0.5,
            trees=14,
            tallest=0.09,
        ),
    )
    ground = _grass(world, 0.92)
    ridge(
        world,
        Ridge(
            "ground", 0.55, world.ground - 0.06, 0.02, 0.9, ground, ground * 0.62, 0.8, grass=900
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
    sky(world, 0.62, 0.35)
    dry = mix(p.near, colour("#c79a4b"), GREEN[scene.time])
    ridge(world, Ridge("range", 0.06, 0.6, 0.045, 1.6, mix(p.haze, p.zenith, 0.35), p.haze, 0.9))
    ridge(world, Ridge("plain 1", 0.14, 0.655, 0.012, 1.0, mix(p.haze, dry, 0.5), p.haze, 0.6))
    _acacias(world, 0.16, 0.66, (0.1, 0.16), 5, mix(p.haze, p.near, 0.6))
    ridge(
        world,
        Ridge("plain 2", 0.28, 0.72, 0.016, 1.0, mix(p.haze, dry, 0.75), p.haze, 0.5, grass=700),
    )
    _acacias(world, 0.34, 0.74, (0.24, 0.34), 2, mix(p.haze, p.near, 0.85))
    ridge(
        world,
        Ridge("ground", 0.55, world.ground - 0.05, 0.014, 0.9, dry, dry * 0.55, 0.8, grass=1500),
    )
    world.after, world.actor_depth = len(world.layers) - 1, 0.55


def _acacias(
    world: World, depth: float, foot: float, sizes: tuple[float, float], count: int, tint: Floats
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


def road(world: World) -> None:
    """A road through hills, by the sea, or rails, as the prompt has it."""
    p, scene, height = world.palette, world.scene, world.height
    rails = scene.says(r"train|rail|locomotive|tram")
    white = "snow" in scene.weather or scene.says("snow|winter")
    sky(world, 0.62, 0.8 if scene.time == "grey" else 0.45)
    if scene.says("coast|sea\\b|ocean|beach"):
        sea.water(world, 0.4)
    else:
        far = mix(p.haze, p.zenith, 0.42)
        ridge(world, Ridge("peaks", 0.05, 0.52, 0.15, 1.5, far, p.haze, peaks=True))
        land = mix(p.haze, colour("#dfe8f2"), 0.7) if white else _grass(world, 0.5)
        ridge(
            world,
            Ridge("hill 1", 0.14, 0.64, 0.05, 1.2, land, p.haze, 0.7, trees=180, tallest=0.07),
        )
        ridge(
            world,
            Ridge("hill 2", 0.26, 0.7, 0.03, 1.2, land * 0.9, p.haze, 0.5, trees=60, tallest=0.12),
        )
    width, tall, _, top = world.canvas(0.55)
    image = np.zeros((tall, width, 4), np.uint8)
    verge = colour("#dbe5ee") * (0.4 + 0.5 * GREEN[scene.time]) if white else _grass(world, 0.8)
    line = top + int(0.765 * height)
    image[line:] = (*bgra(verge)[:3], 255)
    near, far_edge = top + int(0.96 * height), top + int(0.8 * height)
    bed = bgra(mix(p.near, colour("#6b6258" if rails else "#4a4d55"), 0.6))
    cv2.rectangle(image, (0, far_edge), (width, near), bed, -1)
    _marks(image, (far_edge, near), height, rails=rails, tint=mix(p.horizon, p.near, 0.2))
    shade = np.linspace(1.05, 0.7, tall - line, dtype=np.float32)[:, None, None]
    grain = noise2(scene.rng("road"), width, tall - line, 30, 4, 0.6)[..., None]
    image[line:, :, :3] = np.clip(image[line:, :, :3] * shade * (0.9 + 0.2 * grain), 0, 255)
    world.add(image, 0.55)
    world.ground, world.after, world.actor_depth = 0.905, len(world.layers) - 1, 0.55


def _marks(image: Image, rows: tuple[int, int], height: int, *, rails: bool, tint: Floats) -> None:
    far, near = rows
    width, middle = image.shape[1], (rows[0] + rows[1]) // 2
    if rails:
        for x in range(0, width, int(height * 0.07)):
            corners = [
                (x, far + height * 0.03),
                (x + height * 0.022, far + height * 0.03),
                (x + height * 0.01, near - height * 0.02),
                (x - height * 0.014, near - height * 0.02),
            ]
            polygon(image, corners, bgra(tint * 0.42))
        for y in (far + 0.045 * height, near - 0.035 * height):
            limb(image, (0, y), (width, y), height * 0.006, height * 0.006, bgra(tint * 0.9))
        return
    for y in (far + height * 0.008, near - height * 0.01):
        limb(image, (0, y), (width, y), height * 0.003, height * 0.003, bgra(tint))
    for x in range(0, width, int(height * 0.24)):
        polygon(
            image,
            [
                (x, middle),
                (x + height * 0.11, middle),
                (x + height * 0.105, middle + height * 0.012),
                (x - height * 0.005, middle + height * 0.012),
            ],
            bgra(tint),
        )


def lake(world: World) -> None:
    """Mountains and woods over still water."""
    p, scene = world.palette, world.scene
    sky(world, 0.56, 0.9 if scene.time == "grey" else 0.45)
    far = mix(p.haze, p.zenith, 0.42)
    ridge(world, Ridge("peaks", 0.05, 0.43, 0.15, 1.6, far, p.haze, peaks=True))
    ridge(
        world,
        Ridge(
            "wood 1",
            0.12,
            0.5,
            0.04,
            2.2,
            mix(p.haze, p.near, 0.5),
            p.haze,
            0.9,
            trees=320,
            tallest=0.06,
        ),
    )
    fog(world, "lake", 0.13, 0.545, 0.03, 0.6)
    sea.water(world, 0.16)
