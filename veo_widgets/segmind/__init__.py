"""Segmind's serverless API: its routes, bodies and errors, behind ``service.Service``."""

from veo_widgets.segmind.client import Segmind
from veo_widgets.segmind.endpoint import at, segmind
from veo_widgets.segmind.snippets import as_curl

__all__ = ["Segmind", "as_curl", "at", "segmind"]
