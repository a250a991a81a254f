"""Blue water with shafts of light, weed, sand and bubbles."""

from __future__ import annotations

import math
from itertools import pairwise
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
    opaque,
    oval,
    polygon,
)
from veo_widgets.storyboard.noise import noise1, noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.world import World


def underwater(world: World) -> None:
    """Blue water with shafts of light, weed, sand and bubbles."""
    scene = world.scene
    dark = scene.time == "night" or scene.says("deep sea|abyss")
    bright, deep = (
        colour("#3f9fc8" if not dark else "#1d4f7a"),
        colour("#06283f" if not dark else "#020d1a"),
    )
    world.key, world.ambient = colour("#bfeaff"), np.array([96, 60, 24], np.float32)
    width, tall, _, _ = world.canvas(0.03)
    column = gradient(
        tall, [(0, mix(bright, np.full(3, 255, np.float32), 0.35)), (0.3, bright), (1, deep)]
    )
    picture = np.repeat(column[:, None], width, 1)
    grain = noise2(scene.rng("water"), width, tall, 3, 5)[..., None]
    world.add(opaque((picture * (0.9 + 0.2 * grain)).astype(np.float32), world.dither), 0.03)
    for number, (depth, tint) in enumerate(
        ((0.12, mix(deep, bright, 0.45)), (0.25, mix(deep, bright, 0.25)))
    ):
        _rocks(world, number, depth=depth, tint=tint)
    _sand(world, mix(colour("#c9b483"), deep, 0.45))
    world.ground, world.after, world.actor_depth = 0.93, len(world.layers) - 1, 0.5
    _weed(world, mix(deep, colour("#2f6b4a"), 0.5))
    _shafts(world)
    _bubbles(world)


def _rocks(world: World, number: int, depth: float, tint: np.ndarray) -> None:
    width, tall, _, top = world.canvas(depth)
    profile = noise1(world.scene.rng("reef", number), world.across(width), 1.6, 6, 0.5)
    line = top + world.height * (0.86 - 0.34 * (profile - 0.25) + 0.05 * number)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    alpha = np.clip((rows - line[None]) / 4 + 0.5, 0, 1).astype(np.float32)
    world.add(layer(tint, alpha), depth)


def _sand(world: World, tint: np.ndarray) -> None:
    width, tall, _, top = world.canvas(0.5)
    profile = noise1(world.scene.rng("sand"), world.across(width), 1.2, 4)
    line = top + world.height * (0.87 - 0.05 * (profile - 0.5))
    rows = np.arange(tall, dtype=np.float32)[:, None]
    alpha = np.clip(rows - line[None] + 0.5, 0, 1).astype(np.float32)
    ripple = noise2(world.scene.rng("ripples"), width, tall, 30, 3)[..., None]
    world.add(layer((tint * (0.85 + 0.3 * ripple)).astype(np.float32), alpha, world.dither), 0.5)


def _weed(world: World, tint: np.ndarray) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.85)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("weed")
    for number in range(int(16 * world.look.layers)):
        side = -1 if number % 2 else 1
        x = width / 2 + side * rng.uniform(0.3, 1.0) * width / 2
        size = rng.uniform(0.1, 0.42) * height
        points = [(x, float(tall))] + [
            (x + math.sin(step * 0.9 + number) * size * 0.1, top + height - size * step / 6)
            for step in range(7)
        ]
        for one, other in pairwise(points):
            limb(
                image,
                one,
                other,
                height * 0.007,
                height * 0.005,
                bgra(tint * rng.uniform(0.7, 1.25)),
            )
        if number % 5 == 0:
            outline = curve(
                [
                    (x - size * 0.3, float(tall)),
                    (x - size * 0.22, top + height - size * 0.3),
                    (x, top + height - size * 0.42),
                    (x + size * 0.26, top + height - size * 0.26),
                    (x + size * 0.3, float(tall)),
                ]
            )
            polygon(image, outline, bgra(mix(tint, colour("#d0607a"), 0.5)))
    world.add(image, 0.85)


def _shafts(world: World) -> None:
    height, width = world.height, world.width
    small = (height // 4, width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    slant = xx + yy * 0.35
    rng = world.scene.rng("shafts")
    sheets = []
    for _ in range(2):
        profile = noise1(rng, np.linspace(-3, 3, small[0] + 2 * small[1]), 7, 3)
        light = np.interp(slant, np.arange(len(profile)), profile)
        light = np.clip((light - 0.5) * 2.4, 0, 1) * np.clip(1 - yy / small[0] * 1.2, 0, 1)
        sheet = np.zeros((*small, 4), np.uint8)
        sheet[..., :3] = (light[..., None] * np.array([70, 66, 52])).astype(np.uint8)
        sheets.append(cv2.GaussianBlur(sheet, (0, 0), 2))

    def draw(out: Image, time: float) -> None:
        share = 0.5 + 0.5 * math.sin(time * 0.8)
        glow = cv2.addWeighted(sheets[0], share, sheets[1], 1 - share, 0)
        cv2.add(out, cv2.resize(glow, (width, height)), dst=out)

    world.overlays.append(draw)


def _bubbles(world: World) -> None:
    height, width = world.height, world.width
    rng = world.scene.rng("bubbles")
    found = [
        (rng.random(), rng.random(), rng.uniform(0.3, 1), rng.uniform(0, 6.28)) for _ in range(34)
    ]

    def draw(out: Image, time: float) -> None:
        for x, y, size, phase in found:
            down = (y - time * (0.03 + 0.06 * size)) % 1 * height
            across = (x + 0.012 * math.sin(time * 2 + phase)) * width
            radius = height * 0.006 * size + 1
            ink = (235.0, 225.0, 200.0, 255.0)
            cv2.circle(
                out, (int(across * 8), int(down * 8)), int(radius * 8), ink, 1, cv2.LINE_AA, 3
            )
            oval(
                out,
                (across - radius * 0.3, down - radius * 0.3),
                (radius * 0.25, radius * 0.25),
                ink,
            )

    world.overlays.append(draw)
