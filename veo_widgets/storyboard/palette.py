"""The colours of a time of day, and the look of a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard.draw import colour

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Rng


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


@dataclass(frozen=True)
class Daylight:
    """A palette before the seed turns it: its colours as ``#rrggbb``."""

    zenith: str
    middle: str
    horizon: str
    sun: str
    haze: str
    near: str
    height: float
    glow: float


TIMES: Final = {
    "dawn": Daylight(
        zenith="#2c4470",
        middle="#c58f95",
        horizon="#ffdfb0",
        sun="#fff3d6",
        haze="#f2c7a2",
        near="#131f2b",
        height=0.50,
        glow=1.0,
    ),
    "sunset": Daylight(
        zenith="#2a1a4a",
        middle="#b8435f",
        horizon="#ffb35e",
        sun="#ffedb0",
        haze="#ee8c62",
        near="#180d1c",
        height=0.52,
        glow=1.1,
    ),
    "night": Daylight(
        zenith="#071128",
        middle="#173361",
        horizon="#3f669c",
        sun="#eaf2ff",
        haze="#38598a",
        near="#081020",
        height=0.20,
        glow=0.55,
    ),
    "day": Daylight(
        zenith="#2a6ab2",
        middle="#79b1de",
        horizon="#e2f1f4",
        sun="#ffffff",
        haze="#bad7e2",
        near="#1a382b",
        height=0.22,
        glow=0.8,
    ),
    "grey": Daylight(
        zenith="#46525e",
        middle="#7b8890",
        horizon="#c6cdce",
        sun="#e9eeee",
        haze="#a8b3b7",
        near="#192026",
        height=0.30,
        glow=0.35,
    ),
}
DEEP_SPACE: Final = Daylight(
    zenith="#03040c",
    middle="#0a0d26",
    horizon="#1a1440",
    sun="#eaf2ff",
    haze="#120e2c",
    near="#03040c",
    height=0.2,
    glow=0.5,
)


def palette(time: str, rng: Rng, *, space: bool = False) -> Palette:
    """Return the colours of a time of day, turned a little by the seed."""
    light = DEEP_SPACE if space else TIMES[time]
    turn, strength = rng.uniform(-6, 6), rng.uniform(0.94, 1.1)

    def turned(code: str) -> Floats:
        pixel = colour(code).astype(np.uint8)[None, None]
        hsv = cv2.cvtColor(pixel, cv2.COLOR_BGR2HSV).astype(np.float32)
        hsv[..., 0] = (hsv[..., 0] + turn) % 180
        hsv[..., 1] = np.clip(hsv[..., 1] * strength, 0, 255)
        back = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)
        return np.asarray(back[0, 0], np.float32)

    return Palette(
        zenith=turned(light.zenith),
        middle=turned(light.middle),
        horizon=turned(light.horizon),
        sun=turned(light.sun),
        haze=turned(light.haze),
        near=turned(light.near),
        height=light.height,
        glow=light.glow,
    )


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
    model: Look(**row)
    for model, row in json.loads(
        (resources.files("veo_widgets.storyboard") / "looks.json").read_text("utf-8")
    ).items()
}
# Walls that no light falls on, BGR.
DARK: Final = np.array([22, 10, 8], np.float32)
PLAIN: Final = Look(octaves=6, layers=1.0, saturation=1.0, soft=0.0, bars=0.0, rays=True)


def look(model: str) -> Look:
    """Return a model's look."""
    return LOOKS.get(model, PLAIN)
