"""Sweeps: axes, plan, cells, rows."""

from veo_widgets.experiment.plan import Cell, Plan
from veo_widgets.experiment.spec import SweepSpec
from veo_widgets.experiment.sweep import Sweep, Sweeps, open_sweep

__all__ = ["Cell", "Plan", "Sweep", "SweepSpec", "Sweeps", "open_sweep"]
