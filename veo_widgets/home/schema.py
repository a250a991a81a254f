"""The ledger's tables, as the ordered steps that made them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.record import JobRecord
from veo_widgets.home.scores import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from veo_widgets._lib.sqlite import Migration

MIGRATIONS: Final[list[Migration]] = [
    (
        "001 jobs and their events",
        """
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY, endpoint TEXT NOT NULL, model TEXT NOT NULL,
            parameters TEXT NOT NULL, created REAL NOT NULL, key TEXT NOT NULL,
            take INTEGER NOT NULL, via TEXT NOT NULL, state TEXT NOT NULL,
            updated REAL NOT NULL, request_id TEXT, submitted REAL,
            processing REAL, completed REAL, ended REAL, cost REAL,
            low REAL NOT NULL, high REAL NOT NULL, output_url TEXT, sha256 TEXT,
            reason TEXT, error TEXT, watched INTEGER NOT NULL,
            attempts INTEGER NOT NULL, budget REAL, run TEXT,
            facts TEXT NOT NULL, holder TEXT
        ) WITHOUT ROWID;
        CREATE INDEX jobs_by_time ON jobs (created DESC, id);
        CREATE INDEX jobs_by_state ON jobs (state, created DESC);
        CREATE INDEX jobs_by_key ON jobs (key);
        CREATE INDEX jobs_by_model ON jobs (endpoint, model, completed DESC);
        CREATE UNIQUE INDEX jobs_by_request ON jobs (endpoint, request_id)
            WHERE request_id IS NOT NULL;
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL,
            at REAL NOT NULL, state TEXT NOT NULL, cause TEXT NOT NULL
        );
        CREATE INDEX events_by_job ON events (job, seq);
        CREATE TABLE holders (
            id TEXT PRIMARY KEY, pid INTEGER NOT NULL, host TEXT NOT NULL,
            beat REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE uploads (
            endpoint TEXT NOT NULL, sha256 TEXT NOT NULL, url TEXT NOT NULL,
            at REAL NOT NULL, PRIMARY KEY (endpoint, sha256)
        ) WITHOUT ROWID;
        CREATE TABLE settings (
            name TEXT PRIMARY KEY, value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    (
        "002 sweeps",
        """
        CREATE TABLE sweeps (
            name TEXT PRIMARY KEY, told TEXT NOT NULL, kept REAL NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    (
        "003 holds apart from their notes, prices that are not known, money at risk",
        """
        CREATE TABLE fresh (
            id TEXT PRIMARY KEY, endpoint TEXT NOT NULL, model TEXT NOT NULL,
            parameters TEXT NOT NULL, created REAL NOT NULL, key TEXT NOT NULL,
            take INTEGER NOT NULL, via TEXT NOT NULL, state TEXT NOT NULL,
            updated REAL NOT NULL, request_id TEXT, submitted REAL,
            processing REAL, completed REAL, ended REAL, cost REAL,
            low REAL, high REAL, risked REAL NOT NULL DEFAULT 0,
            output_url TEXT, sha256 TEXT, hold TEXT, note TEXT, error TEXT,
            watched INTEGER NOT NULL, attempts INTEGER NOT NULL, budget REAL,
            run TEXT, facts TEXT NOT NULL, holder TEXT
        ) WITHOUT ROWID;
        INSERT INTO fresh SELECT
            id, endpoint, model, parameters, created, key, take, via, state,
            updated, request_id, submitted, processing, completed, ended, cost,
            low, high, 0, output_url, sha256,
            CASE
                WHEN reason IS NULL THEN NULL
                WHEN reason LIKE 'looking in %' THEN 'looking'
                WHEN reason = 'unreachable' THEN 'unreachable'
                WHEN reason LIKE 'the disk is full%' THEN 'disk full'
                WHEN reason LIKE 'waiting for a free place' THEN 'slot'
                WHEN reason LIKE 'waiting for the limit%' THEN 'limit'
                ELSE 'retrying'
            END,
            reason, error, watched, attempts, budget, run, facts, holder
            FROM jobs;
        DROP TABLE jobs;
        ALTER TABLE fresh RENAME TO jobs;
        CREATE INDEX jobs_by_time ON jobs (created DESC, id);
        CREATE INDEX jobs_by_state ON jobs (state, created DESC);
        CREATE INDEX jobs_by_key ON jobs (key);
        CREATE INDEX jobs_by_model ON jobs (endpoint, model, completed DESC);
        CREATE UNIQUE INDEX jobs_by_request ON jobs (endpoint, request_id)
            WHERE request_id IS NOT NULL
        """,
    ),
    (
        "004 votes",
        """
        CREATE TABLE votes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            comparison TEXT NOT NULL, kind TEXT NOT NULL, answer TEXT NOT NULL,
            clip TEXT NOT NULL, other TEXT NOT NULL, question TEXT NOT NULL,
            rater TEXT NOT NULL, session TEXT NOT NULL, blind INTEGER NOT NULL,
            watched REAL, other_watched REAL, moment REAL, at REAL NOT NULL
        );
        CREATE INDEX votes_by_comparison ON votes (comparison, seq);
        CREATE INDEX votes_by_clip ON votes (clip)
        """,
    ),
    TABLES,
    (
        "006 the jobs of a sweep",
        "CREATE INDEX jobs_by_run ON jobs (run, created DESC)",
    ),
]

COLUMNS: Final = tuple(field.name for field in fields(JobRecord))
AS_JSON: Final = frozenset({"parameters", "error", "facts"})


def to_column(name: str, value: Any) -> Any:  # noqa: ANN401
    """Write one field of a record as SQLite stores it."""
    if name in AS_JSON and value is not None:
        return json.dumps(value, ensure_ascii=False, default=str)
    return int(value) if isinstance(value, bool) else value


def insert(db: sqlite3.Connection, record: JobRecord, holder: str | None) -> None:
    """Add a job's row."""
    names = (*COLUMNS, "holder")
    values = [to_column(name, getattr(record, name)) for name in COLUMNS]
    db.execute(
        f"INSERT INTO jobs ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
        (*values, holder),
    )


def update(db: sqlite3.Connection, job: str, changes: Mapping[str, Any]) -> None:
    """Change fields of a job's row."""
    settings = ", ".join(f"{name} = ?" for name in changes)
    db.execute(
        f"UPDATE jobs SET {settings} WHERE id = ?",  # noqa: S608
        (*(to_column(name, value) for name, value in changes.items()), job),
    )


def to_record(row: sqlite3.Row | Mapping[str, Any]) -> JobRecord:
    """Read a record from a row."""
    values: dict[str, Any] = {name: row[name] for name in COLUMNS}
    for name in AS_JSON:
        if values[name] is not None:
            values[name] = json.loads(values[name])
    values["watched"] = bool(values["watched"])
    return JobRecord(**values)
