"""How long the jobs of a home took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.catalogue.reading import guessed
from veo_widgets.catalogue.roles import names_of
from veo_widgets.core.polling import Observation

if TYPE_CHECKING:
    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.ledger import Ledger

KIND: Final = ("duration", "frames", "resolution", "size", "audio")
"""Roles of what makes a clip take longer."""
FEW: Final = 2


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


def run_times(ledger: Ledger, record: JobRecord) -> list[Observation]:
    """Return the seconds that a worker had jobs like this one, oldest first.

    Of the same endpoint, model, length, size and sound; of the model's where those are
    fewer than two. The queue counts only where the service never told it apart.

    Args:
        ledger: The jobs.
        record: The job to come.
    """
    own = {guessed(name, value): name for name, value in record.parameters.items()}
    names = [own.get(role) or names_of(role)[0] for role in KIND]
    alike = "".join(f" AND json_extract(parameters, '$.{name}') IS ?" for name in names)
    values = tuple(record.parameters.get(name) for name in names)
    for condition, given in ((alike, values), ("", ())):
        rows = ledger.rows(
            "SELECT completed - coalesce(processing, submitted) AS seconds FROM jobs "  # noqa: S608
            "WHERE endpoint = ? AND model = ? AND submitted IS NOT NULL AND via = 'v2' "
            f"AND completed IS NOT NULL{condition} ORDER BY submitted DESC LIMIT 16",
            (record.endpoint, record.model, *given),
        )
        if len(rows) >= FEW:
            break
    return [Observation(max(0.0, row["seconds"])) for row in reversed(rows)]
