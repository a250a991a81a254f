"""Objects that a notebook may draw: what draws them is told from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_draw: Callable[[object], dict[str, Any]] | None = None


def use(draw: Callable[[object], dict[str, Any]]) -> None:
    """Set the function that turns an object into a mime bundle."""
    global _draw  # noqa: PLW0603
    _draw = draw


class Displayable:
    """Gives a class its rich display in every host that knows mime bundles."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return {"text/plain": repr(self)} if _draw is None else _draw(self)
