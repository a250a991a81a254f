"""Jobs in SQLite: added before they are sent, moved only as the table allows."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.sqlite import Database
from veo_widgets.core.polling import Observation
from veo_widgets.core.record import LIVE, Event, JobRecord, State, allowed, fetchable
from veo_widgets.home.schema import COLUMNS, MIGRATIONS, to_column, to_record
from veo_widgets.home.sweeps import SweepShelf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path

LEASE_S: Final = 10.0
KEYS_AT_ONCE: Final = 500


class IllegalMove(RuntimeError):
    """A transition that the table of states does not have."""


class LeaseLost(RuntimeError):
    """Another process drives this job now."""


class Ledger:
    """The jobs of one home.

    Args:
        path: The SQLite file.
        clock: Seconds since the epoch.

    Attributes:
        moved_aside: Where a corrupt file went when it was found, else ``None``.
        sweeps: The sweeps kept by name.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._db = Database(path, MIGRATIONS, clock)
        self.moved_aside = self._db.moved_aside
        self.sweeps = SweepShelf(self._db, clock)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # --- one job

    def add(
        self, record: JobRecord, cause: str, *, reuse: bool, holder: str | None = None
    ) -> tuple[JobRecord, bool]:
        """Write the intent, durably, unless the same clip is there or coming.

        Args:
            record: A new job; its state is stored as given.
            cause: Why, for its story.
            reuse: Whether a job with the same key may stand for it.
            holder: The conductor that will drive it.

        Returns:
            The record, and whether it is an earlier one.
        """
        with self._db.write() as db:
            if reuse and record.key:
                found = db.execute(
                    "SELECT * FROM jobs WHERE key = ? AND (state NOT IN "
                    "('failed', 'blocked', 'expired', 'cancelled') "
                    "OR (state = 'failed' AND request_id IS NOT NULL)) "
                    "ORDER BY state = 'ready' DESC, state = 'failed', created DESC",
                    (record.key,),
                ).fetchall()
                earlier = [to_record(one) for one in found]
                stand = [one for one in earlier if one.state != "failed" or fetchable(one)]
                if stand:
                    return stand[0], True
            record = record.but(updated=self._clock())
            names = (*COLUMNS, "holder")
            values = [to_column(name, getattr(record, name)) for name in COLUMNS]
            db.execute(
                f"INSERT INTO jobs ({', '.join(names)}) "  # noqa: S608
                f"VALUES ({', '.join('?' * len(names))})",
                (*values, holder),
            )
            self._tell(db, record.id, record.state, cause)
        return record, False

    def move(
        self,
        job: str,
        state: State,
        cause: str,
        *,
        holder: str | None = None,
        check: Callable[[], None] | None = None,
        **changes: Any,  # noqa: ANN401
    ) -> JobRecord:
        """Move a job to a state and write why, in one transaction.

        Args:
            job: The job's id.
            state: The new state; the old one again to change only fields.
            cause: Why, in plain words.
            holder: The conductor that moves it; the job must still be its own.
            check: Called inside the transaction, when no other process can write;
                what it raises leaves the job as it was.
            **changes: Fields of the record to set with it.

        Raises:
            IllegalMove: The table of states has no such transition.
            LeaseLost: Another conductor holds the job.
        """
        with self._db.write() as db:
            row = db.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
            if row is None:
                raise IllegalMove(f"there is no job {job}")
            if holder is not None and row["holder"] != holder:
                raise LeaseLost(job)
            record = to_record(row)
            if not allowed(record.state, state):
                raise IllegalMove(f"job {job} cannot go from {record.state} to {state}")
            if check is not None:
                check()
            changes |= {"state": state, "updated": self._clock()}
            settings = ", ".join(f"{name} = ?" for name in changes)
            db.execute(
                f"UPDATE jobs SET {settings} WHERE id = ?",  # noqa: S608
                (*(to_column(name, value) for name, value in changes.items()), job),
            )
            self._tell(db, job, state, cause)
        return record.but(**changes)

    def _tell(self, db: sqlite3.Connection, job: str, state: State, cause: str) -> None:
        db.execute(
            "INSERT INTO events (job, at, state, cause) VALUES (?, ?, ?, ?)",
            (job, self._clock(), state, cause),
        )

    def note_request(self, job: str, request_id: str) -> bool:
        """Keep the id of an accepted request, whoever holds the job by now.

        Returns:
            Whether it was stored: the job had none and was still being sent.
        """
        with self._db.write() as db:
            found = db.execute(
                "UPDATE jobs SET request_id = ?, state = 'queued', reason = NULL, "
                "updated = ? WHERE id = ? AND request_id IS NULL "
                "AND state IN ('sending', 'unknown')",
                (request_id, self._clock(), job),
            ).rowcount
            if found:
                self._tell(db, job, "queued", "accepted while the lease was lost")
        return bool(found)

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
        """Return the job that stands for each key: ready, else live, else newest.

        Args:
            keys: What ``reuse_key`` named; those that no job has are left out.
        """
        wanted = sorted(keys)
        found: dict[str, JobRecord] = {}
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            part = wanted[start : start + KEYS_AT_ONCE]
            rows = self._db.read(
                f"SELECT * FROM jobs WHERE key IN ({', '.join('?' * len(part))}) "  # noqa: S608
                "ORDER BY state = 'ready', state NOT IN "
                "('failed', 'blocked', 'expired', 'cancelled'), created",
                part,
            )
            found |= {row["key"]: to_record(row) for row in rows}
        return found

    def latencies(self, endpoint: str, model: str, now: float) -> list[Observation]:
        """Return the last jobs' seconds from submit to completion, oldest first.

        Jobs still running count as not finished.
        """
        rows = self._db.read(
            "SELECT submitted, completed FROM jobs WHERE endpoint = ? AND model = ? "
            "AND submitted IS NOT NULL AND via = 'v2' AND (completed IS NOT NULL OR "
            "state IN ('queued', 'processing')) ORDER BY submitted DESC LIMIT 40",
            (endpoint, model),
        )
        return [
            Observation((row["completed"] or now) - row["submitted"], bool(row["completed"]))
            for row in reversed(rows)
        ]

    def committed(self, endpoint: str, run: str | None = None) -> float:
        """Return US dollars settled plus those in flight at their worst.

        Args:
            endpoint: Whose money.
            run: Only one run's jobs.
        """
        rows = self._db.read(
            "SELECT sum(CASE WHEN cost IS NOT NULL THEN cost WHEN state = 'ready' "
            "OR request_id IS NOT NULL OR state IN ('sending', 'unknown', 'saving') "
            "THEN high ELSE 0 END) AS total FROM jobs WHERE endpoint = ? "
            "AND (cost IS NOT NULL OR state NOT IN ('failed', 'blocked', 'cancelled')) "
            "AND (? IS NULL OR run = ?)",
            (endpoint, run, run),
        )
        return float(rows[0]["total"] or 0.0)

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

    # --- leases

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
        lost = "" if undecided else "AND (state != 'unknown' OR reason IS NOT NULL) "
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

    # --- small things

    def uploaded(self, endpoint: str, sha256: str) -> str | None:
        """Return the URL an image was uploaded to within the last day."""
        rows = self._db.read(
            "SELECT url FROM uploads WHERE endpoint = ? AND sha256 = ? AND at > ?",
            (endpoint, sha256, self._clock() - 86400),
        )
        return str(rows[0]["url"]) if rows else None

    def note_upload(self, endpoint: str, sha256: str, url: str) -> None:
        """Remember where an image was uploaded to."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)",
                (endpoint, sha256, url, self._clock()),
            )

    def setting(self, name: str) -> str | None:
        """Return a setting of this home."""
        rows = self._db.read("SELECT value FROM settings WHERE name = ?", (name,))
        return str(rows[0]["value"]) if rows else None

    def set(self, name: str, value: str | None) -> None:
        """Store a setting of this home; ``None`` removes it."""
        with self._db.write() as db:
            db.execute("DELETE FROM settings WHERE name = ?", (name,))
            if value is not None:
                db.execute("INSERT INTO settings VALUES (?, ?)", (name, value))

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        """Run a reading query over the tables."""
        return self._db.read(sql, tuple(values))


def _alive(holder: sqlite3.Row, now: float) -> bool:
    if holder["host"] == socket.gethostname():
        try:
            os.kill(holder["pid"], 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
    return bool(now - holder["beat"] < LEASE_S)
