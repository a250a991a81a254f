"""The cheapest legal form of a request: the shortest, of the lowest resolution, without sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.mapping import LOWEST, SHORTEST, known_roles, mapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue.model import Model

COSTLY: Final = frozenset({"duration", "frames", "resolution", "audio", "size", "width", "height"})
FORM: Final[Mapping[str, Any]] = {
    "duration": SHORTEST,
    "resolution": LOWEST,
    "generate_audio": False,
}


def cheapest(model: Model, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request in its cheapest form; the shape of the picture stays.

    Args:
        model: Whose request it is.
        parameters: The request.
    """
    roles = {**known_roles([model]), "generate_audio": "audio"}
    kept = {n: v for n, v in parameters.items() if roles.get(n) not in COSTLY}
    sizes = {n: v for n, v in parameters.items() if roles.get(n) == "size"}
    there = mapped({**kept, **sizes, **FORM}, model, roles).parameters
    return {**kept, **{n: v for n, v in there.items() if n not in kept}}
