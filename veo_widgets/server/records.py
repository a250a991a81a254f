"""The server's own memory of requests: in SQLite, the lively ones at hand."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3

    from veo_widgets._lib.sqlite import Database
    from veo_widgets.segmind.protocol import Status

AT_HAND: Final = 5000


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """One request as stored; times in seconds since the epoch, money in dollars.

    Attributes:
        id: A UUID.
        account: Whose, as the digest of a key.
        model: The slug.
        body: The parameters as sent.
        status: As the protocol names it.
        created: When it was accepted.
        due: The earliest moment it may complete, as the latency setting says.
        started: When a worker took it.
        finished: When it ended.
        error: Why it failed.
        cost: What it costs if it succeeds; ``None`` when its price is not known: it is free.
        seed: The seed that it is rendered with.
        clip: The clip's file name.
        via: ``v1`` or ``v2``.
    """

    id: str
    account: str
    model: str
    body: dict[str, Any]
    status: Status
    created: float
    due: float
    started: float | None
    finished: float | None
    error: str | None
    cost: float | None
    seed: int | None
    clip: str | None
    via: str


def _request(row: sqlite3.Row) -> StoredRequest:
    values = {key: row[key] for key in row.keys()}  # noqa: SIM118
    return StoredRequest(**{**values, "body": json.loads(values["body"])})


class Records:
    """The table of requests.

    One process owns the file, so what it holds at hand is always true.

    Args:
        db: The server's database.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._at_hand: OrderedDict[str, StoredRequest] = OrderedDict()

    def _hold(self, request: StoredRequest) -> StoredRequest:
        self._at_hand[request.id] = request
        self._at_hand.move_to_end(request.id)
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
        return request

    def add(self, request: StoredRequest) -> None:
        """Store a request that was accepted."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    request.id,
                    request.account,
                    request.model,
                    json.dumps(request.body),
                    request.status,
                    request.created,
                    request.due,
                    request.started,
                    request.finished,
                    request.error,
                    request.cost,
                    request.seed,
                    request.clip,
                    request.via,
                ),
            )
        self._hold(request)

    def get(self, request_id: str) -> StoredRequest | None:
        """Return a request of any age."""
        held = self._at_hand.get(request_id)
        if held is not None:
            return held
        rows = self._db.read("SELECT * FROM requests WHERE id = ?", (request_id,))
        return self._hold(_request(rows[0])) if rows else None

    def next_queued(self) -> StoredRequest | None:
        """Return the request that waits the longest."""
        rows = self._db.read(
            "SELECT * FROM requests WHERE status = 'QUEUED' ORDER BY created LIMIT 1"
        )
        return _request(rows[0]) if rows else None

    def requeue(self) -> int:
        """Put what an earlier run had begun back into the queue; return how many."""
        self._at_hand.clear()
        with self._db.write() as db:
            return db.execute(
                "UPDATE requests SET status = 'QUEUED', started = NULL WHERE status = 'PROCESSING'"
            ).rowcount

    def waiting(self) -> dict[str, int]:
        """Return how many requests are in each state that has not ended."""
        rows = self._db.read(
            "SELECT status, count(*) AS n FROM requests "
            "WHERE status IN ('QUEUED', 'PROCESSING') GROUP BY status"
        )
        return {row["status"]: int(row["n"]) for row in rows}

    def newest(self, limit: int) -> list[StoredRequest]:
        """Return the newest requests of all accounts."""
        rows = self._db.read("SELECT * FROM requests ORDER BY created DESC LIMIT ?", (limit,))
        return [_request(row) for row in rows]

    def search(
        self, clauses: list[tuple[str, object]], order: str, limit: int, offset: int
    ) -> tuple[list[StoredRequest], int]:
        """Return a page of the requests that meet all clauses, and their number.

        Args:
            clauses: SQL conditions of this program, each with the value for its ``?``.
            order: An SQL ordering of this program.
            limit: Rows.
            offset: Rows to pass over.
        """
        where = " AND ".join(text for text, _ in clauses) or "1"
        values = [value for _, value in clauses]
        total = self._db.read(
            f"SELECT count(*) AS n FROM requests WHERE {where}",  # noqa: S608
            values,
        )[0]["n"]
        rows = self._db.read(
            f"SELECT * FROM requests WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608
            [*values, limit, offset],
        )
        return [_request(row) for row in rows], int(total)

    def count(self) -> int:
        """Return how many requests were ever accepted."""
        return int(self._db.read("SELECT count(*) AS n FROM requests")[0]["n"])

    def start(self, request: StoredRequest, now: float) -> StoredRequest:
        """Note that a worker has a request."""
        with self._db.write() as db:
            db.execute(
                "UPDATE requests SET status = 'PROCESSING', started = ? WHERE id = ?",
                (now, request.id),
            )
        return self._hold(replace(request, status="PROCESSING", started=now))

    def complete(self, request: StoredRequest, clip: str, now: float) -> StoredRequest:
        """Note a finished clip and charge its account, both or neither."""
        with self._db.write() as db:
            db.execute(
                "UPDATE accounts SET credits = credits - ? WHERE digest = ?",
                (request.cost or 0.0, request.account),
            )
            db.execute(
                "UPDATE requests SET status = 'COMPLETED', clip = ?, finished = ? WHERE id = ?",
                (clip, now, request.id),
            )
        return self._hold(replace(request, status="COMPLETED", clip=clip, finished=now))

    def fail(self, request: StoredRequest, error: str, now: float) -> StoredRequest:
        """Note a failure; it is not charged."""
        with self._db.write() as db:
            db.execute(
                "UPDATE requests SET status = 'FAILED', error = ?, finished = ? WHERE id = ?",
                (error, now, request.id),
            )
        return self._hold(replace(request, status="FAILED", error=error, finished=now))
