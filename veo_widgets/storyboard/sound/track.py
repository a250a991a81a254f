"""Choose and mix the sounds of a scene."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.storyboard import sprites
from veo_widgets.storyboard.language import language_of
from veo_widgets.storyboard.sound import voices
from veo_widgets.storyboard.sound.speech import ducked, spoken
from veo_widgets.storyboard.sound.voices import RATE, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from veo_widgets.storyboard.scene import Scene

MOODS: Final = {
    "dawn": "major",
    "day": "major",
    "sunset": "open",
    "night": "minor",
    "grey": "minor",
}


LEAST_S: Final = 2.0
OPEN: Final = frozenset({"forest", "snow", "desert", "sea", "meadow", "savanna", "lake", "road"})


def soundtrack(scene: Scene) -> NDArray[np.float64]:
    """Return two channels of samples at 48 kHz, as loud as they came out of the mix."""
    heard = int(scene.shot.seconds * RATE)
    if scene.shot.seconds < LEAST_S:
        scene = replace(scene, shot=replace(scene.shot, seconds=LEAST_S))
    count = int(scene.shot.seconds * RATE)
    mixed = np.zeros((2, count))
    for sound in _sounds(scene, count):
        mixed += sound
    hall = scene.place in {"stage", "space", "cave", "underwater", "pitch"}
    mixed = voices.reverb(
        scene.rng("sound", "room"), mixed, 2.2 if hall else 1.1, 0.22 if hall else 0.1
    )
    speech = spoken(scene, language_of(scene.shot.prompt))
    if speech is not None:
        mixed = ducked(mixed, speech)
    mixed = mixed[:, :heard]
    fade = min(int(0.25 * RATE), heard // 2)
    mixed[:, :fade] *= np.linspace(0, 1, fade)
    mixed[:, heard - fade :] *= np.linspace(1, 0, fade)
    return mixed


def _sounds(scene: Scene, count: int) -> Iterator[Sound]:
    place, time = scene.place, scene.time

    def rng(name: str) -> np.random.Generator:
        return scene.rng("sound", name)

    if place in OPEN:
        yield voices.wind(rng("wind"), count) * (1.2 if place in {"snow", "desert"} else 0.8)
    if place in {"forest", "meadow", "lake"} and time in {"dawn", "day"}:
        yield voices.birdsong(rng("birds"), count)
    if place in OPEN - {"snow", "sea"} and time == "night":
        yield voices.crickets(rng("crickets"), count)
    if place in {"sea", "lake"}:
        calm = 0.4 if place == "sea" else 0.15
        yield voices.sea(rng("sea"), count, 1.0 if scene.says("churn|storm|wild") else calm)
        if scene.says("gull|bird|sailor|harbou?r|beach"):
            yield voices.gulls(rng("gulls"), count)
    if place == "underwater":
        yield voices.bubbles(rng("bubbles"), count)
    if place == "cave":
        yield voices.drips(rng("drips"), count)
    if "rain" in scene.weather:
        yield voices.rain(rng("rain"), count) * (0.4 if place == "room" else 1.0)
    if place in {"city", "road"} or _shows(scene, "transport-"):
        hum = voices.both(lambda: voices.shaped(rng("traffic"), count, 40, 220))
        yield 0.06 * hum * voices.slow(rng("flow"), count, 0.6, 0.5, 1)
    if scene.says("skateboard"):
        yield voices.skateboard(rng("board"), count)
    if scene.says("fire\\b|fireplace|campfire|bonfire"):
        yield voices.crackle(rng("fire"), count)
    if place in {"stage", "room", "pitch"}:
        yield voices.murmur(rng("people"), count) * (1.6 if place == "pitch" else 0.8)
    if place == "stage":
        yield voices.applause(rng("applause"), count, max(0.5, scene.shot.seconds - 2.6))
    if scene.says("walk|wander|hik|steps"):
        yield voices.footsteps(rng("steps"), count, math.pi / 5.2)
    loud = 1.6 if place in {"space", "abstract"} else 0.8
    yield voices.music(rng("music"), count, MOODS[time]) * loud


def _shows(scene: Scene, group: str) -> bool:
    return any(sprites.group(thing.name).startswith(group) for thing in scene.things)
