"""What so many votes can show, before anything is spent on clips: an exact sign test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Final

TIES: Final = 0.25
"""The share of votes that are ties and decide nothing."""
ALIKE: Final = 0.45
"""How much votes on the same two clips are alike; measured in simulated studies."""
SURE: Final = 0.8
STEPS: Final = tuple(percent / 100 for percent in range(55, 100, 5))
LEVEL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Power:
    """What so many seeds and votes can show of two configurations.

    Attributes:
        seeds: Pairs of clips: each seed of each prompt, made with both.
        votes: On each pair.
        alone: Votes, counted as if each were on clips of its own.
        shows: The least preference that four of five such studies would find; ``None``
            where there is none.
    """

    seeds: int
    votes: int
    alone: int
    shows: float | None

    @property
    def sentence(self) -> str:
        """Say it."""
        pairs = f"{self.seeds} pair{'s' * (self.seeds != 1)} of clips"
        each = "one vote" if self.votes == 1 else f"{self.votes} votes"
        if needed(self.alone) is None:
            return f"{pairs} with {each} each cannot tell two apart, whatever the answers"
        if self.shows is None:
            return f"{pairs} with {each} each tell two apart only if nearly all answers agree"
        return (
            f"{pairs} with {each} each show a preference of {100 * self.shows:.0f} % or more; "
            "a closer one stays open"
        )


def power(seeds: int, votes: int = 1) -> Power:
    """Return what so many seeds and votes can and cannot show.

    Args:
        seeds: Pairs of clips: each seed of each prompt, made with both configurations.
        votes: On each pair; more votes on the same clips add less than new clips.
    """
    alone = seeds * votes / (1 + (max(votes, 1) - 1) * ALIKE)
    decided = round(alone * (1 - TIES))
    shows = next((step for step in STEPS if _found(decided, step) >= SURE), None)
    return Power(seeds, votes, int(alone), shows)


@cache
def needed(decided: int) -> int | None:
    """Return how many of so many must agree, by a two-sided sign test at 5 %."""
    tail = 0
    least = None
    for hits in range(decided, decided // 2, -1):
        tail += comb(decided, hits)
        if 2 * tail > LEVEL * 2**decided:
            break
        least = hits
    return least


@cache
def _found(decided: int, preference: float) -> float:
    least = needed(decided)
    if least is None:
        return 0.0
    return sum(
        comb(decided, hits) * preference**hits * (1 - preference) ** (decided - hits)
        for hits in range(least, decided + 1)
    )
