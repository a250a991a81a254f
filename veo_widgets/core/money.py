"""Money: amounts that people give, what a job may cost at its worst, what a budget allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.decisions import accepted
from veo_widgets.core.record import ended_by_service
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from veo_widgets.core.record import JobRecord

CENT: Final = 1e-9


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
