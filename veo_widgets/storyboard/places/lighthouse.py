"""A lighthouse on its rock, out at sea; its light turns when the day is dark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, lit, mix
from veo_widgets.storyboard.noise import noise1

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image, Point
    from veo_widgets.storyboard.world import World

DEPTH: Final = 0.05
FOOT, GALLERY, LAMP, TOP = 0.555, 0.235, 0.21, 0.155
WIDE, NARROW = 0.044, 0.026
BANDS: Final = 5
TURN: Final = 1.1
"""Radians a second."""


def lighthouse(world: World) -> None:
    """Add the rock and the tower behind the water; its beam over all."""
    height, scene = world.height, world.scene
    at = float(scene.rng("lighthouse").uniform(0.24, 0.34))
    at = at if world.sun_x > 0.5 else 1 - at
    dark = scene.time in {"night", "grey", "sunset", "dawn"}
    width, tall, side, top = world.canvas(DEPTH)
    image = np.zeros((tall, width, 4), np.uint8)
    centre = side + at * world.width

    def part(tint: Floats, *points: Point) -> None:
        pixels = [(centre + x * height, top + y * height) for x, y in points]
        shape = np.round(np.array(pixels) * 16).astype(np.int32)
        cv2.fillPoly(image, [shape], bgra(tint), cv2.LINE_AA, 4)

    _rock(world, image, centre, top)
    for band in range(BANDS):
        low, high = band / BANDS, (band + 1) / BANDS
        ys = [FOOT + (GALLERY - FOOT) * share for share in (low, high)]
        halves = [WIDE + (NARROW - WIDE) * share for share in (low, high)]
        tint = _airy(world, "#c5382f" if band % 2 == 0 else "#efe9dd")
        part(tint, (-halves[0], ys[0]), (halves[0], ys[0]), (halves[1], ys[1]), (-halves[1], ys[1]))
    iron = _airy(world, "#23272e")
    wide = NARROW * 1.45
    part(iron, (-wide, GALLERY), (wide, GALLERY), (wide, GALLERY - 0.012), (-wide, GALLERY - 0.012))
    glass = colour("#ffe9a8") if dark else _airy(world, "#9fb8c4")
    room = NARROW * 0.68
    part(glass, (-room, GALLERY - 0.012), (room, GALLERY - 0.012), (room, 0.185), (-room, 0.185))
    part(iron, (-room * 1.3, 0.187), (room * 1.3, 0.187), (0, TOP))
    for y in (0.33, 0.44):
        part(iron, (-0.006, y), (0.006, y), (0.006, y - 0.024), (-0.006, y - 0.024))
    bright = mix(world.palette.horizon, world.palette.sun, 0.4)
    world.add(lit(image, bright, world.light_from, height * 0.3), DEPTH)
    if dark:
        _beam(world, at)


def _airy(world: World, code: str) -> Floats:
    """Return a colour as it is out there: dimmed by the hour, and in the haze."""
    dim = {"night": 0.42, "grey": 0.72, "sunset": 0.8, "dawn": 0.8}.get(world.scene.time, 1.0)
    return mix(colour(code) * np.float32(dim), world.palette.haze, 0.16)


def _rock(world: World, image: Image, centre: float, top: int) -> None:
    height = world.height
    xs = np.linspace(-0.24, 0.24, 60)
    rough = noise1(world.scene.rng("rock"), xs, 0.09, 4, 0.5)
    rise = np.clip(1 - (xs / 0.23) ** 2, 0, 1) ** 0.8 * (0.035 + 0.05 * rough)
    line = [
        (centre + x * height, top + (0.575 - up) * height) for x, up in zip(xs, rise, strict=True)
    ]
    foot = [(centre + x * height, top + 0.62 * height) for x in (0.24, -0.24)]
    shape = np.round(np.array([*line, *foot]) * 16).astype(np.int32)
    tint = mix(world.palette.near * np.float32(1.1), world.palette.haze, 0.22)
    cv2.fillPoly(image, [shape], bgra(tint), cv2.LINE_AA, 4)


def _beam(world: World, at: float) -> None:
    """Turn two rays about the lamp, and let it glow."""
    height, width = world.height, world.width
    small = (height // 4, width // 4)
    phase = float(world.scene.rng("beam").uniform(0, 6.28))
    warm = np.array([150, 215, 255], np.float32)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)

    def draw(out: Image, time: float) -> None:
        x, y = (value / 4 for value in world.place(at, LAMP, DEPTH, time))
        away_x, away_y = (xx - x) * 4 / height, (yy - y) * 4 / height
        far = np.hypot(away_x, away_y)
        light = 0.9 * np.exp(-((far / 0.035) ** 2)) + 0.22 * np.exp(-far / 0.08)
        for ray in (0.0, math.pi):
            reach = math.cos(time * TURN + phase + ray)
            along = away_x * math.copysign(1.0, reach)
            spread = 0.008 + 0.11 * np.clip(along, 0, None)
            cone = np.exp(-((away_y / spread) ** 2)) * (along > 0)
            light += cone * 0.5 * abs(reach) * np.exp(-along / (0.1 + 0.8 * abs(reach)))
        glow = np.zeros((*small, 4), np.uint8)
        glow[..., :3] = np.clip(light[..., None] * warm, 0, 255)
        cv2.add(out, cv2.resize(glow, (width, height)), dst=out)

    world.overlays.append(draw)
