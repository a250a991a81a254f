"""A paper cut-out person: stands, walks or talks."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.storyboard.draw import bgra, colour, oval, polygon
from veo_widgets.storyboard.figures.costume import DRESSES, wear
from veo_widgets.storyboard.figures.figure import Figure

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image, Point
    from veo_widgets.storyboard.figures.costume import Costume
    from veo_widgets.storyboard.figures.figure import Ink


WHOLE_HEAD: Final = frozenset({"bubble", "box", "hood", "helm"})
TOPS: Final = ("#3f6f8f", "#8f4b3f", "#4f7a4a", "#7a5a93", "#c08a3a", "#f3f1ec")


class Person(Figure):
    """Draws one person at a time.

    Args:
        kind: ``man``, ``woman``, ``child`` or ``sailor``.
        act: ``stand``, ``walk``, ``talk`` or ``dance``.
        size: Height in pixels.
        tone: How far the scene's light pulls the colours, 0 to 1.
        ambient: The scene's shadow colour.
        top: The colour of the clothes, when not the usual one.
        costume: What the person wears as who they are.
    """

    def __init__(
        self,
        kind: str,
        act: str,
        size: float,
        ambient: Floats,
        tone: float,
        top: str | None = None,
        costume: Costume | None = None,
    ) -> None:
        super().__init__(size)
        self.kind, self.act = kind, act
        self.costume = costume
        self._ambient, self._tone = ambient, tone
        dress = DRESSES[kind]
        if costume is not None:
            dress = replace(
                dress,
                top=costume.top,
                legs=costume.legs,
                skin=costume.skin or dress.skin,
                hem=0.93 if costume.robe else dress.hem,
                hem_width=0.15 if costume.robe else dress.hem_width,
            )
        self.dress = dress
        self._top = top or dress.top

    def ink(self, code: str, shade: float = 1.0, *, glow: bool = False) -> Ink:
        """Return a colour in the scene's light; what glows keeps its own."""
        tint = colour(code) * 0.9
        pull = 0.0 if glow else self._tone
        return bgra((tint + (self._ambient - tint) * pull) * shade)

    def draw(self, time: float) -> tuple[Image, Point]:
        """Return the picture and where the feet stand in it."""
        size = self.size
        self._image = np.zeros((int(size * 1.25), int(size * 1.3), 4), np.uint8)
        self._origin = (self._image.shape[1] / 2, size * 0.1)
        breath, sway = math.sin(time * 1.6) * 0.004, math.sin(time * 0.7) * 0.008
        head = (sway * 1.4 + 0.004, 0.085 + breath * 1.3 + 0.004 * math.sin(time * 1.3))
        shoulder = 0.205 + breath
        arms = self._arms(time)
        whole = self.costume is not None and self.costume.hat in WHOLE_HEAD
        if self.kind == "woman" and not whole:
            self._back_hair(head)
        self._arm(arms[0], -1, sway, shoulder, 0.8)
        self._legs(time, sway)
        self._body(sway, shoulder, head)
        self._head(time, head)
        self._arm(arms[1], 1, sway, shoulder, 1.0)
        return self._image, (self._origin[0], self._origin[1] + size)

    def _arms(self, time: float) -> tuple[Point, Point]:
        if self.act == "dance":
            lift = 0.25 * math.sin(time * 2.4)
            return (-2.5 + lift, -0.5), (2.5 - lift, 0.5)
        if self.act == "talk":
            wave = math.sin(time * 2.3)
            return (
                (-0.35 - 0.1 * wave, -1.2 - 0.45 * math.sin(time * 1.7)),
                (0.28 + 0.25 * math.sin(time * 1.9 + 1), 1.35 + 0.5 * math.sin(time * 2.6)),
            )
        if self.kind == "sailor":
            return (-0.16, -0.3), (
                0.55 + 0.12 * math.sin(time * 1.1),
                1.15 + 0.18 * math.sin(time * 1.7),
            )
        swing = math.sin(time * 5.2) * 0.34 if self.act == "walk" else -0.1
        return (swing, 0.15), (-swing, 0.25)

    def _arm(self, bend: Point, side: int, sway: float, shoulder: float, shade: float) -> None:
        wide = 0.037 if self.kind == "sailor" else 0.028
        x, y = sway + side * self.dress.shoulder * 0.86, shoulder + 0.02
        ex, ey = x + math.sin(bend[0]) * 0.165, y + math.cos(bend[0]) * 0.165
        turn = bend[0] + bend[1]
        hx, hy = ex + math.sin(turn) * 0.15, ey + math.cos(turn) * 0.15
        palm = (hx + (hx - ex) * 0.18, hy + (hy - ey) * 0.18)
        self.limb((hx, hy), palm, wide * 0.72, wide * 0.6, self.ink(self.dress.skin))
        cloth = self.ink(self._top, shade)
        self.limb((x, y), (ex, ey), wide * 1.12, wide * 0.95, cloth)
        self.limb((ex, ey), (hx, hy), wide * 0.95, wide * 0.78, cloth)

    def _legs(self, time: float, sway: float) -> None:
        legs = [(-0.07, 0.03), (0.09, 0.05)]
        if self.act == "dance":
            legs = [(-0.05, 0.0), (0.35 + 0.3 * math.sin(time * 2.4), 0.9)]
        if self.act == "walk":
            swing, lift = math.sin(time * 5.2) * 0.42, math.cos(time * 5.2)
            legs = [(-swing, 0.25 + max(0.0, lift) / 2), (swing, 0.25 + max(0.0, -lift) / 2)]
        for number, (angle, knee) in enumerate(legs):
            kx, ky = sway + math.sin(angle) * 0.235, 0.5 + math.cos(angle) * 0.235
            low = angle - knee * 0.6
            fx, fy = kx + math.sin(low) * 0.235, ky + math.cos(low) * 0.235
            cloth = self.ink(self.dress.legs, 0.78 if number == 0 else 1)
            self.limb((fx, fy + 0.004), (fx + 0.05, fy + 0.02), 0.022, 0.014, self.ink("#17161a"))
            self.limb((sway, 0.5), (kx, ky), 0.054, 0.042, cloth)
            self.limb((kx, ky), (fx, fy), 0.042, 0.03, cloth)

    def _body(self, sway: float, shoulder: float, head: Point) -> None:
        d = self.dress
        self.limb(
            (sway, shoulder - 0.015), (head[0], head[1] + 0.03), 0.032, 0.03, self.ink(d.skin, 0.85)
        )
        self.shape(
            [
                (sway - d.shoulder, shoulder),
                (sway - d.shoulder / 2, shoulder - 0.033),
                (sway + d.shoulder / 2, shoulder - 0.033),
                (sway + d.shoulder, shoulder),
                (sway + d.waist, 0.37),
                (sway + d.hem_width, d.hem),
                (sway - d.hem_width, d.hem),
                (sway - d.waist, 0.37),
            ],
            self.ink(self._top),
        )
        if self.kind == "woman" and self.costume is None:
            collar = [
                (sway - 0.022, shoulder - 0.036),
                (sway + 0.026, shoulder - 0.036),
                (sway + 0.004, shoulder + 0.13),
            ]
            polygon(self._image, [self.at(*point) for point in collar], self.ink("#2b3a63"))
        if self.kind == "sailor":
            for button in range(4):
                y = shoulder + 0.07 + 0.085 * button
                self.limb((sway + 0.04, y), (sway + 0.0405, y), 0.009, 0.009, self.ink("#c9a24a"))

    def _head(self, time: float, head: Point) -> None:
        x, y = head
        size = self.size
        oval(self._image, self.at(x, y), (0.052 * size, 0.066 * size), self.ink(self.dress.skin))
        dark = self.ink(self.dress.skin, 0.35)
        lid = 1.0 if time % 2.9 > 0.11 else 0.12
        for eye in (-0.012, 0.03):
            oval(
                self._image, self.at(x + eye, y - 0.004), (0.0055 * size, 0.008 * size * lid), dark
            )
        if self.act == "talk":
            opening = (0.003 + 0.006 * abs(math.sin(time * 8))) * size
            oval(
                self._image,
                self.at(x + 0.01, y + 0.034),
                (0.011 * size, opening),
                self.ink("#8a3a3a"),
            )
        hair = self.ink(self.dress.hair)
        if self.costume is not None and (self.costume.hat or self.costume.beard):
            if self.costume.hat not in WHOLE_HEAD:
                self._short_hair(x, y, hair)
            wear(self, self.costume, x, y)
        elif self.kind == "sailor":
            self._sailor_head(x, y, hair)
        elif self.kind == "woman":
            self.shape(
                [
                    (x - 0.06, y + 0.06),
                    (x - 0.062, y - 0.03),
                    (x - 0.03, y - 0.074),
                    (x + 0.012, y - 0.08),
                    (x + 0.05, y - 0.055),
                    (x + 0.06, y + 0.01),
                    (x + 0.044, y - 0.028),
                    (x - 0.005, y - 0.044),
                    (x - 0.04, y - 0.015),
                ],
                hair,
            )
        else:
            self._short_hair(x, y, hair)

    def _short_hair(self, x: float, y: float, hair: object) -> None:
        self.shape(
            [
                (x - 0.056, y),
                (x - 0.052, y - 0.05),
                (x - 0.01, y - 0.082),
                (x + 0.045, y - 0.066),
                (x + 0.056, y - 0.015),
                (x + 0.03, y - 0.035),
                (x - 0.03, y - 0.035),
            ],
            hair,
        )

    def _back_hair(self, head: Point) -> None:
        x, y = head
        self.shape(
            [
                (x - 0.064, y),
                (x - 0.045, y - 0.064),
                (x + 0.01, y - 0.08),
                (x + 0.058, y - 0.04),
                (x + 0.066, y + 0.05),
                (x + 0.078, y + 0.15),
                (x + 0.03, y + 0.165),
                (x - 0.03, y + 0.165),
                (x - 0.082, y + 0.145),
            ],
            self.ink(self.dress.hair),
        )

    def _sailor_head(self, x: float, y: float, beard: object) -> None:
        self.shape(
            [
                (x - 0.052, y + 0.005),
                (x - 0.02, y + 0.022),
                (x + 0.03, y + 0.022),
                (x + 0.056, y + 0.005),
                (x + 0.064, y + 0.06),
                (x + 0.03, y + 0.128),
                (x - 0.002, y + 0.142),
                (x - 0.045, y + 0.09),
            ],
            beard,
        )
        wood = self.ink("#3a2415")
        self.limb((x + 0.02, y + 0.03), (x + 0.1, y + 0.052), 0.0065, 0.0065, wood)
        self.limb((x + 0.106, y + 0.026), (x + 0.106, y + 0.056), 0.014, 0.012, wood)
        self.shape(
            [
                (x - 0.06, y - 0.028),
                (x - 0.057, y - 0.075),
                (x - 0.02, y - 0.114),
                (x + 0.03, y - 0.114),
                (x + 0.06, y - 0.076),
                (x + 0.062, y - 0.028),
            ],
            self.ink("#2c4f86"),
        )
        self.limb(
            (x - 0.058, y - 0.03), (x + 0.06, y - 0.03), 0.017, 0.017, self.ink("#2c4f86", 0.8)
        )
        for rib in range(-5, 6):
            at = x + rib * 0.0105
            self.limb((at, y - 0.043), (at, y - 0.018), 0.0016, 0.0016, self.ink("#2c4f86", 0.6))
