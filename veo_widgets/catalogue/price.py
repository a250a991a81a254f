"""What a request would cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.displayable import Displayable

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN: Final = "price unknown"


@dataclass(frozen=True, slots=True)
class Price(Displayable):
    """An estimate in US dollars.

    Attributes:
        low: The least that the request may cost; ``None`` when no rate is known.
        high: The most; ``None`` when no rate is known.
        date: Day of the rate, as YYYY-MM-DD; empty when no rate is known.
        certain: Whether the service publishes this very rate.
        source: Where the rate comes from.
    """

    low: float | None
    high: float | None
    date: str = ""
    certain: bool = False
    source: str = "no price is known for this model"

    @property
    def known(self) -> bool:
        """Whether there is any rate."""
        return self.low is not None and self.high is not None

    def __repr__(self) -> str:
        """Say the range and whether it is sure."""
        sure = "published" if self.certain else "not confirmed"
        return f"Price({self}, rate of {self.date}, {sure})" if self.known else f"Price({self})"

    def __str__(self) -> str:
        """Write the range as a badge does."""
        if self.low is None or self.high is None:
            return UNKNOWN
        if f"{self.low:.2f}" == f"{self.high:.2f}":
            return f"${self.low:.2f}"
        return f"${self.low:.2f}-{self.high:.2f}"


def estimate(
    table: Mapping[str, Any] | None, properties: Mapping[str, Any], parameters: Mapping[str, Any]
) -> Price:
    """Price a request by seconds and sound.

    What is left to the service (a duration on "auto") widens the range over all
    that the model allows.

    Args:
        table: The model's price table, or ``None``.
        properties: The schema's properties.
        parameters: The request, defaults filled in.
    """
    if not table:
        return Price(None, None)
    rates = table["per_second"]
    seconds = _choices("duration", properties, parameters, 8)
    sounds = (
        _choices("generate_audio", properties, parameters, default=True)
        if "generate_audio" in properties
        else [False]
    )
    costs = [
        length * rates["sound" if sound else "silent"] for length, sound in product(seconds, sounds)
    ]
    return Price(
        round(min(costs), 4),
        round(max(costs) * table.get("high_factor", 1), 4),
        table["date"],
        table["certain"],
        table["source"],
    )


def _choices(
    name: str, properties: Mapping[str, Any], parameters: Mapping[str, Any], default: object
) -> list[Any]:
    value = parameters.get(name)
    if value is not None:
        return [value]
    found = properties.get(name, {})
    return list(found.get("enum") or [default])
