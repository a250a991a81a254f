"""What was spent, by day and model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.record import AT_PROVIDER, BY_SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from veo_widgets.home.ledger import Ledger


_FREE = ", ".join(f"'{kind}'" for kind in sorted(BY_SERVICE))
_SENT = ", ".join(f"'{state}'" for state in sorted({"ready", "sending", "unknown", *AT_PROVIDER}))
_RATIOS = (
    "SELECT model AS of, max(cost / high) AS ratio FROM jobs "
    "WHERE endpoint = ? AND high > 0 AND cost > high GROUP BY model"
)
"""How far a model's charges went beyond what was expected at most."""
_AT_RISK = (
    "CASE WHEN cost >= 0 THEN cost "
    f"WHEN state = 'blocked' OR coalesce(json_extract(error, '$.kind'), '') IN ({_FREE}) THEN 0 "
    f"WHEN request_id IS NOT NULL OR state IN ({_SENT}) THEN high * coalesce(ratio, 1) ELSE 0 END"
)
"""What a job may cost at its worst, as ``core.money.exposure`` has it."""


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
        unknown: Clips that came and whose cost nobody knows; not in ``cost``.
    """

    day: str
    endpoint: str
    model: str
    clips: int
    cost: float
    estimate: float
    free_failures: int
    unknown: int = 0


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
        """Say both sums, and below them what each model cost."""
        unknown = sum(line.unknown for line in self.lines)
        more = f" and {unknown} clips of unknown cost" if unknown else ""
        sums = f"Spend(${self.total:.2f}{more} real, ${self.play_total:.2f} play money)"
        return "\n".join((sums, *_by_model(self.lines, ""), *_by_model(self.play, "  play money")))


def _by_model(lines: Iterable[SpendLine], after: str) -> Iterator[str]:
    sums: dict[str, tuple[float, int]] = {}
    for line in lines:
        cost, clips = sums.get(line.model, (0.0, 0))
        sums[line.model] = (cost + line.cost, clips + line.clips)
    for model, (cost, clips) in sorted(sums.items(), key=lambda item: -item[1][0]):
        count = f"{clips} clip{'' if clips == 1 else 's'}"
        yield f"  {model:<14}  {count:>8}  {f'${cost:.2f}':>8}{after}"


def spend(ledger: Ledger) -> Spend:
    """Add up the ledger."""
    rows = ledger.rows(
        "SELECT date(created, 'unixepoch', 'localtime') AS day, endpoint, model, "
        "sum(state = 'ready') AS clips, "
        "sum(CASE WHEN state = 'ready' THEN coalesce(cost, high, 0) "
        "ELSE coalesce(cost, 0) END) AS cost, "
        "sum(CASE WHEN state = 'ready' THEN coalesce(high, 0) ELSE 0 END) AS estimate, "
        "sum(state IN ('failed', 'blocked') AND cost IS NULL) AS free_failures, "
        "sum(state = 'ready' AND cost IS NULL AND high IS NULL) AS unknown "
        "FROM jobs GROUP BY day, endpoint, model ORDER BY day DESC, endpoint, model"
    )
    lines = [SpendLine(**{key: row[key] for key in row.keys()}) for row in rows]  # noqa: SIM118
    lines = [line for line in lines if line.clips or line.cost or line.free_failures]
    return Spend(
        tuple(line for line in lines if line.endpoint != "local"),
        tuple(line for line in lines if line.endpoint == "local"),
    )


def committed(ledger: Ledger, endpoint: str, run: str | None = None) -> float | None:
    """Return US dollars settled plus those at risk at their worst (``core.money.exposure``).

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        run: Only one run's jobs.

    Returns:
        ``None`` when a job is at risk whose price is not known.
    """
    rows = ledger.rows(
        f"SELECT sum(risked + {_AT_RISK}) AS total, count(*) - count({_AT_RISK}) AS unknown "  # noqa: S608
        f"FROM jobs LEFT JOIN ({_RATIOS}) ON of = model "
        "WHERE endpoint = ? AND (? IS NULL OR run = ?)",
        (endpoint, endpoint, run, run),
    )
    total = float(rows[0]["total"] or 0.0)
    return None if rows[0]["unknown"] or not math.isfinite(total) else total


def worst(ledger: Ledger, endpoint: str, model: str, high: float | None) -> float | None:
    """Return the most that a clip may cost, by what this home saw charged before.

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        model: The model's slug.
        high: The high end of the estimate, in US dollars; ``None`` when not known.
    """
    if high is None:
        return None
    rows = ledger.rows(f"{_RATIOS} HAVING model = ?", (endpoint, model))
    return high * float(rows[0]["ratio"]) if rows else high
