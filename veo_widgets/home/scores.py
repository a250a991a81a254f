"""What metrics said of clips: kept by the clip's bytes, the metric and its version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.core.voting import SHA256

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from veo_widgets._lib.sqlite import Database, Migration

TABLES: Final[Migration] = (
    "005 scores",
    """
    CREATE TABLE scores (
        sha256 TEXT NOT NULL, metric TEXT NOT NULL, version INTEGER NOT NULL,
        about TEXT NOT NULL, value REAL, note TEXT NOT NULL, moments TEXT NOT NULL,
        at REAL NOT NULL, PRIMARY KEY (sha256, metric, version, about)
    ) WITHOUT ROWID
    """,
)
COLUMNS: Final = ("sha256", "metric", "version", "about")
AT_ONCE: Final = 500


class ScoreKey(NamedTuple):
    """What a score is kept by; a value of one version never stands for another's.

    Attributes:
        sha256: The clip.
        metric: The metric's name.
        version: Its version.
        about: Names what the value hangs on beside the clip; empty for the clip alone.
    """

    sha256: str
    metric: str
    version: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One measurement of a clip.

    Attributes:
        value: In the metric's unit; ``None`` where it cannot be told.
        note: Why not, or what to know of it.
        moments: Where in the clip, in seconds.
    """

    value: float | None
    note: str = ""
    moments: tuple[float, ...] = ()


def is_whole(row: Mapping[str, Any]) -> bool:
    """Tell whether a row says what a score must say."""
    try:
        moments = json.loads(row["moments"])
    except (LookupError, TypeError, ValueError):
        return False
    texts = (row.get("sha256"), row.get("metric"), row.get("about"), row.get("note"))
    return (
        all(isinstance(text, str) for text in texts)
        and bool(SHA256.fullmatch(str(row["sha256"])))
        and isinstance(row.get("version"), int)
        and isinstance(row.get("value"), (int, float, type(None)))
        and isinstance(moments, list)
        and all(isinstance(moment, (int, float)) for moment in moments)
    )


class ScoreShelf:
    """The scores of one home.

    Args:
        db: The ledger's database.
        clock: Seconds since the epoch.
    """

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    def keep(self, scores: Iterable[tuple[ScoreKey, Score]]) -> None:
        """Store scores, in place of earlier ones of the same key."""
        now = self._clock()
        rows = [
            (*key, score.value, score.note, json.dumps(score.moments), now) for key, score in scores
        ]
        with self._db.write() as db:
            db.executemany("INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def take_over(self, rows: Iterable[sqlite3.Row]) -> int:
        """Store rows of another home, each where there is none; return how many are new."""
        with self._db.write() as db:
            before = db.total_changes
            db.executemany(
                "INSERT OR IGNORE INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [tuple(row) for row in rows],
            )
            return db.total_changes - before

    def of_any(self, clips: Iterable[str]) -> bool:
        """Tell whether anything was measured of one of these clips."""
        wanted = sorted({*clips})
        return any(
            self._db.read(
                f"SELECT 1 FROM scores WHERE sha256 IN ({', '.join('?' * len(part))}) LIMIT 1",  # noqa: S608
                part,
            )
            for part in (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
        )

    def find(self, keys: Iterable[ScoreKey]) -> dict[ScoreKey, Score]:
        """Return the scores that are there, by their keys."""
        wanted = set(keys)
        clips = sorted({key.sha256 for key in wanted})
        found: dict[ScoreKey, Score] = {}
        for start in range(0, len(clips), AT_ONCE):
            part = clips[start : start + AT_ONCE]
            rows = self._db.read(
                f"SELECT * FROM scores WHERE sha256 IN ({', '.join('?' * len(part))})",  # noqa: S608
                part,
            )
            for row in rows:
                key = ScoreKey(*(row[name] for name in COLUMNS))
                if key in wanted:
                    moments = tuple(json.loads(row["moments"]))
                    found[key] = Score(row["value"], row["note"], moments)
        return found
