"""The votes of a home: rows that are added, and never rewritten."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import short
from veo_widgets.core.voting import Vote, fault, undone
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from veo_widgets._lib.sqlite import Database

COLUMNS: Final = (
    *("id", "comparison", "kind", "answer", "clip", "other", "question", "rater", "session"),
    *("blind", "watched", "other_watched", "moment", "at"),
)
_INSERT: Final = (
    f"INSERT INTO votes ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
)
DROPPED: Final = (
    "SELECT clip FROM (SELECT clip, answer, max(seq) FROM votes WHERE kind = 'keep' AND rater = '' "
    "AND id NOT IN (SELECT answer FROM votes WHERE kind = 'undo' AND rater = '') GROUP BY clip) "
    "WHERE answer = 'drop'"
)
"""Selects the clips that the person at this notebook dropped."""


class VoteShelf:
    """The votes of one home.

    Args:
        db: The ledger's database.
        clock: Seconds since the epoch.
        keep: Writes a line to the home's journal too.
        name: Returns a new UUID.
    """

    def __init__(
        self,
        db: Database,
        clock: Callable[[], float],
        keep: Callable[[Mapping[str, Any]], None] = lambda _: None,
        name: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._db, self._clock, self._keep, self._name = db, clock, keep, name
        # Rows are never rewritten: what was read of a comparison is good for ever.
        self._read: dict[str, tuple[int, tuple[Vote, ...]]] = {}

    def cast(self, **values: Any) -> Vote:  # noqa: ANN401
        """Write down a vote; it is on disk before this returns.

        Args:
            **values: Fields of a ``Vote``; id and time are given to it here.

        Raises:
            InvalidRequest: It is no vote, or blind though its rater was told what the
                clips are.
            HomeError: It cannot be written; it does not count.
        """
        vote = Vote(**{"id": self._name(), "at": self._clock(), **values})
        problem = fault(vote)
        if problem is not None:
            raise InvalidRequest(f"this is no vote: {problem}")
        with self._db.write() as db:
            if vote.blind and _told(db, vote):
                raise InvalidRequest(
                    f"{vote.rater or 'the rater'} was told what these clips are: no vote on "
                    f"{vote.comparison} is blind any more; give it with blind=False"
                )
            db.execute(_INSERT, _row(vote))
        self._keep({"vote": asdict(vote)})
        return vote

    def undo(self, vote: str, rater: str = "", session: str = "") -> Vote:
        """Take a vote back, by a row that names it.

        Raises:
            InvalidRequest: There is no such vote of this rater, or it is taken back already.
        """
        rows = self._db.read("SELECT * FROM votes WHERE id = ? AND kind != 'undo'", (vote,))
        given = to_vote(rows[0]) if rows else None
        if given is None or given.rater != rater:
            raise InvalidRequest(f"there is no vote {short(vote)} of {rater or 'this rater'}")
        if vote in undone(self.of(given.comparison)):
            raise InvalidRequest(f"the vote {short(vote)} is taken back already")
        return self.cast(
            comparison=given.comparison, kind="undo", answer=vote, rater=rater, session=session
        )

    def of(self, comparison: str) -> list[Vote]:
        """Return every row of a comparison, oldest first; see ``core.voting.standing``."""
        last, known = self._read.get(comparison, (0, ()))
        rows = self._db.read(
            "SELECT * FROM votes WHERE comparison = ? AND seq > ? ORDER BY seq", (comparison, last)
        )
        if rows:
            known = (*known, *map(to_vote, rows))
            self._read[comparison] = (rows[-1]["seq"], known)
        return list(known)

    def about(self, clips: Iterable[str]) -> list[Vote]:
        """Return every row on single clips and what takes one back, of whatever comparison."""
        wanted = sorted({*clips})
        own = f"other = '' AND clip IN ({', '.join('?' * len(wanted))})"
        rows = self._db.read(
            f"SELECT * FROM votes WHERE {own} OR (kind = 'undo' AND answer IN "  # noqa: S608
            f"(SELECT id FROM votes WHERE {own})) ORDER BY seq",
            (*wanted, *wanted),
        )
        return [to_vote(row) for row in rows]

    def counting(self, comparison: str, clips: Iterable[str]) -> list[Vote]:
        """Return what counts in a verdict: a comparison's rows, and what of its clips was kept.

        A clip that was dropped is dropped, wherever that was said.

        Args:
            comparison: What was judged.
            clips: The sha256 of each of its clips.
        """
        elsewhere = [
            vote
            for vote in self.about(clips)
            if vote.comparison != comparison and vote.kind in {"keep", "undo"}
        ]
        return sorted([*self.of(comparison), *elsewhere], key=lambda vote: vote.at)

    def comparisons(self) -> dict[str, int]:
        """Return how many rows each comparison has, the latest voted on first."""
        rows = self._db.read(
            "SELECT comparison, count(*) AS total FROM votes GROUP BY comparison "
            "ORDER BY max(seq) DESC"
        )
        return {row["comparison"]: row["total"] for row in rows}

    def merge(self, votes: Sequence[Vote]) -> int:
        """Write down votes that were given elsewhere, each once, all or none.

        Returns:
            How many were new.

        Raises:
            InvalidRequest: One of them is no vote, or another vote has its id.
        """
        for number, vote in enumerate(votes, 1):
            problem = fault(vote)
            if problem is not None:
                raise InvalidRequest(f"vote {number} of {len(votes)} is none: {problem}")
        new = []
        with self._db.write() as db:
            for vote in votes:
                rows = db.execute("SELECT * FROM votes WHERE id = ?", (vote.id,)).fetchall()
                if rows and to_vote(rows[0]) != vote:
                    raise InvalidRequest(
                        f"another vote has the id {vote.id}: one of the two was changed by hand"
                    )
                if not rows:
                    db.execute(_INSERT, _row(vote))
                    new.append(vote)
        for vote in new:
            self._keep({"vote": asdict(vote)})
        return len(new)


def _told(db: sqlite3.Connection, vote: Vote) -> bool:
    rows = db.execute(
        "SELECT 1 FROM votes WHERE comparison = ? AND rater = ? AND kind = 'reveal' LIMIT 1",
        (vote.comparison, vote.rater),
    )
    return rows.fetchone() is not None


def write_again(db: sqlite3.Connection, lines: Iterable[Mapping[str, Any]]) -> int:
    """Write into a ledger, within a transaction, the votes that only a journal has.

    Returns:
        How many it did not know.
    """
    again = 0
    for line in lines:
        vote = vote_of(line.get("vote"))
        if vote is not None:
            again += db.execute(
                _INSERT.replace("INSERT", "INSERT OR IGNORE", 1), _row(vote)
            ).rowcount
    return again


def vote_of(values: object) -> Vote | None:
    """Return a vote from its fields as JSON has them; ``None`` where they are none."""
    vote = _made(values)
    return vote if isinstance(vote, Vote) and fault(vote) is None else None


def fault_of(values: object) -> str:
    """Say why ``vote_of`` returns none."""
    vote = _made(values)
    return vote if isinstance(vote, str) else fault(vote) or ""


def _made(values: object) -> Vote | str:
    if not isinstance(values, dict):
        return f"a vote is an object of names and values, not {short(values)}"
    missing = sorted({"id", "comparison", "kind", "answer", "at"} - values.keys())
    unknown = sorted(map(str, values.keys() - {*Vote.__slots__}))
    if missing or unknown:
        return f"{(missing or unknown)[0]} is {'missing' if missing else 'not known'}"
    lists = {name: values.get(name, []) for name in ("clips", "watched")}
    if not all(isinstance(listed, (list, tuple)) for listed in lists.values()):
        return "clips and watched are lists"
    return Vote(**{**values, **{name: tuple(listed) for name, listed in lists.items()}})


def is_whole(row: Mapping[str, Any]) -> bool:
    """Tell whether a row says what a vote must say."""
    try:
        return fault(to_vote(row)) is None
    except (LookupError, TypeError, ValueError):
        return False


def _row(vote: Vote) -> tuple[object, ...]:
    clip, other = (*vote.clips, "", "")[:2]
    watched, other_watched = (*vote.watched, None, None)[:2]
    told = {
        **{name: getattr(vote, name) for name in COLUMNS if name in Vote.__slots__},
        "clip": clip,
        "other": other,
        "blind": int(vote.blind),
        "watched": watched,
        "other_watched": other_watched,
    }
    return tuple(told[name] for name in COLUMNS)


def to_vote(row: sqlite3.Row | Mapping[str, Any]) -> Vote:
    """Read a vote from a row."""
    values: dict[str, Any] = {name: row[name] for name in COLUMNS if name in Vote.__slots__}
    clips = tuple(clip for clip in (row["clip"], row["other"]) if clip)
    watched = (row["watched"], row["other_watched"])[: len(clips)]
    values |= {"clips": clips, "blind": bool(row["blind"])}
    values["watched"] = watched if any(time is not None for time in watched) else ()
    return Vote(**values)
