"""What is done before the interpreter ends, while threads still take work."""

from __future__ import annotations

import atexit
import concurrent.futures.thread  # its own hook must be there first: hooks run last in, first out
import threading
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["before_exit"]
_POOLS = concurrent.futures.thread


def before_exit(method: Callable[[], None]) -> None:
    """Have a method called at the end, unless its object is gone by then.

    ``atexit`` comes too late for what needs a thread pool: pools refuse work once
    Python begins to end.

    Args:
        method: A bound method.
    """
    weak = weakref.WeakMethod(method)

    def call() -> None:
        alive = weak()
        if alive is not None:
            alive()

    register = getattr(threading, "_register_atexit", atexit.register)
    register(call)
