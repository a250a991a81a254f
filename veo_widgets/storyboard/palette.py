"""The colours of a time of day, and the look of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard.draw import colour

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Rng

TIMES: Final = {
    "dawn": ("#2c4470", "#c58f95", "#ffdfb0", "#fff3d6", "#f2c7a2", "#131f2b", 0.50, 1.0),
    "sunset": ("#2a1a4a", "#b8435f", "#ffb35e", "#ffedb0", "#ee8c62", "#180d1c", 0.52, 1.1),
    "night": ("#071128", "#173361", "#3f669c", "#eaf2ff", "#38598a", "#081020", 0.20, 0.55),
    "day": ("#2a6ab2", "#79b1de", "#e2f1f4", "#ffffff", "#bad7e2", "#1a382b", 0.22, 0.8),
    "grey": ("#46525e", "#7b8890", "#c6cdce", "#e9eeee", "#a8b3b7", "#192026", 0.30, 0.35),
}
DEEP_SPACE: Final = ("#03040c", "#0a0d26", "#1a1440", "#eaf2ff", "#120e2c", "#03040c", 0.2, 0.5)


@dataclass(frozen=True)
class Palette:
    """Colours from the zenith down to the ground at one's feet.

    Attributes:
        zenith: Top of the sky.
        middle: Half way down.
        horizon: Where the sky ends.
        sun: The light itself.
        haze: What distance adds.
        near: The darkest things close by.
        height: Where the sun stands, in picture heights from the top.
        glow: Strength of the light around the sun.
    """

    zenith: Floats
    middle: Floats
    horizon: Floats
    sun: Floats
    haze: Floats
    near: Floats
    height: float
    glow: float


def palette(time: str, rng: Rng, *, space: bool = False) -> Palette:
    """Return the colours of a time of day, turned a little by the seed."""
    *codes, height, glow = DEEP_SPACE if space else TIMES[time]
    turn, strength = rng.uniform(-6, 6), rng.uniform(0.94, 1.1)
    tints = []
    for code in codes:
        pixel = colour(str(code)).astype(np.uint8)[None, None]
        hsv = cv2.cvtColor(pixel, cv2.COLOR_BGR2HSV).astype(np.float32)
        hsv[..., 0] = (hsv[..., 0] + turn) % 180
        hsv[..., 1] = np.clip(hsv[..., 1] * strength, 0, 255)
        back = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)
        tints.append(back[0, 0].astype(np.float32))
    zenith, middle, horizon, sun, haze, near = tints
    return Palette(zenith, middle, horizon, sun, haze, near, float(height), float(glow))


@dataclass(frozen=True)
class Look:
    """How a model's picture differs from another's.

    Attributes:
        octaves: Fineness of noise.
        layers: Share of trees, particles and stars drawn.
        saturation: 1 leaves colours alone.
        soft: Blur in thousandths of the height.
        bars: Height of letterbox bars, as a share of the picture.
        rays: Whether light falls in shafts.
    """

    octaves: int
    layers: float
    saturation: float
    soft: float
    bars: float
    rays: bool


LOOKS: Final = {
    "veo-2": Look(4, 0.55, 0.82, 1.5, 0.055, rays=False),
    "veo-3-fast": Look(5, 0.7, 0.95, 1.1, 0.0, rays=False),
    "veo-3": Look(6, 1.0, 1.0, 0.0, 0.0, rays=True),
    "veo-3.1-fast": Look(5, 0.75, 1.06, 0.9, 0.0, rays=True),
    "veo-3.1": Look(7, 1.2, 1.12, 0.0, 0.0, rays=True),
}
PLAIN: Final = Look(6, 1.0, 1.0, 0.0, 0.0, rays=True)


def look(model: str) -> Look:
    """Return a model's look."""
    return LOOKS.get(model, PLAIN)
