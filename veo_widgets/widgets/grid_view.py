"""What of a grid is synced: what the kernel says, and what a person chose in the view."""

from __future__ import annotations

from typing import Any, Final

import traitlets as t

from veo_widgets.view.wire.constants import FASTEST, SLOWEST
from veo_widgets.view.wire.grid import (
    AxisView,
    CellView,
    ComparisonGridFromPython,
    GridFilter,
    Mode,
    Order,
    Sound,
    StretchView,
    SummaryView,
    Sync,
    UnequalView,
)
from veo_widgets.view.wire.pay import PendingView
from veo_widgets.widgets.blind import Blinded
from veo_widgets.widgets.traits import Struct

EVERYTHING: Final[GridFilter] = {"show": "all", "values": {}, "most": None}
WHOLE: Final[StretchView] = {"start": None, "end": None}
MOST_PER_ROW: Final = 8


class GridView(Blinded[ComparisonGridFromPython]):
    """The traits of a comparison grid; a second view and a loaded page begin from them."""

    module = "grid"

    summary = Struct(SummaryView)
    """What is said once for all cells; set by the kernel only."""
    axes = Struct(list[AxisView])
    """The axes; set by the kernel only."""
    cells = Struct(list[CellView])
    """The cells; set by the kernel only."""
    pending = Struct(PendingView | None)
    """The button that sends new cells, if there are any."""
    stop_reason = t.Unicode("").tag(sync=True)
    """Why cells were not sent."""
    rows = Struct(list[str], [])
    """Names of the axes that run down."""
    columns = Struct(list[str], [])
    """Names of the axes that run across."""
    playing = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the selected panes run."""
    time = t.Float(0.0).tag(sync=True)
    """Position in seconds."""
    rate = t.Float(1.0).tag(sync=True)
    """Speed from 0.0625 to 16; 1 is real time."""
    selected = Struct(list[int], [])
    """Cells that play; all that are in view when empty."""
    focused = t.Int(-1).tag(sync=True)
    """The cell under the hand; -1 for none."""
    mode = Struct(Mode, "grid")
    """``grid``, ``one`` (the focused cell enlarged), or how it is compared with the baseline."""
    baseline = t.Int(-1).tag(sync=True)
    """The cell that others are compared with; -1 for none."""
    unequal = Struct(list[UnequalView])
    """What differs besides the axes; set by the kernel only."""
    slices = Struct(dict[str, int], {})
    """The number of the one value shown of an axis that runs neither way."""
    filter = Struct(GridFilter, EVERYTHING)
    """Which cells are shown."""
    order = Struct(Order, "plan")
    """``plan`` is by rows and columns; the others are lists."""
    hidden = Struct(list[str], [])
    """Rows and columns that were taken out."""
    per_row = t.Int(0).tag(sync=True)
    """Cells in a row, 1 to 8; 0 for as many as fit."""
    loop = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether it begins again at the end."""
    stretch = Struct(StretchView, WHOLE)
    """The stretch that loops."""
    sound = Struct(Sound, "off")
    """Which pane is heard."""
    sync = Struct(Sync, "time")
    """What the panes keep in step by: seconds, shares of their lengths, their cuts, or nothing."""
    offsets = Struct(dict[str, int], {})
    """Frames by which cells run ahead, by their numbers."""
    cuts = Struct(dict[str, float], {})
    """The moments, in seconds, that ``sync = "cut"`` lays on each other."""
    verified = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether cells show what was asked beside what came."""

    @t.validate("rate")
    def _rate_known(self, proposal: dict[str, Any]) -> float:
        return min(max(float(proposal["value"]), SLOWEST), FASTEST)

    @t.validate("per_row")
    def _per_row_known(self, proposal: dict[str, Any]) -> int:
        return min(max(int(proposal["value"]), 0), MOST_PER_ROW)

    @t.validate("focused", "baseline")
    def _cell_known(self, proposal: dict[str, Any]) -> int:
        value = int(proposal["value"])
        return value if 0 <= value < len(self.cells) else -1
