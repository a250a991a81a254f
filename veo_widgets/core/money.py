"""Amounts of money that people give, read or refused in words."""

from __future__ import annotations

import math
from typing import Any

from veo_widgets.errors import InvalidRequest


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
