"""What was spent, by day and model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.record import AT_PROVIDER, BY_SERVICE

if TYPE_CHECKING:
    from veo_widgets.home.ledger import Ledger


_FREE = ", ".join(f"'{kind}'" for kind in sorted(BY_SERVICE))
_SENT = ", ".join(f"'{state}'" for state in sorted({"ready", "sending", "unknown", *AT_PROVIDER}))
_AT_RISK = (
    "CASE WHEN cost >= 0 THEN cost "
    f"WHEN state = 'blocked' OR coalesce(json_extract(error, '$.kind'), '') IN ({_FREE}) THEN 0 "
    f"WHEN request_id IS NOT NULL OR state IN ({_SENT}) THEN high ELSE 0 END"
)
"""What a job may cost at its worst, as ``core.decisions.exposure`` has it."""


@dataclass(frozen=True, slots=True)
class SpendLine:
    """One day's jobs of one model.

    Attributes:
        day: YYYY-MM-DD, local time.
        endpoint: Where it was spent.
        model: The model's slug.
        clips: Clips that came.
        cost: US dollars charged, as the service told; an estimate's high end
            where it did not tell.
        estimate: US dollars, the high ends of the estimates of the same clips.
        free_failures: Jobs that failed and cost nothing.
    """

    day: str
    endpoint: str
    model: str
    clips: int
    cost: float
    estimate: float
    free_failures: int


@dataclass(frozen=True)
class Spend(Displayable):
    """Real money by day and model, the local server's play money apart."""

    lines: tuple[SpendLine, ...]
    play: tuple[SpendLine, ...]

    @property
    def total(self) -> float:
        """US dollars of real money."""
        return round(sum(line.cost for line in self.lines), 4)

    @property
    def play_total(self) -> float:
        """Play dollars of the local server."""
        return round(sum(line.cost for line in self.play), 4)

    def __repr__(self) -> str:
        """Say both sums."""
        return f"Spend(${self.total:.2f} real, ${self.play_total:.2f} play money)"


def spend(ledger: Ledger) -> Spend:
    """Add up the ledger."""
    rows = ledger.rows(
        "SELECT date(created, 'unixepoch', 'localtime') AS day, endpoint, model, "
        "sum(state = 'ready') AS clips, "
        "sum(CASE WHEN state = 'ready' THEN coalesce(cost, high) "
        "ELSE coalesce(cost, 0) END) AS cost, "
        "sum(CASE WHEN state = 'ready' THEN high ELSE 0 END) AS estimate, "
        "sum(state IN ('failed', 'blocked') AND cost IS NULL) AS free_failures "
        "FROM jobs GROUP BY day, endpoint, model ORDER BY day DESC, endpoint, model"
    )
    lines = [SpendLine(**{key: row[key] for key in row.keys()}) for row in rows]  # noqa: SIM118
    lines = [line for line in lines if line.clips or line.cost or line.free_failures]
    return Spend(
        tuple(line for line in lines if line.endpoint != "local"),
        tuple(line for line in lines if line.endpoint == "local"),
    )


def committed(ledger: Ledger, endpoint: str, run: str | None = None) -> float | None:
    """Return US dollars settled plus those at risk at their worst (``core.exposure``).

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        run: Only one run's jobs.

    Returns:
        ``None`` when a job is at risk whose price is not known.
    """
    rows = ledger.rows(
        f"SELECT sum(risked + {_AT_RISK}) AS total, count(*) - count({_AT_RISK}) AS unknown "  # noqa: S608
        "FROM jobs WHERE endpoint = ? AND (? IS NULL OR run = ?)",
        (endpoint, run, run),
    )
    return None if rows[0]["unknown"] else float(rows[0]["total"] or 0.0)
