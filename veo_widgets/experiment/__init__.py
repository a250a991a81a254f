"""Sweeps: axes, plan, cells, rows."""

from veo_widgets.experiment.cells import Cell
from veo_widgets.experiment.fairness import Fairness
from veo_widgets.experiment.library import Sweeps, open_sweep
from veo_widgets.experiment.plan import Plan
from veo_widgets.experiment.spec import SweepSpec
from veo_widgets.experiment.sweep import Sweep, SweepPlan

__all__ = [
    "Cell",
    "Fairness",
    "Plan",
    "Sweep",
    "SweepPlan",
    "SweepSpec",
    "Sweeps",
    "open_sweep",
]
