"""Open a home's ledger, or what can be had of it, and tell what happened to it."""

from __future__ import annotations

import contextlib
import json
import logging
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import step_aside
from veo_widgets._lib.sqlite import CHECKED_BYTES, Damaged, Database, move_aside
from veo_widgets.errors import HomeError
from veo_widgets.home.journal import ABOUT_MONEY, accepted, ended, setting
from veo_widgets.home.salvage import salvage
from veo_widgets.home.schema import MIGRATIONS, insert, to_record, update
from veo_widgets.home.seal import is_sealed
from veo_widgets.home.votes import to_vote, write_again

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.journal import Journal, Lines

_log = logging.getLogger(__name__)
TROUBLE: Final = "trouble"
OPENING_S: Final = 60.0


def open_ledger(path: Path, journal: Journal, now: float, *, wal: bool = True) -> Database:
    """Open the database, made again from its rests and the journal where it must be.

    What happened stands in the setting ``trouble`` until a person acknowledged it.

    Args:
        path: The SQLite file.
        journal: What was accepted in this home.
        now: Seconds since the epoch.
        wal: Whether the file system can do with a write-ahead log.

    Raises:
        HomeError: The file cannot be opened, or a later version made it.
    """
    with _alone(path):
        if is_sealed(path, journal.path):
            with contextlib.suppress(Damaged):
                return Database(path, MIGRATIONS, wal=wal, known_whole=True)
        what, aside = "", None
        if _kept_before(path, journal) and not (path.is_file() and path.stat().st_size):
            what = "is gone"
            if path.exists():
                what, aside = "was not the file it should be", step_aside(path, "damaged")
        try:
            db = _whole(path, wal=wal)
        except Damaged as error:
            _log.warning("%s", error)
            what, aside = "was damaged", move_aside(path)
            db = _whole(path, wal=wal)
        lines = journal.lines()
        with db.write() as connection:
            saved = salvage(aside, connection) if aside and aside.is_file() else 0
            again = _merge(connection, lines, path.with_name("clips"), trust=not what)
            if again and not what:
                what = "does not hold what was accepted in this home"
            if what:
                write_again(connection, lines)
                for setting in lines.settings().items():
                    connection.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", setting)
                _note(connection, path, what, aside, saved, again, now)
        _backfill(db, journal, lines, now)
    return db


def _kept_before(path: Path, journal: Journal) -> bool:
    """Tell "the ledger is gone" from "a new home"."""
    return journal.exists or any(path.with_name("clips").glob("*.mp4"))


def _whole(path: Path, *, wal: bool) -> Database:
    """Open a ledger whose every job can be read."""
    db = Database(path, MIGRATIONS, wal=wal)
    try:
        if path.stat().st_size > CHECKED_BYTES:
            return db
        db.read("SELECT * FROM jobs")
        odd = db.read(
            "SELECT * FROM jobs WHERE NOT json_valid(parameters) OR NOT json_valid(facts) "
            "OR NOT json_valid(coalesce(error, 'null'))"
        )
        for row in odd:
            to_record(row)
    except ValueError as error:
        db.close()
        raise Damaged(f"{path} is damaged: a job cannot be read ({error})") from error
    except BaseException:
        db.close()
        raise
    return db


def _merge(db: sqlite3.Connection, lines: Lines, clips: Path, *, trust: bool) -> int:
    """Write into the ledger what only the journal knows.

    Args:
        db: The ledger, in a transaction.
        lines: What was accepted.
        clips: Where clips lie.
        trust: Whether the ledger is its own, whole file: it then knows more than the
            journal of a job that both know.

    Returns:
        How many jobs the ledger should have known and did not.
    """
    missing = 0
    rows = db.execute("SELECT id, request_id, key, state FROM jobs").fetchall()
    ledger = {row["id"]: row for row in rows}
    lines = lines.about(
        {
            str(line.get("job"))
            for line in lines
            if "request" in line and not (trust and _agrees(line, ledger.get(str(line.get("job")))))
        }
    )
    requests = lines.requests()
    for record in lines.records():
        row = ledger.get(record.id)
        if row is None:
            missing += _added(db, _as_found(record, clips))
            continue
        strange = row["request_id"] is not None and row["request_id"] not in requests[record.id]
        wrong = strange or row["key"] != record.key
        if wrong or (not trust and row["state"] != "ready"):
            changes = _changes(_as_found(record, clips))
        elif row["request_id"] is None and row["state"] in {"sending", "unknown"}:
            changes = {"request_id": record.request_id, "state": "queued"}
        else:
            continue
        if not _claimed(db, record):
            missing += wrong
            update(db, record.id, changes)
    return missing


