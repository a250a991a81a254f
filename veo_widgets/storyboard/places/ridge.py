"""Lines of land, with snow, trees or grass on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veo_widgets.storyboard.draw import Image, layer, limb, mix, polygon
from veo_widgets.storyboard.noise import noise1, noise2

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
