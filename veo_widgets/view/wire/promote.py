"""From the cells of a draft to their final form."""

from __future__ import annotations

from typing import Literal, TypedDict


class PromotionView(TypedDict):
    """The button that takes cells of a draft to their final form.

    ``cells`` are those that are selected, or all that were kept. ``count`` clips are made,
    for US dollars that hold for those of known price; ``ask`` tells that a person is asked
    first, and a ``ticket`` sends once. With a ``problem`` there is no button, and that is why.
    """

    cells: list[int]
    count: int
    low: float
    high: float
    unpriced: int
    ask: bool
    ticket: str
    problem: str


class Promote(TypedDict):
    """Take these cells to their final form, at the price that was shown."""

    type: Literal["promote"]
    id: str
    ticket: str
    cells: list[int]
    count: int
    high: float
    unpriced: int
    agreed: bool


class Promoted(TypedDict):
    """The answer: it was sent, or has to be asked for first."""

    type: Literal["promoted"]
    id: str
    ask: bool
