"""A wooden table in front of soft lights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import colour, disc, gradient, mix, opaque
from veo_widgets.storyboard.noise import noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.world import World

WOODS = ("#8a5a36", "#a8744a", "#6b4630", "#b98a5e")
ROOMS = (
    ("#3a2a22", "#c98a4b"),
    ("#22303a", "#6fa3b8"),
    ("#2f3a2a", "#9fb86f"),
    ("#3a2233", "#c87fa0"),
)


def table(world: World) -> None:
    """A wooden table in front of soft lights, and steam over what is hot."""
    height, scene = world.height, world.scene
    rng = scene.rng("table")
    low, high = (colour(code) for code in ROOMS[int(rng.integers(len(ROOMS)))])
    dim = 0.55 if scene.time == "night" else 1.0
    world.key, world.ambient = colour("#ffd9a0"), np.array([60, 52, 56], np.float32)
    width, tall, _, top = world.canvas(0.08)
    column = gradient(tall, [(0, low * dim), (0.55, mix(low, high, 0.55) * dim), (1, low)])
    picture = np.repeat(column[:, None], width, 1)
    for _ in range(26):
        at = (rng.uniform(0, width), top + rng.uniform(0.02, 0.6) * height)
        radius = rng.uniform(0.02, 0.07) * height
        glow = np.zeros_like(picture)
        disc(glow, at, radius, tuple(map(float, mix(high, np.full(3, 255, np.float32), 0.4))))
        picture += cv2.GaussianBlur(glow, (0, 0), height * 0.004) * rng.uniform(0.1, 0.3) * dim
    picture = cv2.GaussianBlur(picture, (0, 0), height * 0.006)
    world.add(opaque(picture, world.dither), 0.08)
    _boards(world, colour(WOODS[int(rng.integers(len(WOODS)))]) * (0.6 + 0.4 * dim))
    world.ground, world.actor_depth, world.centre = 0.86, 0.45, 0.5
    world.after = len(world.layers) - 1
    if scene.says("steam|hot\\b|coffee|tea\\b|soup|ramen|noodle|stew|fresh"):
        steam(world, 0.5, 0.5)


def _boards(world: World, wood: np.ndarray) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.45)
    line = top + int(0.68 * height)
    rows, columns = tall - line, width
    grain = noise2(world.scene.rng("grain"), columns, max(4, rows // 8), 10, 5, 0.6)
    grain = cv2.resize(grain, (columns, rows), interpolation=cv2.INTER_CUBIC)
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    tint = wood * (0.72 + 0.5 * grain[..., None]) * (1.12 - 0.5 * down[..., None])
    middle = world.width / 2
    for number in range(-7, 8):
        at = width / 2 + number * height * 0.2
        foot = width / 2 + (at - width / 2) * 1.9
        cv2.line(
            tint,
            (int(at), 0),
            (int(foot), rows),
            tuple(map(float, wood * 0.42)),
            max(1, height // 360),
            cv2.LINE_AA,
        )
    sheen = np.exp(-(((np.arange(columns) - middle) / (0.5 * height)) ** 2))[None, :, None]
    tint = tint + np.asarray(sheen * (1 - down[..., None]) * 26, np.float32)
    image = np.zeros((tall, width, 4), np.uint8)
    image[line:, :, :3] = np.clip(tint, 0, 255)
    image[line:, :, 3] = 255
    image[line : line + max(2, height // 200), :, :3] = np.clip(wood * 1.3, 0, 255)
    world.add(image, 0.45)


def steam(world: World, x: float, y: float) -> None:
    """Let wisps rise over a place, in shares of the picture."""
    height = world.height
    rng = world.scene.rng("steam")
    wisps = [(rng.uniform(-0.06, 0.06), rng.uniform(0, 1), rng.uniform(0.5, 1)) for _ in range(7)]
    size = max(8, int(height * 0.16))
    puff = np.zeros((size, size, 4), np.uint8)
    yy, xx = np.mgrid[:size, :size].astype(np.float32) / size - 0.5
    soft = np.clip(1 - np.hypot(xx, yy) * 2.1, 0, 1) ** 2
    puff[...] = (soft * 60)[..., None].astype(np.uint8)

    def draw(out: Image, time: float) -> None:
        for aside, start, rate in wisps:
            share = (start + time * 0.16 * rate) % 1
            left = int(
                x * world.width
                + (aside + 0.03 * math.sin(time * 1.3 + start * 9)) * height
                - size / 2
            )
            up = int(y * height - share * 0.34 * height - size / 2)
            part = out[max(0, up) : up + size, max(0, left) : left + size]
            if part.size:
                faded = cv2.convertScaleAbs(puff, alpha=math.sin(share * math.pi))
                cv2.add(
                    part,
                    faded[max(0, -up) :, max(0, -left) :][: part.shape[0], : part.shape[1]],
                    dst=part,
                )

    world.overlays.append(draw)
