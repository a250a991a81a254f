"""The HTTP client of Segmind's serverless API."""

from veo_widgets.segmind.answers import failure
from veo_widgets.segmind.client import Accepted, Api, Ran

__all__ = ["Accepted", "Api", "Ran", "failure"]
