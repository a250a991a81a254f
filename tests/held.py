"""A service that renders as it is let to: an executor that holds what a test names."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tests.prints import prints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from functools import partial
    from pathlib import Path

    from veo_widgets.server.engine import RenderSpec
    from veo_widgets.server.settings import Settings

PATIENCE_S: Final = 120


class Held(Executor):
    """Prints what ``prints`` does, each no sooner than it may.

    Args:
        folder: Where one clip of each kind lies.
        takes_s: How long each takes at least.
        words: What is held while its prompt has one of them.
    """

    def __init__(self, folder: Path, takes_s: float, *words: str) -> None:
        self._folder, self._takes_s = folder, takes_s
        self._gates = {word: threading.Event() for word in words}
        self._threads = ThreadPoolExecutor(4)
        self._others: Executor | None = None

    @contextmanager
    def open(self, settings: Settings) -> Iterator[Executor]:
        """Open what renders, as a server does."""
        with prints(settings, self._folder) as self._others, self._threads:
            try:
                yield self
            finally:
                self.let()

    def let(self, *words: str) -> None:
        """Hold what has these words no more, or nothing any more."""
        for word in words or self._gates:
            self._gates[word].set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Render when it may."""
        render: partial[bytes] = fn  # type: ignore[assignment]
        return self._threads.submit(self._later, render.args[0], fn, *args, **kwargs)

    def _later(self, spec: RenderSpec, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        begun = time.monotonic()
        for word, gate in self._gates.items():
            if word in spec.prompt:
                gate.wait(PATIENCE_S)
        assert self._others is not None
        made = self._others.submit(fn, *args, **kwargs).result()
        time.sleep(max(0.0, begun + self._takes_s - time.monotonic()))
        return made
