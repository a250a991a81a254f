"""A sports ground: stands full of people, floodlights, grass or boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, disc, limb, mix, oval, polygon
from veo_widgets.storyboard.places.sky import sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

SHIRTS = ("#d0382f", "#f4f1ea", "#2f5f9f", "#e8b832", "#3f7d4a", "#22242a")


def pitch(world: World) -> None:
    """Build the ground."""
    scene = world.scene
    night = scene.time in {"night", "grey"}
    sky(world, horizon=0.5, clouds=0.4)
    world.key = colour("#fff3d6")
    world.ambient = np.array([70, 60, 56], np.float32)
    _floodlights(world, night=night)
    _stands(world, night=night)
    boards = scene.says("basketball|court\\b|volleyball|indoor|boxing")
    _field(world, boards=boards, night=night)
    world.ground, world.after, world.actor_depth = 0.89, len(world.layers) - 1, 0.5


def _stands(world: World, *, night: bool) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.14)
    image = np.zeros((tall, width, 4), np.uint8)
    first, last = top + int(0.34 * height), top + int(0.68 * height)
    base = mix(world.palette.near, colour("#4a5568"), 0.5) * (0.7 if night else 1.0)
    polygon(
        image,
        [
            (0, first + height * 0.05),
            (width / 2, first),
            (width, first + height * 0.05),
            (width, last),
            (0, last),
        ],
        bgra(base),
    )
    rng = world.scene.rng("crowd")
    dim = 0.75 if night else 1.0
    rows = 15
    for row in range(rows):
        y = first + height * 0.06 + (last - first - height * 0.09) * row / rows
        step = height * (0.013 + 0.0006 * row)
        own = world.scene.rng("crowd", row)
        for number in range(int(width / step)):
            seat, aside, dress = own.random(), own.uniform(-0.2, 0.2), own.random()
            bright = own.uniform(0.6, 1.0)
            if seat < 0.2:
                continue
            x = (number + aside) * step
            tint = colour(SHIRTS[int(dress * len(SHIRTS))]) * dim * bright
            disc(image, (x, y), step * 0.42, bgra(tint))
            disc(image, (x, y - step * 0.55), step * 0.24, bgra(colour("#d8a07c") * dim))
    wall = bgra(mix(base, colour("#f4f1ea"), 0.5))
    cv2.rectangle(image, (0, last - int(height * 0.035)), (width, last), wall, -1)
    for number in range(14):
        x = width * number / 14
        tint = colour(SHIRTS[int(rng.integers(len(SHIRTS)))]) * dim
        cv2.rectangle(
            image,
            (int(x), last - int(height * 0.03)),
            (int(x + width / 15), last - int(height * 0.006)),
            bgra(tint),
            -1,
        )
    world.add(image, 0.14)


def _field(world: World, *, boards: bool, night: bool) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.5)
    image = np.zeros((tall, width, 4), np.uint8)
    line = top + int(0.66 * height)
    ground = (colour("#b9783f") if boards else colour("#4f9a45")) * (0.8 if night else 1.0)
    image[line:] = (*bgra(ground)[:3], 255)
    middle = width / 2
    for number in range(-10, 11, 2):
        left, right = (middle + number * height * 0.16, middle + (number + 1) * height * 0.16)
        spread = 2.4
        polygon(
            image,
            [
                (left, line),
                (right, line),
                (middle + (right - middle) * spread, tall),
                (middle + (left - middle) * spread, tall),
            ],
            bgra(ground * (0.93 if boards else 0.86)),
        )
    white = bgra(np.full(3, 238, np.float32) * (0.85 if night else 1.0))
    _lines(image, line, height, white)
    if not boards and world.scene.says("football|soccer|goal"):
        _goal(image, middle, line, height, white)
    if world.scene.says("basketball"):
        _hoop(image, middle + 0.55 * height, line, height)
    shade = np.linspace(1.06, 0.72, tall - line, dtype=np.float32)[:, None, None]
    image[line:, :, :3] = np.clip(image[line:, :, :3] * shade, 0, 255)
    world.add(image, 0.5)


def _lines(image: Image, line: int, height: int, white: tuple[int, ...]) -> None:
    width, middle = image.shape[1], image.shape[1] / 2
    y = line + height * 0.05
    limb(image, (0, y), (width, y), height * 0.002, height * 0.002, white)
    cv2.ellipse(
        image,
        (int(middle), int(line + height * 0.24)),
        (int(height * 0.42), int(height * 0.085)),
        0,
        0,
        360,
        white,
        max(2, height // 240),
        cv2.LINE_AA,
    )


def _goal(image: Image, x: float, line: int, height: int, white: tuple[int, ...]) -> None:
    left, right, top, foot = (
        x - 0.3 * height,
        x + 0.3 * height,
        line - 0.16 * height,
        line + 0.05 * height,
    )
    pale = (*(int(v * 0.7) for v in white[:3]), 150)
    for share in np.linspace(0, 1, 25):
        at = left + (right - left) * share
        cv2.line(image, (int(at), int(top)), (int(at), int(foot)), pale, 1, cv2.LINE_AA)
    for share in np.linspace(0, 1, 9):
        y = int(top + (foot - top) * share)
        cv2.line(image, (int(left), y), (int(right), y), pale, 1, cv2.LINE_AA)
    for one, other in (
        ((left, foot), (left, top)),
        ((left, top), (right, top)),
        ((right, top), (right, foot)),
    ):
        limb(image, one, other, height * 0.006, height * 0.006, white)


def _hoop(image: Image, x: float, line: int, height: int) -> None:
    limb(
        image,
        (x, line + 0.04 * height),
        (x, line - 0.3 * height),
        height * 0.008,
        height * 0.008,
        bgra(colour("#5a6270")),
    )
    polygon(
        image,
        [
            (x - 0.1 * height, line - 0.42 * height),
            (x + 0.06 * height, line - 0.42 * height),
            (x + 0.06 * height, line - 0.28 * height),
            (x - 0.1 * height, line - 0.28 * height),
        ],
        bgra(colour("#eef0f2")),
    )
    cv2.ellipse(
        image,
        (int(x - 0.05 * height), int(line - 0.28 * height)),
        (int(0.045 * height), int(0.012 * height)),
        0,
        0,
        360,
        bgra(colour("#e0562f")),
        max(2, height // 160),
        cv2.LINE_AA,
    )


def _floodlights(world: World, *, night: bool) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.1)
    image = np.zeros((tall, width, 4), np.uint8)
    for x in (0.12, 0.88):
        foot, head = top + 0.42 * height, top + 0.12 * height
        at = x * width
        limb(image, (at, foot), (at, head), height * 0.006, height * 0.005, bgra(colour("#4a5260")))
        for row in range(3):
            for column in range(4):
                oval(
                    image,
                    (at + (column - 1.5) * 0.022 * height, head + (row - 1) * 0.022 * height),
                    (0.009 * height, 0.009 * height),
                    bgra(colour("#fff6dc") if night else colour("#d8dde2")),
                )
    world.add(image, 0.1)
    if night:
        _beams(world)


def _beams(world: World) -> None:
    small = (world.height // 4, world.width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    glow: Floats = np.zeros(small, np.float32)
    for x in (0.12, 0.88):
        away = np.hypot((xx / small[1] - x) * world.width / world.height, yy / small[0] - 0.12)
        glow += np.exp(-away * 7) * 0.9 + np.exp(-away * 2.2) * 0.28
    sheet = np.zeros((*small, 4), np.uint8)
    sheet[..., :3] = np.clip(glow[..., None] * np.array([120, 140, 150]), 0, 255).astype(np.uint8)
    sheet = cv2.resize(sheet, (world.width, world.height))

    def draw(out: Image, _: float) -> None:
        cv2.add(out, sheet, dst=out)

    world.overlays.append(draw)
