"""Put the prompt's subjects on their marks and draw them, lit, frame by frame."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

from veo_widgets.storyboard.draw import lit, mix, paste
from veo_widgets.storyboard.figures.animal import PIED, Animal, bird
from veo_widgets.storyboard.figures.costume import COSTUMES
from veo_widgets.storyboard.figures.panda import Panda, hop
from veo_widgets.storyboard.figures.person import TOPS, Person
from veo_widgets.storyboard.figures.things import cutouts
from veo_widgets.storyboard.vocabulary import ANIMALS, PEOPLE

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Floats, Image, Point
    from veo_widgets.storyboard.figures.cutout import Cutout
    from veo_widgets.storyboard.scene import Scene
    from veo_widgets.storyboard.world import World

ANIMAL_SIZE: Final = {
    "deer": 0.36,
    "horse": 0.4,
    "dog": 0.23,
    "fox": 0.23,
    "cat": 0.19,
    "unicorn": 0.4,
    "lion": 0.32,
    "bear": 0.36,
    "wolf": 0.27,
}
TONE: Final = {"grey": 0.3, "night": 0.26, "sunset": 0.28, "dawn": 0.26, "day": 0.12}
INDOORS: Final = frozenset({"stage", "room", "table", "underwater", "cave", "pitch"})


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
        shade: Whether it throws a shadow.
        drifts: Whether it hovers.
    """

    rig: Rig
    x: float
    speed: float = 0.0
    sink: float = 0.0
    girth: float = 0.26
    hops: bool = False
    shade: bool = True
    drifts: bool = False

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw shadow and figure into a frame.

        A rig keeps its canvas while it draws, and two threads draw frames at once:
        each frame gets a copy.
        """
        image, foot = copy(self.rig).draw(time)
        at = self.x + (0.05 * math.sin(time * 0.6) if self.hops else self.speed * time)
        x, y = world.place(at, world.ground + self.sink, world.actor_depth, time)
        jump = hop(time) * 0.1 * world.height if self.hops else 0.0
        if self.drifts:
            jump = (0.05 + 0.03 * math.sin(time * 0.8)) * world.height
        width = image.shape[1]
        shadow = np.zeros((max(4, int(world.height * 0.05)), width, 4), np.uint8)
        middle = (int(foot[0]), shadow.shape[0] // 2)
        size = (int(width * self.girth), max(2, int(world.height * 0.009)))
        cv2.ellipse(shadow, middle, size, 0, 0, 360, (0, 0, 0, 120), -1, cv2.LINE_AA)
        shadow = cv2.GaussianBlur(shadow, (0, 0), world.height * 0.006)
        if self.shade:
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
    """Add the scene's subjects and things to the world, the far ones first."""
    scene = world.scene
    rng = scene.rng("actors")
    wide = min(1.0, world.width / world.height)
    centre = world.centre
    x = 0.5 + float(rng.uniform(-0.14, 0.14)) * wide if centre is None else centre
    ambient = world.ambient
    if ambient is None:
        ambient = mix(world.palette.near, world.palette.haze, 0.3)
    tone = 0.1 if scene.place in INDOORS else TONE[scene.time]
    shown = [thing for thing in scene.things if thing.name not in _covered(scene)]
    props = [
        one
        for slot, thing in enumerate(shown)
        for one in cutouts(world, thing, slot + bool(set(scene.subjects) & PEOPLE), tone * 0.8)
    ]
    world.actors.extend(one for one in props if _behind(one, world))
    for number, name in enumerate(scene.subjects):
        spot = x + 0.2 * wide * number * (1 if x < 0.5 else -1)
        if name == "birds":
            count = int(9 * world.look.layers) + 1
            world.actors.append(
                Flock(
                    [
                        (
                            rng.uniform(-0.2, 1),
                            rng.uniform(0.1, 0.34),
                            rng.uniform(0.025, 0.05),
                            rng.uniform(0, 6.28),
                            rng.uniform(0.03, 0.06),
                        )
                        for _ in range(count)
                    ]
                )
            )
        elif name == "panda":
            size = 0.42 * scene.closeness * world.height
            board = scene.says("skate")
            rider = Panda(size, world.palette.haze, board=board)
            world.actors.append(Walker(rider, 0.46, hops=board))
        else:
            world.actors.extend(_several(world, name, spot, ambient, tone))
    world.actors.extend(one for one in props if not _behind(one, world))


