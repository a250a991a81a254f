"""One home, one endpoint, and the conductor that works for both."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from veo_widgets import errors
from veo_widgets._lib import loop
from veo_widgets._lib.ending import before_exit
from veo_widgets._lib.values import is_text, short
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.price import kind
from veo_widgets.client.inputs import Inputs
from veo_widgets.conductor import Conductor, Endpoints, Limits
from veo_widgets.core.money import dollars
from veo_widgets.core.polling import Latency, fit
from veo_widgets.core.record import LIVE
from veo_widgets.home import Ledger
from veo_widgets.home.blind import clear
from veo_widgets.home.charges import Prices
from veo_widgets.home.latencies import at_once, run_times
from veo_widgets.media import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.paths import Home
    from veo_widgets.service import Endpoint, Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EndpointInfo:
    """What may be shown of an endpoint.

    Attributes:
        name: ``segmind``, ``local`` or a base URL.
        real_money: Whether clips are paid for.
    """

    name: str
    real_money: bool

    def __str__(self) -> str:
        """Say it as the studio's header does."""
        if self.real_money:
            return f"{self.name}: real money"
        return "local server: no key, play money, storyboard previews"


class Session:
    """What the kit's own parts share: ledger, store, catalogue, and the background loop.

    Args:
        endpoint: Where jobs are sent; the embedded local server when ``None``.
        home: Folder of ledger and clips.
        limits: What the kit allows itself.
        connect: Opens the service of an endpoint.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        endpoint: Endpoint | None,
        home: Home,
        limits: Limits,
        connect: Callable[[Endpoint], Service],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.endpoint = EndpointInfo(endpoint.name if endpoint else "local", endpoint is not None)
        self.home, self.limits, self.clock = home, limits, clock
        clear(home)
        self.ledger = Ledger(home.ledger)
        self.store = Store(home)
        self.prices = Prices(self.ledger, self.endpoint.name, clock)
        self.catalogue = Catalogue(
            home.models,
            self._published,
            home.published(self.endpoint.name),
            self._today,
            charged=self.prices.of,
            endpoint=self.endpoint.name,
        )
        self.inputs = Inputs(self.catalogue, self.store)
        self._known = {endpoint.name: endpoint} if endpoint else {}
        self._connect = connect
        self._starting, self._closed = threading.Lock(), False
        self._process = os.getpid()
        self._background: loop.Background | None = None
        self._conductor: Conductor | None = None
        if self.ledger.select(LIVE - {"planned"}, limit=1):
            self.start()

    # --- life

    def start(self) -> Conductor:
        """Start the conductor, if it does not run; unfinished jobs go on."""
        return self._running()[0]

    def _running(self) -> tuple[Conductor, loop.Background]:
        if os.getpid() != self._process:
            raise errors.HomeError(
                "this client was opened before a fork; open another in this process"
            )
        with self._starting:
            if self._closed:
                raise errors.HomeError("the client is closed; open another")
            if self._conductor is None or self._background is None:
                self._background = loop.Background()
                before_exit(self.close)
                self._conductor = self._background.run(self._begin())
            return self._conductor, self._background

    async def _begin(self) -> Conductor:
        endpoints = Endpoints(self.home, self._known, self._connect)
        conductor = Conductor(
            self.ledger, self.store, endpoints, self.catalogue, self.limits, self.clock
        )
        await conductor.start()
        return conductor

    def close(self) -> None:
        """Stop the conductor; jobs go on when the home is opened again."""
        if os.getpid() != self._process:
            return
        with self._starting:
            conductor, background = self._conductor, self._background
            self._conductor, self._closed = None, True
        # Stopped without the lock: a listener that asks for the session meanwhile must not hang.
        if conductor is not None and background is not None:
            background.run(conductor.stop())
            background.stop()
        self.ledger.close()

    def endpoint_of(self, name: str) -> Endpoint | None:
        """Return an endpoint that this process has the key for; the local one has none."""
        return self._known.get(name)

    # --- the background thread

    def spawn(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine in the background thread."""
        return self._running()[1].spawn(coroutine)

    def blocking(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run a coroutine in the background thread and wait for it.

        Raises:
            TimeoutError: It took longer than ``timeout`` seconds.
        """
        return self._running()[1].run(coroutine, timeout)

    def call(self, function: Callable[..., object], *values: object) -> None:
        """Call a function in the background thread, without waiting."""
        if self._background is not None and not self._background.loop.is_closed():
            self._background.loop.call_soon_threadsafe(function, *values)

    def listen(self, job: str, listener: Callable[[JobRecord], None]) -> Callable[[], None]:
        """Call back with each change of a job (of all jobs for an empty id).

        Returns:
            A function that ends it.
        """
        conductor = self.start()
        self.call(conductor.listen, job, listener)
        return lambda: self.call(conductor.unlisten, job, listener)

    async def ended(self, job: str) -> JobRecord:
        """Wait, in the background thread, until a job goes no further."""
        conductor = self._conductor
        if conductor is None:
            raise errors.HomeError("the client is closed")
        return await conductor.ended(job)

    @property
    def origins(self) -> tuple[str, ...]:
        """Where calls to the endpoint go; none for the local server, which is on this machine."""
        return tuple(sorted(url for known in self._known.values() for url in known.origins))

    # --- looking

    def record(self, job: str) -> JobRecord:
        """Return what the ledger knows of a job.

        Raises:
            InvalidRequest: There is none, or more than one.
        """
        record = self.ledger.get(job) if isinstance(job, str) and is_text(job) else None
        if record is None:
            raise errors.InvalidRequest(f"the ledger holds no single job {short(job)}")
        return record

    def _told_s(self, endpoint: str, model: str) -> float | None:
        known = self.catalogue[model].usual_s if model in self.catalogue else None
        return self._endpoints().usual_s(endpoint, known)

    def _endpoints(self) -> Endpoints:
        return Endpoints(self.home, {}, self._connect)

    @property
    def pace(self) -> Limits:
        """The limits, with no more at once than the service was seen to work on, or told."""
        name = self.endpoint.name
        width = at_once(self.ledger, name) or self._endpoints().at_once(name)
        most = self.limits.in_flight
        return replace(self.limits, in_flight=min(most, width or most))

    def heard(self, job: str) -> float | None:
        """Return when the service last answered for a job, in seconds since the epoch."""
        return None if self._conductor is None else self._conductor.heard.get(job)

    def expected(self, record: JobRecord) -> Latency:
        """Return how long the service works on such a job, its queue left out.

        Learnt of jobs of the same model, length, size and sound, where there were any.
        """
        return self.expecting()(record)

    def expecting(self) -> Callable[[JobRecord], Latency]:
        """Return ``expected`` for several jobs, which learns of those alike once."""
        learnt: dict[tuple[str, str, str], Latency] = {}

        def expected(record: JobRecord) -> Latency:
            known = self.catalogue.get(record.model)
            alike = None if known is None else partial(kind, known)
            named = alike(record.parameters) if alike else ""
            latency = learnt.get((record.endpoint, record.model, named))
            if latency is None:
                past = run_times(self.ledger, record, alike)
                latency = fit(past, self._told_s(record.endpoint, record.model))
                learnt[record.endpoint, record.model, named] = latency
            return latency

        return expected

    # --- money

    def amount(self, name: str) -> float | None:
        """Return an amount that was set for this home and endpoint, in US dollars."""
        text = self.ledger.setting(f"{name} {self.endpoint.name}")
        return float(text) if text else None

    def set_amount(self, name: str, amount: object) -> None:
        """Set an amount for this home and endpoint; ``None`` takes it away.

        Raises:
            InvalidRequest: It is no amount in US dollars.
        """
        value = dollars(amount, name)
        text = None if value is None else repr(value)
        self.ledger.set(f"{name} {self.endpoint.name}", text)

    @property
    def unknown(self) -> float | None:
        """US dollars that a clip of unknown price counts as, if that was set."""
        return self.amount("unknown")

    def _today(self) -> str:
        return time.strftime("%Y-%m-%d", time.localtime(self.clock()))

    def _published(self) -> list[dict[str, Any]]:
        async def fetch() -> list[dict[str, Any]]:
            service = await self.start().service(self.endpoint.name)
            return await service.models()

        return self.blocking(fetch())
