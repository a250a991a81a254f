"""From votes to pairs to show, and to a verdict."""

from veo_widgets.judging.comparison import Comparison, Entry, Pair

__all__ = ["Comparison", "Entry", "Pair"]
