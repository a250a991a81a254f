"""SQLite opened the one way this kit uses it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.files import make_private, private, step_aside
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Migration = tuple[str, str]
CHECKED_BYTES: Final = 16_000_000
"""Up to this size a file is checked with its indexes, up to sixteen times it without."""


class Unwritable(HomeError, sqlite3.OperationalError):
    """The file cannot be written or read just now: locked, the disk full, read-only."""


class Conflict(HomeError, sqlite3.IntegrityError):
    """A row breaks a rule of the tables, such as two jobs with one request."""


class Damaged(HomeError, sqlite3.DatabaseError):
    """The file is no database, or one that is broken."""


class Newer(HomeError):
    """A later version of the kit made the file."""


class Database:
    """One SQLite file, durable on commit, safe between threads.

    Args:
        path: The file; made when absent, readable for this user alone.
        migrations: Named scripts in order; each runs once, in one transaction
            with the record that it ran.
        durable: Whether each commit waits for the disk, so that it outlives a
            power cut; else it outlives only the process.
        wal: Whether readers and a writer go on side by side (a write-ahead log), which
            a network share cannot do.
        functions: SQL functions of one text that the migrations call.
        known_whole: Whether the file need not be read through.

    Attributes:
        identity: Device and inode of the file that was opened.

    Raises:
        Damaged: The file is no whole database; it is left as it is.
        Newer: A later version made it.
        HomeError: The file cannot be opened or written.
    """

    def __init__(
        self,
        path: Path,
        migrations: Sequence[Migration],
        *,
        durable: bool = True,
        wal: bool = True,
        functions: Mapping[str, Callable[[str], str]] | None = None,
        known_whole: bool = False,
    ) -> None:
        self.path, self._known_whole = path, known_whole
        self._mode = "wal" if wal else "delete"
        self._synchronous = "FULL" if durable else "NORMAL"
        self._functions = functions or {}
        self._process = os.getpid()
        self._lock, self._reading = threading.RLock(), threading.Lock()
        with _named(path):
            self._connection = self._open(migrations)
            # Readers have a connection of their own: a commit waits for the disk, and a
            # loop that only looks something up must not wait with it.
            self._reader = self._connect()
            weakref.finalize(self, _let_go, self._process, self._connection, self._reader)
            self.identity = identity(path)

    def _open(self, migrations: Sequence[Migration]) -> sqlite3.Connection:
        with contextlib.suppress(OSError):
            os.close(private(os.fspath(self.path), os.O_RDWR | os.O_CREAT))
            make_private(self.path)
        connection = self._connect()
        try:
            if not self._known_whole:
                _check(connection, self.path)
            self._set_mode(connection)
            connection.execute(f"PRAGMA synchronous={self._synchronous}")
            for name, function in self._functions.items():
                connection.create_function(name, 1, function, deterministic=True)
            _migrate(connection, migrations, self.path)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_mode(self, connection: sqlite3.Connection) -> None:
        mode = connection.execute(f"PRAGMA journal_mode={self._mode}").fetchone()[0]
        if mode != self._mode:
            raise HomeError(
                f"{self.path} cannot be used as its file system needs it while another program "
                "holds it open; close that first"
            )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        return connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock; commit at the end, roll back on an error."""
        self._same_process()
        with self._lock, _named(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def read(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query, as they are on disk."""
        self._same_process()
        with self._reading, _named(self.path):
            return self._reader.execute(sql, values).fetchall()

    def in_place(self) -> bool:
        """Tell whether the file at the path is still the one that is open."""
        return identity(self.path) == self.identity

    def close(self) -> None:
        """Close the file."""
        if os.getpid() != self._process:
            return
        with self._lock, self._reading:
            self._reader.close()
            self._connection.close()

    def _same_process(self) -> None:
        if os.getpid() != self._process:
            raise HomeError(
                f"{self.path} was opened before a fork; open another client in this process"
            )


def open_anew(path: Path, migrations: Sequence[Migration], **options: object) -> Database:
    """Open a file whose rows may be lost: a damaged one is moved aside, never deleted.

    Raises:
        HomeError: The file cannot be opened or written.
    """
    try:
        return Database(path, migrations, **options)  # type: ignore[arg-type]
    except Damaged:
        move_aside(path)
        return Database(path, migrations, **options)  # type: ignore[arg-type]


def move_aside(path: Path) -> Path:
    """Rename a database with its log to a free name beside it; nothing is deleted."""
    aside = step_aside(path, "damaged")
    for suffix in ("-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(f"{aside}{suffix}")
    return aside


def identity(path: Path) -> tuple[int, int] | None:
    """Return device and inode of a file, or ``None`` when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, which are SQLite's too."""
    try:
        yield
    except HomeError:
        raise
    except sqlite3.IntegrityError as error:
        raise Conflict(f"{path}: {error}") from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise Damaged(f"{path} is damaged: {error}") from error
        raise Unwritable(f"{path} cannot be used: {error}") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error speaks of the file's bytes, not of the moment."""
    code = getattr(error, "sqlite_errorcode", None)
    known = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT}
    text = str(error)
    if code is None or (code & 0xFF) == sqlite3.SQLITE_ERROR:
        return "decode to UTF-8" in text or text.startswith("no such ")
    return (code & 0xFF) in known


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Read through the file, unless it is too big for that.

    Raises:
        Damaged: Its pages do not hold together.
    """
    size = path.stat().st_size if path.exists() else 0
    if size > 16 * CHECKED_BYTES:
        return
    check = "integrity_check" if size <= CHECKED_BYTES else "quick_check"
    try:
        word = str(connection.execute(f"PRAGMA {check}(1)").fetchone()[0])
    except UnicodeDecodeError as error:
        raise Damaged(f"{path} is damaged: {error}") from error
    if word != "ok":
        raise Damaged(f"{path} is damaged: {word}")


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration], path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        done = {row["name"] for row in connection.execute("SELECT name FROM migrations")}
        _check_steps(done, [name for name, _ in migrations], path)
        for name, script in migrations:
            if name in done:
                continue
            for statement in script.split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?)", (name,))
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _check_steps(done: set[str], known: Sequence[str], path: Path) -> None:
    strange = sorted(done.difference(known))
    if strange and not done.issuperset(known):
        raise Damaged(f"{path} is damaged: it names no step {strange[-1]!r}")
    if strange:
        raise Newer(
            f"{path} was made by a later version of veo_widgets ({strange[-1]!r}): "
            "update the package or choose another home; nothing was changed"
        )


def _let_go(process: int, *connections: sqlite3.Connection) -> None:
    """Close what nobody closed; a fork of the process that opened it must not."""
    if os.getpid() == process:
        for connection in connections:
            connection.close()
