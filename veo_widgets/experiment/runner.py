"""Sends a plan's new cells in order: pilot, budget, circuit breaker."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Final

from veo_widgets.client import actions
from veo_widgets.core.record import UNSENT, JobRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from veo_widgets.client import Client, Job
    from veo_widgets.experiment.plan import Cell

FATAL: Final = frozenset({"AuthenticationError", "InsufficientCredits"})
FAILED: Final = frozenset({"failed", "blocked"})
EQUAL_FAILURES: Final = 2


class Run:
    """One pass over a plan's new cells.

    Args:
        client: Who sends.
        cells: What to send, in order.
        name: The sweep's.
        budget: US dollars that this run may cost together.
        pilot: Whether the first cell must succeed before the others are sent.
        told: Called when ``stopped`` changes.

    Attributes:
        stopped: Why cells were not sent; empty while all goes well.
    """

    def __init__(
        self,
        client: Client,
        cells: Sequence[Cell],
        name: str,
        *,
        budget: float | None,
        pilot: bool,
        told: Callable[[], None],
    ) -> None:
        self._client, self._queue, self._pilot = client, list(cells), pilot
        self._budget, self._told = budget, told
        self._name = f"{name} {secrets.token_hex(4)}"
        self._jobs: list[Job] = []
        self._worst: dict[str, float] = {}
        self._failures: list[tuple[str, str]] = []
        self.stopped = ""

    async def go(self) -> None:
        """Send what may be sent, and return when it all came to its end."""
        waiting: set[asyncio.Task[None]] = set()
        queue = self._queue
        if self._pilot and queue:
            record = await self._client.ended((await self._send(queue.pop(0))).id)
            if record.state != "ready":
                self.stop(f"the pilot ended as {record.state}: {_why(record)}")
        while (queue or waiting) and not self.stopped:
            while queue and not self.stopped and self._affordable(queue[0]):
                job = await self._send(queue.pop(0))
                waiting.add(asyncio.create_task(self._watch(job)))
            if not waiting:
                break
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if queue and not self.stopped:
            self.stop(f"the budget of ${self._budget or 0:.2f} is used up: {len(queue)} not sent")
        if self.stopped:
            await self._recall()
        await asyncio.gather(*waiting)

    def _affordable(self, cell: Cell) -> bool:
        spent = sum(self._worst.values())
        return self._budget is None or spent + cell.high <= self._budget + 1e-9

    async def _send(self, cell: Cell) -> Job:
        record = JobRecord(
            id=secrets.token_hex(6),
            endpoint=self._client.endpoint.name,
            model=cell.model,
            parameters=cell.parameters,
            created=self._client.clock(),
            key=cell.key,
            take=cell.take,
            state="waiting",
            low=cell.low,
            high=cell.high,
            budget=self._budget,
            run=self._name,
        )
        cause = f"a cell of sweep {self._name}"
        job = await asyncio.to_thread(self._client.enter, record, cause, reuse=True)
        self._jobs.append(job)
        self._worst[job.id] = cell.high
        return job

    async def _watch(self, job: Job) -> None:
        record = await self._client.ended(job.id)
        free = record.state in {*FAILED, "cancelled"}
        if free or record.cost is not None:
            self._worst[job.id] = record.cost or 0.0
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
        self._told()

    async def _recall(self) -> None:
        """Cancel what has not been sent; what was sent goes on."""
        for job in self._jobs:
            if job.state in UNSENT:
                await asyncio.to_thread(actions.cancel, self._client, job.id)


def _why(record: JobRecord) -> str:
    told = record.error or {}
    text = str(told.get("detail") or told.get("message") or record.state)
    return text.splitlines()[0]
