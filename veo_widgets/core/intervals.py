"""How sure a figure is: intervals, their critical values, shares of a count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

Z95: Final = 1.959963984540054
"""Two-sided, 95 %, of the normal distribution."""
T95_SMALL: Final = {1: 12.706204736, 2: 4.302652730}


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and where it lies in 95 of 100 cases.

    Attributes:
        value: The best guess.
        low: The least it may be.
        high: The most it may be.
    """

    value: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value is within."""
        return self.low <= value <= self.high


def student(freedom: int) -> float:
    """Return the two-sided 95 % critical value of Student's t.

    Args:
        freedom: Degrees of freedom, one or more.
    """
    if freedom in T95_SMALL:
        return T95_SMALL[freedom]
    z, n = Z95, freedom
    # Cornish and Fisher's expansion; within 0.004 from three degrees on.
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )


def wilson(hits: float, of: float, critical: float = Z95) -> Interval:
    """Return a share with Wilson's interval; without any trial it may be anything.

    Args:
        hits: How many did.
        of: Of how many.
        critical: How many standard errors wide it is to each side.
    """
    if of <= 0:
        return Interval(math.nan, 0.0, 1.0)
    share, square = hits / of, critical**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = critical / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def logistic(logit: float) -> float:
    """Return the chance that log-odds mean."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    return math.exp(logit) / (1 + math.exp(logit))
