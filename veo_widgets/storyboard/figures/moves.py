"""How things move: where a cut-out is at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from veo_widgets.storyboard import sprites

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.scene import Scene

STANDS: Final = frozenset(
    {"plant-flower", "plant-other", "place-building", "place-religious", "household", "place-other"}
)
LIES: Final = frozenset(
    {
        "food-fruit",
        "food-vegetable",
        "food-prepared",
        "food-asian",
        "food-sweet",
        "drink",
        "dishware",
    }
)

HANGS: Final = frozenset({"rainbow", "ringed-planet", "comet", "globe-showing-europe-africa"})
RISES: Final = frozenset({"rocket", "hot-air-balloon", "balloon", "red-paper-lantern"})
BALLS: Final = frozenset(
    {
        "soccer-ball",
        "basketball",
        "volleyball",
        "tennis",
        "baseball",
        "american-football",
        "rugby-football",
        "yarn",
    }
)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a cut-out is: shares of its own height, degrees and stretch."""

    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    wide: float = 1.0
    tall: float = 1.0


def on_ground(
    scene: Scene, name: str, group: str, phase: float, way: float
) -> Callable[[float], Pose]:
    """Return how a thing with its feet on the ground moves; ``way`` is -1 or 1."""
    if name in BALLS:
        return lambda t: Pose(
            way * 0.5 * (t - 4), -1.8 * abs(math.sin(t * 2.6 + phase)), way * t * 150
        )
    if group in LIES or not group.startswith(("animal", "transport", "person")):
        return lambda t: Pose(turn=0.6 * math.sin(t * 0.8 + phase))
    if group == "transport-ground":
        speed = 0.0 if scene.place == "city" else 0.16
        return lambda t: Pose(
            way * speed * (t - scene.shot.seconds / 2),
            0.008 * math.sin(t * 17 + phase),
            0.35 * math.sin(t * 9),
        )
    pace = 0.0 if name in {"person-in-lotus-position", "person-juggling"} else 0.09
    rate = 2.2 if scene.says("slow|graze|stand|sit") else 4.2
    return lambda t: Pose(
        way * pace * (t - scene.shot.seconds / 2),
        -0.05 * abs(math.sin(t * rate + phase)),
        2.4 * math.sin(t * rate + phase),
        1.0,
        1 + 0.02 * math.sin(t * rate * 2 + phase),
    )


def flight(name: str, phase: float, way: float) -> Callable[[float], Pose]:
    """Return how a thing in the air moves; ``way`` is -1 or 1."""
    if name in HANGS:
        return lambda t: Pose(0.01 * t, 0, 0, *(2 * [1 + 0.012 * t]))
    if name in RISES:
        climb = 0.2 if name == "rocket" else 0.06
        return lambda t: Pose(
            0.03 * math.sin(t * 0.9 + phase), 0.3 - climb * t, 2.5 * math.sin(t * 0.8)
        )
    small = sprites.group(name) == "animal-bug"
    beat, step = (9.0, 0.5) if small else (3.2, 0.22)
    return lambda t: Pose(
        way * step * (t - 4) + 0.3 * math.sin(t * 1.3 + phase) * small,
        0.12 * math.sin(t * 1.1 + phase) + 0.04 * math.sin(t * beat),
        4 * math.sin(t * 1.1 + phase),
        1 - (0.3 if small else 0.0) * abs(math.sin(t * beat)),
        1 + 0.03 * math.sin(t * beat),
    )


def swim(phase: float, way: float) -> Callable[[float], Pose]:
    """Return how a fish moves; ``way`` is -1 or 1."""
    return lambda t: Pose(
        way * 0.22 * (t - 4),
        0.08 * math.sin(t * 1.2 + phase),
        4 * math.sin(t * 2.1 + phase),
        1 - 0.05 * abs(math.sin(t * 4 + phase)),
    )


def float_(phase: float) -> Callable[[float], Pose]:
    """Return how a boat rocks."""
    return lambda t: Pose(
        0.02 * t, 0.035 * math.sin(t * 1.1 + phase), 2.2 * math.sin(t * 0.9 + phase)
    )


def leap(phase: float) -> Callable[[float], Pose]:
    """Return how a whale or a dolphin leaves the water and falls back."""
    return lambda t: Pose(
        0.16 * (t - 4),
        0.34 - 0.62 * max(0.0, math.sin(t * 1.25 + phase / 6)),
        14 * math.cos(t * 1.25 + phase / 6),
    )
