"""Things that no rig draws: paper cut-outs with a way to move and a light on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import lit, mix, over
from veo_widgets.storyboard.figures.moves import Pose

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.draw import Floats, Image
    from veo_widgets.storyboard.world import World


class Cutout:
    """One lit sprite that moves.

    Args:
        image: Premultiplied BGRA; it faces left, as the set's sprites do.
        at: Foot (or middle, when it floats) in shares of the picture.
        depth: Its layer's depth.
        pose: Returns how it is held at a time.
        grounded: Whether it has a shadow and stands on its foot.
    """

    def __init__(
        self,
        image: Image,
        at: tuple[float, float],
        depth: float,
        pose: Callable[[float], Pose],
        *,
        grounded: bool,
    ) -> None:
        self.at, self.depth, self.grounded = at, depth, grounded
        self._image, self._pose = image, pose

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw it into a frame."""
        x, y = world.place(*self.at, self.depth, time)
        pose = self._pose(time)
        tall, wide = self._image.shape[:2]
        if self.grounded:
            lift = max(0.0, -pose.y)
            _shadow(world, out, (x + pose.x * tall, y), wide * (0.46 - 0.2 * min(1, lift)))
        pivot = (wide / 2, tall * (0.96 if self.grounded else 0.5))
        stamp(out, self._image, (x + pose.x * tall, y + pose.y * tall), pivot, pose)


def stamp(
    out: Image, image: Image, at: tuple[float, float], pivot: tuple[float, float], pose: Pose
) -> None:
    """Blend a turned and stretched image, its pivot at a pixel."""
    tall, wide = image.shape[:2]
    cos, sin = math.cos(math.radians(pose.turn)), math.sin(math.radians(pose.turn))
    a, b = cos * pose.wide, -sin * pose.tall
    c, d = sin * pose.wide, cos * pose.tall
    corners = [
        (a * (x - pivot[0]) + b * (y - pivot[1]), c * (x - pivot[0]) + d * (y - pivot[1]))
        for x, y in ((0, 0), (wide, 0), (0, tall), (wide, tall))
    ]
    left = max(0, math.floor(at[0] + min(x for x, _ in corners)) - 1)
    right = min(out.shape[1], math.ceil(at[0] + max(x for x, _ in corners)) + 1)
    top = max(0, math.floor(at[1] + min(y for _, y in corners)) - 1)
    bottom = min(out.shape[0], math.ceil(at[1] + max(y for _, y in corners)) + 1)
    if right <= left or bottom <= top:
        return
    matrix = np.array(
        [
            [a, b, at[0] - left - a * pivot[0] - b * pivot[1]],
            [c, d, at[1] - top - c * pivot[0] - d * pivot[1]],
        ],
        np.float32,
    )
    moved = cv2.warpAffine(image, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    over(out[top:bottom, left:right], moved)


def _shadow(world: World, out: Image, at: tuple[float, float], half: float) -> None:
    tall = max(4, int(world.height * 0.05))
    wide = max(4, int(half * 2.4))
    shadow = np.zeros((tall, wide, 4), np.uint8)
    size = (max(2, int(half)), max(2, int(world.height * 0.01)))
    cv2.ellipse(shadow, (wide // 2, tall // 2), size, 0, 0, 360, (0, 0, 0, 110), -1)
    shadow = cv2.GaussianBlur(shadow, (0, 0), world.height * 0.006)
    stamp(out, shadow, at, (wide / 2, tall / 2), Pose())


def tinted(image: Image, tint: int | None) -> Image:
    """Give the sprite's strongest colour another hue, or take colour away."""
    if tint is None:
        return image
    alpha = image[..., 3:].astype(np.float32) / 255
    plain = np.clip(image[..., :3] / np.maximum(alpha, 1 / 255), 0, 255).astype(np.uint8)
    hsv = cv2.cvtColor(plain, cv2.COLOR_BGR2HSV).astype(np.float32)
    strong = (hsv[..., 1] > 70) & (image[..., 3] > 128)
    if tint >= 0:
        if strong.any():
            hues = hsv[..., 0][strong].astype(int)
            main = int(np.bincount(hues, minlength=180).argmax())
            if abs((main - tint + 90) % 180 - 90) < 12:
                return image
            turned = (hsv[..., 0] - main + tint) % 180
            near = np.abs((hsv[..., 0] - main + 90) % 180 - 90) < 22
            hsv[..., 0] = np.where(near, turned, hsv[..., 0])
    elif tint == -4:
        hsv[..., 0], hsv[..., 1] = 12, np.clip(hsv[..., 1], 90, 150)
        hsv[..., 2] *= 0.6
    else:
        hsv[..., 1] *= 0.08
        hsv[..., 2] = {-1: 160 + hsv[..., 2] * 0.37, -2: hsv[..., 2] * 0.3}.get(
            tint, hsv[..., 2] * 0.85
        )
    back = cv2.cvtColor(np.clip(hsv, 0, 255).astype(np.uint8), cv2.COLOR_HSV2BGR)
    out = image.copy()
    out[..., :3] = back * alpha
    return out


def graded(world: World, image: Image, tone: float) -> Image:
    """Pull a sprite's colours towards the scene's, and light its edge."""
    p = world.palette
    ambient = world.ambient if world.ambient is not None else mix(p.near, p.haze, 0.45)
    pulled = image.astype(np.float32)
    share = pulled[..., 3:] / 255
    pulled[..., :3] += (ambient * share - pulled[..., :3]) * tone
    rim: Floats = world.key if world.key is not None else mix(p.sun, p.horizon, 0.4)
    return lit(
        np.clip(pulled, 0, 255).astype(np.uint8), rim, world.light_from, image.shape[0] * 1.2, 0.86
    )
