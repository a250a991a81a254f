"""Who needs the server, when it may go, and how it is found."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

GRACE_S: Final = 0.5
FIRST_GRACE_S: Final = 20.0


class Attendance:
    """Counts the processes that hold the server open."""

    def __init__(self) -> None:
        self._present = 0
        self._seen = False
        self.ending = asyncio.Event()

    @contextmanager
    def present(self) -> Iterator[None]:
        """Count one process for as long as its connection lives."""
        self._present += 1
        self._seen = True
        try:
            yield
        finally:
            self._present -= 1

    async def alone(self) -> None:
        """Return when nobody has been here for half a second."""
        waited, step = 0.0, 0.1
        while waited < (GRACE_S if self._seen else FIRST_GRACE_S):
            await asyncio.sleep(step)
            waited = 0.0 if self._present else waited + step
