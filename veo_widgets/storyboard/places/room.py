"""A room with windows, and what stands in it: desks, furniture, or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import (
    bgra,
    colour,
    curve,
    gradient,
    limb,
    lit,
    mix,
    opaque,
    oval,
    polygon,
)
from veo_widgets.storyboard.palette import DARK
from veo_widgets.storyboard.places.furnish import furnish
from veo_widgets.storyboard.places.screen import screen

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World


def room(world: World) -> None:
    """Build the room, with people at desks when the prompt gathers any."""
    height, rng = world.height, world.scene.rng
    key = colour("#ffd9a0")
    world.key, world.ambient = key, np.array([52, 40, 44], np.float32)
    p = world.palette
    wall_tint = mix(colour("#cdbfae"), p.haze, 0.3) * (0.5 if world.scene.time == "night" else 0.8)
    width, tall, side, top = world.canvas(0.1)
    column = gradient(
        tall,
        [
            (0, wall_tint * 0.7),
            (0.62, wall_tint),
            (0.7, wall_tint * 0.92),
            (0.701, colour("#6b5644")),
            (1, colour("#3a2d24")),
        ],
    )
    wall = np.repeat(column[:, None], width, 1)
    right = bool(rng("window").random() < 0.5)
    for number in range(
        0 if world.scene.says("librar|bookshel|windowless|laborator|lab\\b") else 3
    ):
        offset = (
            (0.7 * world.width + number * height * 0.22)
            if right
            else (0.02 * world.width + number * height * 0.2)
        )
        _window(
            wall,
            (side + offset, top + 0.16 * height),
            height,
            mix(p.horizon, np.full(3, 255, np.float32), 0.4),
        )
    yy, xx = np.mgrid[:tall, :width].astype(np.float32)
    bright = (side + world.width * (0.85 if right else 0.15), top + 0.4 * height)
    away = np.hypot((xx - bright[0]) / height, (yy - bright[1]) / height)
    wall += np.exp(-away * 1.8)[..., None] * key * 0.33
    for number in range(5):
        x = width * (0.15 + 0.18 * number)
        oval(wall, (x, top + 0.02 * height), (0.05 * height, 0.012 * height), (225.0, 245.0, 255.0))
        cone = ((xx - x) / (height * 0.14)) ** 2 + (
            (yy - top - 0.06 * height) / (height * 0.16)
        ) ** 2
        wall += np.exp(-cone)[..., None] * key * 0.2
    world.add(opaque(wall, world.dither), 0.1)
    centre = 0.42 if right else 0.58
    if world.scene.says(
        "workshop|class(?:room|es)?\\b|office|projector|screen|present|meeting|teach|laptop"
    ):
        tints = [colour(c) for c in ("#143a5a", "#2f7fb8", "#9fd8e8", "#ffd28a", "#143a5a")]
        size = (min(int(height * 0.72), int(world.width * 0.7)), int(height * 0.4))
        screen(world, size, (world.width * centre, int(height * 0.14)), tints, frame=235, radial=0)
        world.after = len(world.layers) - 1
        for row, (depth, y, scale) in enumerate(((0.3, 0.8, 0.8), (0.55, 0.95, 1.15))):
            _desks(world, row, depth=depth, y=y, scale=scale, right=right)
    elif furnish(world):
        world.after = len(world.layers) - 1
    else:
        _table(world)
    world.ground, world.actor_depth = (0.86 if world.after == len(world.layers) - 1 else 0.8, 0.3)
    aside = (0.22 if right else -0.22) * height / world.width * 1.6
    world.centre = min(0.68, max(0.32, centre + aside))


def _window(wall: Floats, at: tuple[float, float], height: int, light: Floats) -> None:
    x, y = at
    first, last = (int(x), int(y)), (int(x + 0.16 * height), int(y + 0.38 * height))
    cv2.rectangle(wall, first, last, tuple(map(float, light)), -1)
    cv2.rectangle(wall, first, last, (70, 80, 92), max(2, int(height * 0.008)))
    middle = int(y + 0.19 * height)
    cv2.line(wall, (first[0], middle), (last[0], middle), (70, 80, 92), max(1, int(height * 0.005)))


def _table(world: World) -> None:
    """Put a table with a lamp and bowls in front of the wall."""
    height = world.height
    width, tall, _, top = world.canvas(0.2)
    image = np.zeros((tall, width, 4), np.uint8)
    y, middle = top + 0.78 * height, width / 2
    reach = min(0.7 * height, 0.42 * world.width)
    wood, edge = bgra(colour("#7a5a3e")), bgra(colour("#a57b53"))
    cv2.rectangle(
        image,
        (int(middle - reach), int(y)),
        (int(middle + reach), int(y + 0.035 * height)),
        wood,
        -1,
    )
    cv2.rectangle(
        image,
        (int(middle - reach), int(y)),
        (int(middle + reach), int(y + 0.008 * height)),
        edge,
        -1,
    )
    for x in (-0.9, 0.9):
        limb(
            image,
            (middle + x * reach, y),
            (middle + x * reach * 0.96, tall),
            0.014 * height,
            0.011 * height,
            wood,
        )
    rng = world.scene.rng("table")
    for number in range(int(rng.integers(3, 6))):
        x = middle + rng.uniform(-0.75, 0.75) * reach
        tint = colour(("#d8674b", "#4f8a8b", "#f1c453", "#e8e3d8", "#7a8f5a")[number % 5])
        wide = rng.uniform(0.03, 0.06) * height
        polygon(
            image,
            curve(
                [
                    (x - wide, y - wide * 0.9),
                    (x + wide, y - wide * 0.9),
                    (x + wide * 0.55, y),
                    (x - wide * 0.55, y),
                ],
                6,
            ),
            bgra(tint),
        )
    world.add(
        lit(image, world.key if world.key is not None else DARK, world.light_from, height * 0.4),
        0.2,
    )
    world.after = len(world.layers) - 2


def _desks(world: World, row: int, *, depth: float, y: float, scale: float, right: bool) -> None:
    height = world.height
    width, tall, _, top = world.canvas(depth)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("desk", row)
    ink = bgra(mix(colour("#2c2a33"), colour("#15141b"), row))
    size = scale * height
    screens = []
    for number in range(int(width / (0.36 * size)) + 1):
        x = (number + 0.35 * row) * 0.36 * size + rng.uniform(-0.03, 0.03) * height
        foot = top + y * height
        head = 0.042 * size
        brow = foot - 0.145 * size + rng.uniform(-0.015, 0.015) * height
        oval(image, (x, brow), (head, head * 1.2), ink)
        if rng.random() < 0.5:
            polygon(
                image,
                curve(
                    [
                        (x - head * 1.15, brow + head * 1.5),
                        (x - head * 1.1, brow - head),
                        (x, brow - head * 1.5),
                        (x + head * 1.1, brow - head),
                        (x + head * 1.15, brow + head * 1.5),
                    ],
                    6,
                ),
                ink,
            )
        polygon(
            image,
            curve(
                [
                    (x - 0.085 * size, foot + 0.3 * height),
                    (x - 0.08 * size, brow + 0.085 * size),
                    (x, brow + 0.045 * size),
                    (x + 0.08 * size, brow + 0.085 * size),
                    (x + 0.085 * size, foot + 0.3 * height),
                ],
                6,
            ),
            ink,
        )
        screens.append(x + 0.14 * size)
    key = world.key if world.key is not None else DARK
    image = lit(image, mix(key, DARK, 0.3), (1 if right else -1, -0.6), height * 0.4)
    line = int(top + (y + 0.035 * scale) * height)
    dim = 0.95 - 0.4 * row
    cv2.rectangle(image, (0, line), (width, tall), bgra(colour("#5a4636") * dim), -1)
    cv2.rectangle(
        image, (0, line), (width, int(line + 0.008 * size)), bgra(colour("#a58463") * dim), -1
    )
    for x in screens:
        _laptop(image, x, top + (y + 0.033 * scale) * height, size=size, warm=float(rng.random()))
    world.add(image, depth)


def _laptop(image: Image, x: float, foot: float, *, size: float, warm: float) -> None:
    wide, tall = 0.105 * size, 0.075 * size
    corners = np.array(
        [
            (x - wide / 2, foot - tall),
            (x + wide / 2, foot - tall),
            (x + wide * 0.53, foot),
            (x - wide * 0.53, foot),
        ]
    )
    polygon(image, corners, (46, 42, 40, 255))
    inner = (corners - corners.mean(0)) * 0.86 + corners.mean(0)
    polygon(image, inner, bgra(mix(colour("#bfe6ff"), colour("#ffe2b0"), warm)))
