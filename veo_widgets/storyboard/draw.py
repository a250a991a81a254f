"""Colours, and shapes on numpy images.

Colours are blue-green-red floats from 0 to 255; layers are premultiplied BGRA bytes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

# Height x width x 4, premultiplied BGRA, 0 to 255; height x width where it is a mask.
Image = NDArray[np.uint8]
# Three numbers, BGR from 0 to 255, for a colour; height x width x 3 for colours of a picture;
# height x width, 0 to 1, for noise and alpha.
Floats = NDArray[np.float32]
# What shapes are filled on: an Image, a mask, or Floats of a picture.
Canvas = NDArray[np.uint8] | NDArray[np.float32]
# Pixels, x to the right and y downwards, parts of a pixel included.
Point = tuple[float, float]
Rng = np.random.Generator

# Parts of a pixel reach cv2 as fixed-point numbers with so many binary places.
SHIFT = 4
SUB = 1 << SHIFT


def colour(code: str) -> Floats:
    """Return the colour of ``#rrggbb``."""
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return np.array([blue, green, red], np.float32)


def mix(one: Floats, other: Floats, share: float | Floats) -> Floats:
    """Blend two colours, or two pictures of them; a share of 1 gives the other."""
    return np.asarray(one + (other - one) * share, np.float32)


def bgra(tint: Floats | NDArray[np.float64], alpha: int = 255) -> tuple[int, int, int, int]:
    """Return a colour as cv2 draws it on an Image; ``alpha`` from 0 to 255."""
    blue, green, red = (int(np.clip(v, 0, 255)) for v in tint[:3])
    return blue, green, red, alpha


def gradient(height: int, stops: Sequence[tuple[float, Floats]]) -> Floats:
    """Return one column of colours from top to bottom, ``height`` x 3.

    Args:
        height: Pixels.
        stops: Places from 0 to 1 with their colours, in order.
    """
    at = np.linspace(0, 1, height)
    places = [place for place, _ in stops]
    return np.stack(
        [np.interp(at, places, [tint[k] for _, tint in stops]) for k in range(3)], -1
    ).astype(np.float32)


def layer(
    tint: Floats | NDArray[np.float64],
    alpha: Floats | NDArray[np.float64],
    dither: Floats | None = None,
) -> Image:
    """Return a premultiplied layer.

    Args:
        tint: Height x width x 3, or one colour.
        alpha: Height x width, 0 to 1.
        dither: At least as large; a grain added to the colours.
    """
    height, width = alpha.shape
    out = np.zeros((height, width, 4), np.uint8)
    used = np.flatnonzero(alpha.max(1) > 0.002)
    if not len(used):
        return out
    rows = slice(int(used[0]), int(used[-1]) + 1)
    part = np.ascontiguousarray(alpha[rows], np.float32)
    full = np.broadcast_to(np.asarray(tint, np.float32), (height, width, 3))[rows]
    value = full * part[..., None]
    if dither is not None:
        value = value + dither[: value.shape[0], :width, None] * part[..., None]
    out[rows, :, :3] = np.clip(value, 0, 255)
    out[rows, :, 3] = part * 255 + 0.5
    return out


def opaque(tint: Floats, dither: Floats | None = None) -> Image:
    """Return an opaque layer from colours, height x width x 3."""
    out = np.empty((*tint.shape[:2], 4), np.uint8)
    if dither is not None:
        tint = tint + dither[: tint.shape[0], : tint.shape[1], None]
    out[..., :3] = np.clip(tint, 0, 255)
    out[..., 3] = 255
    return out


def over(target: Image, source: Image) -> None:
    """Blend a premultiplied layer over an image, in place."""
    rest = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(source, 3)), cv2.COLOR_GRAY2BGRA)
    cv2.multiply(target, rest, dst=target, scale=1 / 255)
    cv2.add(target, source, dst=target)


