"""Segmind's serverless API: its routes, bodies and errors, behind ``service.Service``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.segmind.endpoint import at, segmind
from veo_widgets.segmind.snippets import as_curl

if TYPE_CHECKING:
    from veo_widgets.segmind.client import Segmind

__all__ = ["Segmind", "as_curl", "at", "segmind"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the HTTP stack with the first call, not with the first grid of clips."""
    if name != "Segmind":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from veo_widgets.segmind.client import Segmind

    return Segmind
