"""Which process drives which job."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Final

from veo_widgets.core.record import LIVE, JobRecord
from veo_widgets.home.schema import to_record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from veo_widgets._lib.sqlite import Database

LEASE_S: Final = 10.0


class Leases:
    """Who holds the jobs of one home.

    Args:
        db: The home's file.
        clock: Seconds since the epoch.
    """

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    def beat(self, holder: str) -> None:
        """Say that a conductor lives."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO holders VALUES (?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET beat = excluded.beat",
                (holder, os.getpid(), socket.gethostname(), self._clock()),
            )

    def leave(self, holder: str) -> None:
        """Give up all that a conductor holds."""
        with self._db.write() as db:
            db.execute("UPDATE jobs SET holder = NULL WHERE holder = ?", (holder,))
            db.execute("DELETE FROM holders WHERE id = ?", (holder,))

    def release(self, job: str, holder: str) -> None:
        """Give up one job."""
        with self._db.write() as db:
            db.execute("UPDATE jobs SET holder = NULL WHERE id = ? AND holder = ?", (job, holder))

    def claim(
        self, holder: str, endpoints: Iterable[str], *, undecided: bool = False
    ) -> list[JobRecord]:
        """Take every live job that nobody alive drives.

        Args:
            holder: The conductor.
            endpoints: The endpoints it can reach; jobs of others are left alone.
            undecided: Whether to look again for jobs of unknown fate.

        Returns:
            The jobs that this conductor holds from now on and did not before.
        """
        marks = ", ".join(f"'{state}'" for state in sorted(LIVE - {"planned"}))
        known = list(endpoints)
        lost = "" if undecided else "AND (state != 'unknown' OR hold IS NOT NULL) "
        with self._db.write() as db:
            rows = db.execute("SELECT * FROM holders WHERE id != ?", (holder,)).fetchall()
            for row in rows:
                if not _alive(row, self._clock()):
                    db.execute("UPDATE jobs SET holder = NULL WHERE holder = ?", (row["id"],))
                    db.execute("DELETE FROM holders WHERE id = ?", (row["id"],))
            rows = db.execute(
                f"UPDATE jobs SET holder = ? WHERE state IN ({marks}) "  # noqa: S608
                f"AND watched {lost}AND endpoint IN ({', '.join('?' * len(known))}) "
                "AND (holder IS NULL OR holder NOT IN (SELECT id FROM holders)) "
                "RETURNING *",
                (holder, *known),
            ).fetchall()
        return [to_record(row) for row in rows]


def _alive(holder: sqlite3.Row, now: float) -> bool:
    if holder["host"] == socket.gethostname():
        try:
            os.kill(holder["pid"], 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
    return bool(now - holder["beat"] < LEASE_S)
