"""Ridges, woods, snow and dunes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import (
    Image,
    colour,
    curve,
    layer,
    limb,
    mix,
    noise1,
    noise2,
    polygon,
)
from veo_widgets.storyboard.places.sky import fog, silhouette, sky
from veo_widgets.storyboard.weather import rays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.storyboard.draw import Floats, Rng
    from veo_widgets.storyboard.world import World


@dataclass(frozen=True)
class Ridge:
    """A line of land.

    Attributes:
        name: Keys its random streams.
        depth: 0 far to 1 near.
        base: Mean height, as a share of the picture from the top.
        rise: How far it goes up and down.
        cells: How many hills.
        tint: Colour at the crest.
        foot: Colour that it fades to.
        fade: How much of ``foot`` it takes on.
        trees: How many, with ``tallest`` as a share of the picture.
        grass: How many blades.
    """

    name: str
    depth: float
    base: float
    rise: float
    cells: float
    tint: Floats
    foot: Floats
    fade: float = 0.9
    rough: float = 0.5
    trees: int = 0
    tallest: float = 0.06
    grass: int = 0
    peaks: bool = False


def forest(world: World) -> None:
    """Mountains, woods and a clearing."""
    p, scene = world.palette, world.scene
    white = scene.place == "snow"
    near = mix(p.near, colour("#dfe9f2"), 0.16) if white else p.near
    lift = scene.rng("layout").uniform(-0.03, 0.03)
    mist = "mist" in scene.weather

    def shade(depth: float) -> Floats:
        return mix(p.haze, near, depth)

    sky(world, 0.6, 0.9 if scene.time == "grey" else 0.45)
    far = mix(p.haze, p.zenith, 0.42)
    ridge(world, Ridge("peaks", 0.05, 0.5 + lift, 0.17, 1.6, far, p.haze, peaks=True))
    ridge(world, Ridge("hills", 0.09, 0.57 + lift, 0.075, 2, shade(0.26), p.haze, 0.95))
    fog(world, "far", 0.1, 0.63, 0.06, 0.55)
    ridge(
        world,
        Ridge(
            "wood 1",
            0.15,
            0.62 + lift,
            0.055,
            2.5,
            shade(0.42),
            p.haze,
            0.95,
            trees=420,
            tallest=0.05,
        ),
    )
    ridge(
        world,
        Ridge("wood 2", 0.24, 0.68, 0.05, 2, shade(0.58), p.haze, 0.92, trees=300, tallest=0.1),
    )
    fog(world, "middle", 0.27, 0.74, 0.07, 0.75 if mist else 0.4)
    ridge(
        world,
        Ridge(
            "wood 3",
            0.4,
            0.765,
            0.035,
            1.6,
            shade(0.76),
            mix(p.haze, near, 0.25),
            0.85,
            trees=120,
            tallest=0.22,
        ),
    )
    if mist:
        fog(world, "near", 0.48, 0.82, 0.065, 0.75)
    ground = colour("#c7d6e6") * (0.45 if scene.time == "night" else 0.8) if white else shade(0.9)
    ridge(
        world,
        Ridge(
            "ground",
            0.62,
            world.ground,
            0.018,
            1.2,
            ground,
            mix(p.haze, near, 0.62),
            0.9,
            grass=0 if white else 1500,
        ),
    )
    world.after, world.actor_depth = len(world.layers) - 1, 0.62
    _frame(world)
    if world.look.rays and (scene.time in {"dawn", "sunset"} or "rays" in scene.weather):
        rays(world)


def desert(world: World) -> None:
    """Dunes."""
    p = world.palette
    sky(world, 0.6, 0.25)
    sand = mix(colour("#d98e4a"), p.haze, 0.3)
    shape = ((0.06, 0.6, 0.03), (0.12, 0.65, 0.045), (0.25, 0.72, 0.06), (0.42, 0.8, 0.06))
    for number, (depth, base, rise) in enumerate((*shape, (0.7, 0.9, 0.05))):
        tint = mix(sand, p.near, 0.12 + 0.13 * number)
        ridge(
            world,
            Ridge(
                f"dune {number}",
                depth,
                base,
                rise,
                1.3,
                tint,
                mix(p.haze, sand, 0.4),
                0.5,
                rough=0.22,
            ),
        )
    world.ground, world.after, world.actor_depth = 0.85, len(world.layers) - 2, 0.42


def ridge(world: World, kind: Ridge) -> None:
    """Add one ridge as a layer."""
    height, rng = world.height, world.scene.rng
    width, tall, _, top = world.canvas(kind.depth)
    across = world.across(width)
    profile = noise1(rng("ridge", kind.name), across, kind.cells, 8, kind.rough)
    if kind.peaks:
        sharp = noise1(rng("peak", kind.name), across, kind.cells, 8, 0.48)
        profile = (1 - np.abs(2 * sharp - 1) * 1.5) * 0.8 + profile * 0.4
    crest = top + height * (kind.base - kind.rise * (profile - 0.5) * 2)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    mask = (np.clip(rows - crest[None] + 0.5, 0, 1) * 255).astype(np.uint8)
    if kind.trees:
        _trees(world, mask, kind, crest)
    if kind.grass:
        _grass(world, mask, kind, crest)
    used = np.flatnonzero(mask.max(1))
    first = int(used[0]) if len(used) else 0
    deep = min(tall, int(crest.max() + height * 0.36) + 1)
    down = ((rows[first:deep] - crest[None]) / (height * 0.34)).astype(np.float32)
    down = np.clip(down, 0, 1)
    tint = kind.tint + (down**1.3 * kind.fade)[..., None] * (kind.foot - kind.tint)
    size = (width, deep - first)
    if kind.peaks:
        tint = _snow(world, kind, tint, down, size)
    else:
        octaves = min(5, world.look.octaves)
        grain = noise2(rng("texture", kind.name), *size, 14, octaves)
        tint = tint * (1 + (grain - 0.5)[..., None] * 0.22)
    image = np.zeros((tall, width, 4), np.uint8)
    image[deep:] = (*np.clip(tint[-1].mean(0), 0, 255).astype(np.uint8), 255)
    part = mask[first:deep].astype(np.float32) / 255
    image[first:deep] = layer(np.asarray(tint, np.float32), part, world.dither)
    world.add(image, kind.depth)


def _snow(world: World, kind: Ridge, tint: Floats, down: Floats, size: tuple[int, int]) -> Floats:
    rock = noise2(
        world.scene.rng("rock", kind.name), *size, 10, world.look.octaves, 0.6, ridged=True
    )
    slope = np.roll(rock, 2, 1) - np.roll(rock, -2, 1)
    side = 1 if world.sun_x > 0.5 else -1
    white = np.clip((np.clip(rock - side * slope * 6 - down * 1.6, 0, 1) - 0.33) * 5, 0, 1)
    bright = mix(world.palette.sun, kind.foot, 0.25)
    return np.asarray(tint + white[..., None] * 0.62 * (bright - tint), np.float32)


def _trees(world: World, mask: Image, kind: Ridge, crest: NDArray[np.float64]) -> None:
    rng = world.scene.rng("trees", kind.name)
    count = int(kind.trees * world.look.layers)
    places = np.sort(rng.uniform(-1.9, 1.9, count))
    sizes = rng.uniform(kind.tallest / 2, kind.tallest, count) * (1 + 0.5 * rng.random(count) ** 3)
    grove = noise1(world.scene.rng("grove", kind.name), places, 4, 3)
    width = mask.shape[1]
    for place, size, dense in zip(places, sizes, grove, strict=True):
        x = place * world.height + width / 2
        if dense < 0.42 or not -20 < x < width + 20:
            continue
        foot = crest[int(np.clip(x, 0, width - 1))] + world.height * 0.006
        conifer(mask, rng, (x, foot), size * world.height * (0.6 + 0.8 * dense))


def conifer(mask: Image, rng: Rng, foot: tuple[float, float], tall: float) -> None:
    """Draw a fir on a mask."""
    x, y = foot
    tiers = min(max(int(5 + tall / 40), 4), 9)
    limb(mask, (x, y), (x, y - tall * 0.5), tall * 0.012, tall * 0.006)
    for tier in range(tiers):
        share = tier / tiers
        top = y - tall + tall * 0.74 * share
        half = tall * (0.05 + 0.17 * share) * rng.uniform(0.85, 1.15)
        low = top + tall * (0.16 + 0.1 * share)
        a, b, c, d = rng.uniform(-0.02, 0.02, 4) * tall
        polygon(
            mask,
            [
                (x, top),
                (x + half * 0.45 + a, top + (low - top) * 0.62),
                (x + half + b, low + c * 0.3),
                (x + half * 0.3, low - tall * 0.02),
                (x, low),
                (x - half * 0.3, low - tall * 0.02),
                (x - half + d, low + a * 0.3),
                (x - half * 0.45 + c, top + (low - top) * 0.62),
            ],
        )


def _grass(world: World, mask: Image, kind: Ridge, crest: NDArray[np.float64]) -> None:
    rng = world.scene.rng("grass", kind.name)
    count = int(kind.grass * world.look.layers)
    blades = zip(
        rng.uniform(-1.9, 1.9, count),
        rng.uniform(0.3, 1, count),
        rng.uniform(-0.5, 0.5, count),
        strict=True,
    )
    width = mask.shape[1]
    for place, size, lean in blades:
        x = place * world.height + width / 2
        if 0 < x < width:
            foot, tall = crest[int(x)] + 3, size * world.height * 0.034
            polygon(
                mask,
                [(x - tall * 0.05, foot), (x + tall * 0.05, foot), (x + lean * tall, foot - tall)],
            )


def _frame(world: World) -> None:
    """Put dark trunks and ferns at the edges, out of focus."""
    height = world.height
    width, tall, _, top = world.canvas(1.0)
    mask = np.zeros((tall, width), np.uint8)
    rng = world.scene.rng("frame")
    unit = min(height, world.width * 1.1)
    for side in (-1, 1):
        for _ in range(int(rng.integers(1, 3))):
            x = width / 2 + side * (world.width / 2 - rng.uniform(-0.03, 0.1) * unit)
            girth = rng.uniform(0.025, 0.055) * unit
            polygon(
                mask,
                curve(
                    [
                        (x - girth * 0.8, -20),
                        (x + girth * 0.7, -20),
                        (x + girth * 0.8, tall * 0.5),
                        (x + girth * 1.5, tall + 20),
                        (x - girth * 1.6, tall + 20),
                        (x - girth * 0.9, tall * 0.5),
                    ],
                    6,
                ),
            )
            for _ in range(7):
                _branch(mask, rng, (x, rng.uniform(0, 0.5) * tall), -side, girth, unit)
    for _ in range(70):
        x, size = rng.uniform(0, width), rng.uniform(0.03, 0.11) * height
        tip = x + rng.uniform(-0.4, 0.4) * size
        polygon(mask, [(x - size * 0.09, tall), (x + size * 0.09, tall), (tip, tall - top - size)])
    mask = cv2.GaussianBlur(mask, (0, 0), height * 0.0045)
    silhouette(world, mask, world.palette.near * 0.72, 1.0)


def _branch(
    mask: Image, rng: Rng, root: tuple[float, float], side: int, girth: float, unit: float
) -> None:
    reach, angle = rng.uniform(0.1, 0.27) * unit, rng.uniform(-0.1, 0.55)
    tip = (root[0] + side * math.cos(angle) * reach, root[1] + math.sin(angle) * reach)
    limb(mask, root, tip, girth * 0.22, girth * 0.04)
    for _ in range(10):
        share = rng.uniform(0.25, 1)
        x, y = (root[k] + (tip[k] - root[k]) * share for k in (0, 1))
        end = (x + rng.uniform(-0.03, 0.03) * unit, y + rng.uniform(0.02, 0.07) * unit)
        limb(mask, (x, y), end, unit * 0.006, unit * 0.002)
