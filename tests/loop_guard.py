"""Nothing on the conductor's loop waits for a disk or computes for long."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.loop import THREAD
from veo_widgets._lib.sqlite import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_S: Final = 0.05
"""Processor time of one turn: waiting for a busy machine is no fault of the turn."""
WORK: Final = range(100_000)


def _yardstick() -> float:
    """Return the processor seconds of a fixed piece of work, as fast as it goes now."""
    begun = time.thread_time()
    sum(WORK)
    return time.thread_time() - begun


QUICKEST_S: Final = min(_yardstick() for _ in range(20))


@contextmanager
def watched_loop(monkeypatch: Any) -> Iterator[list[str]]:
    """Collect what blocks the background loop while the block runs."""
    blocks: list[str] = []
    run = asyncio.Handle._run
    collecting, collected = [0.0], [0.0]

    def collector(phase: str, info: dict[str, int]) -> None:
        # The garbage of the whole test run is no work of the turn that happens to find it.
        if threading.current_thread().name == THREAD:
            if phase == "start":
                collecting[0] = time.thread_time()
            else:
                collected[0] += time.thread_time() - collecting[0]

    def timed(handle: asyncio.Handle) -> None:
        if threading.current_thread().name != THREAD:
            run(handle)
            return
        begun, collected[0] = time.thread_time(), 0.0
        run(handle)
        spent = time.thread_time() - begun - collected[0]
        # Processors that others use are slower, too: measured by the same work then and now.
        if spent > LONGEST_S and spent * QUICKEST_S / _yardstick() > LONGEST_S:
            blocks.append(f"{handle} took {spent * 1000:.0f} ms")

    def refused(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def guard(*values: Any, **options: Any) -> Any:
            if threading.current_thread().name == THREAD:
                caller = "".join(traceback.format_stack(limit=6)[:-1])
                blocks.append(f"{name} was called on the loop:\n{caller}")
            return function(*values, **options)

        return guard

    monkeypatch.setattr(asyncio.Handle, "_run", timed)
    monkeypatch.setattr(os, "fsync", refused("fsync", os.fsync))
    monkeypatch.setattr(Database, "write", refused("a commit", Database.write))
    gc.callbacks.append(collector)
    try:
        yield blocks
    finally:
        gc.callbacks.remove(collector)
