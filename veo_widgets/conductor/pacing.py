"""How many requests fly at once, and who may ask next."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from veo_widgets.core.downloads import forgotten
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


MARGIN: Final = 1.02
"""A service that counts over its own minute sees a little less than its limit."""
LONGEST_PAUSE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the kit allows itself.

    Attributes:
        in_flight: Jobs at the service at once, for each endpoint.
        per_model: The same for each model; no cap when ``None``.
        requests_per_minute: Calls to the service; no cap when ``None``.
        downloads: Clips fetched at once.
        reconcile_delays: Seconds to wait before each look for a request whose fate is
            unknown.
        patience_s: Seconds for which a service may say that it knows a request or a
            file no more before it is believed.
        poll_s: Seconds between two polls of a job at the most; as its expected time
            says when ``None``.
        again_s: Seconds after which a poll or a download that failed is tried again;
            doubled each time, up to half a minute.
    """

    in_flight: int = 32
    per_model: int | None = None
    requests_per_minute: float | None = None
    downloads: int = 4
    reconcile_delays: tuple[float, ...] = (0.0, 3.0, 15.0, 60.0)
    patience_s: float = 1800.0
    poll_s: float | None = None
    again_s: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a pause that is none.

        Raises:
            InvalidRequest: ``again_s`` is not above 0.
        """
        if not self.again_s > 0:
            raise InvalidRequest(f"again_s is seconds above 0, such as 1.0, not {self.again_s}")

    def pause(self, failures: int) -> float:
        """Return the seconds before the next try, after so many that failed in a row."""
        return float(min(self.again_s * 2 ** min(max(0, failures - 1), 10), LONGEST_PAUSE_S))

    def forgotten(self, words: int, seconds: float) -> bool:
        """Tell whether to believe it; see ``core.downloads.forgotten``."""
        return forgotten(words, seconds, self.patience_s)


class Slots:
    """Counts the jobs in flight of one endpoint."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._models: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    def free(self, model: str) -> bool:
        """Tell whether another job of a model may go."""
        cap = self._limits.per_model
        room = self.in_flight < self._limits.in_flight
        return room and (cap is None or self._models[model] < cap)

    @property
    def in_flight(self) -> int:
        """How many jobs are in flight."""
        return self._models.total()

    @asynccontextmanager
    async def hold(self, model: str, *, wait: bool = True) -> AsyncIterator[None]:
        """Hold a place for as long as the block runs.

        Args:
            model: Whose job.
            wait: Whether to wait for room; a job already in flight is counted, cap or
                not.
        """
        async with self._changed:
            if wait:
                await self._changed.wait_for(lambda: self.free(model))
            self._models[model] += 1
        try:
            yield
        finally:
            # Counted out before anything that may be cancelled: a place is never lost.
            self._models[model] -= 1
            async with self._changed:
                self._changed.notify_all()


@dataclass(order=True, slots=True)
class _Waiting:
    since: int
    priority: Callable[[], float] = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Pacer:
    """Lets calls to one endpoint through: at once, or at a rate, or after a limit.

    Where calls are rationed, the next one goes to the caller with the most to
    gain from it at that moment: for a poll the chance that its job ended since the
    last one, for a submission one half, for a result that waits more than any.

    Args:
        per_minute: Calls allowed; no cap when ``None``.
        monotonic: Seconds that only grow, whatever happens to the clock on the wall.
    """

    def __init__(self, per_minute: float | None, monotonic: Callable[[], float]) -> None:
        self._every = MARGIN * 60 / per_minute if per_minute else 0.0
        self._monotonic = monotonic
        self._next = self._held_until = -math.inf
        self._count = 0
        self._waiting: list[_Waiting] = []
        self._giving: asyncio.Task[None] | None = None

    def hold(self, seconds: float) -> None:
        """Let nothing through for some seconds from now on."""
        self._held_until = max(self._held_until, self._monotonic() + seconds)

    @property
    def held_for(self) -> float:
        """Seconds for which nothing is let through; 0 when something is."""
        return max(0.0, self._held_until - self._monotonic())

    async def acquire(self, priority: Callable[[], float] = lambda: 0.0) -> None:
        """Wait until a call may be made.

        Args:
            priority: Returns how much the caller would gain now; the highest goes first.
        """
        now = self._monotonic()
        if not self._waiting and now >= max(self._next, self._held_until):
            self._next = now + self._every
            return
        self._count += 1
        mine = _Waiting(self._count, priority, asyncio.get_running_loop().create_future())
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
            wait = max(self._next, self._held_until) - self._monotonic()
            if wait > 0:
                await asyncio.sleep(min(wait, 5.0))
                continue
            best = max(self._waiting, key=lambda one: (one.priority(), -one.since))
            self._waiting.remove(best)
            self._next = self._monotonic() + self._every
            if not best.turn.done():
                best.turn.set_result(None)
            if not self._every:
                await asyncio.sleep(0)
