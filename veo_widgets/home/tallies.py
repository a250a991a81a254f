"""What became of the jobs of each sweep, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from veo_widgets.home.takes import CHARGED, GROUPS, NOT_KNOWN, PROMPT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from veo_widgets.home.ledger import Ledger

COVERS: Final = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a sweep's jobs.

    Attributes:
        prompt: What all of them ask for; empty where they differ.
        jobs: How many there are, and of them ``ready``, ``failed`` and ``live``.
        spent: US dollars charged.
        unknown: How many clips are in ``spent`` with nothing, as nobody knows their cost.
        high: US dollars that all may cost; ``None`` when that is not known.
        created: When the newest was made, in seconds since the epoch.
        covers: Digests of the newest clips.
        latest: The id of the newest one's job; empty without one.
    """

    prompt: str
    jobs: int
    ready: int
    failed: int
    live: int
    spent: float
    unknown: int
    high: float | None
    created: float
    covers: Sequence[str]
    latest: str


def tallies(ledger: Ledger, sweeps: Sequence[str]) -> dict[str, Tally]:
    """Return what became of sweeps; those that sent nothing yet are left out.

    Args:
        ledger: The jobs.
        sweeps: Their names.
    """
    rows = ledger.rows(
        f"SELECT run, min({PROMPT}) AS one, max({PROMPT}) AS other, count(*) AS jobs, "  # noqa: S608
        f"{CHARGED} AS spent, {NOT_KNOWN} AS unknown, sum(high) AS high, "
        "sum(low IS NOT NULL AND high IS NOT NULL) AS priced, "
        f"max(created) AS created, {', '.join(map(_counted, GROUPS))} FROM jobs "
        f"WHERE run IN ({', '.join('?' * len(sweeps))}) GROUP BY run",
        list(sweeps),
    )
    clips = {row["run"]: _clips(ledger, row["run"]) for row in rows}
    return {
        row["run"]: Tally(
            prompt=str(row["one"]) if row["one"] == row["other"] else "",
            jobs=row["jobs"],
            ready=row["ready"],
            failed=row["failed"],
            live=row["running"],
            spent=round(row["spent"], 4),
            unknown=row["unknown"],
            high=round(row["high"], 4) if row["priced"] == row["jobs"] else None,
            created=row["created"],
            covers=[clip["sha256"] for clip in clips[row["run"]]],
            latest=next((clip["id"] for clip in clips[row["run"]]), ""),
        )
        for row in rows
    }


def _counted(group: str) -> str:
    states = ", ".join(f"'{state}'" for state in sorted(GROUPS[group]))
    return f"sum(state IN ({states})) AS {group}"


def _clips(ledger: Ledger, sweep: str) -> list[sqlite3.Row]:
    return ledger.rows(
        "SELECT id, sha256 FROM jobs WHERE run = ? AND state = 'ready' AND sha256 IS NOT NULL "
        "ORDER BY created DESC LIMIT ?",
        (sweep, COVERS),
    )
