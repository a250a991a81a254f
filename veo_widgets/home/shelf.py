"""What a ledger is asked: single jobs, many jobs, and small things beside them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from veo_widgets.core.decisions import standing
from veo_widgets.core.record import Event
from veo_widgets.home.schema import to_record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from veo_widgets._lib.sqlite import Database
    from veo_widgets.core.record import JobRecord, State

KEYS_AT_ONCE: Final = 500


class Shelf:
    """The reading half of a ledger.

    Args:
        db: The home's file.
        clock: Seconds since the epoch.
    """

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    # --- one job

    def get(self, job: str) -> JobRecord | None:
        """Return a job by its id, or by its first characters when only one fits."""
        rows = self._db.read("SELECT * FROM jobs WHERE id = ?", (job,))
        if not rows and len(job) >= 4:
            rows = self._db.read("SELECT * FROM jobs WHERE substr(id, 1, ?) = ?", (len(job), job))
        return to_record(rows[0]) if len(rows) == 1 else None

    def by_request(self, endpoint: str, request_id: str) -> JobRecord | None:
        """Return the job that a request of the service belongs to."""
        rows = self._db.read(
            "SELECT * FROM jobs WHERE endpoint = ? AND request_id = ?", (endpoint, request_id)
        )
        return to_record(rows[0]) if rows else None

    def by_clip(self, sha256: str) -> JobRecord | None:
        """Return the first job whose clip has these bytes."""
        rows = self._db.read(
            "SELECT * FROM jobs WHERE sha256 = ? AND state = 'ready' ORDER BY created, id LIMIT 1",
            (sha256,),
        )
        return to_record(rows[0]) if rows else None

    def history(self, job: str) -> list[Event]:
        """Return a job's whole story, oldest first."""
        rows = self._db.read(
            "SELECT at, state, cause FROM events WHERE job = ? ORDER BY seq", (job,)
        )
        return [Event(row["at"], row["state"], row["cause"]) for row in rows]

    # --- many jobs

    def select(
        self,
        states: Iterable[State] | None = None,
        model: str | None = None,
        limit: int | None = None,
    ) -> list[JobRecord]:
        """Return jobs, newest first.

        Args:
            states: Only these; all when not given.
            model: Only this model's.
            limit: At most so many.
        """
        where, values = ["1"], list[object]()
        if states is not None:
            chosen = list(states)
            where.append(f"state IN ({', '.join('?' * len(chosen))})")
            values += chosen
        if model is not None:
            where.append("model = ?")
            values.append(model)
        rows = self._db.read(
            f"SELECT * FROM jobs WHERE {' AND '.join(where)} "  # noqa: S608
            "ORDER BY created DESC, id LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        return [to_record(row) for row in rows]

    def by_keys(self, keys: Iterable[str]) -> dict[str, JobRecord]:
        """Return the job that stands for each key, else the newest that has it.

        Args:
            keys: What ``reuse_key`` named; those that no job has are left out.
        """
        wanted = sorted(keys)
        found: dict[str, JobRecord] = {}
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            part = wanted[start : start + KEYS_AT_ONCE]
            rows = self._db.read(
                f"SELECT * FROM jobs WHERE key IN ({', '.join('?' * len(part))}) "  # noqa: S608
                "ORDER BY key, created",
                part,
            )
            for key, records in groupby(map(to_record, rows), key=attrgetter("key")):
                history = list(records)
                found[key] = standing(history) or history[-1]
        return found

    def changes(self, after: int) -> list[tuple[int, str]]:
        """Return what was written after an event, as pairs of number and job."""
        rows = self._db.read(
            "SELECT max(seq) AS seq, job FROM events WHERE seq > ? GROUP BY job ORDER BY seq",
            (after,),
        )
        return [(row["seq"], row["job"]) for row in rows]

    def last_change(self) -> int:
        """Return the number of the newest event."""
        return int(self._db.read("SELECT max(seq) AS seq FROM events")[0]["seq"] or 0)

    def uploaded(self, endpoint: str, sha256: str) -> str | None:
        """Return the URL an image was uploaded to within the last day."""
        rows = self._db.read(
            "SELECT url FROM uploads WHERE endpoint = ? AND sha256 = ? AND at > ?",
            (endpoint, sha256, self._clock() - 86400),
        )
        return str(rows[0]["url"]) if rows else None

    def setting(self, name: str) -> str | None:
        """Return a setting of this home."""
        rows = self._db.read("SELECT value FROM settings WHERE name = ?", (name,))
        return str(rows[0]["value"]) if rows else None

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        """Run a reading query over the tables."""
        return self._db.read(sql, tuple(values))
