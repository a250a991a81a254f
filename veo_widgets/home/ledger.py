"""Jobs in SQLite: added before they are sent, moved only as the table allows."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.decisions import standing
from veo_widgets.core.record import TERMINAL, allowed
from veo_widgets.errors import HomeError
from veo_widgets.home.journal import ABOUT_MONEY, NAME, Journal, accepted, ended, setting
from veo_widgets.home.leases import Leases
from veo_widgets.home.mounts import lies_on_share, read_mounts
from veo_widgets.home.opening import TROUBLE, open_ledger, told_by
from veo_widgets.home.schema import insert, to_record, update
from veo_widgets.home.scores import ScoreShelf
from veo_widgets.home.seal import seal
from veo_widgets.home.shelf import Shelf
from veo_widgets.home.sweeps import SweepShelf
from veo_widgets.home.votes import VoteShelf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from veo_widgets.core.record import Event, JobRecord, State

_log = logging.getLogger(__name__)
LOCAL: Final = "local"
"""The endpoint whose money is play money."""


class IllegalMove(RuntimeError):
    """A transition that the table of states does not have."""


class LeaseLost(RuntimeError):
    """Another process drives this job now."""


class Ledger(Shelf):
    """The jobs of one home.

    Args:
        path: The SQLite file.
        clock: Seconds since the epoch.
        mounts: Returns what ``/proc/mounts`` says, to know a network share.

    Attributes:
        path: The SQLite file.
        sweeps: The sweeps kept by name.
        votes: What raters said of clips.
        scores: What metrics said of clips.
        leases: Which process drives which job.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float] = time.time,
        mounts: Callable[[], str] = read_mounts,
    ) -> None:
        self.path = path
        self._journal = Journal(path.with_name(NAME), self._lines)
        shared = lies_on_share(path.parent, mounts())
        super().__init__(open_ledger(path, self._journal, clock(), wal=not shared), clock)
        self.sweeps = SweepShelf(self._db, clock)
        self.votes = VoteShelf(self._db, clock, self._keep)
        self.scores = ScoreShelf(self._db, clock)
        self.leases = Leases(self._db, clock)

    def close(self) -> None:
        """Close the file; what was accepted outlives it even where it was deleted."""
        self._keep()
        whole = self._is_whole()
        self._db.close()
        if whole:
            seal(self.path, self._journal.path)

    def _is_whole(self) -> bool:
        """Tell whether file and journal say the same: another process may have left a job."""
        try:
            left = self._db.read(
                "SELECT 1 FROM jobs WHERE state IN ('sending', 'unknown') "
                "AND request_id IS NULL LIMIT 1"
            )
        except HomeError:
            return False
        return not left and self._db.in_place() and self._journal.whole

    def _lines(self) -> list[dict[str, Any]]:
        """Return the journal anew, from the file that is open though it may be deleted."""
        try:
            return told_by(self._db, self._clock())
        except HomeError as error:
            _log.warning("%s", error)
            return []

    # --- whether it can be relied on

    @property
    def trouble(self) -> str | None:
        """What happened to the ledger, until a person acknowledged it."""
        told = self.setting(TROUBLE)
        return str(json.loads(told)["text"]) if told else None

    @property
    def moved_aside(self) -> Path | None:
        """Where a damaged file went, until that is acknowledged."""
        told = json.loads(self.setting(TROUBLE) or "{}").get("aside")
        return self.path.with_name(self.path.__class__(told).name) if told else None

    def acknowledge(self) -> None:
        """Let paid requests go on after trouble."""
        self.set(TROUBLE, None)

    def check_safe(self, endpoint: str) -> None:
        """Refuse to pay where it might not be remembered.

        Raises:
            HomeError: The file was deleted or replaced while it was open, or it was
                lost before and nobody acknowledged that yet.
        """
        if not self._db.in_place():
            self._keep()
            raise HomeError(
                f"the ledger {self.path} was deleted or replaced while it was in use; nothing "
                f"was sent. What was accepted is kept in {self._journal.path.name} beside it: "
                "restart the kernel or open another client"
            )
        trouble = None if endpoint == LOCAL else self.trouble
        if trouble is not None:
            raise HomeError(
                f"{trouble} Nothing is paid until you looked through jobs() and called "
                "acknowledge_ledger() of the client; nothing was sent"
            )

    def _keep(self, *lines: Mapping[str, Any]) -> None:
        """Write to the journal; what it cannot take now it takes with the next line."""
        try:
            self._journal.add(*lines)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._journal.path, error)

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
            self.check_safe(record.endpoint)
            record = record.but(updated=self._clock())
            insert(db, record, holder)
            self._tell(db, record.id, record.state, cause)
        if record.request_id is not None:
            self._keep(accepted(record))
        return record, False

    def take_over(self, record: JobRecord, story: Iterable[Event], cause: str) -> bool:
        """Write down a job of another home that is at its end, with its story.

        Returns:
            Whether it is new here: neither the job nor its request was known.
        """
        with self._db.write() as db:
            known = db.execute(
                "SELECT 1 FROM jobs WHERE id = ? OR (endpoint = ? AND request_id = ?)",
                (record.id, record.endpoint, record.request_id),
            )
            if known.fetchone() is not None:
                return False
            insert(db, record, None)
            db.executemany(
                "INSERT INTO events (job, at, state, cause) VALUES (?, ?, ?, ?)",
                [(record.id, event.at, event.state, event.cause) for event in story],
            )
            self._tell(db, record.id, record.state, cause)
        if record.request_id is not None:
            self._keep(accepted(record), ended(record))
        return True

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
        if changes.get("request_id") is not None:
            self._keep_request(job, changes["request_id"])
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
            update(db, job, changes)
            self._tell(db, job, state, cause)
        moved = record.but(**changes)
        if state in TERMINAL and moved.request_id is not None:
            self._keep(ended(moved))
        return moved

    def _keep_request(self, job: str, request_id: str) -> None:
        """Write an accepted request to the journal before the ledger takes it."""
        record = self.get(job)
        if record is not None and record.request_id != request_id:
            self._keep(accepted(record.but(request_id=request_id)))

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
        self._keep_request(job, request_id)
        with self._db.write() as db:
            found = db.execute(
                "UPDATE jobs SET request_id = ?, state = 'queued', hold = NULL, note = NULL, "
                "updated = ? WHERE id = ? AND request_id IS NULL",
                (request_id, self._clock(), job),
            ).rowcount
            if found:
                self._tell(db, job, "queued", "accepted while the lease was lost")
        return bool(found)

    # --- small things

    def note_upload(self, endpoint: str, sha256: str, url: str) -> None:
        """Remember where an image was uploaded to."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)",
                (endpoint, sha256, url, self._clock()),
            )

    def set(self, name: str, value: str | None) -> None:
        """Store a setting of this home; ``None`` removes it."""
        with self._db.write() as db:
            db.execute("DELETE FROM settings WHERE name = ?", (name,))
            if value is not None:
                db.execute("INSERT INTO settings VALUES (?, ?)", (name, value))
        if name.startswith(ABOUT_MONEY):
            self._keep(setting(name, value, self._clock()))
