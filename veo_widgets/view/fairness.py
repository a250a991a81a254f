"""Whether a comparison is fair: what differs besides what is compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from veo_widgets.view.wire.grid import UnequalView

RANDOM: Final = "random"


@dataclass(frozen=True)
class Compared:
    """What of a clip bears on a comparison.

    Attributes:
        index: Its cell.
        seconds: Length of the picture.
        size: Width and height in pixels.
        sound: Whether it has any.
        prompt: What was asked for.
        seed: As text; empty where it was left to chance.
        model: The model's slug; empty where it is not known.
    """

    index: int
    seconds: float
    size: tuple[int, int]
    sound: bool
    prompt: str = ""
    seed: str = ""
    model: str = ""


SHAPES: Final = frozenset({"resolution", "aspect_ratio", "size"})
ASPECTS: Final[tuple[tuple[str, frozenset[str], Callable[[Compared], str]], ...]] = (
    ("Length", frozenset({"duration"}), lambda clip: f"{clip.seconds:.1f} s"),
    ("Sound", frozenset({"generate_audio", "audio"}), lambda c: "sound" if c.sound else "silent"),
    ("Size", SHAPES, lambda clip: "×".join(map(str, clip.size))),
    ("Prompt", frozenset({"prompt"}), lambda clip: clip.prompt),
    ("Seed", frozenset({"seed", "take"}), lambda clip: clip.seed or RANDOM),
    ("Model", frozenset({"model"}), lambda clip: clip.model),
)

OF_CALLS: Final = frozenset({"Prompt", "Seed", "Model"})


def unequal(clips: Sequence[Compared], compared: Collection[str]) -> list[UnequalView]:
    """List what differs between clips besides the parameters that are compared.

    Args:
        clips: The clips that are there.
        compared: Names of the axes; one that is no aspect by itself, such as a word of
            the prompt, accounts for the prompt.

    Returns:
        Of each aspect the values with their counts, and the cells that have another
        value than most.
    """
    known = frozenset().union(*(names for _, names, _ in ASPECTS))
    wording = {"prompt"} if any(name not in known for name in compared) else set()
    accounted = {*compared, *wording}
    rows: list[UnequalView] = []
    called = any(clip.model for clip in clips)
    for about, names, value in ASPECTS:
        if names & accounted or (about in OF_CALLS and not called):
            continue
        values = {clip.index: value(clip) for clip in clips}
        counts = Counter(values.values())
        if len(counts) < 2:
            if about == "Seed" and len(clips) > 1 and RANDOM in counts:
                rows.append({"about": about, "text": "left to chance in all", "cells": []})
            continue
        usual = counts.most_common(1)[0][0]
        rows.append(
            {
                "about": about,
                "text": _told(about, counts),
                "cells": [index for index, each in values.items() if each != usual],
            }
        )
    return rows


def _told(about: str, counts: Counter[str]) -> str:
    if about == "Prompt":
        return f"{len(counts)} wordings"
    told = [f"{value or 'not known'} in {count}" for value, count in counts.most_common(3)]
    rest = len(counts) - len(told)
    return ", ".join([*told, *([f"{rest} more"] if rest > 0 else [])])
