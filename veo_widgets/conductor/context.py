"""What every job's life needs from the process it runs in."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from veo_widgets.conductor.pacing import Limits, Pacer, Slots
from veo_widgets.core.polling import Latency, fit
from veo_widgets.home.latencies import latencies

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.endpoints import Endpoints
    from veo_widgets.core.record import JobRecord, State
    from veo_widgets.home import Ledger
    from veo_widgets.media import Store

T = TypeVar("T")
FRESH_S = 20.0


@dataclass
class Context:
    """Shared by all jobs of one conductor.

    Attributes:
        holder: This conductor's name in the ledger.
        ledger: The jobs.
        store: The clips.
        endpoints: The services.
        catalogue: The models.
        limits: What the kit allows itself.
        clock: Seconds since the epoch.
        monotonic: Seconds that only grow.
        tell: Called with every change of a record.
        sends: POSTs under way by job, never broken off: their answers are money.
        heard: When the service last answered, by job that is at the service.
        closing: Whether this conductor ends: no POST begins any more.
    """

    holder: str
    ledger: Ledger
    store: Store
    endpoints: Endpoints
    catalogue: Catalogue
    limits: Limits
    clock: Callable[[], float]
    tell: Callable[[JobRecord], None]
    monotonic: Callable[[], float] = time.monotonic
    downloads: asyncio.Semaphore = field(init=False)
    sends: dict[str, asyncio.Task[JobRecord]] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    closing: bool = False
    _slots: dict[str, Slots] = field(init=False)
    _pacers: dict[str, Pacer] = field(init=False)
    _latencies: dict[tuple[str, str], tuple[float, Latency]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up the caps, and one thread that writes: a commit waits for the disk."""
        self.downloads = asyncio.Semaphore(self.limits.downloads)
        self._slots = defaultdict(lambda: Slots(self.limits))
        rate = self.limits.requests_per_minute
        self._pacers = defaultdict(lambda: Pacer(rate, self.monotonic))
        self._writer = ThreadPoolExecutor(1, "veo-widgets-ledger")

    def close(self) -> None:
        """Write what is left to write."""
        self._writer.shutdown(wait=True)

    def slots(self, endpoint: str) -> Slots:
        """Return the places of an endpoint."""
        return self._slots[endpoint]

    def pacer(self, endpoint: str) -> Pacer:
        """Return what paces the calls to an endpoint."""
        return self._pacers[endpoint]

    async def in_thread(self, function: Callable[..., T], *values: Any) -> T:  # noqa: ANN401
        """Call what reads a disk or decodes, away from the loop."""
        return await asyncio.to_thread(function, *values)

    async def write(self, function: Callable[..., T], *values: Any, **options: Any) -> T:  # noqa: ANN401
        """Call what writes the ledger, away from the loop and in order."""
        loop = asyncio.get_running_loop()
        try:
            written = loop.run_in_executor(self._writer, lambda: function(*values, **options))
        except RuntimeError:
            # The interpreter ends, and no thread takes work any more.
            return function(*values, **options)
        return await written

    async def move(
        self,
        record: JobRecord,
        state: State,
        cause: str,
        **changes: Any,  # noqa: ANN401
    ) -> JobRecord:
        """Move a job that this conductor holds, and tell everybody."""
        moved = await self.write(
            self.ledger.move, record.id, state, cause, holder=self.holder, **changes
        )
        self.tell(moved)
        return moved

    def usual_s(self, endpoint: str, model: str) -> float | None:
        """Return the vendor's usual seconds of a model at an endpoint."""
        known = self.catalogue[model].usual_s if model in self.catalogue else None
        return self.endpoints.usual_s(endpoint, known)

    def latency(self, endpoint: str, model: str) -> Latency:
        """Return what the ledger's history says of a model at an endpoint."""
        now = self.clock()
        made, latency = self._latencies.get((endpoint, model), (0.0, None))
        if latency is None or now - made > FRESH_S:
            past = latencies(self.ledger, endpoint, model, now)
            latency = fit(past, self.usual_s(endpoint, model))
            self._latencies[endpoint, model] = (now, latency)
        return latency
