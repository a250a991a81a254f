"""What falls, floats or shines over a scene."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import disc
from veo_widgets.storyboard.layers import SHARED, Plates
from veo_widgets.storyboard.noise import noise1

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.world import World


def weather(world: World) -> None:
    """Add what the prompt asks for."""
    scene = world.scene
    outside = scene.place not in {"room", "stage", "table", "cave", "underwater", "space"}
    if "snow" in scene.weather and outside:
        _snow(world)
    if "rain" in scene.weather and outside:
        _rain(world)
    if scene.says("firework"):
        _fireworks(world)
    drifting = scene.place == "forest" and scene.time in {"dawn", "sunset"}
    if drifting or scene.weather & {"embers", "fireflies"}:
        _motes(world)


def rays(world: World) -> None:
    """Add shafts of light that fan out from the sun."""
    small = (world.height // 4, world.width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    x, y = world.sun_x * small[1], world.sun_y * small[0]
    angle = np.arctan2(yy - y, xx - x)
    away = np.hypot(xx - x, yy - y) / small[0]
    circle = np.linspace(-np.pi, np.pi, 721)
    shafts = []
    for number in range(2):
        profile = noise1(world.scene.rng("rays", number), np.linspace(-2, 2, 721), 9, 4, 0.6)
        light = np.clip((np.interp(angle, circle, profile) - 0.42) * 2.6, 0, 1)
        light = light * np.exp(-away * 1.35) * np.clip(away * 5, 0, 1)
        light = (
            light * np.clip((angle + 0.25) * 3, 0, 1) * np.clip((np.pi + 0.25 - angle) * 3, 0, 1)
        )
        glow = np.zeros((*small, 4), np.float32)
        blurred = cv2.GaussianBlur(light.astype(np.float32), (0, 0), 1.2)
        glow[..., :3] = blurred[..., None] * world.palette.sun * 0.42
        shafts.append(glow)

    fps = world.scene.shot.fps

    def sheet(index: int) -> Image:
        share = 0.5 + 0.5 * math.sin(index / fps * 0.9)
        glow = cv2.addWeighted(shafts[0], 0.35 + 0.65 * share, shafts[1], 1 - 0.65 * share, 0)
        return cv2.resize(glow.astype(np.uint8), (world.width, world.height))

    sheets = Plates(sheet)

    def draw(out: Image, time: float) -> None:
        index = round(time * fps)
        cv2.add(out, sheets.get(index - index % SHARED), dst=out)

    world.overlays.append(draw)


def _snow(world: World) -> None:
    rng, height, width = world.scene.rng("snow"), world.height, world.width
    count = int(420 * world.look.layers)
    flakes = np.stack(
        [
            rng.uniform(0, 1, count),
            rng.uniform(0, 1, count),
            rng.uniform(0.3, 1, count) ** 2,
            rng.uniform(0, 6.28, count),
        ],
        1,
    )

    def draw(out: Image, time: float) -> None:
        for x, y, size, phase in flakes:
            down = (y + time * (0.06 + 0.16 * size)) % 1.05 * height
            across = (x + 0.02 * math.sin(time * 1.1 + phase) + time * 0.015 * size) % 1.02 * width
            disc(out, (across, down), height * (0.001 + 0.0038 * size), (250, 248, 245, 255))

    world.overlays.append(draw)


def _rain(world: World) -> None:
    rng, height, width = world.scene.rng("rain"), world.height, world.width
    sheets = []
    for count, length, bright, thick in ((900, 0.05, 34, 1), (420, 0.09, 50, 2)):
        image = np.zeros((2 * height, width + height // 2, 4), np.uint8)
        drops = zip(
            rng.uniform(0, image.shape[1], count), rng.uniform(0, height, count), strict=True
        )
        for x, y in drops:
            for shift in (0, height):
                start = (int(x * 8), int((y + shift) * 8))
                end = (
                    int((x - length * height * 0.16) * 8),
                    int((y + shift + length * height) * 8),
                )
                wide = max(1, round(thick * height / 1080))
                cv2.line(image, start, end, (bright, bright, bright, 0), wide, cv2.LINE_AA, 3)
        sheets.append(image)

    def draw(out: Image, time: float) -> None:
        for number, sheet in enumerate(sheets):
            top = height - int(time * (1.25 + 0.7 * number) * height) % height
            left = int(height * 0.25 + math.sin(time * 0.3) * height * 0.05)
            cv2.add(out, sheet[top : top + height, left : left + width], dst=out)

    world.overlays.append(draw)


def _motes(world: World) -> None:
    rng, height, width = world.scene.rng("motes"), world.height, world.width
    embers = "embers" in world.scene.weather
    tint = np.array([60, 140, 255], np.float32) if embers else world.palette.sun
    count = int(70 * world.look.layers)
    motes = np.stack(
        [
            rng.uniform(0, 1, count),
            rng.uniform(0.35, 1, count),
            rng.uniform(0.4, 1.2, count),
            rng.uniform(0, 6.28, count),
        ],
        1,
    )
    lift = 0.03 if embers else 0.006

    def draw(out: Image, time: float) -> None:
        for x, y, size, phase in motes:
            down = (y - time * lift * size) % 1 * height
            across = (x + 0.012 * math.sin(time * 0.6 * size + phase) + time * 0.004) % 1 * width
            bright = 0.9 * (0.5 + 0.5 * math.sin(time * 2.2 * size + phase * 3)) ** 2
            under = out[min(height - 1, int(down)), min(width - 1, int(across)), :3]
            ink = tint * bright + under.astype(np.float32) * (1 - bright)
            disc(out, (across, down), max(1.0, height * 0.0022 * size), (*map(float, ink), 255.0))

    world.overlays.append(draw)


def _fireworks(world: World) -> None:
    rng, height, width = world.scene.rng("fireworks"), world.height, world.width
    hues = [(80, 90, 255), (90, 220, 255), (255, 170, 90), (150, 255, 140), (255, 120, 230)]
    bursts = [
        (
            rng.uniform(0.12, 0.88),
            rng.uniform(0.12, 0.4),
            start,
            hues[int(rng.integers(5))],
            rng.uniform(0.13, 0.24),
            int(rng.integers(26, 44)),
        )
        for start in np.arange(-0.6, world.seconds, 0.42)
    ]

    def draw(out: Image, time: float) -> None:
        for x, y, start, tint, reach, count in bursts:
            age = (time - start) / 1.6
            if not 0 < age < 0.85:
                continue
            far = (1 - (1 - age) ** 3) * reach * height
            fade = (1 - age) ** 1.3
            for number in range(count):
                turn, ring = number * 2.399963, 0.55 + 0.45 * (number % 3) / 2
                at = (
                    x * width + math.cos(turn) * far * ring,
                    y * height + math.sin(turn) * far * ring + age * age * 0.06 * height,
                )
                size = max(1.0, height * 0.0045 * fade)
                disc(out, at, size * 2, (*(v * 0.45 for v in tint), 255.0))
                disc(out, at, size, (*(min(255.0, v + 70.0) for v in tint), 255.0))

    world.overlays.append(draw)
