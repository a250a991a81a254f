"""A skyline that passes by, a promenade, a road and a lamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, curve, gradient, layer, limb, mix, polygon
from veo_widgets.storyboard.noise import noise2
from veo_widgets.storyboard.places.buildings import BLOCKS, repeat, row
from veo_widgets.storyboard.places.sky import fog, sky

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

LIT = {"night": 0.5, "sunset": 0.34, "dawn": 0.2, "grey": 0.22, "day": 0.06}


def city(world: World) -> None:
    """Build the street."""
    p, height = world.palette, world.height
    sky(world, horizon=0.6, clouds=0.5)
    pace = -1.0 if world.scene.says("skat|riding|driv|track|walk|cars?\\b|run") else -0.12
    lights = LIT[world.scene.time]
    for block in BLOCKS:
        row(world, block, lights, pace)
        if block.name == "far":
            fog(world, "city", depth=0.1, y=0.66, reach=0.1, alpha=0.45)

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

    _strip(
        world,
        rows=(0.772, 0.05),
        tints=(shade(0.72), shade(0.62)),
        marks=rail,
        depth=0.3,
        drift=0.17 * pace,
    )
    top = mix(shade(0.8), p.middle, 0.2)
    _strip(
        world,
        rows=(0.815, 0.25),
        tints=(top, shade(0.97)),
        marks=road,
        depth=0.55,
        drift=0.55 * pace,
    )
    world.ground, world.after, world.actor_depth = 0.905, len(world.layers) - 1, 0.55
    _lamp(world, pace)


def _strip(
    world: World,
    *,
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
    repeat(world, image, int(rows[0] * height), depth, drift * height, period)


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
    repeat(world, image, -above, 0.9, 0.95 * pace * height, period)
