"""Four-legged animals with a gait, and birds on the wing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, curve, limb, polygon
from veo_widgets.storyboard.figures.figure import Figure

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image, Point


@dataclass(frozen=True)
class Build:
    """Proportions in shoulder heights, and the coat's colour.

    Attributes:
        leg: Length of a leg.
        body: Half the body's height.
        length: The body's length.
        neck: Length of the neck.
        neck_turn: Its rise in radians.
        head: Length of the head.
        tail: Length of the tail.
        tail_girth: Half its thickness.
        tail_turn: Its direction in radians.
        coat: ``#rrggbb``.
    """

    leg: float
    body: float
    length: float
    neck: float
    neck_turn: float
    head: float
    tail: float
    tail_girth: float
    tail_turn: float
    coat: str


PIED: Final = "#f0eee8"
MANE: Final = {"lion": ("#8a5a2c", 0.15), "unicorn": ("#c79be0", 0.07), "horse": ("", 0.06)}
# leg, body, length, neck, neck_turn, head, tail, tail_girth, tail_turn, coat
BUILDS: Final = {
    "deer": Build(0.46, 0.118, 0.4, 0.34, 0.95, 0.17, 0.08, 0.03, -2.4, "#8a5a36"),
    "horse": Build(0.44, 0.145, 0.44, 0.34, 0.85, 0.2, 0.4, 0.035, -1.9, "#6a4630"),
    "dog": Build(0.36, 0.12, 0.4, 0.18, 0.75, 0.18, 0.26, 0.022, 2.4, "#a47a4c"),
    "fox": Build(0.3, 0.1, 0.42, 0.15, 0.6, 0.16, 0.4, 0.055, -2.75, "#c8622c"),
    "unicorn": Build(0.44, 0.14, 0.43, 0.34, 0.85, 0.19, 0.4, 0.04, -1.9, "#f1ecf4"),
    "lion": Build(0.37, 0.14, 0.46, 0.17, 0.65, 0.19, 0.42, 0.018, -2.3, "#c99a52"),
    "bear": Build(0.31, 0.19, 0.42, 0.16, 0.5, 0.19, 0.06, 0.03, -2.4, "#6a4a34"),
    "wolf": Build(0.38, 0.12, 0.43, 0.2, 0.6, 0.2, 0.36, 0.045, -2.5, "#7d8490"),
    "cat": Build(0.29, 0.1, 0.38, 0.12, 0.7, 0.12, 0.36, 0.017, 2.2, "#8a8078"),
}


class Animal(Figure):
    """Draws one animal that walks to the right.

    Args:
        kind: One of ``BUILDS``.
        size: Shoulder height in pixels.
        ambient: The scene's shadow colour.
        tone: How far that colour takes over, 0 to 1.
        coat: The coat's colour, when not the usual one.
    """

    def __init__(
        self, kind: str, size: float, ambient: Floats, tone: float, coat: str = ""
    ) -> None:
        super().__init__(size)
        self.kind = kind
        self.build = BUILDS[kind]
        coat_tint = colour(coat or self.build.coat)
        self.pied = coat == PIED
        self._coat = readable(coat_tint + (ambient - coat_tint) * tone, ambient)
        self._dark = coat_tint * 0 + 24 + (ambient - 24) * tone

    def draw(self, time: float) -> tuple[Image, Point]:
        """Return the picture and where the feet stand in it."""
        size, b = self.size, self.build
        self._image = np.zeros((int(size * 1.3), int(size * 1.6), 4), np.uint8)
        self._origin = (size * 1.6 * 0.44, size * 1.3 * 0.97)
        self._ink = bgra(self._coat)
        back = b.leg + b.body * 0.9 + math.sin(time * 5.2) * 0.006
        self._legs(time, back)
        half = b.length / 2
        self.shape(
            [
                (-half - 0.06, back + b.body * 0.55),
                (-half / 2, back + b.body),
                (half * 0.6, back + b.body * 0.86),
                (half + 0.05, back + b.body),
                (half + 0.11, back + b.body * 0.35),
                (half + 0.05, back - b.body * 0.85),
                (0, back - b.body * 0.8),
                (-half * 1.2, back - b.body * 0.55),
                (-half - 0.07, back - b.body * 0.35),
            ],
            self._ink,
        )
        if self.pied:
            self._ink = bgra(self._dark)
            self._limb(
                (half * 0.55, back + b.body * 0.6), (half * 0.75, back - b.body * 0.6), 0.07, 0.06
            )
            self._ink = bgra(self._coat)
        self._tail(time, (-half - 0.05, back + b.body * 0.4))
        self._head(time, (half + 0.055, back + b.body * 0.62))
        return self._image, self._origin

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a place; ``y`` grows upwards."""
        return self._origin[0] + x * self.size, self._origin[1] - y * self.size

    def _limb(self, a: Point, b: Point, wide: float, tip: float) -> None:
        self.limb(a, b, wide, tip, self._ink)

    def _legs(self, time: float, back: float) -> None:
        b = self.build
        half, far = b.length / 2, bgra(self._coat * 0.72)
        for number, (x, phase, hind) in enumerate(
            (
                (-half, 0.0, True),
                (half, math.pi / 2, False),
                (-half + 0.03, math.pi, True),
                (half - 0.02, math.pi * 1.5, False),
            )
        ):
            self._ink = far if number < 2 else bgra(self._coat)
            if self.pied:
                self._ink = bgra(self._dark)
            step = time * 2.6 + phase
            swing, lift = math.sin(step) * 0.3, max(0.0, math.cos(step)) / 2
            upper = swing + (0.1 if hind else -0.05)
            hip = (x, back - 0.02)
            knee = (x + math.sin(upper) * b.leg / 2, hip[1] - math.cos(upper) * b.leg / 2)
            lower = swing / 2 + (lift if hind else -lift) * 0.9 - (0.1 if hind else 0.02)
            foot = (
                knee[0] + math.sin(lower) * b.leg * 0.52,
                knee[1] - math.cos(lower) * b.leg * 0.52,
            )
            thick = 2.1 if self.kind == "bear" else 1.3 if self.kind == "lion" else 1.0
            wide = 0.065 if hind else 0.046
            self._limb(hip, knee, wide * (1 + thick) / 2, 0.026 * thick)
            self._limb(knee, foot, 0.022 * thick, 0.013 * thick)
            self._limb(foot, (foot[0] + 0.022, foot[1] - 0.004), 0.015 * thick, 0.01 * thick)
        self._ink = bgra(self._coat)

    def _tail(self, time: float, root: Point) -> None:
        b = self.build
        wag = math.sin(time * (6 if self.kind == "dog" else 1.7)) * 0.1
        x, y = root
        for part in range(8):
            turn = b.tail_turn + wag * part / 2 + (0.12 if self.kind == "cat" else -0.06) * part
            end = (x + b.tail / 8 * math.cos(turn), y + b.tail / 8 * math.sin(turn))
            girth = [b.tail_girth * (0.6 + 0.6 * math.sin((part + k) / 8 * 3)) for k in (0, 1)]
            self._limb((x, y), end, *girth)
            x, y = end

    def _head(self, time: float, root: Point) -> None:
        b = self.build
        nod = math.sin(time * 0.9) * 0.06
        turn = b.neck_turn + nod
        x, y = root[0] + math.cos(turn) * b.neck, root[1] + math.sin(turn) * b.neck
        self._limb((root[0] - 0.015, root[1] - 0.03), (x, y), 0.098 * b.body / 0.118, 0.05)
        self._mane(root, (x, y))
        low = -0.38 + nod * 0.6
        self._limb(
            (x, y + 0.008), (x + math.cos(low) * b.head, y + math.sin(low) * b.head), 0.052, 0.024
        )
        if self.kind in {"bear", "lion"}:
            self._ink = bgra(self._dark) if self.pied else self._ink
            for ear in (-0.05, 0.03):
                self._limb((x + ear, y + 0.05), (x + ear, y + 0.062), 0.026, 0.026)
            self._ink = bgra(self._coat)
        for ear in () if self.kind in {"bear", "lion"} else (-0.02, 0.045):
            tip = (x - 0.075 + ear + math.sin(time * 3.1 + ear * 90) * 0.015, y + 0.135)
            points = [(x - 0.035 + ear, y + 0.03), tip, (x + 0.012 + ear, y + 0.05)]
            self.corners(points, self._ink)
        if self.pied:
            self._ink = bgra(self._dark)
            self._limb((x + 0.045, y + 0.01), (x + 0.06, y - 0.005), 0.016, 0.012)
        if self.kind == "deer":
            self._antlers(x, y)
        if self.kind == "unicorn":
            self._ink = bgra(colour("#f2cf63"))
            self._limb((x + 0.02, y + 0.05), (x + 0.12, y + 0.24), 0.014, 0.003)
        self._ink = bgra(self._dark)
        self._limb((x + 0.03, y + 0.012), (x + 0.031, y + 0.012), 0.009, 0.009)

    def _mane(self, root: Point, crest: Point) -> None:
        if self.kind not in MANE:
            return
        code, girth = MANE[self.kind]
        tint = colour(code) if code else self._coat * 0.5
        pull = self._dark[0] / 24 - 1
        self._ink = bgra(tint * (1 - min(0.5, max(0.0, pull * 0.05))))
        if self.kind == "lion":
            middle = (crest[0] - 0.02, crest[1] - 0.01)
            for step in range(10):
                turn = step * 0.63
                edge = (middle[0] + math.cos(turn) * 0.07, middle[1] + math.sin(turn) * 0.09)
                self._limb(middle, edge, girth * 0.45, girth * 0.3)
        else:
            for step in range(7):
                share = step / 6
                x = root[0] + (crest[0] - root[0]) * share - 0.05
                y = root[1] + (crest[1] - root[1]) * share + 0.04
                self._limb((x, y), (x - 0.05, y - 0.08), girth * 0.5, girth * 0.2)
        self._ink = bgra(self._coat)

    def _antlers(self, x: float, y: float) -> None:
        self._ink = bgra(self._coat * 0.7)
        for side in (-1, 1):
            base = (x - 0.01 + 0.012 * side, y + 0.05)
            beam = [base] + [
                (base[0] + dx + k * side, base[1] + dy)
                for dx, k, dy in (
                    (-0.05, 0.02, 0.1),
                    (-0.03, 0.05, 0.2),
                    (0.05, 0.06, 0.29),
                    (0.12, 0.04, 0.34),
                )
            ]
            for part in range(4):
                self._limb(beam[part], beam[part + 1], 0.014 - 0.002 * part, 0.012 - 0.002 * part)
            for part, dx, dy in ((1, 0.075, 0.065), (2, 0.085, 0.05), (3, -0.02, 0.09)):
                self._limb(beam[part], (beam[part][0] + dx, beam[part][1] + dy), 0.01, 0.004)


