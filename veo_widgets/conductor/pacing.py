"""How many requests fly at once, and who may ask next."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


MARGIN: Final = 1.02
"""A service that counts over its own minute sees a little less than its limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the kit allows itself.

    Attributes:
        in_flight: Jobs at the service at once, for each endpoint.
        per_model: The same for each model; no cap when ``None``.
        requests_per_minute: Calls to the service; no cap when ``None``.
        downloads: Clips fetched at once.
        looks: Seconds to wait before each look for a request whose fate is unknown.
    """

    in_flight: int = 32
    per_model: int | None = None
    requests_per_minute: float | None = None
    downloads: int = 4
    looks: tuple[float, ...] = (0.0, 3.0, 15.0, 60.0)


class Slots:
    """Counts the jobs in flight of one endpoint."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._models: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    def free(self, model: str) -> bool:
        """Tell whether another job of a model may go."""
        cap = self._limits.per_model
        room = self.flying < self._limits.in_flight
        return room and (cap is None or self._models[model] < cap)

    @property
    def flying(self) -> int:
        """How many jobs fly."""
        return self._models.total()

    def enter(self, model: str) -> None:
        """Count a job that already flies, cap or not."""
        self._models[model] += 1

    async def take(self, model: str) -> None:
        """Wait for room, then count a job."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.free(model))
            self.enter(model)

    async def leave(self, model: str) -> None:
        """Count a job out."""
        async with self._changed:
            self._models[model] -= 1
            self._changed.notify_all()


@dataclass(order=True, slots=True)
class _Waiting:
    since: int
    gain: Callable[[], float] = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Pacer:
    """Lets calls to one endpoint through: at once, or at a rate, or after a limit.

    Where calls are rationed, the next one goes to the caller with the most to
    gain from it at that moment: for a poll the chance that its job ended since the
    last one, for a submission one half, for a result that waits more than any.

    Args:
        per_minute: Calls allowed; no cap when ``None``.
        clock: Seconds since the epoch.
    """

    def __init__(self, per_minute: float | None, clock: Callable[[], float]) -> None:
        self._every = MARGIN * 60 / per_minute if per_minute else 0.0
        self._clock = clock
        self._next = 0.0
        self._count = 0
        self._waiting: list[_Waiting] = []
        self._giving: asyncio.Task[None] | None = None
        self.held_until = 0.0

    def hold(self, until: float) -> None:
        """Let nothing through before a moment (seconds since the epoch)."""
        self.held_until = max(self.held_until, until)

    async def turn(self, gain: Callable[[], float] = lambda: 0.0) -> None:
        """Wait until a call may be made.

        Args:
            gain: Returns how much the caller would gain now; the highest goes first.
        """
        now = self._clock()
        if not self._waiting and now >= max(self._next, self.held_until):
            self._next = now + self._every
            return
        self._count += 1
        mine = _Waiting(self._count, gain, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give())
        try:
            await mine.turn
        finally:
            if mine in self._waiting:
                self._waiting.remove(mine)

    async def _give(self) -> None:
        while self._waiting:
            wait = max(self._next, self.held_until) - self._clock()
            if wait > 0:
                await asyncio.sleep(min(wait, 5.0))
                continue
            best = max(self._waiting, key=lambda one: (one.gain(), -one.since))
            self._waiting.remove(best)
            self._next = self._clock() + self._every
            if not best.turn.done():
                best.turn.set_result(None)
            if not self._every:
                await asyncio.sleep(0)


@asynccontextmanager
async def slot(slots: Slots, model: str) -> AsyncIterator[None]:
    """Hold a place that was taken, and give it back at the end."""
    try:
        yield
    finally:
        await slots.leave(model)
