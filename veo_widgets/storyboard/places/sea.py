"""Open water in swells, the sun's path on it, a lighthouse, and a ship's rail or a beach."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import colour, layer, limb, lit, mix
from veo_widgets.storyboard.layers import Layer
from veo_widgets.storyboard.noise import noise1, noise2
from veo_widgets.storyboard.places.lighthouse import lighthouse
from veo_widgets.storyboard.places.sky import sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.world import World

HORIZON = 0.545
SWELLS = 13


def sea(world: World) -> None:
    """Build the sea; a beach or a deck in front when the prompt has one."""
    scene = world.scene
    sky(world, horizon=0.56, clouds=0.95 if scene.time == "grey" else 0.5)
    if scene.says("lighthouse"):
        lighthouse(world)
    water(world, 1.0 if scene.says("churn|storm|wild|rough") else 0.42)
    if scene.says("beach|shore|sand|coast|island|lighthouse[- ]keeper"):
        _beach(world)
    elif scene.says("rail|deck|sailor|aboard|captain"):
        _deck(world)


def water(world: World, rough: float) -> None:
    """Add swells from the horizon to one's feet, and the sun's path on them.

    Args:
        world: The scene so far.
        rough: 0 for a pond, 1 for a storm.
    """
    for number in range(SWELLS):
        _swell(world, number, rough)
        if number == SWELLS - 3:
            world.after, world.actor_depth = len(world.layers) - 1, 0.5
    world.ground = 0.97
    if world.scene.time != "grey":
        _glitter(world)


def _swell(world: World, number: int, rough: float) -> None:
    p, height = world.palette, world.height
    share = number / (SWELLS - 1)
    depth = 0.05 + 0.57 * share**1.6
    y = HORIZON + 0.004 + 0.4 * share**1.55
    below = HORIZON + 0.004 + 0.4 * min(1.25, (number + 1) / (SWELLS - 1)) ** 1.55
    rng = world.scene.rng("swell", number)
    rise = (0.0012 + 0.03 * share**1.5) * rough
    length = (0.06 + 0.62 * share**1.2) * rng.uniform(0.85, 1.2)
    period = int(height * max(2.0, length * 3.3))
    width = period + world.width + int(height * 0.5)
    tall = int(height * (below - y + rise * 3.2 + 0.03 + (0.5 if number == SWELLS - 1 else 0)))
    turn = np.arange(period) / period * 2 * np.pi
    count = max(2, round(period / (height * length))) // 2 * 2
    phase = rng.uniform(0, 6.28, 6)
    bend = 0.55 * np.sin(turn + phase[0]) + 0.4 * np.sin(turn * 2 + phase[1])
    crest = (1 - np.abs(np.sin(turn * count / 2 + bend * 1.2 + phase[2]))) ** 1.6
    profile = crest * (0.62 + 0.38 * np.sin(turn * max(1, count // 3) + phase[3]))
    profile += 0.11 * (1 + np.sin(turn * (count * 2 + 1) + phase[4] + bend))
    profile += 0.05 * (1 + np.sin(turn * (count * 5 + 2) + phase[5]))
    profile = np.resize(np.clip(profile, 0, 1.4), width)
    line = height * (rise * 2.4 + 0.008) - profile * rise * height * 1.5
    rows = np.arange(tall, dtype=np.float32)[:, None]
    alpha = np.clip(rows - line[None] + 0.5, 0, 1).astype(np.float32)
    down = ((rows - line[None]) / height).astype(np.float32)
    deep = mix(p.near, p.zenith, 0.45)
    face = mix(mix(p.haze, deep, 0.35), deep, share**0.7)
    fall = np.clip(down / (0.012 + 0.09 * share), 0, 1) ** 0.7
    tint = face + fall[..., None] * (mix(face, p.near, 0.45) - face)
    ripple = noise2(world.scene.rng("ripple", number), period, tall, 9, 5, 0.55)
    ripple = np.tile(ripple, (1, 2 + width // period))[:, :width]
    streak = np.clip((ripple - 0.5) * 4.5, 0, 1) * np.exp(
        -np.clip(down, 0, 9) / (0.006 + 0.05 * share)
    )
    foam = np.clip(1 - np.abs(down - 0.003) / (0.0014 + 0.006 * share * rough), 0, 1)
    foam = (
        foam * np.clip(profile[None] - 0.62, 0, 1) * np.clip((ripple - 0.4) * 5, 0, 1) * 2.2 * rough
    )
    shine = np.clip(streak * (0.2 + 0.1 * share) + foam, 0, 0.85).astype(np.float32)
    white = np.float32(255) * np.ones(3, np.float32)
    bright = mix(mix(p.horizon, p.sun, 0.3), white, 0.35 if world.scene.time == "grey" else 0.1)
    tint = tint + shine[..., None] * (bright - tint)
    speed = (0.01 + 0.05 * share) * height * (0.5 + 0.5 * rough) * (-1 if number % 2 else 0.8)
    image = layer(tint.astype(np.float32), alpha, world.dither)
    bob = (rise * height * 0.45, 0.45 + 0.3 * rng.random(), rng.uniform(0, 6.28))
    top = int((y - rise * 1.2 - 0.008) * height)
    world.layers.append(Layer(image, -int(height * 0.25), top, depth, speed, period, bob))


def _glitter(world: World) -> None:
    p, height, width = world.palette, world.height, world.width
    small = (height // 4, width // 4)
    yy, xx = np.mgrid[: small[0], : small[1]].astype(np.float32)
    down = np.clip((yy / small[0] - HORIZON) / 0.45, 0, 1)
    aside = (xx / small[1] - world.sun_x) * width / height / (0.035 + 0.16 * down)
    path = np.exp(-(aside**2)) * (down > 0) * np.exp(-down * 1.5) * np.clip(down * 60, 0, 1)
    tint = mix(p.horizon, p.sun, 0.3) * 0.42
    glow = np.zeros((*small, 4), np.uint8)
    glow[..., :3] = np.clip(path[..., None] * tint, 0, 255)
    glow = cv2.resize(glow, (width, height))
    start = int(HORIZON * height)
    rng = world.scene.rng("glitter")
    count = int(320 * world.look.layers)
    sparks = list(
        zip(
            rng.normal(0, 1, count),
            rng.random(count) ** 1.6,
            rng.uniform(0, 6.28, count),
            rng.uniform(2, 5, count),
            strict=True,
        )
    )
    ink = (*(float(v) for v in p.sun), 255.0)

    def draw(out: Image, time: float) -> None:
        cv2.add(out[start:], glow[start:], dst=out[start:])
        for aside, depth, phase, rate in sparks:
            bright = math.sin(time * rate + phase)
            if bright < 0.2:
                continue
            y = (HORIZON + 0.007 + 0.4 * depth) * height
            x = world.sun_x * width + aside * height * (0.02 + 0.12 * depth)
            half = (0.003 + 0.014 * depth) * height * bright
            limb(out, (x - half, y), (x + half, y), height * 0.0006 * (1 + depth), 0.4, ink)

    world.overlays.append(draw)


def _deck(world: World) -> None:
    height = world.height
    width, tall, _, top = world.canvas(0.62)
    image = np.zeros((tall, width, 4), np.uint8)
    ink = (*(float(v) for v in world.palette.near * 1.25), 255.0)
    for y, thick in ((0.8, 0.013), (0.875, 0.008)):
        limb(
            image,
            (-9, top + y * height),
            (width + 9, top + (y + 0.006) * height),
            thick * height,
            thick * height,
            ink,
        )
    for x in np.arange(-0.2, width / height + 0.2, 0.235):
        limb(
            image,
            (x * height, top + 0.8 * height),
            (x * height, tall),
            0.0085 * height,
            0.0105 * height,
            ink,
        )
    mast = width * (0.13 if world.sun_x > 0.5 else 0.87)
    limb(image, (mast, -10), (mast + 0.01 * height, tall), 0.016 * height, 0.02 * height, ink)
    for reach in (-0.55, -0.33, 0.36, 0.6):
        limb(
            image,
            (mast, -height * 0.05),
            (mast + reach * height, top + 0.8 * height),
            0.0028 * height,
            0.0028 * height,
            ink,
        )
    for step in range(9):
        share = 0.25 + step * 0.075
        y = -0.05 * height + (top + 0.85 * height) * share
        limb(
            image,
            (mast + 0.35 * height * share, y),
            (mast + 0.58 * height * share, y),
            0.0018 * height,
            0.0018 * height,
            ink,
        )
    bright = mix(world.palette.horizon, world.palette.sun, 0.4)
    world.add(lit(image, bright, world.light_from, height * 0.4), 0.62)


def _beach(world: World) -> None:
    """Wet and dry sand where people can stand, with surf washing over its edge."""
    p, height = world.palette, world.height
    width, tall, side, top = world.canvas(0.7)
    across = world.across(width)
    edge = noise1(world.scene.rng("shore"), across, 0.7, 4, 0.45)
    line = top + height * (0.79 + 0.05 * (edge - 0.5) + 0.05 * across / 1.2)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    down = ((rows - line[None]) / height).astype(np.float32)
    dry = mix(colour("#e3c490"), p.haze, 0.25) * (0.5 if world.scene.time == "night" else 0.95)
    wet = mix(dry * 0.62, p.horizon, 0.22)
    grain = noise2(world.scene.rng("sand"), width, tall, 40, 4, 0.7)
    tint = wet + np.clip(down / 0.09, 0, 1)[..., None] * (dry - wet)
    tint = tint * (0.93 + 0.14 * grain[..., None])
    alpha = np.clip(down * height + 0.5, 0, 1).astype(np.float32)
    world.add(layer(tint.astype(np.float32), alpha, world.dither), 0.7)
    world.after, world.actor_depth = len(world.layers) - 1, 0.7
    foam = np.clip(1 - np.abs(down + 0.004) / 0.012, 0, 1) * np.clip(grain * 2.2 - 0.4, 0, 1)
    white = mix(np.full(3, 250, np.float32), p.haze, 0.25)
    surf = Layer(layer(white, (foam * 0.9).astype(np.float32)), -side, -top, 0.7)
    surf.bob = (height * 0.006, 0.55, 0.0)
    world.layers.insert(world.after, surf)
    world.after += 1
    world.ground = 0.91
