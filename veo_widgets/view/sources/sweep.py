"""The cells of a sweep, which fill in while it runs."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.client import actions
from veo_widgets.core.money import charged
from veo_widgets.core.record import FAILED, LIVE, flags
from veo_widgets.media import clip_of
from veo_widgets.view.ask import ask_above
from veo_widgets.view.job import actions as actions_of
from veo_widgets.view.job import error_view, most_of, retry_kind
from veo_widgets.view.patches import SourceChanged
from veo_widgets.view.sheet import Drawn, Sheet, idle, sheet_of_plan, trouble_of
from veo_widgets.view.sources.base import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.client import Session
    from veo_widgets.core.polling import Latency
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment import Cell, Plan, Sweep
    from veo_widgets.view.sources.base import Listener
    from veo_widgets.view.wire.common import JobAction
    from veo_widgets.view.wire.grid import CellLive
    from veo_widgets.view.wire.pay import PendingView


class SweepSource(Source):
    """The cells of a sweep, which fill in while it runs.

    Args:
        sweep: The sweep.
        plan: What is shown until the sweep is launched; the sweep as it stands when
            not given.
    """

    def __init__(self, sweep: Sweep, plan: Plan | None = None) -> None:
        super().__init__(sweep.client.home)
        self.sweep = sweep
        self._following = plan is None
        self._show(plan or sweep.plan())
        self._listener: Listener | None = None
        self._end: Callable[[], None] | None = None

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._sharing: dict[str, list[Cell]] = {}
        for cell in plan.cells:
            if cell.key:
                self._sharing.setdefault(cell.key, []).append(cell)

    @property
    def session(self) -> Session:
        """The sweep's own."""
        return self.sweep.client.session

    @property
    def catalogue(self) -> Catalogue:
        """The sweep's own models."""
        return self.session.catalogue

    @property
    def judged(self) -> Sweep:
        """The sweep."""
        return self.sweep

    def clock(self) -> float:
        """Return seconds since the epoch."""
        return self.session.clock()

    def sheet(self) -> Sheet:
        """Draw every cell."""
        now = dict(self.drawn())
        return sheet_of_plan(self._plan, lambda cell: now[cell.index], self.view, self.catalogue)

    def redrawn(self) -> Sheet | None:
        """Draw every cell again if the sweep has others than before.

        While it runs, only its states move: nothing is planned anew.
        """
        old = self._plan
        if self.sweep.running and self.sweep.spec == old.spec:
            return None
        self._show(self.sweep.plan())
        same = [c.key for c in self._plan.cells] == [c.key for c in old.cells]
        return None if same and self._plan.spec.axes == old.spec.axes else self.sheet()

    def drawn(self, record: JobRecord | None = None) -> Iterator[tuple[int, Drawn]]:
        """Draw what moves of the cells of a job, or of all."""
        cells: Sequence[Cell]
        if record is not None:
            cells = self._sharing.get(record.key, ())
            records = {record.key: record}
        else:
            cells = self._plan.cells
            records = dict(self.session.ledger.by_keys(self._sharing))
        expected = self.session.expecting()
        for cell in cells:
            yield cell.index, self._drawn(cell, records.get(cell.key), expected)

    def _drawn(
        self, cell: Cell, record: JobRecord | None, expected: Callable[[JobRecord], Latency]
    ) -> Drawn:
        if record is None:
            return Drawn(idle(), None)
        opened = self.sweep.opened if self._following else float("inf")
        reused = record.state == "ready" and record.created < opened
        usual = expected(record).told if record.state in LIVE else None
        error = error_view(record)
        live: CellLive = {
            "job": record.id,
            "state": record.state,
            "flags": list(flags(record, self.clock(), usual, reused=reused)),
            "actions": actions_of(record) if cell.into is None else [],
            "retry": retry_kind(record),
            "note": (error["message"] if error else record.note) or "",
            "trouble": None if error is None else trouble_of(error, record.request_id),
            "cost": record.cost if cell.into is None else None,
            "charged": charged(record) if cell.into is None else 0.0,
            "created": record.created,
            "submitted": record.submitted,
            "began": record.processing,
            "ended": record.ended if record.state not in LIVE else None,
            "usual": round(usual or 0.0, 1),
        }
        return Drawn(live, clip_of(record, self.session.store.clip))

    def pending(self) -> PendingView | None:
        """Return what a launch would send, unless cells are being sent.

        Where all that is left ended badly there is nothing to launch: that is taken up by
        its own button, and what was refused is not sent again unchanged.
        """
        plan = self._plan
        if not plan.new or (self._following and self.sweep.running):
            return None
        ended = dict(self.session.ledger.by_keys([cell.key for cell in plan.new]))
        if all(cell.key in ended and ended[cell.key].state in FAILED for cell in plan.new):
            return None
        cost = plan.cost
        return {
            "count": cost.count,
            "low": cost.low,
            "high": cost.high,
            "unpriced": cost.unknown,
            "most": self.most(cost.high, cost.unknown),
        }

    def stop_reason(self) -> str:
        """Say why cells were not sent."""
        return self.sweep.stopped if self._following else ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call back with every event of the sweep; of a plan, from its first job on."""
        self._listener = listener
        self._end = self.sweep.listen(self._heard)
        # A turn of the loop puts the listener in its place.
        self.session.spawn(asyncio.sleep(0)).result()
        if self._following:
            listener(SourceChanged())
        return self._unlisten

    def _heard(self, record: JobRecord | None) -> None:
        listener = self._listener
        if listener is None:
            return
        if not self._following:
            # Until it is run, a plan stays as it was priced, whatever becomes of its sweep.
            if not (self.sweep.running if record is None else record.key in self._sharing):
                return
            self._follow()
        if record is None:
            listener(SourceChanged())
            return
        listener(record)
        if not self.sweep.running and any(cell.key == record.key for cell in self._plan.new):
            # Sent by another hand: it is no longer to be paid here.
            listener(SourceChanged())

    def _follow(self) -> None:
        """Follow the sweep from now on, and look again for what changed before."""
        if not self._following:
            self._following = True
            if self._listener is not None:
                self._listener(SourceChanged())

    def _unlisten(self) -> None:
        if self._end is not None:
            self._end()
        self._listener = self._end = None

    def ask_above(self) -> float | None:
        """Return US dollars above which a person is asked; ``None`` for play money."""
        return ask_above(self.session)

    def most(self, high: float, unpriced: int) -> float | None:
        """Return US dollars that a launch may cost at most, where known."""
        budget = self.sweep.asked.get("budget")
        if unpriced:
            return None
        return high if budget is None else min(high, float(budget))

    def most_of(self, jobs: Iterable[str], action: JobAction) -> float | None:
        """Return US dollars that a button of these jobs may cost at most, where known."""
        return most_of(map(self.session.record, dict.fromkeys(jobs)), action)

    def launch(self, count: int, high: float, unpriced: int) -> None:
        """Send the new cells, at the price that a person saw."""
        self._follow()
        plan = self.sweep.plan()
        plan.agree(count, high, unpriced)
        self.sweep.run(**self.sweep.asked, plan=plan)

    def retry(self, jobs: Iterable[str]) -> None:
        """Take up these failed jobs again; one that cannot be stays as it is."""
        self._follow()
        self.sweep.stopped = ""
        for job in jobs:
            with contextlib.suppress(errors.VeoError):
                actions.retry(self.session, job)
        if self._listener is not None:
            self._listener(SourceChanged())

    def act(self, job: str, action: JobAction) -> None:
        """Do what a button says with a job.

        Raises:
            VeoError: It cannot be done with the job as it stands.
        """
        act = {
            "cancel": actions.cancel,
            "retry": actions.retry,
            "resubmit": actions.resubmit,
            "unwatch": actions.unwatch,
        }
        act[action](self.session, job)
