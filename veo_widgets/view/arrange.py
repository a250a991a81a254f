"""Which axes of a grid run across and which down, unless a person says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.view.wire.grid import AxisView

WIDEST: Final = 4


def arranged(
    axes: Sequence[AxisView], rows: Sequence[str] | None, columns: Sequence[str] | None
) -> tuple[list[str], list[str]]:
    """Return the axes that run across and down."""
    names = [axis["name"] for axis in axes]
    for name in (*(rows or ()), *(columns or ())):
        if name not in names:
            raise errors.InvalidRequest(
                f"there is no axis {name!r}; there are {', '.join(names) or 'none'}"
            )
    if columns is None and rows is None:
        across = _across(axes)
    elif columns is None:
        across = [name for name in names if name not in (rows or ())]
    else:
        across = list(columns)
    down = [name for name in names if name not in across]
    return across, list(rows) if rows is not None else down


def _across(axes: Sequence[AxisView]) -> list[str]:
    """Choose the axes that run across: the models first, then what still fits."""
    order = sorted(axes, key=lambda axis: axis["name"] != "model")
    order = [*order[:1], *reversed(order[1:])]
    chosen: list[str] = []
    width = 1
    for axis in order:
        wide = width * len(axis["values"])
        if wide <= WIDEST and len(chosen) < max(1, len(axes) - 1):
            chosen.append(axis["name"])
            width = wide
    narrowest = min(axes, key=lambda axis: len(axis["values"]), default=None)
    return chosen or ([narrowest["name"]] if narrowest else [])


def moved(old: Mapping[str, list[int]], new: Mapping[str, list[int]]) -> dict[int, int]:
    """Return where each cell went, by what names its clip."""
    return {
        index: new[key][min(place, len(new[key]) - 1)]
        for key, indexes in old.items()
        if key in new
        for place, index in enumerate(indexes)
    }
