"""Processes that are replaced when one of them dies."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait as wait_for
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
P = ParamSpec("P")


class Pool(Executor):
    """An executor of spawned processes that outlives the death of its workers.

    Args:
        workers: Works at a time.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._inner = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, begin)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker, in a new set of them if the old one broke."""
        try:
            return self._inner.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._inner.shutdown(wait=False)
            self._inner = self._fresh()
            return self._inner.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Let the workers go when they are done."""
        self._inner.shutdown(wait, cancel_futures=cancel_futures)

    def end(self) -> None:
        """End the workers now; what they did is left undone."""
        inner = self._inner
        for process in list((inner._processes or {}).values()):  # noqa: SLF001
            process.terminate()
        # Half a result of a worker that ended while it told it is waited for as long as
        # this process holds the pipe's other end itself.
        inner._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001


def begin() -> None:
    """Be polite, and end as soon as what started this does, however it ends."""
    with contextlib.suppress(OSError):
        os.nice(5)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
