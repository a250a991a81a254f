"""The one background worker of a process: sends, polls, downloads, recovers."""

from veo_widgets.conductor.conductor import Conductor
from veo_widgets.conductor.endpoints import Endpoints
from veo_widgets.conductor.pacing import Limits

__all__ = ["Conductor", "Endpoints", "Limits"]
