"""What the cheapest legal form of a request is: the shortest, of the lowest resolution, silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.mapping import LOWEST, SHORTEST

if TYPE_CHECKING:
    from collections.abc import Mapping

COSTLY: Final = frozenset({"duration", "frames", "resolution", "audio", "size", "width", "height"})
FORM: Final[Mapping[str, Any]] = {
    "duration": SHORTEST,
    "resolution": LOWEST,
    "generate_audio": False,
}
