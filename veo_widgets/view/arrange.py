"""Which axes of a grid run across and which down, unless a person says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.view.wire.grid import AxisView

WIDEST: Final = 4
Place = tuple[int, int]


@dataclass(frozen=True)
class Arranged:
    """What a person arranged.

    Attributes:
        rows: Names of the axes that run down.
        columns: Of those that run across.
        slices: The number of the one value shown of an axis that runs neither way.
        hidden: Rows and columns that were taken out, as the page names them.
        per_row: Cells in a row where nothing runs down; 0 for as many as fit.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    slices: Mapping[str, int] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    per_row: int = 0

    @classmethod
    def of(cls, thing: Any, axes: Sequence[AxisView]) -> Arranged:  # noqa: ANN401
        """Return how a grid is arranged; anything else as a grid of it begins."""
        rows, columns = getattr(thing, "rows", None), getattr(thing, "columns", None)
        if not isinstance(rows, list) or not isinstance(columns, list):
            across, down = arranged(axes, None, None)
            return cls(down, across)
        return cls(rows, columns, thing.slices, thing.hidden, thing.per_row)


def placed(
    axes: Sequence[AxisView], cells: Mapping[int, Sequence[int]], view: Arranged
) -> dict[int, Place]:
    """Return row and column of each cell that is shown; lines without a cell take no room.

    Args:
        axes: The axes.
        cells: Each cell's value on every axis, by number.
        view: How they are arranged.
    """
    numbers = {axis["name"]: number for number, axis in enumerate(axes)}
    alone = {
        number: min(view.slices.get(name, 0), len(axes[number]["values"]) - 1)
        for name, number in numbers.items()
        if name not in {*view.rows, *view.columns}
    }
    lines = {}
    for index, at in cells.items():
        down, across = (
            [(name, at[numbers[name]]) for name in names if name in numbers]
            for names in (view.rows, view.columns)
        )
        out = {_key("row", down), _key("column", across)}.intersection(view.hidden)
        if not out and all(at[number] == value for number, value in alone.items()):
            lines[index] = tuple(n for _, n in down), tuple(n for _, n in across)
    if not view.rows:
        wide = view.per_row or WIDEST
        order = sorted(lines, key=lambda index: lines[index])
        return {index: divmod(number, wide) for number, index in enumerate(order)}
    rows, columns = (sorted({line[way] for line in lines.values()}) for way in (0, 1))
    return {
        index: (rows.index(row), columns.index(column)) for index, (row, column) in lines.items()
    }


def _key(kind: str, at: Sequence[tuple[str, int]]) -> str:
    """Name a row or a column as the page does."""
    return f"{kind} {'|'.join(f'{name}={number}' for name, number in at)}"


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
