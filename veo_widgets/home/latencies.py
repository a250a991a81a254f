"""How long the jobs of a home took."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.polling import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.ledger import Ledger

FEW: Final = 2
RECENT: Final = 64
ALIKE: Final = 16
WAITED: Final = 0.2
"""Part of a run for which a job was in the queue that waited, and for which two ran at once."""


def latencies(ledger: Ledger, endpoint: str, model: str, now: float) -> list[Observation]:
    """Return the last jobs' seconds from submit to completion, oldest first.

    Jobs still running count as not finished.

    Args:
        ledger: The jobs.
        endpoint: Whose.
        model: Which model's.
        now: Seconds since the epoch.
    """
    rows = ledger.rows(
        "SELECT submitted, completed FROM jobs WHERE endpoint = ? AND model = ? "
        "AND submitted IS NOT NULL AND via = 'v2' AND (completed IS NOT NULL OR "
        "state IN ('queued', 'processing')) ORDER BY submitted DESC LIMIT 40",
        (endpoint, model),
    )
    return [
        Observation((row["completed"] or now) - row["submitted"], bool(row["completed"]))
        for row in reversed(rows)
    ]


def run_times(
    ledger: Ledger,
    record: JobRecord,
    kind: Callable[[Mapping[str, Any]], str] | None = None,
) -> list[Observation]:
    """Return the seconds that a worker had jobs like this one, oldest first.

    Of the same endpoint, model and kind; of the model's where those are fewer than two.
    The queue counts only where the service never told it apart.

    Args:
        ledger: The jobs.
        record: The job to come.
        kind: Names the clips that take as long, by what they ask for.
    """
    rows = ledger.rows(
        "SELECT parameters, completed - coalesce(processing, submitted) AS seconds FROM jobs "
        "WHERE endpoint = ? AND model = ? AND submitted IS NOT NULL AND via = 'v2' "
        "AND completed IS NOT NULL ORDER BY completed DESC LIMIT ?",
        (record.endpoint, record.model, RECENT),
    )
    wanted = kind(record.parameters) if kind and rows else ""
    alike = [row for row in rows if kind and kind(json.loads(row["parameters"])) == wanted]
    chosen = alike if len(alike) >= FEW else rows
    return [Observation(max(0.0, row["seconds"])) for row in reversed(chosen[:ALIKE])]


def at_once(ledger: Ledger, endpoint: str) -> int | None:
    """Return how many jobs a service worked on at once while others waited, if any did.

    Args:
        ledger: The jobs.
        endpoint: Whose.
    """
    rows = ledger.rows(
        "SELECT submitted, processing, completed FROM jobs WHERE endpoint = ? AND via = 'v2' "
        "AND submitted IS NOT NULL AND processing IS NOT NULL AND completed > processing "
        "ORDER BY completed DESC LIMIT ?",
        (endpoint, RECENT),
    )
    return width([(row["submitted"], row["processing"], row["completed"]) for row in rows])


def width(jobs: Sequence[tuple[float, float, float]]) -> int | None:
    """Return how many jobs ran at once while others waited, ``None`` if none of these did.

    A wait in which none of them runs is a cold start, or somebody else's work, and tells nothing.

    Args:
        jobs: When each was submitted, begun and completed.
    """
    waited = [(sent, began) for sent, began, done in jobs if began - sent > WAITED * (done - began)]
    if len(waited) < FEW:
        return None
    moments = sorted({moment for job in jobs for moment in job})
    busy = total = 0.0
    for start, end in pairwise(moments):
        running = sum(began <= start and end <= done for _, began, done in jobs)
        if running and any(sent <= start and end <= began for sent, began in waited):
            busy += end - start
            total += (end - start) * running
    return max(_most([job[1:] for job in jobs]), round(total / busy)) if busy else None


def _most(runs: Sequence[tuple[float, float]]) -> int:
    """Return how many ran at once, but not while one that begins is seen before one that ended."""
    firm = [(began + WAITED * (done - began), done) for began, done in runs]
    return max(sum(since <= at < done for since, done in firm) for at, _ in firm)
