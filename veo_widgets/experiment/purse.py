"""What the runs of one sweep may spend together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.core.money import exposure, over_budget
from veo_widgets.errors import BudgetExceeded
from veo_widgets.home.spend import committed, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.client import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell


class Purse:
    """A sweep's budget: the jobs of all its runs count, each at its worst until it is told.

    The last word has the ledger's transaction at each POST; this keeps cells from
    becoming jobs that would only be refused there.

    Args:
        session: Whose money.
        name: The sweep's; its jobs are told by it.
        budget: US dollars; no cap when ``None``.
        unknown: US dollars that a clip of unknown price counts as.
    """

    def __init__(
        self, session: Session, name: str, budget: float | None, unknown: float | None
    ) -> None:
        self._session = session
        self.name, self.budget = name, budget
        self.unknown = session.unknown if unknown is None else unknown
        self._made = session.clock()
        self._before = committed(session.ledger, session.endpoint.name, name)
        self._taken: dict[str, float | None] = {}

    def take(self, job: str, cell: Cell) -> None:
        """Count a cell that became a job."""
        self._taken[job] = self._worst(cell)

    def settle(self, record: JobRecord) -> None:
        """Count a job at what it cost, once that is told."""
        ratio = worst(self._session.ledger, record.endpoint, record.model, 1.0, record.created)
        self._taken[record.id] = exposure(record, ratio or 1.0)

    def holds(self, cell: Cell) -> bool:
        """Tell whether another cell fits."""
        return self.budget is None or self._over(cell) is None

    def empty(self, cell: Cell) -> str:
        """Say why another cell does not fit."""
        return str(self._over(cell))

    def check_first(self, cells: Sequence[Cell]) -> None:
        """Refuse a budget that does not hold even the first cell at its worst.

        Args:
            cells: What to send, in order; one at least.

        Raises:
            BudgetExceeded: It does not; nothing was sent.
        """
        why = self._over(cells[0])
        if why is None:
            return
        sums = [self._worst(cell) for cell in cells]
        together = (
            "" if None in sums else f"; all {len(cells)} may cost ${sum(filter(None, sums)):.2f}"
        )
        raise BudgetExceeded(f"{why}{together}; nothing was sent")

    def _over(self, cell: Cell) -> str | None:
        if self.budget is None:
            return None
        amounts = [self._before, *self._taken.values()]
        spent = None if None in amounts else sum(filter(None, amounts))
        return over_budget(self.budget, spent, self._worst(cell))

    def _worst(self, cell: Cell) -> float | None:
        high = self.unknown if cell.high is None else cell.high
        session = self._session
        return worst(session.ledger, session.endpoint.name, cell.model, high, self._made)
