"""The kit's face: sends jobs, remembers them, and brings their clips home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from veo_widgets import errors
from veo_widgets._lib import values
from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.secret import hidden
from veo_widgets.client import actions
from veo_widgets.client.credentials import resolve
from veo_widgets.client.job import Job, Jobs
from veo_widgets.client.session import EndpointInfo, Session
from veo_widgets.conductor import Limits
from veo_widgets.core.record import LIVE, STATES
from veo_widgets.home import Spend, spend
from veo_widgets.home.paths import open_home

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.core.record import State, Via
    from veo_widgets.home.paths import Home
    from veo_widgets.media import Clip
    from veo_widgets.service import Endpoint, Service

MOST = 2**31


class Client(Displayable):
    """Sends jobs, remembers them, and brings their clips home.

    Args:
        api_key: A key; else ``SEGMIND_API_KEY``, else the keyring, else the
            embedded local server is used.
        base_url: Another server (ends in ``/v1``); else ``VEO_WIDGETS_BASE_URL``.
        home: Folder of ledger and clips; else ``VEO_WIDGETS_HOME``, else
            ``./veo_runs``.
        limits: What the kit allows itself.
        connect: Opens the service of an endpoint; Segmind's own when not given.

    Raises:
        HomeError: The home cannot be used.
        InvalidRequest: The base URL is none.
        AuthenticationError: The key cannot be one.
    """

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        home: str | os.PathLike[str] | None = None,
        *,
        limits: Limits | None = None,
        connect: Callable[[Endpoint], Service] | None = None,
    ) -> None:
        api_key = hidden(api_key)
        self.session = Session(
            resolve(api_key, base_url), open_home(home), limits or Limits(), connect or _segmind
        )

    def __repr__(self) -> str:
        """Say endpoint and home; never the key."""
        return f"Client(endpoint={self.endpoint.name!r}, home={str(self.home.root)!r})"

    @property
    def endpoint(self) -> EndpointInfo:
        """Where jobs are sent, and whether clips are paid for there."""
        return self.session.endpoint

    @property
    def home(self) -> Home:
        """The folder of ledger and clips."""
        return self.session.home

    @property
    def limits(self) -> Limits:
        """What the kit allows itself."""
        return self.session.limits

    @property
    def catalogue(self) -> Catalogue:
        """The models."""
        return self.session.catalogue

    @property
    def budget(self) -> float | None:
        """US dollars that this home may spend at this endpoint; no cap when ``None``."""
        return self.session.amount("budget")

    @budget.setter
    def budget(self, dollars: float | None) -> None:
        self.session.set_amount("budget", dollars)

    @property
    def unknown(self) -> float | None:
        """US dollars that a clip of unknown price counts as; without, a budget refuses it."""
        return self.session.unknown

    @unknown.setter
    def unknown(self, dollars: float | None) -> None:
        self.session.set_amount("unknown", dollars)

    @property
    def trouble(self) -> str | None:
        """What happened to the home's ledger; while it stands nothing is paid for."""
        return self.session.ledger.trouble

    def acknowledge_ledger(self) -> None:
        """Let paid requests go on after the ledger was lost and written again.

        Look through ``jobs()`` first: what is not listed there may be charged again.
        """
        self.session.ledger.acknowledge()

    # --- life

    def close(self) -> None:
        """Stop the conductor; jobs go on when the home is opened again."""
        self.session.close()

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
        unknown: float | None = None,
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
            unknown: US dollars that the clip counts as where its price is not known; a
                budget refuses it otherwise.
            **params: The model's parameters. Images may be paths, bytes or URLs.

        Raises:
            UnknownModel: With the nearest slug.
            InvalidParameters: With every problem at once; nothing was sent.
            MediaError: An image cannot be used; nothing was sent.
            HomeError: The ledger cannot be written; nothing was sent.
        """
        record, reused = actions.submit(
            self.session,
            self.catalogue[model],
            {**values.named_values(parameters), **params},
            take=take,
            via=via,
            budget=budget,
            run=run,
            unknown=unknown,
        )
        return Job(self.session, record.id, reused=reused)

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

    # --- looking

    def job(self, job: str) -> Job:
        """Return a job by its id or the first characters of it.

        Raises:
            InvalidRequest: There is none, or more than one.
        """
        return Job(self.session, self.session.record(job).id)

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
        states = None if state is None else values.listed(state) or [state]
        if states is not None and not set(map(str, states)) <= set(STATES):
            raise errors.InvalidRequest(f"a state is one of {', '.join(STATES)}")
        if model is not None and not (isinstance(model, str) and values.is_text(model)):
            raise errors.InvalidRequest(f"a model is named by its slug, not {values.short(model)}")
        if limit is not None:
            limit = min(values.count(limit, "limit", 0, MOST), MOST)
        records = self.session.ledger.select(states, model, limit)
        return Jobs([Job(self.session, record.id) for record in records])

    def models(self, *, all: bool = False) -> Catalogue:  # noqa: A002
        """Return the models.

        Args:
            all: Whether those are listed too whose pages were read but not confirmed.

        Raises:
            InvalidRequest: ``all`` is neither true nor false.
        """
        values.expect(all, bool, "all", "True or False")
        return self.catalogue.all() if all else self.catalogue

    def spend(self) -> Spend:
        """Return real money by day and model, play money apart."""
        return spend(self.session.ledger)

    # --- recovering

    def resume(self) -> Jobs:
        """Take up every unfinished job that nobody drives; return what is unfinished."""
        self.session.blocking(self.session.start().claim(undecided=True))
        return Jobs(
            self.jobs(LIVE - {"planned"}, limit=None),
            "Nothing is unfinished. veo.jobs() lists what is there.",
        )

    def adopt(self, request_id: str, *, model: str) -> Job:
        """Take over a request that was made elsewhere, by the SDK or the web page.

        Args:
            request_id: The service's id.
            model: The model it was sent to.

        Raises:
            UnknownModel: With the nearest slug.
            VeoError: The service does not know the request.
        """
        record = actions.adopt(self.session, request_id, self.catalogue[model])
        return Job(self.session, record.id)


def _segmind(endpoint: Endpoint) -> Service:
    from veo_widgets.segmind import Segmind

    return Segmind(endpoint)
