"""Read what can be read of a broken ledger."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.record import STATES, TERMINAL
from veo_widgets.home import scores, votes
from veo_widgets.home.schema import to_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEYS: Final = {
    "jobs": ("id",),
    "events": ("seq",),
    "sweeps": ("name",),
    "votes": ("seq",),
    "scores": ("sha256", "metric", "version", "about"),
    "uploads": ("endpoint", "sha256"),
    "settings": ("name",),
}
"""The tables worth saving, with what their rows are kept by."""
BROKEN: Final = (sqlite3.Error, UnicodeDecodeError, ValueError, OverflowError, MemoryError)

Row = dict[str, Any]


def salvage(broken: Path, db: sqlite3.Connection) -> int:
    """Copy every row that can be read into a whole ledger.

    Args:
        broken: The damaged file; it is only read.
        db: The new one, in a transaction.

    Returns:
        How many jobs were saved.
    """
    saved = 0
    try:
        old = sqlite3.connect(f"{broken.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    except sqlite3.Error:
        return 0
    with contextlib.closing(old):
        old.row_factory = sqlite3.Row
        for table, keys in KEYS.items():
            columns = {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}
            for row in _rows(old, table, keys):
                if not WHOLE.get(table, bool)(row):
                    continue
                kept = {name: value for name, value in row.items() if name in columns}
                if table == "jobs":
                    kept["holder"] = None
                saved += _insert(db, table, kept) and table == "jobs"
    return saved


def _insert(db: sqlite3.Connection, table: str, row: Row) -> bool:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    except BROKEN:
        return False
    return True


def _rows(old: sqlite3.Connection, table: str, keys: tuple[str, ...]) -> Iterator[Row]:
    """Read a table from both ends up to what is broken, then by whatever names a row."""
    found: set[tuple[Any, ...]] = set()

    def fresh(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            key = tuple(row.get(name) for name in keys)
            if key not in found:
                found.add(key)
                yield row

    for way in ("", " DESC"):
        order = ", ".join(f"{key}{way}" for key in keys)
        yield from fresh(_read(old, f"SELECT * FROM {table} ORDER BY {order}"))  # noqa: S608
    where = " AND ".join(f"{key} = ?" for key in keys)
    for key in _keys(old, table, keys) - found:
        yield from fresh(_read(old, f"SELECT * FROM {table} WHERE {where}", key))  # noqa: S608


def _keys(old: sqlite3.Connection, table: str, keys: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """Return the keys of a table's rows that its indexes name."""
    named: set[tuple[Any, ...]] = set()
    indexes = _read(old, f"PRAGMA index_list({table})")
    for index in [row["name"] for row in indexes]:
        sql = f"SELECT {', '.join(keys)} FROM {table} INDEXED BY {index}"  # noqa: S608
        named |= {tuple(row.values()) for row in _read(old, sql)}
    return named


def _read(old: sqlite3.Connection, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Row]:
    """Return rows as far as they can be read."""
    with contextlib.suppress(*BROKEN):
        for row in old.execute(sql, values):
            yield dict(row)


def _whole(row: Row) -> bool:
    """Tell whether a job's row says what a job must say."""
    filled = {"risked": 0.0, "hold": None, "note": None, **row}
    try:
        record = to_record(filled)
    except (*BROKEN, LookupError, TypeError):
        return False
    numbers = (record.created, record.low, record.high, record.cost, record.take)
    return (
        record.state in STATES
        and isinstance(record.parameters, dict)
        and all(number is None or isinstance(number, (int, float)) for number in numbers)
        and not (record.state in TERMINAL - {"cancelled"} and record.created <= 0)
    )


WHOLE: Final[dict[str, Callable[[Row], bool]]] = {
    "jobs": _whole,
    "votes": votes.is_whole,
    "scores": scores.is_whole,
}
"""Tells of the rows of a table whether they say what they must."""
