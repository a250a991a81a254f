"""Measurements of clips: flags for defects, descriptions for the rest, and never a total."""

from veo_widgets.media.metrics.base import Metric, Reading, metric
from veo_widgets.media.metrics.many import Outcome, measure_all, workers
from veo_widgets.media.metrics.measure import Work, measure
from veo_widgets.media.metrics.registry import chosen, known, travels

__all__ = [
    "Metric",
    "Outcome",
    "Reading",
    "Work",
    "chosen",
    "known",
    "measure",
    "measure_all",
    "metric",
    "travels",
    "workers",
]
