"""The server's one SQLite file: its tables, and how older ones become them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets._lib.sqlite import open_anew
from veo_widgets.server.accounts import digest

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets._lib.sqlite import Database, Migration

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
    (
        "002 digests instead of keys",
        """
        UPDATE requests SET account = digest(account);
        UPDATE accounts SET key = digest(key);
        ALTER TABLE accounts RENAME COLUMN key TO digest;
        CREATE INDEX requests_by_account ON requests (account, created DESC)
        """,
    ),
    (
        "003 costs that are not known",
        """
        CREATE TABLE renewed (
            id TEXT PRIMARY KEY, account TEXT NOT NULL, model TEXT NOT NULL,
            body TEXT NOT NULL, status TEXT NOT NULL, created REAL NOT NULL,
            due REAL NOT NULL, started REAL, finished REAL, error TEXT,
            cost REAL, seed INTEGER, clip TEXT, via TEXT NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO renewed SELECT * FROM requests;
        DROP TABLE requests;
        ALTER TABLE renewed RENAME TO requests;
        CREATE INDEX requests_by_status ON requests (status, created);
        CREATE INDEX requests_by_time ON requests (created DESC);
        CREATE INDEX requests_by_account ON requests (account, created DESC)
        """,
    ),
]


def open_database(path: Path) -> Database:
    """Open the server's tables.

    Commits survive the death of the process; at a power cut the last few may be
    lost, which play money can bear.

    Raises:
        HomeError: The file cannot be used.
    """
    return open_anew(path, MIGRATIONS, durable=False, functions={"digest": digest})
