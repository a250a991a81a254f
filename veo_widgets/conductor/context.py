"""What every job's life needs from the process it runs in."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from veo_widgets.conductor.pacing import Limits, Pacer, Slots
from veo_widgets.core.polling import Latency, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.endpoints import Endpoints
    from veo_widgets.core.record import JobRecord, State
    from veo_widgets.home import Ledger
    from veo_widgets.media import Store

FRESH_S = 20.0


@dataclass
class Tools:
    """Shared by all jobs of one conductor.

    Attributes:
        holder: This conductor's name in the ledger.
        ledger: The jobs.
        store: The clips.
        endpoints: The services.
        catalogue: The models.
        limits: What the kit allows itself.
        clock: Seconds since the epoch.
        tell: Called with every change of a record.
    """

    holder: str
    ledger: Ledger
    store: Store
    endpoints: Endpoints
    catalogue: Catalogue
    limits: Limits
    clock: Callable[[], float]
    tell: Callable[[JobRecord], None]
    downloads: asyncio.Semaphore = field(init=False)
    _slots: dict[str, Slots] = field(init=False)
    _pacers: dict[str, Pacer] = field(init=False)
    _latencies: dict[tuple[str, str], tuple[float, Latency]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up the caps."""
        self.downloads = asyncio.Semaphore(self.limits.downloads)
        self._slots = defaultdict(lambda: Slots(self.limits))
        rate = self.limits.requests_per_minute
        self._pacers = defaultdict(lambda: Pacer(rate, self.clock))

    def slots(self, endpoint: str) -> Slots:
        """Return the places of an endpoint."""
        return self._slots[endpoint]

    def pacer(self, endpoint: str) -> Pacer:
        """Return what paces the calls to an endpoint."""
        return self._pacers[endpoint]

    def move(
        self,
        record: JobRecord,
        state: State,
        cause: str,
        **changes: Any,  # noqa: ANN401
    ) -> JobRecord:
        """Move a job that this conductor holds, and tell everybody."""
        moved = self.ledger.move(record.id, state, cause, holder=self.holder, **changes)
        self.tell(moved)
        return moved

    def usual_s(self, endpoint: str, model: str) -> float:
        """Return the vendor's usual seconds of a model at an endpoint."""
        known = self.catalogue[model].usual_s if model in self.catalogue else 60.0
        return self.endpoints.usual_s(endpoint, known)

    def latency(self, endpoint: str, model: str) -> Latency:
        """Return what the ledger's history says of a model at an endpoint."""
        now = self.clock()
        made, found = self._latencies.get((endpoint, model), (0.0, None))
        if found is None or now - made > FRESH_S:
            past = self.ledger.latencies(endpoint, model, now)
            found = fit(past, self.usual_s(endpoint, model))
            self._latencies[endpoint, model] = (now, found)
        return found
