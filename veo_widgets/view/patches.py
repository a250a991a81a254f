"""What may happen to a grid, and what of it changes then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from veo_widgets.core.record import JobRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.view.wire.grid import (
        AxisView,
        CellView,
        ClipPatch,
        LivePatch,
        SummaryView,
        UnequalView,
    )
    from veo_widgets.view.wire.pay import PendingView


@dataclass(frozen=True)
class SourceChanged:
    """The source itself changed: its cells, its price, whether it runs."""


@dataclass(frozen=True)
class FilesMade:
    """A cell's proxy and strip were made.

    Attributes:
        index: The cell.
        sha256: The clip that they were made of.
    """

    index: int
    sha256: str


Event = JobRecord | SourceChanged | FilesMade


class GridTraits(TypedDict, total=False):
    """What a grid is drawn from."""

    summary: SummaryView
    axes: list[AxisView]
    cells: list[CellView]
    pending: PendingView | None
    stop_reason: str
    unequal: list[UnequalView]


@dataclass(frozen=True)
class Patches:
    """What an event changes.

    Attributes:
        traits: What is said anew as a whole.
        messages: What is said of single cells, in order.
        moved: Where each cell went, when they are others now.
    """

    traits: GridTraits = field(default_factory=GridTraits)
    messages: tuple[LivePatch | ClipPatch, ...] = ()
    moved: Mapping[int, int] | None = None
