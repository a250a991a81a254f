"""Renderers: a spec in, a clip out."""

from veo_widgets.server.engine.base import (
    Cancelled,
    Capabilities,
    Engine,
    Rendered,
    check,
    find,
    names,
)
from veo_widgets.server.engine.spec import RenderSpec, from_request, image_name

__all__ = [
    "Cancelled",
    "Capabilities",
    "Engine",
    "RenderSpec",
    "Rendered",
    "check",
    "find",
    "from_request",
    "image_name",
    "names",
]
