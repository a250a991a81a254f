"""One home, one endpoint, and the conductor that works for both."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from veo_widgets import errors
from veo_widgets._lib import loop
from veo_widgets._lib.displayable import Displayable
from veo_widgets.catalogue import Catalogue
from veo_widgets.client import actions
from veo_widgets.client.credentials import resolve
from veo_widgets.client.job import Job, Jobs
from veo_widgets.conductor import Conductor, Endpoints, Limits
from veo_widgets.core.polling import Latency, fit
from veo_widgets.core.record import LIVE, JobRecord, is_reference, reuse_key
from veo_widgets.home import Ledger, Spend, spend
from veo_widgets.home.latencies import latencies
from veo_widgets.home.paths import open_home
from veo_widgets.media import Store, read_image
from veo_widgets.segmind import Segmind

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from concurrent.futures import Future

    from veo_widgets.core.record import State, Via
    from veo_widgets.media import Clip
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


class Client(Displayable):
    """Sends jobs, remembers them, and brings their clips home.

    Args:
        api_key: A key; else ``SEGMIND_API_KEY``, else the keyring, else the
            embedded local server is used.
        base_url: Another server (ends in ``/v1``); else ``VEO_WIDGETS_BASE_URL``.
        home: Folder of ledger and clips; else ``VEO_WIDGETS_HOME``, else
            ``./veo_runs``.
        limits: What the kit allows itself.
        connect: Opens the service of an endpoint.

    Raises:
        HomeError: The home cannot be used.
        InvalidRequest: The base URL is none.
    """

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        home: str | os.PathLike[str] | None = None,
        *,
        limits: Limits | None = None,
        connect: Callable[[Endpoint], Service] = Segmind,
    ) -> None:
        endpoint = resolve(api_key, base_url)
        self.endpoint = EndpointInfo(endpoint.name if endpoint else "local", endpoint is not None)
        self.clock: Callable[[], float] = time.time
        self.home = open_home(home)
        self.ledger = Ledger(self.home.ledger)
        self.store = Store(self.home)
        self.catalogue = Catalogue(self.home.models, self._published)
        self._known = {endpoint.name: endpoint} if endpoint else {}
        self.limits, self._connect = limits or Limits(), connect
        self._starting = threading.Lock()
        self._process = os.getpid()
        self._background: loop.Background | None = None
        self._conductor: Conductor | None = None
        if self.ledger.select(LIVE - {"planned"}, limit=1):
            self.start()

    def __repr__(self) -> str:
        """Say endpoint and home; never the key."""
        return f"Client(endpoint={self.endpoint.name!r}, home={str(self.home.root)!r})"

    # --- life

    def start(self) -> Conductor:
        """Start the conductor, if it does not run; unfinished jobs go on."""
        if os.getpid() != self._process:
            raise errors.HomeError(
                "this client was opened before a fork; open another in this process"
            )
        with self._starting:
            if self._conductor is None:
                self._background = loop.Background()
                self._conductor = self._background.run(self._begin())
            return self._conductor

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
            if self._conductor is not None and self._background is not None:
                self._background.run(self._conductor.stop())
                self._background.stop()
            self._conductor = None
        self.ledger.close()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def spawn(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine in the background thread."""
        self.start()
        assert self._background is not None  # noqa: S101
        return self._background.spawn(coroutine)

    def blocking(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run a coroutine in the background thread and wait for it."""
        self.start()
        assert self._background is not None  # noqa: S101
        return self._background.run(coroutine, timeout)

    async def ended(self, job: str) -> JobRecord:
        """Wait, in the background thread, until a job goes no further."""
        conductor = self._conductor
        if conductor is None:
            raise errors.HomeError("the client is closed")
        return await conductor.ended(job)

    # --- sending

    def submit(
        self,
        model: str,
        /,
        *,
        take: int = 1,
        via: Via = "v2",
        parameters: Mapping[str, Any] | None = None,
        budget: float | None = None,
        run: str | None = None,
        **params: Any,  # noqa: ANN401
    ) -> Job:
        """Send a request and return at once.

        The intent is on disk before anything is sent. The same parameters with a
        fixed seed give the job or the clip that is already there, free of charge.

        Args:
            model: A slug of the catalogue.
            take: The n-th paid run of identical parameters.
            via: ``v2``, the queue, or ``v1``, one long call.
            parameters: Parameters whose names are taken by an option here.
            budget: US dollars that the jobs of this ``run`` may cost together.
            run: Names the jobs that share ``budget``.
            **params: The model's parameters. Images may be paths, bytes or URLs.

        Raises:
            UnknownModel: With the nearest slug.
            InvalidParameters: With every problem at once; nothing was sent.
            MediaError: An image cannot be used; nothing was sent.
            HomeError: The ledger cannot be written; nothing was sent.
        """
        known = self.catalogue[model]
        if take < 1 or via not in {"v1", "v2"}:
            raise errors.InvalidRequest("take counts from 1 and via is 'v1' or 'v2'")
        given = {**(parameters or {}), **params}
        images = set(known.images())
        asked = known.validate(
            {n: self.as_sent(n, v) if n in images else v for n, v in given.items()}
        )
        asked, fixed = known.with_seed(asked, secrets.randbelow)
        full = {**known.defaults(), **asked}
        price = known.price(full)
        record = JobRecord(
            id=secrets.token_hex(6),
            endpoint=self.endpoint.name,
            model=model,
            parameters=asked,
            created=self.clock(),
            key=reuse_key(self.endpoint.name, model, full, take) if fixed else "",
            take=take,
            via=via,
            state="waiting",
            low=price.low,
            high=price.high,
            budget=budget,
            run=run or (secrets.token_hex(4) if budget is not None else None),
        )
        return self.enter(record, "asked for", reuse=fixed)

    def enter(self, record: JobRecord, cause: str, *, reuse: bool) -> Job:
        """Write a job down and drive it, or return the one that stands for it."""
        conductor = self.start()
        try:
            record, found = self.ledger.add(record, cause, reuse=reuse, holder=conductor.holder)
        except sqlite3.OperationalError as error:
            raise errors.HomeError(
                f"the ledger {self.home.ledger} cannot be written ({error}); nothing was sent"
            ) from None
        if not found:
            self.call(conductor.take, record)
        else:
            actions.revive(self, record)
        return Job(self, record.id, reused=found)

    def run(
        self,
        model: str,
        /,
        *,
        timeout: float | None = None,
        **params: Any,  # noqa: ANN401
    ) -> Clip:
        """Send a request and wait for its clip; its badge moves meanwhile.

        Args:
            model: A slug of the catalogue.
            timeout: Seconds to wait; the job goes on afterwards.
            **params: As for ``submit``.

        Raises:
            VeoError: As ``submit`` and ``Job.wait`` raise.
        """
        return self.submit(model, **params).wait(timeout)

    def as_sent(self, name: str, value: Any) -> Any:  # noqa: ANN401
        """Return a value as a request holds it: images become references.

        Args:
            name: A parameter that some model has, or anything else.
            value: Images may be paths, bytes, URLs, or lists of them.

        Raises:
            MediaError: An image cannot be used.
        """
        models = self.catalogue.values()
        if not any({name, model.having(name)} & {*model.images()} for model in models):
            return value
        if isinstance(value, (list, tuple)):
            return [self._image(one) for one in value]
        return self._image(value)

    def _image(self, value: object) -> object:
        """Store a local image in the home and return its reference; keep URLs."""
        if is_reference(value):
            return value
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
        if not isinstance(value, (str, bytes, Path, os.PathLike)) or not value:
            return value
        image = read_image(value)
        self.store.keep_image(image.name, image.data)
        return image.reference

    # --- looking

    def job(self, job: str) -> Job:
        """Return a job by its id or the first characters of it.

        Raises:
            InvalidRequest: There is none, or more than one.
        """
        record = self.ledger.get(job)
        if record is None:
            raise errors.InvalidRequest(f"the ledger holds no single job {job!r}")
        return Job(self, record.id)

    def jobs(
        self,
        state: State | Iterable[State] | None = None,
        model: str | None = None,
        limit: int | None = 100,
    ) -> Jobs:
        """Return jobs, newest first.

        Args:
            state: One state or several; all when not given.
            model: Only this model's.
            limit: At most so many.
        """
        states = [state] if isinstance(state, str) else state
        return Jobs([Job(self, r.id) for r in self.ledger.select(states, model, limit)])

    def models(self) -> Catalogue:
        """Return the models."""
        return self.catalogue

    def spend(self) -> Spend:
        """Return real money by day and model, play money apart."""
        return spend(self.ledger)

    @property
    def budget(self) -> float | None:
        """US dollars that this home may spend at this endpoint; no cap when ``None``."""
        told = self.ledger.setting(f"budget {self.endpoint.name}")
        return float(told) if told else None

    @budget.setter
    def budget(self, dollars: float | None) -> None:
        value = None if dollars is None else repr(float(dollars))
        self.ledger.set(f"budget {self.endpoint.name}", value)

    def usual_s(self, endpoint: str, model: str) -> float:
        """Return the median seconds to expect of a model, learned or told."""
        return self.latency(endpoint, model).median

    def latency(self, endpoint: str, model: str) -> Latency:
        """Return what to expect of a model at an endpoint."""
        if self._conductor is not None:
            return self._conductor.expect(endpoint, model)
        known = self.catalogue[model].usual_s if model in self.catalogue else 60.0
        past = latencies(self.ledger, endpoint, model, self.clock())
        return fit(past, Endpoints(self.home, {}, self._connect).usual_s(endpoint, known))

    def listen(self, job: str, listener: Callable[[JobRecord], None]) -> Callable[[], None]:
        """Call back with each change of a job (of all jobs for an empty id)."""
        conductor = self.start()
        self.call(conductor.listen, job, listener)
        return lambda: self.call(conductor.unlisten, job, listener)

    def call(self, function: Callable[..., object], *values: object) -> None:
        """Call a function in the background thread, without waiting."""
        if self._background is not None and not self._background.loop.is_closed():
            self._background.loop.call_soon_threadsafe(function, *values)

    # --- recovering

    def resume(self) -> Jobs:
        """Take up every unfinished job that nobody drives; return what is unfinished."""
        conductor = self.start()

        async def claim() -> None:
            await conductor.claim(undecided=True)

        self.blocking(claim())
        return self.jobs(LIVE - {"planned"}, limit=None)

    def adopt(self, request_id: str, *, model: str) -> Job:
        """Take over a request that was made elsewhere, by the SDK or the web page.

        Args:
            request_id: The service's id.
            model: The model it was sent to.

        Raises:
            UnknownModel: With the nearest slug.
            VeoError: The service does not know the request.
        """
        return actions.adopt(self, request_id, self.catalogue[model])

    def _published(self) -> list[dict[str, Any]]:
        async def fetch() -> list[dict[str, Any]]:
            service = await self.start().service(self.endpoint.name)
            return await service.models()

        return self.blocking(fetch())
