"""The jobs of a home as people look for them: by word, model, state, star and sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from veo_widgets.core.record import FAILED, LIVE
from veo_widgets.home.schema import to_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.ledger import Ledger

Group = Literal["all", "running", "ready", "failed"]
GROUPS: Final = {"running": LIVE, "ready": frozenset({"ready"}), "failed": FAILED}
STAR: Final = "star "
NOTE: Final = "note "
_PROMPT: Final = "coalesce(json_extract(parameters, '$.prompt'), '')"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which jobs are looked for.

    Attributes:
        search: Words that the prompt or the model hold, in any order.
        model: A slug; any when empty.
        state: A group of states.
        starred: Whether only those with a star.
        sweep: The sweep that sent them; any when empty.
    """

    search: str = ""
    model: str = ""
    state: Group = "all"
    starred: bool = False
    sweep: str = ""


def page(
    ledger: Ledger, wanted: Wanted, after: str = "", most: int = 60
) -> tuple[list[JobRecord], int]:
    """Return some of the jobs that are looked for, newest first.

    Args:
        ledger: The jobs.
        wanted: Which.
        after: The id of the job that the last page ended with.
        most: At most so many.

    Returns:
        The jobs, and how many there are in all.
    """
    where, values = _conditions(wanted)
    total = ledger.rows(f"SELECT count(*) AS total FROM jobs WHERE {where}", values)  # noqa: S608
    last = ledger.get(after) if after else None
    if last is not None:
        where += " AND (created < ? OR (created = ? AND id > ?))"
        values += [last.created, last.created, last.id]
    rows = ledger.rows(
        f"SELECT * FROM jobs WHERE {where} ORDER BY created DESC, id LIMIT ?",  # noqa: S608
        [*values, most],
    )
    return [to_record(row) for row in rows], int(total[0]["total"])


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    where, values = ["1"], list[object]()
    for word in wanted.search.split():
        where.append(rf"({_PROMPT} || ' ' || model) LIKE ? ESCAPE '\'")
        plain = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        values.append(f"%{plain}%")
    if wanted.model:
        where.append("model = ?")
        values.append(wanted.model)
    states = GROUPS.get(wanted.state)
    if states is not None:
        where.append(f"state IN ({', '.join('?' * len(states))})")
        values += sorted(states)
    if wanted.starred:
        where.append("EXISTS (SELECT 1 FROM settings WHERE name = ? || jobs.id)")
        values.append(STAR)
    if wanted.sweep:
        where.append("run = ?")
        values.append(wanted.sweep)
    return " AND ".join(where), values


def prompts(ledger: Ledger, most: int = 200) -> list[str]:
    """Return what was asked for, each prompt once, newest first."""
    rows = ledger.rows(
        f"SELECT {_PROMPT} AS prompt, max(created) AS last FROM jobs "  # noqa: S608
        "GROUP BY prompt HAVING prompt != '' ORDER BY last DESC LIMIT ?",
        (most,),
    )
    return [str(row["prompt"]) for row in rows]


def marks(ledger: Ledger, jobs: Iterable[str]) -> dict[str, str]:
    """Return the stars and notes of jobs, by ``star <id>`` and ``note <id>``."""
    names = [kind + job for job in jobs for kind in (STAR, NOTE)]
    rows = ledger.rows(
        f"SELECT name, value FROM settings WHERE name IN ({', '.join('?' * len(names))})",  # noqa: S608
        names,
    )
    return {row["name"]: row["value"] for row in rows}


def is_starred(ledger: Ledger, job: str) -> bool:
    """Tell whether a job has a star."""
    return STAR + job in marks(ledger, [job])


def star(ledger: Ledger, job: str, *, starred: bool) -> None:
    """Put a star on a job, or take it away."""
    ledger.set(STAR + job, "1" if starred else None)


def mark(ledger: Ledger, job: str, *, starred: bool, note: str) -> None:
    """Put a star and a note on a job, or take them away."""
    star(ledger, job, starred=starred)
    ledger.set(NOTE + job, note.strip() or None)


def spent_since(ledger: Ledger, endpoint: str, start: float) -> float:
    """Return US dollars charged for jobs that were made since a time.

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        start: Seconds since the epoch.
    """
    rows = ledger.rows(
        "SELECT sum(coalesce(cost, CASE WHEN state = 'ready' THEN high END, 0)) AS total "
        "FROM jobs WHERE endpoint = ? AND created >= ?",
        (endpoint, start),
    )
    return round(float(rows[0]["total"] or 0.0), 4)
