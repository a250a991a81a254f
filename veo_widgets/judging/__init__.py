"""From votes to pairs to show, and to a verdict.

A widget needs ``sources.comparison_of``, ``Session`` and ``verdict_of``: the session asks, stores
and counts; it hands out ids that mean nothing, and ``Session.clip`` tells what one stands for.
"""

from veo_widgets.judging.comparison import Comparison, Entry, Pair

__all__ = ["Comparison", "Entry", "Pair"]
