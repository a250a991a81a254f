"""Blind pairs as the browser draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.judging.copies import Copy
    from veo_widgets.judging.fair import Uneven
    from veo_widgets.judging.session import Session
    from veo_widgets.view.wire.judge import (
        FairView,
        PairView,
        ProgressView,
        SideView,
        UnevenView,
    )

DECIBELS: Final = 20
LEVEL_LUFS: Final = -23.0
"""Broadcast's level (EBU R 128), to which both are brought."""
MOST_GAIN_DB: Final = 12.0
"""What is raised by more is mostly noise; then the other one is brought down to it."""
SAID: Final[dict[str, tuple[str, str]]] = {
    "Length": ("one clip is longer", "Cut to the shorter"),
    "Sound": ("one clip is silent", "Mute all"),
    "Size": ("one clip has more pixels; both are drawn equally large", ""),
    "Prompt": ("the prompts differ", ""),
    "Seed": ("the seeds differ, or were left to chance", ""),
    "Model": ("the models differ", ""),
}


def fair_view(rows: Sequence[Uneven], pairs: int, clips: int, telling: int) -> FairView:
    """Return what is to be known before the first vote; no value of it, only how often.

    Args:
        rows: What differs within pairs.
        pairs: How many pairs there are.
        clips: How many clips.
        telling: How many of them are previews that say what they are.
    """
    return {"pairs": pairs, "clips": clips, "rows": list(map(_uneven, rows)), "telling": telling}


def _uneven(row: Uneven) -> UnevenView:
    text, mend = SAID[row.about]
    where = "In every pair" if row.pairs == row.of else f"In {row.pairs} of {row.of} pairs"
    return {"about": row.about, "text": f"{where} {text}.", "mend": mend, "out": len(row.odd)}


def pair_view(name: str, prompt: str, sides: Sequence[tuple[str, Copy]]) -> PairView:
    """Return two clips beside each other, one as loud as the other.

    Args:
        name: A random id.
        prompt: What both were made from.
        sides: A random id for each, and its copy.
    """
    left, right = (
        _side(name, copy, gain)
        for (name, copy), gain in zip(
            sides, gains([copy.loudness for _, copy in sides]), strict=True
        )
    )
    return {"id": name, "prompt": prompt, "left": left, "right": right}


def _side(name: str, copy: Copy, gain: float) -> SideView:
    return {"id": name, "fps": copy.fps, "start": copy.start, "gain": round(gain, 4)}


def gains(levels: Sequence[float | None]) -> list[float]:
    """Return the factors by which clips become equally loud.

    Args:
        levels: Of each in LUFS; ``None`` for one without sound.
    """
    heard = [level for level in levels if level is not None]
    target = min([LEVEL_LUFS, *(level + MOST_GAIN_DB for level in heard)])
    return [1.0 if level is None else 10 ** ((target - level) / DECIBELS) for level in levels]


def progress_view(sitting: Session) -> ProgressView:
    """Return how far a sitting is."""
    count = sitting.count()
    return {"votes": count.votes, "sentence": count.sentence, "tired": sitting.pause_due()}
