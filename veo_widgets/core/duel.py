"""One answer about two configurations, and what it tells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

Outcome = Literal["left", "right", "tie"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("left", "right", "tie")


@dataclass(frozen=True, slots=True)
class Duel:
    """One answer about two configurations.

    Attributes:
        left: The configuration that was shown on the left.
        right: The one on the right.
        outcome: Which one was preferred.
        pair: Names the two clips whichever side they were on; votes on the same clips are
            not independent.
        prompt: Names the prompt; clips of the same prompt are not either.
    """

    left: str
    right: str
    outcome: Outcome
    pair: str
    prompt: str = ""


def spread_of_vote(difference: float, tie: float) -> float:
    """Return the variance of a vote's sign, which is what it tells of the difference.

    Args:
        difference: Of two strengths, in log-odds.
        tie: The tie constant.
    """
    lead, top = difference / 2, max(abs(difference) / 2, tie)
    left, right, tied = math.exp(lead - top), math.exp(-lead - top), math.exp(tie - top)
    total = left + right + tied
    return (left + right) / total - ((left - right) / total) ** 2
