"""The size in pixels that a request asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES_720P: Final = {
    "16:9": (1280, 720),
    "9:16": (720, 1280),
    "1:1": (720, 720),
    "4:3": (960, 720),
    "3:4": (720, 960),
}


def frame_size(parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Return width and height in pixels.

    Args:
        parameters: May hold ``aspect_ratio`` (16:9 when not, or not known) and ``resolution``
            (720p when not, which is what a model without the parameter delivers).
    """
    asked = str(parameters.get("aspect_ratio"))
    width, height = SIZES_720P.get(asked, SIZES_720P["16:9"])
    if parameters.get("resolution") == "1080p":
        return width * 3 // 2, height * 3 // 2
    return width, height
