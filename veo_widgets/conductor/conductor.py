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
from typing import TYPE_CHECKING, Final

from veo_widgets.conductor.context import Tools
from veo_widgets.conductor.lifecycle import LOOKING, drive
from veo_widgets.conductor.pacing import Limits
from veo_widgets.core.record import TERMINAL, JobRecord
from veo_widgets.home import IllegalMove, LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.endpoints import Endpoints
    from veo_widgets.core.polling import Latency
    from veo_widgets.home import Ledger
    from veo_widgets.media import Store
    from veo_widgets.segmind import Api

    Listener = Callable[[JobRecord], None]

_log = logging.getLogger(__name__)
BEAT_S: Final = 2.0
FLAG_BEATS: Final = 5
FOLLOW_S: Final = 0.4


class Conductor:
    """Drives jobs in the running event loop.

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
        self._tools = Tools(
            self.holder, ledger, store, endpoints, catalogue, limits or Limits(), clock, self.tell
        )
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._listeners: dict[str, set[Listener]] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._chores: list[asyncio.Task[None]] = []
        self._unreleased: set[str] = set()
        self._seen = 0

    async def start(self) -> None:
        """Begin: claim what nobody drives, and follow what others do."""
        self._ledger.beat(self.holder)
        self._seen = self._ledger.last_change()
        self.claim(undecided=True)
        self._chores = [
            asyncio.create_task(self._beat(), name="beat"),
            asyncio.create_task(self._follow(), name="follow"),
        ]

    async def stop(self) -> None:
        """End all tasks and give the jobs free; they go on at the next start."""
        everything = [*self._chores, *self._tasks.values()]
        for task in everything:
            task.cancel()
        await asyncio.gather(*everything, return_exceptions=True)
        self._ledger.leave(self.holder)
        await self._endpoints.aclose()

    def claim(self, *, undecided: bool = False) -> list[JobRecord]:
        """Take and drive every live job that nobody alive drives.

        Args:
            undecided: Whether to look again for jobs of unknown fate.
        """
        found = self._ledger.claim(self.holder, self._endpoints.names, undecided=undecided)
        for record in found:
            self.take(record)
        return found

    def take(self, record: JobRecord) -> None:
        """Drive a job that this conductor holds."""
        self.tell(record)
        if record.id not in self._tasks:
            task = asyncio.create_task(self._drive(record), name=record.id)
            self._tasks[record.id] = task

    async def drop(self, job: str) -> None:
        """Stop driving a job."""
        task = self._tasks.get(job)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def expect(self, endpoint: str, model: str) -> Latency:
        """Return how long a model takes at an endpoint."""
        return self._tools.latency(endpoint, model)

    async def api(self, endpoint: str) -> Api:
        """Return the client of an endpoint."""
        return await self._endpoints.api(endpoint)

    def listen(self, job: str, listener: Listener) -> None:
        """Call back with each change of a job, in the background thread."""
        self._listeners.setdefault(job, set()).add(listener)
        record = self._ledger.get(job) if job else None
        if record is not None:
            listener(record)

    def unlisten(self, job: str, listener: Listener) -> None:
        """Stop calling back."""
        self._listeners.get(job, set()).discard(listener)

    def tell(self, record: JobRecord) -> None:
        """Pass a change on to whoever shows it or waits for it."""
        if _ended(record) and record.id in self._ended:
            self._ended.pop(record.id).set()
        for name in (record.id, ""):
            for listener in tuple(self._listeners.get(name, ())):
                try:
                    listener(record)
                except Exception as error:  # noqa: BLE001
                    _log.error("a listener of job %s broke", record.id, exc_info=error)

    async def ended(self, job: str) -> JobRecord:
        """Wait until a job goes no further by itself."""
        while True:
            record = self._ledger.get(job)
            if record is None or _ended(record):
                break
            event = self._ended.setdefault(job, asyncio.Event())
            await event.wait()
        assert record is not None  # noqa: S101
        return record

    async def _drive(self, record: JobRecord) -> None:
        try:
            await drive(self._tools, record)
        except LeaseLost:
            _log.info("job %s: another process drives it now", record.id)
        except IllegalMove as error:
            _log.info("job %s was ended meanwhile: %s", record.id, error)
        except Exception as error:  # noqa: BLE001
            _log.error("job %s: the conductor broke", record.id, exc_info=error)
            self._broke(record.id, error)
        finally:
            self._tasks.pop(record.id, None)
            self._release(record.id)

    def _release(self, job: str) -> None:
        """Give a job free; what the ledger cannot write now is tried at each beat."""
        try:
            self._ledger.release(job, self.holder)
            self._unreleased.discard(job)
            self._tell_again(job)
        except sqlite3.Error:
            self._unreleased.add(job)

    def _broke(self, job: str, error: Exception) -> None:
        """Take a fault of our own off a job: what was sent is never given up for it."""
        record = self._ledger.get(job)
        if record is None:
            return
        if record.request_id is not None:
            self._note(record, f"the kit broke ({type(error).__name__}: {error}); going on")
            return
        if record.state in {"sending", "unknown"}:
            with contextlib.suppress(IllegalMove, LeaseLost, sqlite3.Error):
                self._ledger.move(job, "unknown", str(error), reason=LOOKING)
            return
        told = {
            "kind": "VeoError",
            "message": f"the kit broke ({type(error).__name__}: {error})",
            "detail": None,
        }
        with contextlib.suppress(IllegalMove, LeaseLost, sqlite3.Error):
            self.tell(
                self._ledger.move(job, "failed", told["message"] or "", error=told, reason=None)
            )

    def _note(self, record: JobRecord, cause: str) -> None:
        """Write a fault into a job's story, once while it lasts."""
        with contextlib.suppress(IllegalMove, LeaseLost, sqlite3.Error):
            if self._ledger.history(record.id)[-1].cause != cause:
                self._ledger.move(record.id, record.state, cause, holder=self.holder)

    async def _beat(self) -> None:
        for count in itertools.count():
            await asyncio.sleep(BEAT_S)
            try:
                if count % FLAG_BEATS == 0:
                    self._remind()
                self._ledger.beat(self.holder)
                for job in tuple(self._unreleased):
                    self._release(job)
                self.claim()
            except sqlite3.Error as error:
                _log.warning("the ledger cannot be written: %s", error)

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
                _log.warning("the ledger cannot be read: %s", error)
                continue
            for seq, job in changes:
                self._seen = max(self._seen, seq)
                wanted = job in self._listeners or job in self._ended or "" in self._listeners
                if job not in self._tasks and wanted:
                    self._tell_again(job)

    def _tell_again(self, job: str) -> None:
        record = self._ledger.get(job)
        if record is not None:
            self.tell(record)


def _ended(record: JobRecord) -> bool:
    undecided = record.state == "unknown" and record.reason != LOOKING
    return record.state in TERMINAL or undecided or not record.watched
