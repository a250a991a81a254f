"""One event loop in one named daemon thread, and how a cell waits for it."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import Future

T = TypeVar("T")
THREAD: Final = "veo-widgets"
FIRST_THREADED: Final = 7


class Background:
    """Runs coroutines in a thread of its own, so that they go on while cells run."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=THREAD, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        pending = asyncio.all_tasks(self.loop)
        for task in pending:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    def spawn(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine and return its future at once."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run a coroutine and wait for its result.

        Raises:
            TimeoutError: It took longer than ``timeout`` seconds.
            RuntimeError: Called from the background thread itself.
        """
        if threading.current_thread() is self._thread:
            coroutine.close()
            raise RuntimeError("a blocking call inside the background thread")
        return wait(self.spawn(coroutine), timeout)

    def stop(self) -> None:
        """End the loop and its thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join(timeout=10)


def wait(future: Future[T], timeout: float | None = None) -> T:
    """Block until a future of another thread is done.

    Where the running loop takes it, the loop goes on turning meanwhile, so that a
    person's other tasks run and widget updates are delivered.

    Raises:
        TimeoutError: It took longer than ``timeout`` seconds.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return future.result(timeout)
    if not nests(loop):
        return future.result(timeout)
    import nest_asyncio

    nest_asyncio.apply(loop)
    shielded = asyncio.shield(asyncio.wrap_future(future, loop=loop))
    return loop.run_until_complete(asyncio.wait_for(shielded, timeout))


def nests(loop: asyncio.AbstractEventLoop) -> bool:
    """Tell whether a running loop is a cell's, and may be entered again.

    ipykernel 7 and later lose clicks in a nested loop, and uvloop cannot be
    patched; there a plain wait is right, since updates come from another thread.
    """
    if not isinstance(loop, asyncio.BaseEventLoop) or "uvloop" in type(loop).__module__:
        return False
    ipython, kernel = sys.modules.get("IPython"), sys.modules.get("ipykernel")
    if ipython is None or ipython.get_ipython() is None:
        return False
    return kernel is None or int(str(kernel.__version__).split(".")[0]) < FIRST_THREADED
