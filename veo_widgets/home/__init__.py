"""The record of every job, written before anything is sent."""

from veo_widgets.home.ledger import IllegalMove, LeaseLost, Ledger
from veo_widgets.home.spend import Spend, spend

__all__ = ["IllegalMove", "LeaseLost", "Ledger", "Spend", "spend"]