def readable(tint: Floats, ambient: Floats) -> Floats:
    """Lift a coat that would be lost in the dark around it."""
    missing = min(95.0, float(ambient.mean()) * 1.25 + 16) - float(tint.mean())
    return np.asarray(tint + max(0.0, missing) * np.array([1.1, 1.0, 0.95]), np.float32)


def bird(size: float, time: float, phase: float, tint: Floats) -> tuple[Image, Point]:
    """Return a bird on the wing and its middle."""
    image = np.zeros((int(size * 0.8), int(size * 1.1), 4), np.uint8)
    x, y = size * 0.55, size * 0.45
    beat, ink = math.sin(time * 7 + phase), bgra(tint)
    for side in (-1, 1):
        polygon(
            image,
            curve(
                [
                    (x, y - size * 0.03),
                    (x + side * size * 0.22, y - size * (0.1 + 0.16 * beat)),
                    (x + side * size * 0.48, y - size * 0.22 * beat),
                    (x + side * size * 0.24, y - size * (0.02 + 0.14 * beat)),
                    (x, y + size * 0.03),
                ],
                6,
            ),
            ink,
        )
    limb(
        image,
        (x - size * 0.09, y),
        (x + size * 0.11, y - size * 0.01),
        size * 0.03,
        size * 0.022,
        ink,
    )
    return image, (x, y)