def paste(target: Image, sprite: Image, x: float, y: float, scale: float = 1.0) -> None:
    """Blend a sprite over an image at a sub-pixel place, in place."""
    height, width = sprite.shape[:2]
    left, top = math.floor(x), math.floor(y)
    right = min(target.shape[1], left + math.ceil(width * scale) + 2)
    bottom = min(target.shape[0], top + math.ceil(height * scale) + 2)
    left, top = max(0, left), max(0, top)
    if right <= left or bottom <= top:
        return
    matrix = np.array([[scale, 0, x - left], [0, scale, y - top]], np.float32)
    moved = cv2.warpAffine(sprite, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    over(target[top:bottom, left:right], moved)


def _fixed(points: Sequence[Point] | NDArray[np.float64]) -> NDArray[np.int32]:
    return np.int32(np.asarray(points, float) * SUB)  # type: ignore[return-value]


def polygon(
    target: Canvas, points: Sequence[Point] | NDArray[np.float64], ink: object = 255
) -> None:
    """Fill a polygon, in place; ``points`` in pixels, n x 2."""
    cv2.fillPoly(target, [_fixed(points)], ink, cv2.LINE_AA, SHIFT)


def disc(target: Canvas, at: Point, radius: float, ink: object = 255) -> None:
    """Fill a circle, in place; pixels."""
    x, y = _fixed([at])[0]
    cv2.circle(target, (int(x), int(y)), max(1, int(radius * SUB)), ink, -1, cv2.LINE_AA, SHIFT)


def oval(target: Canvas, at: Point, radii: Point, ink: object = 255, turn: float = 0) -> None:
    """Fill an ellipse turned by degrees, in place; pixels."""
    x, y = _fixed([at])[0]
    size = (max(1, int(radii[0] * SUB)), max(1, int(radii[1] * SUB)))
    cv2.ellipse(target, (int(x), int(y)), size, turn, 0, 360, ink, -1, cv2.LINE_AA, SHIFT)


def limb(
    target: Canvas, start: Point, end: Point, radius: float, tip: float, ink: object = 255
) -> None:
    """Fill a rounded stroke, in place, from a half width ``radius`` to ``tip``; pixels."""
    first, last = np.asarray(start, float), np.asarray(end, float)
    along = last - first
    side = np.array([-along[1], along[0]]) / (math.hypot(*along) + 1e-6)
    corners = [first + side * radius, last + side * tip, last - side * tip, first - side * radius]
    cv2.fillConvexPoly(target, _fixed(np.array(corners)), ink, cv2.LINE_AA, SHIFT)
    disc(target, (first[0], first[1]), radius, ink)
    disc(target, (last[0], last[1]), tip, ink)


def curve(points: Sequence[Point], steps: int = 8) -> NDArray[np.float64]:
    """Return a closed smooth outline through points (Catmull-Rom), n * ``steps`` x 2."""
    base = np.asarray(points, float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for i in range(len(base)):
        a, b, c, d = (base[(i + k - 1) % len(base)] for k in range(4))
        parts.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack(parts)


def _soft(mask: Image, sigma: float) -> Image:
    """Blur by a box as wide as a Gaussian of ``sigma``: a fifth of its cost."""
    size = max(3, round(sigma * 3.4) | 1)
    return cv2.blur(mask, (size, size))


def lit(sprite: Image, rim: Floats, towards: Point, size: float, floor: float = 0.8) -> Image:
    """Light a flat sprite: a rim on one side, a core shadow on the other.

    Args:
        sprite: What to light.
        rim: The light's colour.
        towards: Direction of the light.
        size: Pixels that the rim and the shadow are measured by.
        floor: How bright the foot stays against the head, 0 to 1.
    """
    mask = cv2.extractChannel(sprite, 3)
    x, y, width, height = cv2.boundingRect(mask)
    out = np.zeros_like(sprite)
    if not width:
        return out
    part = np.ascontiguousarray(sprite[y : y + height, x : x + width])
    mask = np.ascontiguousarray(mask[y : y + height, x : x + width])
    step = max(1, round(size * 0.01))

    def moved(dx: float, dy: float) -> Image:
        matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        return cv2.warpAffine(mask, matrix, (width, height))

    edge = cv2.subtract(mask, moved(-towards[0] * step, -towards[1] * step))
    edge = cv2.min(_soft(edge, max(0.6, step * 0.4)), mask)
    core = cv2.subtract(mask, moved(towards[0] * step * 3, 0))
    core = _soft(core, max(0.8, step * 1.6))
    shade = np.repeat((np.linspace(1, floor, height) * 255).astype(np.uint8)[:, None], width, 1)
    for dark, amount in ((core, 0.35), (edge, 0.3)):
        shade = cv2.multiply(
            shade, cv2.subtract(255, cv2.convertScaleAbs(dark, alpha=amount)), scale=1 / 255
        )
    value = cv2.multiply(part, cv2.cvtColor(shade, cv2.COLOR_GRAY2BGRA), scale=1 / 255)
    glow = [cv2.convertScaleAbs(edge, alpha=0.6 * float(rim[k]) / 255) for k in range(3)]
    value = cv2.add(value, cv2.merge([*glow, np.zeros_like(edge)]))
    cv2.insertChannel(mask, value, 3)
    out[y : y + height, x : x + width] = cv2.min(value, cv2.cvtColor(mask, cv2.COLOR_GRAY2BGRA))
    return out
