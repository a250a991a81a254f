"""How long the jobs of a home took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.core.polling import Observation

if TYPE_CHECKING:
    from veo_widgets.home.ledger import Ledger


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
