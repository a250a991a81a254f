"""What a press may pay, and whether a person is to be asked first.

Each of these messages carries ``agreed``: whether a person was asked in place and said yes.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import JobAction


class Paid(TypedDict):
    """The answer to a press that may pay: it is done, or a person must agree first.

    ``most`` is what it may cost, in US dollars, where known.
    """

    type: Literal["paid"]
    id: str
    ask: bool
    most: float | None


class PendingView(TypedDict):
    """The button that sends the new cells; the price is of those where it is known.

    ``most`` is what it may cost, within the budget that was asked for; ``None`` where
    nobody knows.
    """

    count: int
    low: float
    high: float
    unpriced: int
    most: float | None


class Launch(TypedDict):
    """Send the new cells at the price that was shown, as ``PendingView`` has it."""

    type: Literal["launch"]
    id: str
    count: int
    high: float
    unpriced: int
    agreed: bool


class RetryFailed(TypedDict):
    """Take up these failed cells again, and no others."""

    type: Literal["retry_failed"]
    id: str
    cells: list[int]
    agreed: bool


class ActOn(TypedDict):
    """A button of a cell."""

    type: Literal["act_on"]
    id: str
    index: int
    action: JobAction
    agreed: bool


class Act(TypedDict):
    """A button of a badge."""

    type: Literal["act"]
    id: str
    action: JobAction
    agreed: bool


class ActOnTake(TypedDict):
    """A button of a take."""

    type: Literal["act_on_take"]
    id: str
    job: str
    action: JobAction
    agreed: bool
