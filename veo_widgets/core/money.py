"""Money: amounts that people give, what a job may cost at its worst, what a budget allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.decisions import accepted
from veo_widgets.core.record import ENDED_BADLY, ended_by_service
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.core.record import JobRecord

CENT: Final = 1e-9
UNKNOWN: Final = "price unknown"
NOT_TOLD: Final = "cost not told"


@dataclass(frozen=True, slots=True)
class Sum:
    """US dollars of several clips, and of how many of them nobody knows.

    Attributes:
        low: The least that those of known price come to.
        high: The most.
        count: How many clips there are.
        unknown: How many of them have no known price; they are in no amount.
    """

    low: float = 0.0
    high: float = 0.0
    count: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, ranges: Iterable[tuple[float | None, float | None]]) -> Sum:
        """Add up; a range counts when both its ends are known."""
        spans = list(ranges)
        known = [(low, high) for low, high in spans if low is not None and high is not None]
        low, high = math.fsum(low for low, _ in known), math.fsum(high for _, high in known)
        return cls(round(low, 4), round(high, 4), len(spans), len(spans) - len(known))

    @property
    def known(self) -> bool:
        """Whether every price is known."""
        return not self.unknown

    def at_most(self, unknown: float | None) -> float | None:
        """Return the most it may come to, if a clip of unknown price counts as so much."""
        if self.known:
            return self.high
        return None if unknown is None else round(self.high + self.unknown * unknown, 4)

    def __str__(self) -> str:
        """Write it: ``$3.20 and 2 of 6 unknown``."""
        return self.said(UNKNOWN)

    def said(self, nothing: str, after: str = "") -> str:
        """Write it, in other words where nothing of it is known.

        Args:
            nothing: Those words.
            after: What is said of an amount, behind it: `` play money``.
        """
        if self.count and self.unknown == self.count:
            return nothing
        amount = f"{span(self.low, self.high)}{after}"
        return amount if self.known else f"{amount} and {self.unknown} of {self.count} unknown"


def span(low: float | None, high: float | None) -> str:
    """Write a range of US dollars, or that nobody knows it."""
    if low is None or high is None:
        return UNKNOWN
    least, most = f"{low:.2f}", f"{high:.2f}"
    return f"${least}" if least == most else f"${least}-{most}"


def charged(record: JobRecord) -> float | None:
    """Return US dollars that a job cost so far.

    As the service told; an estimate's high end for a clip whose cost was not told.

    Returns:
        ``None`` when there is a clip of which nobody knows the cost: an amount that a person
        gave as its worst is none.
    """
    if record.cost is not None:
        return record.cost
    if record.state != "ready":
        return 0.0
    return None if record.low is None else record.high


def told(record: JobRecord) -> str:
    """Write what a job cost, or may cost."""
    if record.state in ENDED_BADLY and not record.cost:
        return "not charged"
    if record.cost is not None:
        return f"${record.cost:.2f}"
    if record.state == "ready":
        return NOT_TOLD
    return UNKNOWN if record.low is None else f"est. {span(record.low, record.high)}"


def spent(records: Iterable[JobRecord]) -> Sum:
    """Add up what jobs cost so far."""
    return spent_of(map(charged, records))


def spent_of(charges: Iterable[float | None]) -> Sum:
    """Add up what ``charged`` returns; the count is of those that were charged, or may have been."""
    return Sum.of((amount, amount) for amount in charges if amount != 0)


def dollars(amount: Any, name: str) -> float | None:  # noqa: ANN401
    """Return an amount in US dollars, or ``None`` for none.

    Args:
        amount: A number of any kind (NumPy's, ``Decimal``, ``Fraction``), or text such
            as ``5`` or ``$5.00``.
        name: What it is for, for the message.

    Raises:
        InvalidRequest: It is no amount, not finite, or negative.
    """
    if amount is None:
        return None
    wrong = InvalidRequest(f"{name} is an amount in US dollars, such as 5.0, not {amount!r}")
    if isinstance(amount, (bool, bytes, bytearray)) or str(amount) in {"True", "False"}:
        raise wrong
    text = amount.strip().removeprefix("$") if isinstance(amount, str) else amount
    try:
        value = float(text)
    except (TypeError, ValueError, OverflowError):
        raise wrong from None
    if math.isnan(value):
        raise InvalidRequest(f"{name} is not a number (NaN): give US dollars, such as 5.0")
    if math.isinf(value):
        raise InvalidRequest(f"{name} is infinite: leave it out, or give None, for no limit")
    if value < 0:
        raise InvalidRequest(f"{name} is negative ({value:g}): give US dollars, such as 5.0")
    return value


def exposure(record: JobRecord, ratio: float = 1.0) -> float | None:
    """Return what a job may have cost or may yet cost, in US dollars, at its worst.

    Args:
        record: The job.
        ratio: How far charges of its model went beyond the estimate, 1 if never.

    Returns:
        ``None`` when it is at risk and its price is not known.
    """
    if record.cost is not None and math.isfinite(record.cost) and record.cost >= 0:
        return record.risked + record.cost
    at_risk = record.state == "ready" or accepted(record)
    if not at_risk or ended_by_service(record):
        return record.risked
    return None if record.high is None else record.risked + record.high * ratio


def over_budget(cap: float, committed: float | None, high: float | None) -> str | None:
    """Tell why a request would break a budget, or ``None`` when it fits.

    Args:
        cap: The budget, in US dollars.
        committed: Spent and in flight; ``None`` when a part of it is not known.
        high: The most that the request may cost; ``None`` when it is not known.
    """
    if high is None:
        return (
            f"the budget is ${cap:.2f} and the price of this clip is not known; "
            "unknown=… says what it may cost"
        )
    if committed is None:
        return f"the budget is ${cap:.2f} and what earlier clips cost is not known"
    if committed + high > cap + CENT:
        return (
            f"the budget is ${cap:.2f}; ${committed:.2f} is spent or in flight and this clip "
            f"may cost ${high:.2f}"
        )
    return None
