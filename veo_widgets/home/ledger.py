"""Jobs in SQLite: added before they are sent, moved only as the table allows."""

from __future__ import annotations

import time
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.sqlite import Database
from veo_widgets.core.decisions import standing
from veo_widgets.core.record import Event, JobRecord, State, allowed
from veo_widgets.home.leases import Leases
from veo_widgets.home.schema import COLUMNS, MIGRATIONS, to_column, to_record
from veo_widgets.home.sweeps import SweepShelf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path

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
        leases: Which process drives which job.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._db = Database(path, MIGRATIONS, clock)
        self.moved_aside = self._db.moved_aside
        self.sweeps = SweepShelf(self._db, clock)
        self.leases = Leases(self._db, clock)

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
                rows = db.execute("SELECT * FROM jobs WHERE key = ?", (record.key,)).fetchall()
                earlier = standing(map(to_record, rows))
                if earlier is not None:
                    return earlier, True
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
        expect: Callable[[JobRecord], bool] | None = None,
        check: Callable[[JobRecord], None] | None = None,
        **changes: Any,  # noqa: ANN401
    ) -> JobRecord:
        """Move a job to a state and write why, in one transaction.

        Args:
            job: The job's id.
            state: The new state; the old one again to change only fields.
            cause: Why, in plain words.
            holder: The conductor that moves it; the job must still be its own.
            expect: Tells whether the job is still as it was when the move was decided;
                asked inside the transaction, where no other process can write.
            check: Called inside the transaction; what it raises leaves the job as it
                was.
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
            if expect is not None and not expect(record):
                raise IllegalMove(f"job {job} is {record.state} by now")
            if check is not None:
                check(record)
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
            Whether it was stored: the job had none, whatever became of it meanwhile.
        """
        with self._db.write() as db:
            found = db.execute(
                "UPDATE jobs SET request_id = ?, state = 'queued', hold = NULL, note = NULL, "
                "updated = ? WHERE id = ? AND request_id IS NULL",
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
