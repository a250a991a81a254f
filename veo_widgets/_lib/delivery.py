"""Calls listeners one after another on a thread of their own."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
LAST_WORDS_S: Final = 5.0


class Delivery:
    """One thread that calls what it is given, in order.

    A loop that posts here goes on at once, however slow a listener is. A listener that
    raises is logged and does not keep the others from being called.
    """

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="veo-widgets-tell", daemon=True)
        self._thread.start()

    def post(self, call: Callable[[], object]) -> None:
        """Have something called soon, on the delivery thread."""
        self._calls.put(call)

    def close(self) -> None:
        """Call what was posted so far, then end; bounded, so that a stuck listener cannot hang us."""
        self._calls.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(LAST_WORDS_S)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except Exception as error:  # noqa: BLE001
                _log.error("a listener broke", exc_info=error)
