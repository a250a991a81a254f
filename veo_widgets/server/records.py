"""The server's own memory: requests, accounts, what files belong to what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._sqlite import Database

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from veo_widgets._sqlite import Migration

MIGRATIONS: Final[list[Migration]] = [
    (
        "001 requests and accounts",
        """
        CREATE TABLE requests (
            id TEXT PRIMARY KEY, account TEXT NOT NULL, model TEXT NOT NULL,
            body TEXT NOT NULL, status TEXT NOT NULL, created REAL NOT NULL,
            due REAL NOT NULL, started REAL, finished REAL, error TEXT,
            cost REAL NOT NULL, seed INTEGER, clip TEXT, via TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX requests_by_status ON requests (status, created);
        CREATE INDEX requests_by_time ON requests (created DESC);
        CREATE TABLE accounts (
            key TEXT PRIMARY KEY, credits REAL NOT NULL
        ) WITHOUT ROWID
        """,
    ),
]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as stored; times in seconds since the epoch, money in dollars.

    ``due`` is the earliest moment it may complete, as the latency setting says.
    """

    id: str
    account: str
    model: str
    body: dict[str, Any]
    status: str
    created: float
    due: float
    started: float | None
    finished: float | None
    error: str | None
    cost: float
    seed: int | None
    clip: str | None
    via: str


def _request(row: sqlite3.Row) -> Request:
    values = {key: row[key] for key in row.keys()}  # noqa: SIM118
    return Request(**{**values, "body": json.loads(values["body"])})


class Records:
    """The server's tables.

    Args:
        path: The SQLite file.
        credits: What a new account holds.
    """

    def __init__(self, path: Path, credits: float) -> None:  # noqa: A002
        self._db = Database(path, MIGRATIONS)
        self._credits = credits

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, request: Request) -> None:
        """Store a request that was accepted."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    request.id, request.account, request.model, json.dumps(request.body),
                    request.status, request.created, request.due, request.started,
                    request.finished, request.error, request.cost, request.seed,
                    request.clip, request.via,
                ),
            )  # fmt: skip

    def get(self, request_id: str) -> Request | None:
        """Return a request of any age."""
        rows = self._db.read("SELECT * FROM requests WHERE id = ?", (request_id,))
        return _request(rows[0]) if rows else None

    def unfinished(self) -> list[Request]:
        """Return what is still to be rendered, oldest first."""
        rows = self._db.read(
            "SELECT * FROM requests WHERE status IN ('QUEUED', 'PROCESSING') "
            "ORDER BY created"
        )
        return [_request(row) for row in rows]

    def history(self, account: str, limit: int) -> list[Request]:
        """Return an account's newest requests."""
        rows = self._db.read(
            "SELECT * FROM requests WHERE account = ? ORDER BY created DESC LIMIT ?",
            (account, limit),
        )
        return [_request(row) for row in rows]

    def count(self) -> int:
        """Return how many requests were ever accepted."""
        return int(self._db.read("SELECT count(*) AS n FROM requests")[0]["n"])

    def start(self, request_id: str, now: float) -> None:
        """Note that a worker has a request."""
        with self._db.write() as db:
            db.execute(
                "UPDATE requests SET status = 'PROCESSING', started = ? WHERE id = ?",
                (now, request_id),
            )

    def complete(self, request_id: str, clip: str, now: float) -> None:
        """Note a finished clip and charge its account."""
        with self._db.write() as db:
            db.execute(
                "UPDATE accounts SET credits = credits - "
                "(SELECT cost FROM requests WHERE id = ?) WHERE key = "
                "(SELECT account FROM requests WHERE id = ?)",
                (request_id, request_id),
            )
            db.execute(
                "UPDATE requests SET status = 'COMPLETED', clip = ?, finished = ? "
                "WHERE id = ?",
                (clip, now, request_id),
            )

    def fail(self, request_id: str, error: str, now: float) -> None:
        """Note a failure; it is not charged."""
        with self._db.write() as db:
            db.execute(
                "UPDATE requests SET status = 'FAILED', error = ?, finished = ? "
                "WHERE id = ?",
                (error, now, request_id),
            )

    def balance(self, key: str) -> float:
        """Return an account's play dollars; a new key opens one."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO accounts VALUES (?, ?) ON CONFLICT DO NOTHING",
                (key, self._credits),
            )
            row = db.execute(
                "SELECT credits FROM accounts WHERE key = ?", (key,)
            ).fetchone()
        return float(row["credits"])
