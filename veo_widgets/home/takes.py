"""The jobs of a home as people look for them: by word, model, state, star, day and sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from veo_widgets.catalogue.roles import names_of
from veo_widgets.core.record import FAILED, LIVE
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.schema import to_record
from veo_widgets.home.votes import DROPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.ledger import Ledger

Group = Literal["all", "running", "ready", "failed", "hidden"]
When = Literal["any", "today", "week", "month"]
GROUPS: Final = {"running": LIVE, "ready": frozenset({"ready"}), "failed": FAILED}
STAR: Final = "star "
NOTE: Final = "note "
HIDDEN: Final = "hidden "
PROMPT: Final = "coalesce({}, '')".format(
    ", ".join(f"json_extract(parameters, '$.{name}')" for name in names_of("prompt"))
)
CHARGED: Final = (
    "sum(coalesce(cost, CASE WHEN state = 'ready' AND low IS NOT NULL THEN high END, 0))"
)
"""US dollars, as ``core.money.charged`` has it."""
NOT_KNOWN: Final = "sum(state = 'ready' AND cost IS NULL AND (low IS NULL OR high IS NULL))"
"""Clips whose cost nobody knows; they are not in ``CHARGED``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which jobs are looked for.

    Attributes:
        search: Words that the prompt or the model hold, in any order.
        model: A slug; any when empty.
        state: A group of states; ``hidden`` are those that a person put away.
        starred: Whether only those with a star.
        sweep: The sweep that sent them; any when empty.
        since: Made at that time or later, in seconds since the epoch.
        dropped: Whether those whose clips were dropped are, too.
    """

    search: str = ""
    model: str = ""
    state: Group = "all"
    starred: bool = False
    sweep: str = ""
    since: float = 0.0
    dropped: bool = False

    @property
    def folded(self) -> bool:
        """Whether the jobs of a sweep are one item: not where single ones are looked for."""
        return self.state in ("all", "running") and not (self.starred or self.sweep)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the items that are looked for, newest first.

    Attributes:
        jobs: Those that stand alone.
        sweeps: The names of sweeps, which stand for their jobs.
        total: How many jobs there are in all.
        after: What the next page is asked for with; empty at the end.
    """

    jobs: list[JobRecord]
    sweeps: list[str]
    total: int
    after: str


def page(ledger: Ledger, wanted: Wanted, after: str = "", most: int = 60) -> Page:
    """Return some of the jobs that are looked for.

    Args:
        ledger: The jobs.
        wanted: Which.
        after: What the last page told; empty for the first.
        most: At most so many items.

    Raises:
        InvalidRequest: ``after`` is nothing that a page told.
    """
    items, values = _items(wanted)
    where, place = _beyond(after) if after else ("1", [])
    rows = ledger.rows(
        f"WITH items AS MATERIALIZED ({items}), counted AS (SELECT sum(jobs) AS total FROM items) "  # noqa: S608
        f"SELECT * FROM counted LEFT JOIN items ON {where} ORDER BY at DESC, item LIMIT ?",
        [*values, *place, most + 1],
    )
    total = int(rows[0]["total"] or 0)
    rows = [row for row in rows if row["item"] is not None]
    shown = rows[:most]
    alone = [row["item"] for row in shown if not row["swept"]]
    last = shown[-1] if len(rows) > most else None
    return Page(
        _records(ledger, alone),
        [row["item"] for row in shown if row["swept"]],
        total,
        "" if last is None else f"{last['at']!r} {last['item']}",
    )


def _beyond(after: str) -> tuple[str, list[object]]:
    at, _, item = after.partition(" ")
    try:
        moment = float(at)
    except ValueError:
        raise InvalidRequest(f"no page of takes ends with {after[:40]!r}") from None
    return "(at < ? OR (at = ? AND item > ?))", [moment, moment, item]


def _records(ledger: Ledger, jobs: Sequence[str]) -> list[JobRecord]:
    rows = ledger.rows(
        f"SELECT * FROM jobs WHERE id IN ({', '.join('?' * len(jobs))}) "  # noqa: S608
        "ORDER BY created DESC, id",
        list(jobs),
    )
    return [to_record(row) for row in rows]


def _items(wanted: Wanted) -> tuple[str, list[object]]:
    """Return what selects items: their name, whether it is a sweep's, time and jobs."""
    where, values = _conditions(wanted)
    if not wanted.folded:
        single = "SELECT id AS item, 0 AS swept, created AS at, 1 AS jobs FROM jobs"
        return f"{single} WHERE {where}", values
    items = (
        "SELECT coalesce(run, id) AS item, run IS NOT NULL AS swept, max(created) AS at, "  # noqa: S608
        f"count(*) AS jobs FROM jobs WHERE {where} GROUP BY item, swept"
    )
    if wanted.model:
        return items, values
    named, words = _words("name", wanted.search)
    planned = (
        "SELECT name AS item, 1 AS swept, kept AS at, 0 AS jobs FROM sweeps "  # noqa: S608
        f"WHERE {' AND '.join(['kept >= ?', *named])} "
        "AND name NOT IN (SELECT run FROM jobs WHERE run IS NOT NULL)"
    )
    return f"{items} UNION ALL {planned}", [*values, wanted.since, *words]


