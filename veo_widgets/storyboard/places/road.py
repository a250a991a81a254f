"""A road or rails through the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, limb, mix, polygon
from veo_widgets.storyboard.noise import noise2
from veo_widgets.storyboard.places import sea
from veo_widgets.storyboard.places.ridge import Ridge, ridge
from veo_widgets.storyboard.places.sky import sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World

from veo_widgets.storyboard.places.country import GREEN, grass


def road(world: World) -> None:
    """A road through hills, by the sea, or rails, as the prompt has it."""
    p, scene, height = world.palette, world.scene, world.height
    rails = scene.says(r"train|rail|locomotive|tram")
    white = "snow" in scene.weather or scene.says("snow|winter")
    sky(world, horizon=0.62, clouds=0.8 if scene.time == "grey" else 0.45)
    if scene.says("coast|sea\\b|ocean|beach"):
        sea.water(world, 0.4)
    else:
        far = mix(p.haze, p.zenith, 0.42)
        ridge(
            world,
            Ridge(
                "peaks",
                depth=0.05,
                base=0.52,
                rise=0.15,
                cells=1.5,
                tint=far,
                foot=p.haze,
                peaks=True,
            ),
        )
        land = mix(p.haze, colour("#dfe8f2"), 0.7) if white else grass(world, 0.5)
        ridge(
            world,
            Ridge(
                "hill 1",
                depth=0.14,
                base=0.64,
                rise=0.05,
                cells=1.2,
                tint=land,
                foot=p.haze,
                fade=0.7,
                trees=180,
                tallest=0.07,
            ),
        )
        ridge(
            world,
            Ridge(
                "hill 2",
                depth=0.26,
                base=0.7,
                rise=0.03,
                cells=1.2,
                tint=land * 0.9,
                foot=p.haze,
                fade=0.5,
                trees=60,
                tallest=0.12,
            ),
        )
    width, tall, _, top = world.canvas(0.55)
    image = np.zeros((tall, width, 4), np.uint8)
    verge = colour("#dbe5ee") * (0.4 + 0.5 * GREEN[scene.time]) if white else grass(world, 0.8)
    line = top + int(0.765 * height)
    image[line:] = (*bgra(verge)[:3], 255)
    near, far_edge = top + int(0.96 * height), top + int(0.8 * height)
    bed = bgra(mix(p.near, colour("#6b6258" if rails else "#4a4d55"), 0.6))
    cv2.rectangle(image, (0, far_edge), (width, near), bed, -1)
    _marks(image, (far_edge, near), height, rails=rails, tint=mix(p.horizon, p.near, 0.2))
    shade = np.linspace(1.05, 0.7, tall - line, dtype=np.float32)[:, None, None]
    grain = noise2(scene.rng("road"), width, tall - line, 30, 4, 0.6)[..., None]
    image[line:, :, :3] = np.clip(image[line:, :, :3] * shade * (0.9 + 0.2 * grain), 0, 255)
    world.add(image, 0.55)
    world.ground, world.after, world.actor_depth = 0.905, len(world.layers) - 1, 0.55


def _marks(image: Image, rows: tuple[int, int], height: int, *, rails: bool, tint: Floats) -> None:
    far, near = rows
    width, middle = image.shape[1], (rows[0] + rows[1]) // 2
    if rails:
        for x in range(0, width, int(height * 0.07)):
            corners = [
                (x, far + height * 0.03),
                (x + height * 0.022, far + height * 0.03),
                (x + height * 0.01, near - height * 0.02),
                (x - height * 0.014, near - height * 0.02),
            ]
            polygon(image, corners, bgra(tint * 0.42))
        for y in (far + 0.045 * height, near - 0.035 * height):
            limb(image, (0, y), (width, y), height * 0.006, height * 0.006, bgra(tint * 0.9))
        return
    for y in (far + height * 0.008, near - height * 0.01):
        limb(image, (0, y), (width, y), height * 0.003, height * 0.003, bgra(tint))
    for x in range(0, width, int(height * 0.24)):
        polygon(
            image,
            [
                (x, middle),
                (x + height * 0.11, middle),
                (x + height * 0.105, middle + height * 0.012),
                (x - height * 0.005, middle + height * 0.012),
            ],
            bgra(tint),
        )
