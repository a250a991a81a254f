"""Sweeps kept by name: what they are; what became of them is in the jobs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets._lib.sqlite import Database


class SweepShelf:
    """The sweeps of one home.

    Args:
        db: The ledger's database.
        clock: Seconds since the epoch.
    """

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    def keep(self, name: str, told: Mapping[str, Any]) -> None:
        """Store a sweep under its name, in place of an earlier one."""
        text = json.dumps(told, ensure_ascii=False)
        with self._db.write() as db:
            db.execute(
                "INSERT INTO sweeps VALUES (?, ?, ?) ON CONFLICT (name) "
                "DO UPDATE SET told = excluded.told, kept = excluded.kept",
                (name, text, self._clock()),
            )

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what was stored under a name."""
        rows = self._db.read("SELECT told FROM sweeps WHERE name = ?", (name,))
        found: dict[str, Any] | None = json.loads(rows[0]["told"]) if rows else None
        return found

    def kept(self, name: str) -> float:
        """Return when a sweep was stored last, in seconds since the epoch; 0 for none."""
        rows = self._db.read("SELECT kept FROM sweeps WHERE name = ?", (name,))
        return float(rows[0]["kept"]) if rows else 0.0

    def names(self) -> list[str]:
        """Return the names, newest first."""
        rows = self._db.read("SELECT name FROM sweeps ORDER BY kept DESC, name")
        return [row["name"] for row in rows]
