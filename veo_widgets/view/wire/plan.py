"""Several cells, priced before they are paid."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.controls import FormState
from veo_widgets.view.wire.grid import AxisView, Fate


class PlanCell(TypedDict):
    """One cell of a plan; ``at`` holds the number of its value on each axis."""

    at: list[int]
    fate: Fate
    reason: str
    low: float | None
    high: float | None


class AskPlan(TypedDict):
    """What would several cells cost."""

    type: Literal["ask_plan"]
    id: str
    form: FormState
    count: int


class RunPlan(TypedDict):
    """Send a plan at the price that was shown, as ``PlanReply`` has it; ``budget`` caps it.

    Both are in US dollars; ``unknown`` is what a clip of unknown price counts as.
    """

    type: Literal["run_plan"]
    id: str
    ticket: str
    form: FormState
    count: int
    new: int
    high: float
    unpriced: int
    budget: float | None
    unknown: float | None
    agreed: bool


class AskYaml(TypedDict):
    """Write a plan as YAML; with ``save`` to a file beside the notebook, its images with it."""

    type: Literal["ask_yaml"]
    id: str
    form: FormState
    count: int
    save: bool


class PlanReply(TypedDict):
    """The answer to ``AskPlan``; ``low`` and ``high`` are of the cells whose price is known."""

    type: Literal["plan"]
    id: str
    axes: list[AxisView]
    cells: list[PlanCell]
    new: int
    low: float
    high: float
    unpriced: int
    expected_s: float | None
    warnings: list[str]
