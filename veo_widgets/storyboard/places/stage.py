"""A stage with a screen, beams and an audience."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import (
    bgra,
    colour,
    curve,
    disc,
    gradient,
    limb,
    lit,
    mix,
    opaque,
    polygon,
)
from veo_widgets.storyboard.palette import DARK
from veo_widgets.storyboard.places.screen import screen

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

HUES = {
    "blue": "#2b6cff",
    "red": "#ff3b4d",
    "purple": "#9b4dff",
    "gold": "#ffb43b",
    "green": "#2bd98a",
    "pink": "#ff5fb0",
    "orange": "#ff8a2b",
}


def stage(world: World) -> None:
    """Build the stage; its light takes the colour that the prompt names."""
    height, rng = world.height, world.scene.rng
    named = [name for name in HUES if world.scene.says(name)]
    key = colour(HUES[named[0] if named else str(rng("hue").choice(list(HUES)))])
    world.key, world.ambient = key, np.array([58, 50, 52], np.float32)
    width, tall, _, top = world.canvas(0.1)
    column = gradient(
        tall,
        [
            (0, DARK * 0.5),
            (0.5, mix(DARK, key, 0.2)),
            (0.72, mix(DARK, key, 0.34)),
            (0.721, mix(DARK, key, 0.16)),
            (1, DARK * 0.4),
        ],
    )
    wall = np.repeat(column[:, None], width, 1)
    yy, xx = np.mgrid[:tall, :width].astype(np.float32)
    pool = ((xx - width / 2) / (height * 0.75)) ** 2 + (
        (yy - top - 0.62 * height) / (height * 0.28)
    ) ** 2
    wall += np.exp(-pool)[..., None] * key * 0.3
    panels = rng("panels")
    for number in range(26):
        x, step = width * number / 26, width / 26
        bright, start = (panels.uniform(0.4, 1.2), top + panels.uniform(0.02, 0.18) * height)
        slant = panels.uniform(-0.03, 0.03) * height
        corners = np.array(
            [
                (x, start),
                (x + step * 0.92, start + slant),
                (x + step * 0.92, top + 0.7 * height),
                (x, top + 0.7 * height),
            ],
            np.int32,
        )
        cv2.fillConvexPoly(
            wall, corners, tuple(map(float, mix(DARK, key, 0.1 * bright))), cv2.LINE_AA
        )
        edge = tuple(map(float, key * 0.55 * bright))
        first, second = (tuple(map(int, corner)) for corner in corners[1:3])
        cv2.line(wall, first, second, edge, max(1, height // 500), cv2.LINE_AA)
    world.add(opaque(wall, world.dither), 0.1)
    size = (min(int(height * 1.05), int(world.width * 0.86)), int(height * 0.4))
    tints = [DARK, key * 0.55, key, mix(key, np.full(3, 255, np.float32), 0.6), DARK]
    place = (world.width / 2, int(height * 0.13))
    screen(world, size, place, tints, frame=8, radial=2.2)
    world.after, world.ground, world.actor_depth, world.centre = (
        len(world.layers) - 1,
        0.86,
        0.3,
        0.5,
    )
    _audience(world, key)
    _beams(world, key)


def _audience(world: World, key: Floats) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.7)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("audience")
    ink = bgra(DARK * 0.55)
    for row in range(2):
        for number in range(int(width / (height * 0.115)) + 1):
            x = number * height * 0.115 + rng.uniform(-0.02, 0.02) * height + row * height * 0.055
            y = top + (0.9 + 0.075 * row) * height + rng.uniform(-0.012, 0.012) * height
            disc(image, (x, y), height * 0.034, ink)
            polygon(
                image,
                curve(
                    [
                        (x - 0.055 * height, y + 0.2 * height),
                        (x - 0.05 * height, y + 0.055 * height),
                        (x, y + 0.03 * height),
                        (x + 0.05 * height, y + 0.055 * height),
                        (x + 0.055 * height, y + 0.2 * height),
                    ],
                    6,
                ),
                ink,
            )
            if rng.random() < 0.1:
                limb(
                    image,
                    (x + 0.04 * height, y + 0.05 * height),
                    (x + 0.055 * height, y - 0.07 * height),
                    0.011 * height,
                    0.008 * height,
                    ink,
                )
    world.add(lit(image, key * 0.75, (0, -1), height * 0.4), 0.7)


def _beams(world: World, key: Floats) -> None:
    rng = world.scene.rng("beams")
    small = (world.height // 4, world.width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    lamps = [
        (
            rng.uniform(0.05, 0.95),
            rng.uniform(0.5, 1.2),
            rng.uniform(0, 6.28),
            rng.uniform(0.05, 0.1),
        )
        for _ in range(6)
    ]
    fall = np.clip(1 - yy / small[0] * 1.05, 0, 1) ** 1.2
    spot = np.exp(-(((xx - small[1] * 0.5) / (small[0] * 0.16 * (0.15 + yy / small[0]))) ** 2))
    spot = spot * np.clip(1.1 - yy / small[0], 0, 1) * 81

    def draw(out: Image, time: float) -> None:
        light = np.zeros(small, np.float32)
        for place, rate, phase, wide in lamps:
            line = place * small[1] + math.tan(math.sin(time * rate + phase) * 0.5) * yy
            light += (
                np.exp(-(((xx - line) / (wide * small[0] * (0.25 + yy / small[0]))) ** 2)) * fall
            )
        glow = np.zeros((*small, 4), np.uint8)
        glow[..., :3] = np.clip(light[..., None] * key * 0.34 + spot[..., None], 0, 255)
        cv2.add(out, cv2.resize(glow, (world.width, world.height)), dst=out)

    world.overlays.append(draw)