def _covered(scene: Scene) -> set[str]:
    """Return the sprites of what a rig or the place shows already."""
    found = {"stadium"} if scene.place == "pitch" else set()
    if "panda" in scene.subjects:
        found.add("skateboard")
    if PEOPLE & set(scene.subjects):
        found |= {"woman-dancing", "man-dancing", "person-running"}
    if "sailor" in scene.subjects:
        found |= {"ship", "sailboat", "motor-boat"}
    if scene.place == "room":
        found |= {"books"} if scene.says("librar|bookshel") else set()
        found |= {"laptop"} if scene.says("workshop|class|office|meeting") else set()
    return found


def _behind(one: Cutout, world: World) -> bool:
    return one.depth < world.actor_depth or one.at[1] < world.ground - 0.01


def _several(world: World, name: str, x: float, ambient: Floats, tone: float) -> list[Walker]:
    """Return the figures of one kind, the small and far ones first."""
    scene = world.scene
    count = min(5, scene.counts.get(name, 1))
    rng = scene.rng("several", name)
    made = []
    for number in range(count):
        spread = (number - (count - 1) / 2) * min(0.2, 0.7 / count)
        scale = 1.0 if count == 1 else float(rng.uniform(0.78, 1.0))
        at = (x if count == 1 else 0.5) + spread
        if name in ANIMALS:
            wide = min(1.0, world.width / world.height)
            size = ANIMAL_SIZE[name] * scene.closeness * world.height * scale * wide**0.6
            rig: Rig = Animal(name, size, ambient, tone, _coat(scene, name))
            walker = Walker(rig, at - 0.17 * wide, 0.045 * wide, 0.006)
        else:
            walker = _person(world, name, at, ambient, tone, number, scale)
        walker.sink -= (1 - scale) * 0.12
        made.append(walker)
    return sorted(made, key=lambda one: one.sink)


def _coat(scene: Scene, name: str) -> str:
    if name == "bear" and scene.says(r"giant panda|\bpandas?\b"):
        return PIED
    if name == "bear" and scene.says("polar"):
        return "#eef0ee"
    return next((code for told, code in COATS.items() if scene.says(rf"{told}\b \w*\s?{name}")), "")


def _person(
    world: World, kind: str, x: float, ambient: Floats, tone: float, number: int, scale: float
) -> Walker:
    scene = world.scene
    act = "stand"
    if scene.says(r"\bdanc|ballerina|twirl|\bspin"):
        act = "dance"
    elif scene.quotes or scene.says(
        "keynote|present|speech|talk|discuss|guiding|teach|sing(?:s|ing|er)?\\b|cast(?:s|ing)\\b|toss|perform"
    ):
        act = "talk"
    elif scene.says("walk|wander|hik|run|stroll|football player|march|climb"):
        act = "walk"
    size = (0.4 if scene.place in {"stage", "room"} else 0.46) * scene.closeness * scale
    if kind == "child":
        size *= 0.62
    clothes = scene.rng("clothes", number) if number else scene.rng("clothes")
    top = (
        None if kind == "sailor" or (kind == "woman" and not number) else str(clothes.choice(TOPS))
    )
    named = next(
        (code for word, code in CLOTHES.items() if scene.says(rf"{word}\b[^.,]{{0,16}}{GARMENT}")),
        None,
    )
    costume = next((worn for word, worn in COSTUMES.items() if scene.says(rf"\b(?:{word})")), None)
    if costume is not None and kind in {"man", "woman", "child"}:
        top = named
    else:
        costume = None
    rig = Person(kind, act, size * world.height, ambient, tone, named or top, costume)
    speed = min(0.035, 0.05 * world.height / world.width) if act == "walk" else 0.0
    x -= speed * scene.shot.seconds * 0.4
    floats = scene.place in {"space", "underwater"}
    sink = (scene.closeness - 1) * 0.3 - (0.22 if floats else 0.0)
    return Walker(rig, x, speed, sink, shade=not floats, drifts=floats)


COATS: Final = {
    "black": "#2a2a2e",
    "white": "#ece9e2",
    "grey": "#8a8d92",
    "gray": "#8a8d92",
    "brown": "#6a4a34",
    "golden": "#d0a050",
    "ginger": "#d07a36",
    "orange": "#d07a36",
}
GARMENT: Final = "(?:coat|jacket|dress|shirt|blazer|suit|sweater|robe|hoodie)"
CLOTHES: Final = {
    "red": "#b8322f",
    "yellow": "#e8b832",
    "green": "#3f7d4a",
    "blue": "#2f5f9f",
    "white": "#f3f1ec",
    "black": "#22242a",
    "pink": "#e58fae",
    "orange": "#e07b2c",
    "purple": "#6d4aa0",
}
