"""What stands against a room's wall: shelves of books, a fireplace, a bench of flasks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, curve, limb, mix, polygon
from veo_widgets.storyboard.layers import Layer

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.world import World

SPINES = ("#8c2f2f", "#2f5f7a", "#c79a4b", "#4f6b3f", "#6d4a7a", "#d8cbb0", "#3a3f48", "#b8653a")


def furnish(world: World) -> bool:
    """Add what the prompt names to the wall; tell whether it named anything."""
    scene = world.scene
    found = False
    if scene.says("librar|bookshel|bookstore|study\\b|reading"):
        _shelves(world)
        found = True
    if scene.says("fireplace|hearth|cozy|cosy"):
        _fireplace(world)
        found = True
    if scene.says("laborator|lab\\b|scientist|experiment|futuristic"):
        _flasks(world)
        found = True
    return found


def _shelves(world: World) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.16)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("shelves")
    low, high = top + 0.72 * height, top + 0.04 * height
    frame, back = bgra(colour("#4f3624")), bgra(colour("#2b1d14"))
    x, number = 0.0, 0
    while x < width:
        number += 1
        wide = rng.uniform(0.42, 0.56) * height
        if rng.random() < 0.2:
            x += wide * 0.5
            continue
        cv2.rectangle(image, (int(x), int(high)), (int(x + wide), int(low)), back, -1)
        for row in range(6):
            floor = high + (low - high) * (row + 1) / 6
            at = x + 0.014 * height
            books = world.scene.rng("books", number, row)
            while at < x + wide - 0.03 * height:
                thick = books.uniform(0.009, 0.022) * height
                size = books.uniform(0.062, 0.096) * height
                spine = SPINES[int(books.integers(len(SPINES)))]
                tint = colour(spine) * books.uniform(0.55, 1)
                cv2.rectangle(
                    image,
                    (int(at), int(floor - size)),
                    (int(at + thick), int(floor)),
                    bgra(tint),
                    -1,
                )
                at += thick + height * (0.03 if books.random() < 0.08 else 0.0014)
            limb(image, (x, floor), (x + wide, floor), 0.005 * height, 0.005 * height, frame)
        for side in (x, x + wide):
            limb(image, (side, high), (side, low), 0.007 * height, 0.007 * height, frame)
        x += wide + 0.01 * height
    _fall_off(image)
    world.add(image, 0.16)


def _fireplace(world: World) -> None:
    height = world.height
    wide, tall = int(0.62 * height), int(0.56 * height)
    base = np.zeros((tall, wide, 4), np.uint8)
    stone = colour("#7a6a5e")
    rng = world.scene.rng("stones")
    for row in range(8):
        x = -rng.uniform(0, 0.06) * height
        while x < wide:
            step = rng.uniform(0.06, 0.11) * height
            y = tall * row / 8
            cv2.rectangle(
                base,
                (int(x), int(y)),
                (int(x + step - 2), int(y + tall / 8 - 2)),
                bgra(stone * rng.uniform(0.7, 1.05)),
                -1,
            )
            x += step
    mouth = (int(wide * 0.2), int(tall * 0.36), int(wide * 0.8), tall)
    cv2.rectangle(base, mouth[:2], mouth[2:], bgra(colour("#140c0a")), -1)
    limb(
        base,
        (0, tall * 0.06),
        (wide, tall * 0.06),
        height * 0.014,
        height * 0.014,
        bgra(colour("#4f3624")),
    )
    flames = [(rng.uniform(0.3, 0.7), rng.uniform(0.5, 1), rng.uniform(0, 6.28)) for _ in range(9)]

    def paint(time: float) -> Image:
        image = base.copy()
        for tint, share in (("#d8451f", 1.0), ("#ff8a2b", 0.74), ("#ffd86a", 0.42)):
            for x, size, phase in flames:
                lick = size * share * (0.78 + 0.22 * math.sin(time * 7 + phase * 3)) * tall * 0.5
                at, lean = x * wide, math.sin(time * 4 + phase) * tall * 0.03
                half = tall * 0.05 * (0.6 + share / 2)
                polygon(
                    image,
                    curve(
                        [
                            (at - half, tall),
                            (at - half * 0.9, tall - lick * 0.35),
                            (at + lean, tall - lick),
                            (at + half * 0.9, tall - lick * 0.35),
                            (at + half, tall),
                        ],
                        5,
                    ),
                    bgra(colour(tint)),
                )
        return image

    left = world.width * (0.3 if world.scene.rng("hearth").random() < 0.5 else 0.7) - wide / 2
    layer = Layer(base, left, height * 0.72 - tall, 0.17, repaint=paint)
    layer.solid = tall
    world.layers.append(layer)
    _glow(world, (left + wide / 2) / world.width)


def _glow(world: World, x: float) -> None:
    small = (world.height // 4, world.width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    away = np.hypot((xx / small[1] - x) * world.width / world.height, yy / small[0] - 0.66)
    sheet = np.zeros((*small, 4), np.uint8)
    warm = np.exp(-away * 3.2)[..., None] * np.array([24, 74, 140], np.float32)
    sheet[..., :3] = np.clip(warm, 0, 255).astype(np.uint8)
    sheet = cv2.resize(sheet, (world.width, world.height))

    def draw(out: Image, time: float) -> None:
        beat = 0.85 + 0.1 * math.sin(time * 9) + 0.05 * math.sin(time * 23)
        cv2.add(out, cv2.convertScaleAbs(sheet, alpha=beat), dst=out)

    world.overlays.append(draw)


def _flasks(world: World) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.15)
    image = np.zeros((tall, width, 4), np.uint8)
    rng = world.scene.rng("flasks")
    for y in (0.22, 0.38):
        shelf = top + y * height
        limb(
            image,
            (0.05 * width, shelf),
            (0.95 * width, shelf),
            0.006 * height,
            0.006 * height,
            bgra(colour("#8fa3b0")),
        )
        x = 0.08 * width
        while x < 0.92 * width:
            size = rng.uniform(0.03, 0.06) * height
            tint = colour(str(rng.choice(["#4fd0c0", "#7db4ff", "#e070c0", "#f2c14e", "#8ee06a"])))
            polygon(
                image,
                [
                    (x - size * 0.2, shelf - size * 1.9),
                    (x + size * 0.2, shelf - size * 1.9),
                    (x + size * 0.2, shelf - size * 1.1),
                    (x + size * 0.8, shelf),
                    (x - size * 0.8, shelf),
                    (x - size * 0.2, shelf - size * 1.1),
                ],
                bgra(mix(colour("#dfe9ee"), tint, 0.25)),
            )
            polygon(
                image,
                [
                    (x + size * 0.45, shelf - size * 0.62),
                    (x + size * 0.8, shelf),
                    (x - size * 0.8, shelf),
                    (x - size * 0.45, shelf - size * 0.62),
                ],
                bgra(tint),
            )
            x += size * rng.uniform(2.2, 4.5)
    world.add(image, 0.15)


def _fall_off(image: Image) -> None:
    """Let shelves fall off into the dark towards the sides."""
    across = np.abs(np.linspace(-1, 1, image.shape[1], dtype=np.float32)) ** 1.5
    shade = (1 - 0.5 * across)[None, :, None]
    image[..., :3] = (image[..., :3] * shade).astype(np.uint8)
