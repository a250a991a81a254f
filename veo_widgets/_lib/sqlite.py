"""SQLite opened the one way this kit uses it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Migration = tuple[str, str]


class Database:
    """One SQLite file in WAL mode, durable on commit, safe between threads.

    Args:
        path: The file; made when absent. A file that is not a database is moved
            aside, never deleted, and ``moved_aside`` names where it went.
        migrations: Named scripts in order; each runs once, in one transaction
            with the record that it ran.
        clock: Tells the time, for the name of a file moved aside.
        durable: Whether each commit waits for the disk, so that it outlives a
            power cut; else it outlives only the process.
        functions: SQL functions of one text that the migrations call.

    Raises:
        HomeError: The file cannot be opened or written.
    """

    def __init__(
        self,
        path: Path,
        migrations: Sequence[Migration],
        clock: Callable[[], float] = time.time,
        *,
        durable: bool = True,
        functions: Mapping[str, Callable[[str], str]] | None = None,
    ) -> None:
        self.path = path
        self._synchronous = "FULL" if durable else "NORMAL"
        self._functions = functions or {}
        self.moved_aside: Path | None = None
        self._lock, self._reading = threading.RLock(), threading.Lock()
        try:
            self._connection = self._open(migrations)
        except sqlite3.DatabaseError as error:
            if not _is_corrupt(error):
                raise HomeError(f"{path} cannot be used: {error}") from error
            self.moved_aside = path.with_name(f"{path.name}.corrupt-{int(clock())}")
            for suffix in ("", "-wal", "-shm"):
                part = path.with_name(path.name + suffix)
                if part.exists():
                    part.rename(f"{self.moved_aside}{suffix}")
            self._connection = self._open(migrations)
        # Readers have a connection of their own: a commit waits for the disk, and a
        # loop that only looks something up must not wait with it.
        self._reader = self._connect()

    def _open(self, migrations: Sequence[Migration]) -> sqlite3.Connection:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={self._synchronous}")
            for name, function in self._functions.items():
                connection.create_function(name, 1, function, deterministic=True)
            _migrate(connection, migrations)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        return connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock; commit at the end, roll back on an error."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def read(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query, as they are on disk."""
        with self._reading:
            return self._reader.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock, self._reading:
            self._reader.close()
            self._connection.close()


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = {row["name"] for row in connection.execute("SELECT name FROM migrations")}
        for name, script in migrations:
            if name in done:
                continue
            for statement in script.split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?)", (name,))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _is_corrupt(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
