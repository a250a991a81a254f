"""Put the prompt's subjects on their marks and draw them, lit, frame by frame."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

from veo_widgets.server.engine.storyboard.draw import lit, mix, paste
from veo_widgets.server.engine.storyboard.figures.animal import Animal, bird
from veo_widgets.server.engine.storyboard.figures.panda import Panda, hop
from veo_widgets.server.engine.storyboard.figures.person import TOPS, Person
from veo_widgets.server.engine.storyboard.scene import ANIMALS, PEOPLE

if TYPE_CHECKING:
    from veo_widgets.server.engine.storyboard.draw import Floats, Image, Point
    from veo_widgets.server.engine.storyboard.world import World

ANIMAL_SIZE: Final = {"deer": 0.36, "horse": 0.4, "dog": 0.23, "fox": 0.21, "cat": 0.17}
TONE: Final = {"grey": 0.34, "night": 0.42, "sunset": 0.48, "dawn": 0.42, "day": 0.15}


class Rig(Protocol):
    """Draws a figure at a time."""

    def draw(self, time: float) -> tuple[Image, Point]:
        """Return the picture and where it stands in it."""


@dataclass
class Walker:
    """A figure with a shadow on the ground.

    Attributes:
        rig: What draws it.
        x: Where it starts, as a share of the width.
        speed: Shares of the width a second.
        sink: How far its feet are below the ground line.
        girth: Half width of its shadow, as a share of its picture.
        hops: Whether it jumps with the board.
    """

    rig: Rig
    x: float
    speed: float = 0.0
    sink: float = 0.0
    girth: float = 0.26
    hops: bool = False

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw shadow and figure into a frame.

        A rig keeps its canvas while it draws, and two threads draw frames at once:
        each frame gets a copy.
        """
        image, foot = copy(self.rig).draw(time)
        at = self.x + (0.05 * math.sin(time * 0.6) if self.hops else self.speed * time)
        x, y = world.place(at, world.ground + self.sink, world.actor_depth, time)
        jump = hop(time) * 0.1 * world.height if self.hops else 0.0
        width = image.shape[1]
        shadow = np.zeros((max(4, int(world.height * 0.05)), width, 4), np.uint8)
        middle = (int(foot[0]), shadow.shape[0] // 2)
        size = (int(width * self.girth), max(2, int(world.height * 0.009)))
        cv2.ellipse(shadow, middle, size, 0, 0, 360, (0, 0, 0, 120), -1, cv2.LINE_AA)
        shadow = cv2.GaussianBlur(shadow, (0, 0), world.height * 0.006)
        paste(out, shadow, x - foot[0], y - shadow.shape[0] / 2)
        p = world.palette
        rim = world.key if world.key is not None else mix(p.sun, p.horizon, 0.4)
        bright = lit(image, rim, world.light_from, world.height * 0.45)
        paste(out, bright, x - foot[0], y - foot[1] - jump)


@dataclass
class Flock:
    """Birds that cross the sky.

    Attributes:
        birds: Start, height, size, phase and speed of each, in shares.
    """

    birds: list[tuple[float, float, float, float, float]]

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw them all into a frame."""
        tint = mix(world.palette.near, world.palette.haze, 0.35)
        for x, y, size, phase, speed in self.birds:
            image, middle = bird(max(10.0, size * world.height), time, phase, tint)
            across = ((x + time * speed) % 1.3 - 0.15) * world.width
            down = (y + math.sin(time + phase) * 0.01) * world.height
            paste(out, image, across - middle[0], down - middle[1])


def cast(world: World) -> None:
    """Add the scene's subjects to the world."""
    scene = world.scene
    rng = scene.rng("actors")
    wide = min(1.0, world.width / world.height)
    centre = world.centre
    x = 0.5 + float(rng.uniform(-0.14, 0.14)) * wide if centre is None else centre
    indoors = scene.place in {"stage", "room"}
    ambient = world.ambient
    if ambient is None:
        ambient = mix(world.palette.near, world.palette.haze, 0.3)
    tone = 0.1 if indoors else TONE[scene.time]
    for number, name in enumerate(scene.subjects):
        spot = x + 0.2 * wide * number * (1 if x < 0.5 else -1)
        if name == "birds":
            count = int(9 * world.look.layers) + 1
            world.actors.append(Flock([
                (rng.uniform(-0.2, 1), rng.uniform(0.1, 0.34), rng.uniform(0.025, 0.05),
                 rng.uniform(0, 6.28), rng.uniform(0.03, 0.06)) for _ in range(count)
            ]))  # fmt: skip
        elif name in ANIMALS:
            size = ANIMAL_SIZE[name] * scene.closeness * world.height
            rig: Rig = Animal(name, size, ambient, tone)
            world.actors.append(Walker(rig, spot - 0.17 * wide, 0.045, 0.006))
        elif name in PEOPLE:
            world.actors.append(_person(world, name, spot, ambient, tone))
        elif name == "panda":
            size = 0.42 * scene.closeness * world.height
            board = scene.says("skate")
            rider = Panda(size, world.palette.haze, board=board)
            world.actors.append(Walker(rider, 0.46, hops=board))


def _person(world: World, kind: str, x: float, ambient: Floats, tone: float) -> Walker:
    scene = world.scene
    act = "stand"
    if scene.says("keynote|present|speech|talk|discuss|guiding|teach|sing"):
        act = "talk"
    elif scene.says("walk|wander|hik|run|stroll"):
        act = "walk"
    size = (0.4 if scene.place in {"stage", "room"} else 0.46) * scene.closeness
    top = None if kind != "man" else str(scene.rng("clothes").choice(TOPS))
    named = next(
        (
            code
            for word, code in CLOTHES.items()
            if scene.says(rf"{word}\b[^.,]{{0,16}}{GARMENT}")
        ),
        None,
    )
    rig = Person(kind, act, size * world.height, ambient, tone, named or top)
    speed = 0.05 * world.height / world.width if act == "walk" else 0.0
    return Walker(rig, x, speed, (scene.closeness - 1) * 0.3)


GARMENT: Final = "(?:coat|jacket|dress|shirt|blazer|suit|sweater|robe|hoodie)"
CLOTHES: Final = {
    "red": "#b8322f", "yellow": "#e8b832", "green": "#3f7d4a", "blue": "#2f5f9f", "white": "#f3f1ec",
    "black": "#22242a", "pink": "#e58fae", "orange": "#e07b2c", "purple": "#6d4aa0",
}  # fmt: skip
