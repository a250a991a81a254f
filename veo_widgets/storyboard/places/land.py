"""Woods, snow and dunes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import Image, colour, curve, limb, mix, polygon
from veo_widgets.storyboard.places.ridge import Ridge, ridge
from veo_widgets.storyboard.places.sky import fog, silhouette, sky
from veo_widgets.storyboard.weather import rays

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Rng
    from veo_widgets.storyboard.world import World


def forest(world: World) -> None:
    """Mountains, woods and a clearing."""
    p, scene = world.palette, world.scene
    white = scene.place == "snow"
    near = mix(p.near, colour("#dfe9f2"), 0.16) if white else p.near
    lift = scene.rng("layout").uniform(-0.03, 0.03)
    mist = "mist" in scene.weather

    def shade(depth: float) -> Floats:
        return mix(p.haze, near, depth)

    sky(world, horizon=0.6, clouds=0.9 if scene.time == "grey" else 0.45)
    far = mix(p.haze, p.zenith, 0.42)
    ridge(
        world,
        Ridge(
            "peaks",
            depth=0.05,
            base=0.5 + lift,
            rise=0.17,
            cells=1.6,
            tint=far,
            foot=p.haze,
            peaks=True,
        ),
    )
    ridge(
        world,
        Ridge(
            "hills",
            depth=0.09,
            base=0.57 + lift,
            rise=0.075,
            cells=2,
            tint=shade(0.26),
            foot=p.haze,
            fade=0.95,
        ),
    )
    fog(world, "far", depth=0.1, y=0.63, reach=0.06, alpha=0.55)
    ridge(
        world,
        Ridge(
            "wood 1",
            depth=0.15,
            base=0.62 + lift,
            rise=0.055,
            cells=2.5,
            tint=shade(0.42),
            foot=p.haze,
            fade=0.95,
            trees=420,
            tallest=0.05,
        ),
    )
    ridge(
        world,
        Ridge(
            "wood 2",
            depth=0.24,
            base=0.68,
            rise=0.05,
            cells=2,
            tint=shade(0.58),
            foot=p.haze,
            fade=0.92,
            trees=300,
            tallest=0.1,
        ),
    )
    fog(world, "middle", depth=0.27, y=0.74, reach=0.07, alpha=0.75 if mist else 0.4)
    ridge(
        world,
        Ridge(
            "wood 3",
            depth=0.4,
            base=0.765,
            rise=0.035,
            cells=1.6,
            tint=shade(0.76),
            foot=mix(p.haze, near, 0.25),
            fade=0.85,
            trees=120,
            tallest=0.22,
        ),
    )
    if mist:
        fog(world, "near", depth=0.48, y=0.82, reach=0.065, alpha=0.75)
    ground = colour("#c7d6e6") * (0.45 if scene.time == "night" else 0.8) if white else shade(0.9)
    ridge(
        world,
        Ridge(
            "ground",
            depth=0.62,
            base=world.ground,
            rise=0.018,
            cells=1.2,
            tint=ground,
            foot=mix(p.haze, near, 0.62),
            fade=0.9,
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
    sky(world, horizon=0.6, clouds=0.25)
    sand = mix(colour("#d98e4a"), p.haze, 0.3)
    shape = ((0.06, 0.6, 0.03), (0.12, 0.65, 0.045), (0.25, 0.72, 0.06), (0.42, 0.8, 0.06))
    for number, (depth, base, rise) in enumerate((*shape, (0.7, 0.9, 0.05))):
        tint = mix(sand, p.near, 0.12 + 0.13 * number)
        ridge(
            world,
            Ridge(
                f"dune {number}",
                depth=depth,
                base=base,
                rise=rise,
                cells=1.3,
                tint=tint,
                foot=mix(p.haze, sand, 0.4),
                fade=0.5,
                rough=0.22,
            ),
        )
    world.ground, world.after, world.actor_depth = 0.85, len(world.layers) - 2, 0.42


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
    silhouette(world, mask, world.palette.near * 0.72, depth=1.0)


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
