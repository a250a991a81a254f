"""Put the things that a prompt names into the scene: how large, where, how moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard import sprites
from veo_widgets.storyboard.draw import disc
from veo_widgets.storyboard.figures.cutout import Cutout, graded, tinted
from veo_widgets.storyboard.figures.moves import (
    HANGS,
    STANDS,
    Pose,
    flight,
    float_,
    leap,
    on_ground,
    swim,
)

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image, Rng
    from veo_widgets.storyboard.sprites.find import Thing
    from veo_widgets.storyboard.world import World

SIZES: Final = {
    "animal-mammal": 0.25,
    "animal-bird": 0.15,
    "animal-amphibian": 0.12,
    "animal-reptile": 0.24,
    "animal-marine": 0.2,
    "animal-bug": 0.1,
    "plant-flower": 0.24,
    "plant-other": 0.34,
    "place-building": 0.5,
    "place-religious": 0.5,
    "place-other": 0.42,
    "place-geographic": 0.5,
    "transport-ground": 0.3,
    "transport-water": 0.24,
    "transport-air": 0.22,
    "sky-weather": 0.24,
    "sport": 0.09,
    "person-sport": 0.34,
    "person-activity": 0.36,
    "person-resting": 0.3,
    "musical-instrument": 0.3,
}
SIZE: Final = {
    "elephant": 0.46,
    "mammoth": 0.5,
    "giraffe": 0.62,
    "rhinoceros": 0.4,
    "hippopotamus": 0.36,
    "mouse": 0.08,
    "rat": 0.1,
    "rabbit": 0.14,
    "chipmunk": 0.1,
    "hedgehog": 0.1,
    "camel": 0.42,
    "bison": 0.38,
    "gorilla": 0.38,
    "penguin": 0.2,
    "eagle": 0.2,
    "swan": 0.2,
    "flamingo": 0.28,
    "dragon": 0.46,
    "t-rex": 0.56,
    "sauropod": 0.64,
    "spouting-whale": 0.42,
    "whale": 0.42,
    "shark": 0.3,
    "snail": 0.08,
    "locomotive": 0.38,
    "bullet-train": 0.36,
    "high-speed-train": 0.36,
    "motorcycle": 0.26,
    "bicycle": 0.26,
    "kick-scooter": 0.22,
    "skateboard": 0.1,
    "rocket": 0.36,
    "hot-air-balloon": 0.34,
    "sailboat": 0.34,
    "ship": 0.36,
    "passenger-ship": 0.4,
    "castle": 0.6,
    "ferris-wheel": 0.64,
    "roller-coaster": 0.6,
    "sandcastle": 0.2,
    "campfire": 0.2,
    "fire": 0.18,
    "christmas-tree": 0.56,
    "jack-o-lantern": 0.16,
    "crossed-swords": 0.2,
    "couch-and-lamp": 0.4,
    "books": 0.3,
    "rainbow": 0.6,
    "ringed-planet": 0.4,
    "globe-showing-europe-africa": 0.5,
    "bus": 0.38,
    "tractor": 0.34,
    "bouquet": 0.3,
    "cactus": 0.36,
    "balloon": 0.18,
    "butterfly": 0.16,
    "tropical-fish": 0.16,
}
FLIES: Final = frozenset(
    {
        "animal-bug",
        "transport-air",
        "eagle",
        "owl",
        "parrot",
        "dove",
        "bat",
        "balloon",
        "kite",
        "dragon",
        "goose",
        "flying-saucer",
        "rainbow",
        "ringed-planet",
        "comet",
        "globe-showing-europe-africa",
        "red-paper-lantern",
    }
)
CRAWLS: Final = frozenset(
    {"snail", "ant", "beetle", "scorpion", "spider", "worm", "cricket", "cockroach"}
)
SWIMS: Final = frozenset({"person-surfing", "person-swimming", "person-rowing-boat"})


def cutouts(world: World, thing: Thing, slot: int, tone: float) -> list[Cutout]:
    """Return the cut-outs of one kind of thing.

    Args:
        world: The scene; its ground and depth must be set.
        thing: What and how many.
        slot: Which of the prompt's things this is, counted from 0.
        tone: How far the scene's colours take over, 0 to 1.
    """
    scene = world.scene
    rng = scene.rng("thing", thing.name)
    group = sprites.group(thing.name)
    alone = 1.0 if thing.count == 1 else 0.8
    size = SIZE.get(thing.name, SIZES.get(group, 0.2)) * alone
    wide = min(1.0, world.width / world.height)
    size *= min(scene.closeness, 0.8 / size) * (0.75 + 0.25 * wide)
    if scene.place == "table":
        size = 0.5 if slot == 0 and thing.count == 1 else 0.3
    elif scene.macro:
        size = max(size * 2.2, 0.34)
    right = bool(rng.random() < 0.5)
    made = []
    for number in range(thing.count):
        nearness = 1.0 if number == 0 else float(rng.uniform(0.62, 0.95))
        tall = max(8, int(size * nearness * world.height))
        image = tinted(sprites.raster(thing.name, int(tall * 1.08)), thing.tint)
        if thing.name == "rocket":
            image = _upright(image)
        elif right and thing.name not in HANGS:
            image = np.ascontiguousarray(image[:, ::-1])
        image = graded(world, image, tone)
        made.append(
            _one(
                world,
                thing.name,
                image,
                _spot(world, rng, thing, slot, number),
                1.0 if right else -1.0,
                rng,
            )
        )
    return sorted(made, key=lambda one: one.at[1])


def _upright(image: Image) -> Image:
    """Turn the rocket, which the set draws aslant, to point up."""
    tall, wide = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, tall / 2), 45, 1.0)
    return cv2.warpAffine(image, matrix, (wide, tall))


def _spot(world: World, rng: Rng, thing: Thing, slot: int, number: int) -> float:
    """Return where a thing stands, in shares of the width."""
    wide = min(1.0, world.width / world.height)
    base = (
        (0.5, 0.26, 0.74, 0.14)[slot % 4]
        if world.centre is None
        else (0.5, 0.22, 0.78, 0.9)[slot % 4]
    )
    if thing.count > 1:
        spread = (number - (thing.count - 1) / 2) / thing.count
        base = (0.5 if slot == 0 else base) + spread * (0.8 if slot == 0 else 0.3)
    jitter = float(rng.uniform(-0.05, 0.05)) * wide
    return min(0.94, max(0.06, base + jitter))


def _one(world: World, name: str, image: Image, x: float, way: float, rng: Rng) -> Cutout:
    scene, group = world.scene, sprites.group(name)
    phase = float(rng.uniform(0, 6.28))
    aloft = {name, group} & FLIES or (group == "animal-bird" and scene.says("fly|soar|sky|wing"))
    if scene.place == "space" or (aloft and name not in CRAWLS):
        y = 0.6 if name == "rocket" else float(rng.uniform(0.24, 0.5))
        if name == "rocket" and scene.place != "space":
            plume(world, x)
        return Cutout(image, (x, y), 0.25, flight(name, phase, way), grounded=False)
    if scene.place in {"underwater", "bowl"} and group not in STANDS:
        y = float(rng.uniform(0.3, 0.68))
        return Cutout(image, (x, y), 0.4, swim(phase, way), grounded=False)
    wet = scene.place in {"sea", "lake"} and (
        group == "animal-marine" or name in SWIMS or name in {"duck", "swan"}
    )
    if group == "transport-water" or wet:
        leaps = group == "animal-marine"
        y = 0.66 if world.ground > 0.92 else 0.62
        pose = leap(phase) if leaps else float_(phase)
        return Cutout(image, (x, y), 0.4, pose, grounded=False)
    depth = world.actor_depth
    if group in STANDS:
        low = world.ground - (0.05 if group != "plant-flower" else 0.0)
        return Cutout(image, (x, low), depth * 0.8, lambda _: Pose(), grounded=True)
    y = world.ground + float(rng.uniform(-0.012, 0.02))
    return Cutout(image, (x, y), depth, on_ground(scene, name, group, phase, way), grounded=True)


def plume(world: World, x: float) -> None:
    """Let a launch fill the ground with smoke, under a flame."""
    height = world.height
    rng = world.scene.rng("plume")
    puffs = [
        (float(rng.uniform(-1, 1)), float(rng.uniform(0.4, 1)), float(rng.uniform(0, 1)))
        for _ in range(60)
    ]

    def draw(out: Image, time: float) -> None:
        left = x * world.width
        for aside, size, start in puffs:
            age = (time * 0.35 + start) % 1
            at = (left + aside * height * (0.06 + 0.6 * age), height * (0.88 - 0.1 * age * size))
            pale = (215 - 60 * start, 220 - 50 * start, 225 - 40 * start, 255)
            disc(out, at, height * (0.02 + 0.07 * age * size), pale)

    world.overlays.insert(0, draw)