def _words(column: str, search: str) -> tuple[list[str], list[object]]:
    where, values = list[str](), list[object]()
    for word in search.split():
        where.append(rf"{column} LIKE ? ESCAPE '\'")
        plain = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        values.append(f"%{plain}%")
    return where, values


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    where, values = _words(f"({PROMPT} || ' ' || model)", wanted.search)
    if wanted.model:
        where.append("model = ?")
        values.append(wanted.model)
    states = GROUPS.get(wanted.state)
    if states is not None:
        where.append(f"state IN ({', '.join('?' * len(states))})")
        values += sorted(states)
    if wanted.starred:
        where.append(_is_marked(STAR))
    where.append(f"{'' if wanted.state == 'hidden' else 'NOT '}{_is_marked(HIDDEN)}")
    if not wanted.dropped and wanted.state != "hidden":
        where.append(f"coalesce(sha256, '') NOT IN ({DROPPED})")
    if wanted.sweep:
        where.append("run = ?")
        values.append(wanted.sweep)
    if wanted.since:
        where.append("created >= ?")
        values.append(wanted.since)
    return " AND ".join(where), values


def _is_marked(kind: str) -> str:
    after = chr(ord(kind[-1]) + 1)
    return (
        f"id IN (SELECT substr(name, {len(kind) + 1}) FROM settings "  # noqa: S608
        f"WHERE name >= '{kind}' AND name < '{kind[:-1]}{after}')"
    )


def dropped(ledger: Ledger) -> int:
    """Return how many jobs have clips that were dropped."""
    is_dropped = f"EXISTS ({DROPPED}) AND sha256 IN ({DROPPED})"  # of none no job is looked at
    rows = ledger.rows(f"SELECT count(*) AS total FROM jobs WHERE {is_dropped}")  # noqa: S608
    return int(rows[0]["total"])


def jobs_of(ledger: Ledger, sha256: str) -> list[JobRecord]:
    """Return the jobs that have a clip."""
    return [to_record(row) for row in ledger.rows("SELECT * FROM jobs WHERE sha256 = ?", [sha256])]


def prompts(ledger: Ledger, most: int = 200) -> list[str]:
    """Return what was asked for, each prompt once, newest first."""
    rows = ledger.rows(
        f"SELECT {PROMPT} AS prompt, max(created) AS last FROM jobs "  # noqa: S608
        "GROUP BY prompt HAVING prompt != '' ORDER BY last DESC LIMIT ?",
        (most,),
    )
    return [str(row["prompt"]) for row in rows]


def marks(ledger: Ledger, jobs: Iterable[str]) -> dict[str, str]:
    """Return what people marked jobs with, by ``star <id>``, ``note <id>``, ``hidden <id>``."""
    names = [kind + job for job in jobs for kind in (STAR, NOTE, HIDDEN)]
    rows = ledger.rows(
        f"SELECT name, value FROM settings WHERE name IN ({', '.join('?' * len(names))})",  # noqa: S608
        names,
    )
    return {row["name"]: row["value"] for row in rows}


def is_starred(ledger: Ledger, job: str) -> bool:
    """Tell whether a job has a star."""
    return STAR + job in marks(ledger, [job])


def mark(ledger: Ledger, jobs: Iterable[str], marks: Mapping[str, str | None]) -> None:
    """Mark jobs.

    Args:
        ledger: Where it is kept.
        jobs: Their ids.
        marks: By ``STAR``, ``NOTE`` and ``HIDDEN``; ``None`` takes a mark away.
    """
    for job in jobs:
        for kind, value in marks.items():
            ledger.set(kind + job, value)


def spent_since(ledger: Ledger, endpoint: str, start: float) -> tuple[float, int]:
    """Return US dollars charged for jobs made since a time, and for how many nobody knows it.

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        start: Seconds since the epoch.
    """
    # The plus keeps SQLite to the index of times: a day is few of an endpoint's jobs.
    rows = ledger.rows(
        f"SELECT {CHARGED} AS total, {NOT_KNOWN} AS unknown FROM jobs WHERE +endpoint = ? AND created >= ?",  # noqa: S608
        (endpoint, start),
    )
    return round(float(rows[0]["total"] or 0.0), 4), int(rows[0]["unknown"] or 0)
