"""A screen on a wall, with flowing colours and the prompt's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.layers import Layer
from veo_widgets.storyboard.noise import noise2

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World


def screen(
    world: World,
    size: tuple[int, int],
    at: tuple[float, int],
    tints: list[Floats],
    *,
    frame: int,
    radial: float,
) -> None:
    """Add a screen with flowing colours and the prompt's own words on it."""
    wide, tall = size
    field = noise2(world.scene.rng("screen"), wide, tall, 3, 5) * 3
    yy, xx = np.mgrid[:tall, :wide].astype(np.float32)
    if radial:
        field = field + np.hypot(xx - wide / 2, yy - tall / 2) / world.height * radial
    else:
        field = field + xx / world.height * 0.8
    stops = np.linspace(0, 255, len(tints))
    table = np.stack(
        [np.interp(np.arange(256), stops, [t[k] for t in tints]) for k in range(3)], -1
    )
    table = table.astype(np.uint8).reshape(256, 1, 3)
    words = _words(world, wide, tall)
    halo = cv2.convertScaleAbs(cv2.GaussianBlur(words, (0, 0), world.height * 0.02), alpha=0.75)
    edge = max(1, int(world.height * 0.01))
    base = np.full((tall + 2 * edge, wide + 2 * edge, 4), frame, np.uint8)
    base[..., 3] = 255

    def paint(time: float) -> Image:
        level = np.mod((field + time * 0.22) * 140, 256).astype(np.uint8)
        picture = cv2.convertScaleAbs(cv2.applyColorMap(level, table), alpha=0.8)
        image = base.copy()
        image[edge:-edge, edge:-edge, :3] = cv2.max(cv2.subtract(picture, halo), words)
        return image

    left = at[0] - wide / 2 - edge
    world.layers.append(Layer(base, left, at[1] - edge, 0.13, repaint=paint))


def _words(world: World, wide: int, tall: int) -> Image:
    """Write a name of the prompt, or else the model's; a clean picture says neither."""
    if world.scene.shot.clean:
        return np.zeros((tall, wide, 3), np.uint8)
    names = re.findall(r"[A-Z][A-Za-z]*(?: [0-9.]*[0-9])?", world.scene.shot.prompt)
    names = [name for name in names if len(name) > 2 and name not in {"The", "She", "Her"}]
    text = max(dict.fromkeys(names), key=names.count) if names else world.scene.shot.model
    image = np.zeros((tall, wide, 3), np.uint8)
    face, size = cv2.FontFace("sans"), int(world.height * 0.085)
    while (
        size > 8
        and cv2.getTextSize((wide, tall), text.upper(), (0, 0), face, size, 800)[2] > wide * 0.92
    ):
        size -= 2
    length = cv2.getTextSize((wide, tall), text.upper(), (0, 0), face, size, 800)[2]
    at = ((wide - length) // 2, int(tall * 0.5 + size * 0.35))
    cv2.putText(image, text.upper(), at, (255, 255, 255), face, size, 800)
    return image