def _agrees(line: Mapping[str, Any], row: sqlite3.Row | None) -> bool:
    return row is not None and (row["request_id"], row["key"]) == (line["request"], line.get("key"))


def _as_found(record: JobRecord, clips: Path) -> JobRecord:
    """Return a job as it is to go on: asked for, unless it is at its end here."""
    if record.state == "ready" and not (clips / f"{record.sha256}.mp4").is_file():
        return record.but(state="queued", sha256=None, ended=None)
    return record


def _added(db: sqlite3.Connection, record: JobRecord) -> bool:
    if _claimed(db, record):
        return False
    insert(db, record, None)
    return True


def _claimed(db: sqlite3.Connection, record: JobRecord) -> bool:
    """Tell whether another job has the request: found for it in the service's history."""
    rows = db.execute(
        "SELECT 1 FROM jobs WHERE endpoint = ? AND request_id = ? AND id != ?",
        (record.endpoint, record.request_id, record.id),
    )
    return rows.fetchone() is not None


def _changes(record: JobRecord) -> dict[str, object]:
    names = ("state", "request_id", "key", "sha256", "cost", "completed", "ended", "facts", "error")
    return {name: getattr(record, name) for name in names}


def _note(
    db: sqlite3.Connection,
    path: Path,
    what: str,
    aside: Path | None,
    saved: int,
    again: int,
    now: float,
) -> None:
    kept = f" It is kept as {aside}." if aside else ""
    text = (
        f"The ledger {path} {what}.{kept} {saved} jobs were read from it and {again} more from "
        f"{path.with_name('accepted.jsonl').name}."
    )
    _log.warning("%s", text)
    told = {"text": text, "aside": str(aside) if aside else None, "at": now}
    db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (TROUBLE, json.dumps(told)))


def _backfill(db: Database, journal: Journal, kept: Lines, now: float) -> None:
    """Give the journal what only the ledger knows, as of a home older than it."""
    known = kept.requests()
    rows = db.read("SELECT id, request_id FROM jobs WHERE request_id IS NOT NULL")
    lost = [row["id"] for row in rows if row["request_id"] not in known.get(row["id"], ())]
    lines = [] if journal.exists else told_by(db, now)
    for job in lost if journal.exists else ():
        lines += _told_of(db.read("SELECT * FROM jobs WHERE id = ?", (job,))[0])
    try:
        journal.add(*lines)
    except OSError as error:
        _log.warning("%s cannot be written: %s", journal.path, error)


def told_by(db: Database, now: float) -> list[dict[str, Any]]:
    """Return all that a ledger's journal has to hold."""
    lines: list[dict[str, Any]] = [{"ledger": "made", "at": now}]
    for row in db.read("SELECT * FROM jobs WHERE request_id IS NOT NULL"):
        lines += _told_of(row)
    lines += [{"vote": asdict(to_vote(row))} for row in db.read("SELECT * FROM votes ORDER BY seq")]
    settings = db.read("SELECT name, value FROM settings")
    return lines + [
        setting(row["name"], row["value"], now)
        for row in settings
        if row["name"].startswith(ABOUT_MONEY)
    ]


def _told_of(row: sqlite3.Row) -> list[dict[str, Any]]:
    """Return the journal's lines of a job that the service took."""
    record = to_record(row)
    return [accepted(record), *([ended(record)] if record.ended is not None else [])]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from opening the same ledger at the same moment."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name("ledger.lock"), timeout=OPENING_S, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise HomeError(
            f"another program has been opening {path} for a minute; close it, or choose "
            "another home"
        ) from None
    except (OSError, NotImplementedError) as error:
        _log.info("%s cannot be locked: %s", path, error)
    try:
        yield
    finally:
        lock.release()
