"""A red panda on a skateboard, with the hop that the sound follows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, disc, mix, oval
from veo_widgets.storyboard.figures.figure import Figure

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image, Point

RATE = 1.25


def hop(time: float) -> float:
    """Return how high the board is, 0 to 1."""
    return max(0.0, math.sin(time * RATE - 1.2)) ** 6


class Panda(Figure):
    """Draws the rider.

    Args:
        size: Height in pixels.
        haze: The scene's haze.
        board: Whether there is a skateboard under it.
    """

    def __init__(self, size: float, haze: Floats, *, board: bool = True) -> None:
        super().__init__(size)
        self.board = board

        def ink(code: str) -> tuple[int, int, int, int]:
            return bgra(mix(colour(code), haze, 0.16) * 0.92)

        self._rust, self._dark, self._cream = (ink("#b5502a"), ink("#33201c"), ink("#f3dfc6"))
        self._ring, self._deck = ink("#e0a070"), ink("#2f6f8f")
        self._wheel, self._hub = ink("#e8c04a"), ink("#4a3a2a")

    def draw(self, time: float) -> tuple[Image, Point]:
        """Return the picture and where the wheels stand in it."""
        size = self.size
        self._image = np.zeros((int(size * 1.5), int(size * 1.7), 4), np.uint8)
        self._origin = (self._image.shape[1] * 0.48, self._image.shape[0] * 0.93)
        tilt = 0.03 * math.sin(time * 3)
        if self.board:
            tilt -= 0.28 * max(0.0, math.sin(time * RATE - 1)) ** 6
        self._turn = (math.cos(tilt), math.sin(tilt))
        bounce = 0.008 * math.sin(time * 9)
        if self.board:
            self._skateboard()
        self._tail(time)
        self._body(time, bounce)
        self._head(time, 0.03, 0.66 + bounce * 1.6)
        return self._image, self._origin

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a place; ``y`` grows upwards, and the whole leans."""
        c, s = self._turn
        return self._origin[0] + (x * c + y * s) * self.size, self._origin[1] - (
            y * c - x * s
        ) * self.size

    def _skateboard(self) -> None:
        self.limb((-0.36, 0.075), (0.36, 0.075), 0.02, 0.02, self._deck)
        for side in (-1, 1):
            self.limb((0.36 * side, 0.075), (0.43 * side, 0.115), 0.02, 0.016, self._deck)
            disc(self._image, self.at(0.27 * side, 0.035), 0.036 * self.size, self._wheel)
            disc(self._image, self.at(0.27 * side, 0.035), 0.014 * self.size, self._hub)

    def _tail(self, time: float) -> None:
        x, y = -0.17, 0.3
        for part in range(9):
            turn = 2.75 - 0.16 * part + 0.12 * math.sin(time * 2.4 + part / 2)
            end = (x + 0.058 * math.cos(turn), y + 0.058 * math.sin(turn))
            self.limb(
                (x, y),
                end,
                0.058 + 0.012 * math.sin(part),
                0.06,
                self._ring if part % 2 else self._rust,
            )
            x, y = end
        self.limb((x, y), (x + 0.02, y + 0.02), 0.05, 0.036, self._dark)

    def _body(self, time: float, b: float) -> None:
        for hip, foot in ((-0.104, -0.2), (0.096, 0.19)):
            self.limb((hip, 0.27 + b), (foot, 0.115), 0.062, 0.045, self._dark)
            self.limb((foot, 0.112), (foot + 0.05, 0.108), 0.034, 0.028, self._dark)
        self.shape(
            [
                (-0.15, 0.26 + b),
                (-0.14, 0.44 + b),
                (-0.05, 0.54 + b),
                (0.07, 0.54 + b),
                (0.14, 0.44 + b),
                (0.15, 0.26 + b),
                (0, 0.2 + b),
            ],
            self._rust,
        )
        self.shape(
            [
                (-0.06, 0.25 + b),
                (-0.05, 0.42 + b),
                (0.02, 0.48 + b),
                (0.09, 0.42 + b),
                (0.1, 0.25 + b),
            ],
            self._dark,
        )
        wave = 0.12 * math.sin(time * 2.2)
        self.limb((-0.11, 0.46), (-0.29, 0.5 + wave), 0.04, 0.032, self._dark)
        self.limb((0.12, 0.46), (0.3, 0.47 - wave), 0.04, 0.032, self._dark)

    def _head(self, time: float, x: float, y: float) -> None:
        for s in (-1, 1):
            self.shape(
                [(x + s * 0.09, y + 0.08), (x + s * 0.19, y + 0.2), (x + s * 0.2, y + 0.06)],
                self._rust,
            )
            self.shape(
                [(x + s * 0.12, y + 0.09), (x + s * 0.175, y + 0.165), (x + s * 0.18, y + 0.07)],
                self._cream,
            )
        self.shape(
            [
                (x - 0.19, y),
                (x - 0.12, y + 0.13),
                (x, y + 0.155),
                (x + 0.12, y + 0.13),
                (x + 0.19, y),
                (x + 0.1, y - 0.11),
                (x, y - 0.13),
                (x - 0.1, y - 0.11),
            ],
            self._rust,
        )
        for s in (-1, 1):
            self.shape(
                [
                    (x + s * 0.05, y + 0.055),
                    (x + s * 0.11, y + 0.085),
                    (x + s * 0.12, y + 0.04),
                    (x + s * 0.07, y + 0.03),
                ],
                self._cream,
            )
            self.shape(
                [
                    (x + s * 0.07, y - 0.02),
                    (x + s * 0.17, y),
                    (x + s * 0.12, y - 0.085),
                    (x + s * 0.05, y - 0.09),
                ],
                self._cream,
            )
        self.shape(
            [
                (x - 0.07, y - 0.03),
                (x, y),
                (x + 0.07, y - 0.03),
                (x + 0.05, y - 0.105),
                (x - 0.05, y - 0.105),
            ],
            self._cream,
        )
        disc(self._image, self.at(x, y - 0.035), 0.022 * self.size, self._dark)
        lid = 1.0 if time % 3.1 > 0.12 else 0.15
        for s in (-1, 1):
            oval(
                self._image,
                self.at(x + s * 0.082, y + 0.012),
                (0.02 * self.size, 0.024 * self.size * lid),
                self._dark,
            )
            disc(
                self._image,
                self.at(x + s * 0.082 + 0.006, y + 0.022),
                0.006 * self.size * lid,
                (255, 255, 255, 255),
            )
