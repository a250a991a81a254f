"""Sends a plan's new cells in order: pilot, budget, circuit breaker."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from veo_widgets.client import actions
from veo_widgets.core.record import UNSENT
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from veo_widgets.client import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.purse import Purse

FATAL: Final = frozenset({"AuthenticationError", "InsufficientCredits"})
FAILED: Final = frozenset({"failed", "blocked"})
EQUAL_FAILURES: Final = 2


class Run:
    """One pass over a plan's new cells.

    Args:
        session: Who sends.
        cells: What to send, in order.
        purse: What it may spend.
        pilot: Whether the first cell must succeed before the others are sent.
        on_stop: Called when ``stopped`` changes.

    Attributes:
        stopped: Why cells were not sent; empty while all goes well.
    """

    def __init__(
        self,
        session: Session,
        cells: Sequence[Cell],
        purse: Purse,
        *,
        pilot: bool,
        on_stop: Callable[[Run], None],
    ) -> None:
        self._session, self._queue, self._pilot = session, list(cells), pilot
        self._purse, self._on_stop = purse, on_stop
        self._jobs: list[str] = []
        self._failures: list[tuple[str, str]] = []
        self.stopped = ""

    async def go(self) -> None:
        """Send what may be sent, and return when it all came to its end."""
        waiting: set[asyncio.Task[None]] = set()
        queue = self._queue
        if self._pilot and queue:
            job = await self._send(queue[0])
            queue.pop(0)
            record = await self._session.ended(job)
            if record.state != "ready":
                self.stop(f"the pilot ended as {record.state}: {_why(record)}")
        while (queue or waiting) and not self.stopped:
            while queue and not self.stopped and self._purse.holds(queue[0]):
                job = await self._send(queue[0])
                queue.pop(0)
                waiting.add(asyncio.create_task(self._watch(job)))
            if not waiting:
                break
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if queue and not self.stopped:
            self.stop(
                f"the budget is used up, {len(queue)} not sent: {self._purse.empty(queue[0])}"
            )
        if self.stopped:
            await self._recall()
        await asyncio.gather(*waiting)

    async def _send(self, cell: Cell) -> str:
        record, _ = await asyncio.to_thread(
            actions.submit,
            self._session,
            self._session.catalogue[cell.model],
            cell.parameters,
            take=cell.take,
            budget=self._purse.budget,
            run=self._purse.name,
            unknown=self._purse.unknown,
            named=True,
            cause=f"a cell of sweep {self._purse.name}",
        )
        self._jobs.append(record.id)
        self._purse.take(record.id, cell)
        return record.id

    async def _watch(self, job: str) -> None:
        try:
            record = await self._session.ended(job)
        except HomeError:
            return  # closed: the job goes on when its home is opened again
        self._purse.settle(record)
        if record.state not in FAILED:
            self._failures.clear()
            return
        kind = str((record.error or {}).get("kind"))
        self._failures.append((kind, _why(record)))
        equal = self._failures[-EQUAL_FAILURES:]
        if kind in FATAL:
            self.stop(_why(record))
        elif len(equal) == EQUAL_FAILURES and len(set(equal)) == 1:
            self.stop(f"{EQUAL_FAILURES} cells in a row failed alike: {_why(record)}")

    @property
    def pending(self) -> frozenset[str]:
        """The keys of cells that this run has yet to send."""
        return frozenset(cell.key for cell in self._queue)

    def stop(self, why: str) -> None:
        """Send nothing more."""
        self.stopped = self.stopped or why
        self._on_stop(self)

    async def _recall(self) -> None:
        """Cancel what has not been sent, the last in line first; what was sent goes on."""
        unsent = [job for job in self._jobs[::-1] if self._session.record(job).state in UNSENT]
        cancel = partial(actions.cancel, self._session)
        await asyncio.gather(*(asyncio.to_thread(cancel, job) for job in unsent))


class Runs:
    """The runs of one sweep, several at once when it grew meanwhile."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._runs: list[tuple[Run, Future[None]]] = []

    @property
    def running(self) -> bool:
        """Whether cells are still being sent or made."""
        return any(not future.done() for _, future in self._runs)

    @property
    def pending(self) -> frozenset[str]:
        """The keys of cells that are yet to be sent."""
        going = [run for run, future in self._runs if not future.done()]
        return frozenset(key for run in going for key in run.pending)

    def start(self, run: Run) -> Future[None]:
        """Begin a run in the background thread."""
        future = self._session.spawn(run.go())
        going = [pair for pair in self._runs if not pair[1].done()]
        self._runs = [*going, (run, future)]
        return future

    def stop(self, why: str) -> None:
        """Send nothing more."""
        for run, _ in self._runs:
            run.stop(why)

    async def ended(self) -> None:
        """Wait, in the background thread, until every run came to its end."""
        futures = [asyncio.wrap_future(future) for _, future in self._runs]
        await asyncio.gather(*map(asyncio.shield, futures))


def _why(record: JobRecord) -> str:
    error = record.error or {}
    text = str(error.get("detail") or error.get("message") or record.state)
    return text.splitlines()[0]
