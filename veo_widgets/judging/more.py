"""About how many more votes would decide: never said more precisely than it can be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from veo_widgets.core.intervals import Z95

if TYPE_CHECKING:
    from veo_widgets.judging.standing import Standing

STEPS: Final = (10, 20, 30, 50, 80, 120, 200, 300, 500)
"""What is said of a number between two of them: the greater one, or "more than" the lesser."""


@dataclass(frozen=True, slots=True)
class More:
    """About how many more votes would tell two apart; a floor.

    Attributes:
        votes: One of ``STEPS``; 0 where they are told apart.
        over: Whether only this is known, that it takes more than so many.
    """

    votes: int
    over: bool = False


def more_votes(of: Standing, one: str, other: str) -> More:
    """Return about how many more votes would tell two configurations apart."""
    gap = of.ranking.difference(one, other, claim=True)
    half = (gap.high - gap.low) / 2
    plain = of.ranking.difference(one, other)
    error = (plain.high - plain.low) / (2 * Z95)
    if abs(gap.value) > half:
        return More(0)
    # What is nearer to nothing than its own error may have any size below that.
    seen = max(abs(gap.value), error)
    needed = max(of.votes, 1) * ((half / seen) ** 2 - 1) if seen else math.inf
    if needed > STEPS[-1] or abs(gap.value) < error:
        return More(max((step for step in STEPS if step <= needed), default=STEPS[0]), over=True)
    return More(next(step for step in STEPS if needed <= step))
