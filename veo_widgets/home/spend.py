"""What was spent, by day and model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.money import NOT_TOLD, Sum
from veo_widgets.core.record import AT_PROVIDER, BY_SERVICE
from veo_widgets.home.charges import FRESH_S, TEACHES
from veo_widgets.home.takes import CHARGED, NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from veo_widgets.home.ledger import Ledger


_FREE = ", ".join(f"'{kind}'" for kind in sorted(BY_SERVICE))
_SENT = ", ".join(f"'{state}'" for state in sorted({"ready", "sending", "unknown", *AT_PROVIDER}))
_BEYOND = (
    "SELECT model AS of, cost / high AS ratio, "  # noqa: S608
    f"CASE WHEN {TEACHES} THEN ended + {FRESH_S} ELSE 1e12 END AS told "
    "FROM jobs WHERE endpoint = ? AND high > 0 AND cost > high AND parameters != '{}'"
)
"""How far charges went beyond what was expected at most, and until when no estimate had it in it.

A charge that no estimate learns of counts for ever; one for what nobody knows tells nothing.
"""
_RATIO = "SELECT max(ratio) FROM beyond WHERE of = model AND told > created"
_AT_RISK = (
    "CASE WHEN cost >= 0 THEN cost "
    f"WHEN state = 'blocked' OR coalesce(json_extract(error, '$.kind'), '') IN ({_FREE}) THEN 0 "
    f"WHEN request_id IS NOT NULL OR state IN ({_SENT}) "
    f"THEN high * coalesce(({_RATIO}), 1) ELSE 0 END"
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
        unknown: Clips that came and whose cost nobody knows; not in ``cost``. What a
            person gave as the worst of an unknown price is no cost.
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
        real, play = _summed(self.lines), _summed(self.play)
        sums = f"Spend({real} real, {play} play money)"
        return "\n".join((sums, *_by_model(self.lines, ""), *_by_model(self.play, "  play money")))


def _summed(lines: Iterable[SpendLine]) -> str:
    lines = tuple(lines)
    unknown = sum(line.unknown for line in lines)
    cost = sum(line.cost for line in lines)
    more = f"{unknown} clip{'' if unknown == 1 else 's'} of unknown cost" if unknown else ""
    return " and ".join(filter(None, (f"${cost:.2f}" if cost or not unknown else "", more)))


def _by_model(lines: Iterable[SpendLine], after: str) -> Iterator[str]:
    sums: dict[str, Sum] = {}
    for line in lines:
        old = sums.get(line.model, Sum())
        cost = old.low + line.cost
        sums[line.model] = Sum(cost, cost, old.count + line.clips, old.unknown + line.unknown)
    for model, of in sorted(sums.items(), key=lambda item: -item[1].low):
        count = f"{of.count} clip{'' if of.count == 1 else 's'}"
        yield f"  {model:<14}  {count:>8}  {of.said(NOT_TOLD):>8}{after}"


def spend(ledger: Ledger) -> Spend:
    """Add up the ledger."""
    rows = ledger.rows(
        "SELECT date(created, 'unixepoch', 'localtime') AS day, endpoint, model, "  # noqa: S608
        "sum(state = 'ready') AS clips, "
        f"{CHARGED} AS cost, "
        "sum(CASE WHEN state = 'ready' AND low IS NOT NULL THEN high ELSE 0 END) AS estimate, "
        "sum(state IN ('failed', 'blocked') AND cost IS NULL) AS free_failures, "
        f"{NOT_KNOWN} AS unknown "
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
        f"WITH beyond AS MATERIALIZED ({_BEYOND}) "  # noqa: S608
        f"SELECT sum(risked + {_AT_RISK}) AS total, count(*) - count({_AT_RISK}) AS unknown "
        "FROM jobs WHERE endpoint = ? AND (? IS NULL OR run = ?)",
        (endpoint, endpoint, run, run),
    )
    total = float(rows[0]["total"] or 0.0)
    return None if rows[0]["unknown"] or not math.isfinite(total) else total


def worst(
    ledger: Ledger, endpoint: str, model: str, high: float | None, made: float = 0.0
) -> float | None:
    """Return the most that a clip may cost, by what this home saw charged since its estimate.

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        model: The model's slug.
        high: The high end of the estimate, in US dollars; ``None`` when not known.
        made: When it was estimated, in seconds since the epoch; what was charged before is in it.
    """
    if high is None:
        return None
    rows = ledger.rows(
        f"SELECT max(ratio) AS ratio FROM ({_BEYOND}) WHERE of = ? AND told > ?",  # noqa: S608
        (endpoint, model, made),
    )
    return high * float(rows[0]["ratio"] or 1.0)
