"""Measurements of clips: flags for defects, descriptions for the rest, and never a total."""

from veo_widgets.media.metrics.base import Metric, Reading, metric
from veo_widgets.media.metrics.registry import chosen, known
from veo_widgets.media.metrics.sample import Sample, read_sample

__all__ = ["Metric", "Reading", "Sample", "chosen", "known", "metric", "read_sample"]
