"""The record of every job, written before anything is sent."""

from veo_widgets.ledger.ledger import IllegalMove, LeaseLost, Ledger
from veo_widgets.ledger.money import Spend, spend

__all__ = ["IllegalMove", "LeaseLost", "Ledger", "Spend", "spend"]
