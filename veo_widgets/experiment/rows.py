"""One tidy row for each cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import plain_value
from veo_widgets.catalogue import prompt_of
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.spec import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.media import Store

FACTS: Final = ("width", "height", "fps", "frames", "duration", "has_audio", "size")


def rows(cells: Iterable[tuple[Cell, JobRecord | None]], store: Store) -> list[dict[str, Any]]:
    """Return cells as rows with equal columns.

    Axes and parameters, then state, times (seconds since the epoch, durations in
    seconds), money (US dollars), facts of the clip (pixels, bytes), ids and path.
    A cell that shares its clip repeats the clip's facts; its ``cost`` is on the
    cell that was charged alone. What was asked and is also a fact of the clip, such as
    ``duration``, is told twice: ``asked_duration`` beside what was made. All values go
    to JSON.
    """
    pairs = list(cells)
    names = dict.fromkeys(
        name for cell, _ in pairs for name in (*cell.at, *cell.parameters) if name not in OWN
    )
    return [_row(cell, record, tuple(names), store) for cell, record in pairs]


def _row(
    cell: Cell, record: JobRecord | None, names: tuple[str, ...], store: Store
) -> dict[str, Any]:
    facts = dict(record.facts) if record is not None else {}
    row = {
        "cell": cell.index,
        "model": cell.model,
        "prompt": prompt_of(cell.parameters) or None,
        "take": cell.take,
        "fate": cell.fate,
        "reason": cell.reason or None,
        "state": state_of(cell, record),
        "cost": record.cost if record and cell.into is None else None,
        "low": record.low if record and cell.into is None else cell.low,
        "high": _high(record) if record and cell.into is None else cell.high,
        "created": record and record.created,
        "submitted": record and record.submitted,
        "completed": record and record.completed,
        "ended": record and record.ended,
        "seconds": _seconds(record),
        **{name: plain_value(facts.get(name)) for name in FACTS},
        "id": record and record.id,
        "request_id": record and record.request_id,
        "sha256": record and record.sha256,
        "path": _path(record, store),
    }
    asked = {
        f"asked_{name}" if name in row else name: cell.parameters.get(name, cell.at.get(name))
        for name in names
    }
    head = {name: row.pop(name) for name in ("cell", "model", "prompt")}
    return {**head, **asked, **row}


def data_frame(table: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a data frame.

    Raises:
        InvalidRequest: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise InvalidRequest(
            "a data frame needs pandas: pip install 'veo-widgets[pandas]'; "
            "sweep.rows() gives the same as dictionaries"
        ) from None
    return pd.DataFrame(columns(table))


def columns(table: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return rows as columns that fit Parquet and SQL: each holds values of one kind."""
    return {name: _column([row[name] for row in table]) for name in table[0]} if table else {}


def _column(values: list[object]) -> list[object]:
    """Return values as they are, or all as text where one column could not hold them."""
    kinds = {type(value) for value in values if value is not None}
    wide = any(type(value) is int and not -(2**63) <= value < 2**63 for value in values)
    if not wide and (kinds <= {int, float} or (len(kinds) == 1 and kinds <= {str, bool})):
        return values
    return [value if value is None else _text(value) for value in values]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def state_of(cell: Cell, record: JobRecord | None) -> str:
    """Return a cell's state as the table shows it."""
    if cell.fate == "refused":
        return "not applicable"
    return record.state if record is not None else "planned"


def _seconds(record: JobRecord | None) -> float | None:
    if record is None or record.submitted is None or record.completed is None:
        return None
    return round(record.completed - record.submitted, 3)


def _path(record: JobRecord | None, store: Store) -> str | None:
    if record is None or record.sha256 is None or record.state != "ready":
        return None
    return str(store.clip(record.sha256))


def _high(record: JobRecord) -> float | None:
    """Return the most that was expected; what a person gave as the worst is no price."""
    return None if record.low is None else record.high
