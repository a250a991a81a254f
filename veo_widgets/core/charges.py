"""What a home learnt of prices: from what was charged, never from what was expected."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR: Final = 0.01
"""How far, as a share, a charge may be from an estimate that held."""
CENT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Charge:
    """What the service charged for one clip.

    Attributes:
        at: When it was there, in seconds since the epoch.
        cost: US dollars.
        low: The least that was expected, in US dollars, where anything was.
        high: The most.
    """

    at: float
    cost: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What charges for clips of one kind teach.

    Attributes:
        count: How many there were.
        median: US dollars.
        low: The least charged, in US dollars.
        high: The most.
        last: When the last was made, in seconds since the epoch.
        off: How far estimates were from the charges at most, as a share of the estimate:
            0.33 when a third more was charged; ``None`` when nothing was expected.
    """

    count: int
    median: float
    low: float
    high: float
    last: float
    off: float | None = None

    @property
    def spread(self) -> float:
        """How far a charge was from the median at most, as a share of it."""
        return max(self.high - self.median, self.median - self.low) / self.median

    @property
    def day(self) -> str:
        """The day of the last charge, as YYYY-MM-DD, local time."""
        return time.strftime("%Y-%m-%d", time.localtime(self.last))

    def __str__(self) -> str:
        """Say how it is known, and how well."""
        charges = f"{self.count} charge{'' if self.count == 1 else 's'}"
        spread = f", ±{100 * self.spread:.0f} %" if self.count > 1 else ""
        return f"learnt from {charges}, last {self.day}{spread}"

    @property
    def error(self) -> str:
        """How far estimates were from charges, in words; empty when nothing was expected."""
        if self.off is None:
            return ""
        if not self.off:
            return "the estimates held"
        side = "above" if self.off > 0 else "below"
        return f"charges were up to {abs(100 * self.off):.0f} % {side} the estimates"


def learn(charges: Sequence[Charge]) -> Learnt | None:
    """Return what charges for clips of one kind teach; ``None`` without one.

    Args:
        charges: Those that count; what is free or odd teaches nothing.
    """
    right = [charge for charge in charges if 0 < charge.cost < math.inf]
    if not right:
        return None
    costs = [charge.cost for charge in right]
    offs = [
        missed(charge.cost, charge.low, charge.high)
        for charge in right
        if charge.low is not None and charge.high is not None
    ]
    return Learnt(
        len(right),
        median(costs),
        min(costs),
        max(costs),
        max(charge.at for charge in right),
        max(offs, key=abs) if offs else None,
    )


def missed(cost: float, low: float, high: float) -> float:
    """Return how far a charge is outside an estimate, as a share of it; 0 when it held."""
    near = min(max(cost, low), high)
    gap = cost - near
    if abs(gap) <= max(CENT, NEAR * near):
        return 0.0
    return gap / near if near else math.copysign(1.0, gap)
