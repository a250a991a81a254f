"""From an accepted request to a clip on disk."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import prompt_of
from veo_widgets.server import worker
from veo_widgets.server.asked import spec_of
from veo_widgets.server.fault_rules import error_text
from veo_widgets.server.images import InputError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from concurrent.futures import Executor

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.server.engine import RenderSpec
    from veo_widgets.server.faults import FaultPlan
    from veo_widgets.server.files import Files
    from veo_widgets.server.records import Records, StoredRequest
    from veo_widgets.server.settings import Settings

TIDY_S: Final = 60.0
AGAIN_S: Final = 1.0
TRIES: Final = 4
log = logging.getLogger(__name__)


class Queue:
    """The waiting requests and those who work on them.

    What waits is in the records, not in memory: ten thousand requests cost no more
    than one, and a restart finds them all.

    Args:
        settings: How the server is set up.
        records: Where requests are kept.
        files: Where clips go.
        catalogue: The models.
        executor: Runs renders; any ``concurrent.futures`` executor will do.
        plan: Which renders fail on purpose.
        clock: Tells the time, in seconds since the epoch.
    """

    def __init__(
        self,
        settings: Settings,
        records: Records,
        files: Files,
        catalogue: Catalogue,
        executor: Executor,
        plan: FaultPlan,
        clock: Callable[[], float],
    ) -> None:
        self._settings, self._records, self._files = settings, records, files
        self._catalogue, self._executor, self._plan = catalogue, executor, plan
        self._clock = clock
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ends: dict[str, asyncio.Event] = {}
        self._making: dict[str, asyncio.Lock] = {}
        self._dropped: set[str] = set()
        self.progress: dict[str, float] = {}
        self.report_to = worker.SILENT
        self.size = 0

    def begin(self) -> None:
        """Start the workers, on what an earlier run left unfinished first."""
        self._records.requeue()
        self.size = sum(self._records.waiting().values())
        for _ in range(self._settings.workers):
            self._spawn(self._worker())
        self._spawn(self._tidy())
        self._woken.set()

    async def stop(self) -> None:
        """Drop all work; the records keep it for the next run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def added(self) -> None:
        """Tell the workers that something waits."""
        self.size += 1
        self._woken.set()

    async def finished(self, request_id: str) -> None:
        """Wait until a request that has not ended does."""
        await self._ends.setdefault(request_id, asyncio.Event()).wait()

    def drop(self, request: StoredRequest, why: str) -> None:
        """End a request as failed, whatever a worker makes of it; it costs nothing."""
        self._dropped.add(request.id)
        self._records.fail(request, why, self._clock())

    def _spawn(self, work: Any) -> None:  # noqa: ANN401
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tidy(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._files.tidy, self._clock())
            except OSError:
                log.exception("old files cannot be removed")
            await asyncio.sleep(TIDY_S)

    async def _worker(self) -> None:
        while True:
            try:
                request = self._records.next_queued()
                if request is not None:
                    request = self._records.start(request, self._clock())
            except sqlite3.Error:
                log.exception("the records cannot be written")
                await asyncio.sleep(AGAIN_S)
                continue
            if request is None:
                self._woken.clear()
                await self._woken.wait()
                continue
            await self._work(request)

    async def _work(self, request: StoredRequest) -> None:
        prompt = prompt_of(request.body, self._catalogue.get(request.model))
        fault = self._plan.render(request.model, prompt)
        if fault is not None and fault.kind == "stuck":
            return
        error = error_text(fault) if fault else None
        clip = None
        try:
            if error is None:
                clip = await self._clip(request)
        except (InputError, ValueError) as problem:
            error = str(problem)
        except Exception as problem:
            log.exception("the renderer broke")
            error = f"the renderer broke: {type(problem).__name__}: {problem}"
        finally:
            self.progress.pop(request.id, None)
        self._spawn(self._end(request, clip, error))

    async def _end(self, request: StoredRequest, clip: str | None, error: str | None) -> None:
        """Note how a request ended, however long the records refuse it."""
        await asyncio.sleep(max(0.0, request.due - self._clock()))
        while request.id not in self._dropped:
            try:
                if clip is None:
                    text = error or "Inference failed"
                    self._records.fail(request, text, self._clock())
                else:
                    self._records.complete(request, clip, self._clock())
                break
            except sqlite3.Error:
                log.exception("the records cannot be written")
                await asyncio.sleep(AGAIN_S)
        self.size -= 1
        ended = self._ends.pop(request.id, None)
        if ended is not None:
            ended.set()

    async def clean_clip(self, request: StoredRequest) -> str:
        """Return the name of a copy of the request's clip without any words in it.

        Raises:
            InputError: An image of it is no longer there.
        """
        return await self._clip(request, clean=True)

    async def _clip(self, request: StoredRequest, *, clean: bool = False) -> str:
        """Return the name of the request's clip, rendered when it is not there."""
        model = self._catalogue[request.model]
        spec = await spec_of(request, model, self._settings, self._files)
        spec = replace(spec, clean=clean)
        name = f"{spec.key}.mp4"
        lock = self._making.setdefault(name, asyncio.Lock())
        try:
            async with lock:
                if self._files.clip(name) is None:
                    data = await self._rendered(spec, self.report_to.of(request.id))
                    path = self._files.clips / name
                    await asyncio.to_thread(self._files.put, path, data)
                else:
                    self._files.used(name, self._clock())
        finally:
            if not lock.locked():
                self._making.pop(name, None)
        return name

    async def _rendered(self, spec: RenderSpec, address: worker.ReportAddress) -> bytes:
        """Render a clip; again when the worker died under it, as often as is sensible.

        Another render may have broken the pool, so one death proves nothing.
        """
        report_to = worker.SILENT if spec.clean else address
        call = partial(worker.render, spec, self._settings.engine, report_to)
        for _ in range(TRIES):
            with suppress(BrokenExecutor):
                return await self._tried(call)
            await asyncio.sleep(AGAIN_S)
        raise BrokenExecutor(f"{TRIES} workers died under it")

    async def _tried(self, call: Callable[[], bytes]) -> bytes:
        """Run a render once; a scheduler that is lost cancels it, which is no stop."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, call)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise BrokenExecutor("the executor gave it up") from None


def due(latency: str, usual: float, now: float, rng: random.Random) -> float:
    """Return the earliest moment at which a request may complete.

    Args:
        latency: ``fast``, ``real`` or seconds.
        usual: The model's usual seconds.
        now: Seconds since the epoch.
        rng: Draws real latencies: lognormal, spread of a fifth.
    """
    if latency == "fast":
        return now
    if latency == "real":
        return now + usual * rng.lognormvariate(0, 0.2)
    return now + float(latency)
