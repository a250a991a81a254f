"""Holds this process's share of the live jobs and drives them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import secrets
import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from veo_widgets import errors
from veo_widgets._lib.delivery import Delivery
from veo_widgets.conductor.context import Context
from veo_widgets.conductor.lifecycle import drive, leave_unanswered
from veo_widgets.conductor.pacing import Limits
from veo_widgets.core import failures
from veo_widgets.core.decisions import after_fault, hold_after_fault
from veo_widgets.core.record import JobRecord, at_rest
from veo_widgets.home import IllegalMove, LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.endpoints import Endpoints
    from veo_widgets.home import Ledger
    from veo_widgets.media import Store
    from veo_widgets.service import Service

    Listener = Callable[[JobRecord], None]

_log = logging.getLogger(__name__)
BEAT_S: Final = 2.0
FLAG_BEATS: Final = 5
FOLLOW_S: Final = 0.4
LAST_SENDS_S: Final = 30.0
LONGEST_FAULT_S: Final = 60.0


class Conductor:
    """Drives jobs in the running event loop, which nothing here blocks.

    Args:
        ledger: The jobs.
        store: The clips.
        endpoints: The services.
        catalogue: The models.
        limits: What the kit allows itself.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        endpoints: Endpoints,
        catalogue: Catalogue,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.holder = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._ledger = ledger
        self._endpoints = endpoints
        self._context = Context(
            self.holder, ledger, store, endpoints, catalogue, limits or Limits(), clock, self.tell
        )
        self.heard = self._context.heard
        self._delivery = Delivery()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._listeners: dict[str, set[Listener]] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._chores: list[asyncio.Task[None]] = []
        self._unreleased: set[str] = set()
        self._releases: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._seen = 0

    async def start(self) -> None:
        """Begin: claim what nobody drives, and follow what others do."""
        await self._context.write(self._ledger.leases.beat, self.holder)
        self._seen = self._ledger.last_change()
        await self.claim(undecided=True)
        self._chores = [
            asyncio.create_task(self._beat(), name="beat"),
            asyncio.create_task(self._follow(), name="follow"),
        ]

    async def stop(self) -> None:
        """End all tasks and give the jobs free; they go on at the next start.

        A POST under way is waited for: its answer is money.
        """
        self._context.closing = True
        everything = [*self._chores, *self._tasks.values()]
        for task in everything:
            task.cancel()
        await asyncio.gather(*everything, return_exceptions=True)
        if self._context.sends:
            await asyncio.wait(self._context.sends.values(), timeout=LAST_SENDS_S)
            await leave_unanswered(self._context)
        for release in tuple(self._releases):
            release.cancel()
        await asyncio.gather(*self._releases, return_exceptions=True)
        with contextlib.suppress(sqlite3.Error):
            await self._context.write(self._ledger.leases.leave, self.holder)
        await self._endpoints.aclose()
        self._context.close()
        self._delivery.close()

    async def claim(self, *, undecided: bool = False) -> list[JobRecord]:
        """Take and drive every live job that nobody alive drives.

        Args:
            undecided: Whether to look again for jobs of unknown fate.
        """
        records = await self._context.write(
            self._ledger.leases.claim, self.holder, self._endpoints.names, undecided=undecided
        )
        for record in records:
            self.take(record)
        return records

    def wake(self) -> None:
        """Claim soon rather than at the next beat."""
        self._wake.set()

    def take(self, record: JobRecord) -> None:
        """Drive a job that this conductor holds."""
        self.tell(record)
        if record.id not in self._tasks:
            task = asyncio.create_task(self._drive(record), name=record.id)
            self._tasks[record.id] = task

    async def drop(self, job: str) -> None:
        """Stop driving a job; it may be claimed again once this returns."""
        task = self._tasks.get(job)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if job in self._unreleased:
            await self._release(job)

    async def service(self, endpoint: str) -> Service:
        """Return an endpoint's service."""
        return await self._endpoints.service(endpoint)

    def listen(self, job: str, listener: Listener) -> None:
        """Call back with each change of a job, on the delivery thread.

        Args:
            job: The job's id; an empty text for every job.
            listener: Told the job as it is now, and then each change in order.
        """
        self._listeners.setdefault(job, set()).add(listener)
        record = self._ledger.get(job) if job else None
        if record is not None:
            self._delivery.post(partial(self._call, job, listener, record))

    def unlisten(self, job: str, listener: Listener) -> None:
        """Stop calling back."""
        self._listeners.get(job, set()).discard(listener)

    def tell(self, record: JobRecord) -> None:
        """Pass a change on to whoever shows it or waits for it."""
        if at_rest(record) and record.id in self._ended:
            self._ended.pop(record.id).set()
        for name in (record.id, ""):
            for listener in tuple(self._listeners.get(name, ())):
                self._delivery.post(partial(self._call, name, listener, record))

    def _call(self, name: str, listener: Listener, record: JobRecord) -> None:
        if listener in self._listeners.get(name, ()):
            listener(record)

    async def ended(self, job: str) -> JobRecord:
        """Wait until a job goes no further by itself."""
        while True:
            record = self._ledger.get(job)
            if record is None:
                raise errors.HomeError(f"the ledger holds no job {job}")
            if at_rest(record):
                return record
            await self._ended.setdefault(job, asyncio.Event()).wait()

    async def _drive(self, record: JobRecord) -> None:
        try:
            for faults in itertools.count(1):
                try:
                    await drive(self._context, record)
                except LeaseLost:
                    _log.info("job %s: another process drives it now", record.id)
                except IllegalMove as error:
                    _log.info("job %s was ended meanwhile: %s", record.id, error)
                except Exception as error:  # noqa: BLE001
                    _log.info("job %s: a fault of the kit", record.id, exc_info=error)
                    broken = await self._broke(record.id, error)
                    if broken is not None:
                        record = broken
                        await asyncio.sleep(min(2.0**faults, LONGEST_FAULT_S))
                        continue
                return
        finally:
            self._tasks.pop(record.id, None)
            self._unreleased.add(record.id)
            release = asyncio.create_task(self._release(record.id), name=f"release {record.id}")
            self._releases.add(release)
            release.add_done_callback(self._releases.discard)

    async def _broke(self, job: str, error: Exception) -> JobRecord | None:
        """Write a fault of our own on a job: what was sent is never given up for it.

        Returns:
            The record when the job is to be driven again, after a pause.
        """
        record = self._ledger.get(job)
        if record is None or at_rest(record):
            return None
        if isinstance(error, sqlite3.Error):
            return record
        note = f"the kit broke ({type(error).__name__}: {error})"
        state = after_fault(record)
        hold = hold_after_fault(record)
        move = partial(self._context.move, record, state or record.state, note, hold=hold)
        with contextlib.suppress(IllegalMove, LeaseLost, sqlite3.Error):
            if hold is None:
                kind = errors.VeoError if state == "failed" else errors.SubmissionUnknown
                await move(note=None, error=failures.to_record(kind(note)))
                return None
            return await move(note=f"{note}; trying again")
        return record

    async def _beat(self) -> None:
        for count in itertools.count():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), BEAT_S)
            self._wake.clear()
            try:
                if count % FLAG_BEATS == 0:
                    self._remind()
                await self._context.write(self._ledger.leases.beat, self.holder)
                for job in tuple(self._unreleased):
                    await self._release(job)
                await self.claim()
            except sqlite3.Error as error:
                _log.info("the ledger cannot be written: %s", error)

    async def _release(self, job: str) -> None:
        """Give a job free; a failed write is tried at each beat, and leaving frees all."""
        if self._context.closing:
            return
        send = self._context.sends.get(job)
        if send is not None:
            await asyncio.wait({send})
        with contextlib.suppress(sqlite3.Error):
            if job not in self._tasks:
                await self._context.write(self._ledger.leases.release, job, self.holder)
                self._tell_again(job)
            self._unreleased.discard(job)

    def _remind(self) -> None:
        """Tell running jobs again: flags such as "slow" come with time alone."""
        everyone = bool(self._listeners.get(""))
        for job in [job for job in self._tasks if everyone or job in self._listeners]:
            self._tell_again(job)

    async def _follow(self) -> None:
        """Tell the changes that other processes wrote."""
        while True:
            await asyncio.sleep(FOLLOW_S)
            try:
                changes = self._ledger.changes(self._seen)
            except sqlite3.Error as error:
                _log.info("the ledger cannot be read: %s", error)
                continue
            for seq, job in changes:
                self._seen = max(self._seen, seq)
                heard = (
                    job in self._listeners or job in self._ended or bool(self._listeners.get(""))
                )
                if job not in self._tasks and heard:
                    self._tell_again(job)

    def _tell_again(self, job: str) -> None:
        record = self._ledger.get(job)
        if record is not None:
            self.tell(record)
