"""A sweep as people hold it: planned, run, extended."""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from veo_widgets import errors
from veo_widgets._lib.filed import Filed
from veo_widgets._lib.judged import Judged
from veo_widgets._lib.values import seconds, short, switches
from veo_widgets.client import Job, actions
from veo_widgets.client.progress import waiting
from veo_widgets.core.money import Sum, dollars, spent
from veo_widgets.core.record import FAILED, UNSENT, JobRecord
from veo_widgets.experiment.fairness import Fairness, fairness_of
from veo_widgets.experiment.growth import grown
from veo_widgets.experiment.keeping import covered, fetch_again
from veo_widgets.experiment.laddered import Laddered
from veo_widgets.experiment.memo import cells_of, sendable
from veo_widgets.experiment.plan import Plan, standing
from veo_widgets.experiment.progress import Progress
from veo_widgets.experiment.purse import Purse
from veo_widgets.experiment.rows import data_frame, rows, state_of
from veo_widgets.experiment.runner import Run, Runs
from veo_widgets.experiment.scores import Scored

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from veo_widgets.client import Client
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.spec import SweepSpec

Order = Literal["plan", "cheapest"]


@dataclass(frozen=True, repr=False)
class SweepPlan(Plan):
    """A plan that can be run.

    Attributes:
        sweep: The sweep that was planned.
    """

    sweep: Sweep = field(kw_only=True, compare=False)


class Sweep(Judged, Filed, Scored, Laddered):
    """Combinations of parameters, each a clip; kept under its name. See ``veo.sweep``.

    Attributes:
        spec: Fixed values and axes.
        stopped: Why cells were not sent; empty while all goes well.
        asked: How ``run(confirm=True)`` was asked for; its button runs it so.
        opened: When this object was made, in seconds since the epoch; older clips are reused.
    """

    spec: SweepSpec

    def __init__(self, client: Client, spec: SweepSpec) -> None:
        self._client, self._session = client, client.session
        self.spec, self.stopped, self.opened = spec, "", self._session.clock()
        self.asked: dict[str, Any] = {}
        self._runs = Runs(self._session)
        self._heard: set[Callable[[JobRecord | None], None]] = set()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What it is kept under."""
        return self.spec.name

    @property
    def client(self) -> Client:
        """Who sends its cells."""
        return self._client

    def __repr__(self) -> str:
        """Say name, axes and what became of the cells."""
        counts = Counter(state_of(cell, record) for cell, record in self.cells())
        axes = " × ".join(f"{n} {len(v)}" for n, v in self.spec.axes.items())
        states = ", ".join(f"{count} {state}" for state, count in counts.items())
        return f"Sweep({self.name}: {axes or 'one cell'}: {states})"

    def to_dict(self) -> dict[str, Any]:
        """Return what ``veo.sweep(**this)`` takes; JSON and YAML can hold it."""
        return self.spec.to_dict()

    # --- looking

    def plan(self) -> SweepPlan:
        """Work out every cell with its request, fate and price; sends nothing."""
        session, endpoint = self._session, self._session.endpoint.name
        expected, now = session.expecting(), session.clock()
        return SweepPlan.of(
            self.spec,
            tuple(cell for cell, _ in self.cells()),
            endpoint,
            lambda cell: expected(JobRecord("", endpoint, cell.model, cell.parameters, now)).told,
            session.pace,
            sweep=self,
        )

    def cells(self) -> list[tuple[Cell, JobRecord | None]]:
        """Return every cell with the job that stands for it now, if there is one."""
        return standing(cells_of(self._session, self.spec), self._session.ledger.by_keys, self.left)

    def jobs(self) -> list[Job]:
        """Return the jobs of the cells, each once, in the plan's order."""
        ids = dict.fromkeys(record.id for _, record in self.cells() if record)
        return [Job(self._session, job) for job in ids]

    def rows(self) -> list[dict[str, Any]]:
        """Return one tidy row for each cell, as dictionaries; see ``to_dataframe``."""
        return rows(self.cells(), self._session.store)

    def to_dataframe(self) -> pd.DataFrame:
        """Return one tidy row for each cell.

        Columns: axes and parameters; ``state``, ``fate``, ``reason``; ``created``, ``submitted``,
        ``completed``, ``ended`` (seconds since the epoch) and ``seconds``; ``cost``, ``low``,
        ``high`` (US dollars); facts of the clip; ids and ``path``.

        Raises:
            InvalidRequest: pandas is not installed.
        """
        return data_frame(self.rows())

    def fairness(self) -> Fairness:
        """Return what differs between the clips besides the axes; ask it before you judge."""
        return fairness_of(self.spec.axes, self.cells())

    @property
    def cost(self) -> Sum:
        """What its clips cost so far, in US dollars, and for how many nobody knows it."""
        return spent({r.id: r for _, r in self.cells() if r}.values())

    @property
    def failed(self) -> list[JobRecord]:
        """The jobs that failed, each once."""
        return list({r.id: r for _, r in self.cells() if r and r.state in FAILED}.values())

    @property
    def running(self) -> bool:
        """Whether cells are still being sent or made."""
        return self._runs.running

    # --- sending

    def run(
        self,
        budget: float | None = None,
        *,
        pilot: bool = False,
        confirm: bool = False,
        order: Order = "plan",
        unknown: float | None = None,
        plan: Plan | None = None,
    ) -> Sweep:
        """Send the new cells and return at once; the display is the grid.

        What is there, on its way or was blocked is not sent again, so running the same
        cell of a notebook twice costs nothing.

        Args:
            budget: US dollars that all runs under this sweep's name may cost together,
                each clip counted at its worst until its cost is told; cells beyond it
                are not sent. Running the same again does not spend it anew.
            pilot: Send the first cell alone, and the others once it succeeded.
            confirm: Send nothing yet: the grid shows a button with count and price.
            order: ``plan``, or ``cheapest`` first.
            unknown: US dollars that a clip of unknown price counts as; a budget refuses it else.
            plan: What was looked at: its new cells are sent and no others, at its prices; the
                sweep as it stands when not given.

        Raises:
            InvalidRequest: Budget, unknown, order or plan are none.
            BudgetExceeded: Not even the first cell fits; nothing was sent.
            HomeError: The ledger was lost and nobody acknowledged that; nothing was sent.
        """
        switches(confirm=confirm, pilot=pilot)
        if not isinstance(order, str) or order not in {"plan", "cheapest"}:
            raise errors.InvalidRequest(f"order is 'plan' or 'cheapest', not {short(order)}")
        if plan is not None and not isinstance(plan, Plan):
            raise errors.InvalidRequest(f"plan is what plan() returns, not {short(plan)}")
        budget, unknown = dollars(budget, "budget"), dollars(unknown, "unknown")
        if not covered(self._session, self.spec):
            self.save()
        if confirm:
            self.asked = {"budget": budget, "pilot": pilot, "order": order, "unknown": unknown}
            self._tell(None)
            return self
        with self._lock:
            find = self._session.ledger.by_keys
            pairs = self.cells() if plan is None else standing(plan.cells, find, self.left)
            fetch_again(self._session, pairs)
            pending = self._runs.pending
            new = [cell for cell, _ in pairs if cell.fate == "send" and cell.key not in pending]
            if not new:
                return self
            self._session.ledger.check_safe(self._session.endpoint.name)
            if order == "cheapest":
                new.sort(key=lambda cell: math.inf if cell.high is None else cell.high)
            purse = Purse(self._session, self.name, budget, unknown)
            purse.check_first(new)
            self.stopped, self.asked = "", {}
            run = Run(self._session, new, purse, pilot=pilot, on_stop=self._stopped)
            future = self._runs.start(run)
        self._tell(None)
        future.add_done_callback(lambda _: self._tell(None))
        return self

    def _stopped(self, run: Run) -> None:
        self.stopped = run.stopped
        self._tell(None)

    def wait(self, timeout: float | None = None) -> Sweep:
        """Block until no cell is being sent or made; badges move meanwhile.

        Args:
            timeout: Seconds; for ever when not given.

        Raises:
            InferenceTimeout: Still running; the jobs go on.
            WaitInterrupted: A person interrupted it; the jobs go on.
        """
        try:
            with waiting(self.progress()):
                self._session.blocking(self._ended(), seconds(timeout))
        except TimeoutError:
            raise errors.InferenceTimeout(None, timeout or 0.0) from None
        return self

    def progress(self) -> Progress:
        """Return how far it is."""
        return Progress(self.name, self.cells, play=not self._session.endpoint.real_money)

    async def _ended(self) -> None:
        await self._runs.ended()
        jobs = await asyncio.to_thread(self.jobs)
        await asyncio.gather(*(self._session.ended(job.id) for job in jobs))

    def extend(self, **axes: Any) -> Sweep:  # noqa: ANN401
        """Add values to axes, or axes; ``plan()`` then prices only what is new.

        Args:
            **axes: As for ``veo.sweep``; ``seed=[4]`` adds a seed.

        Raises:
            InvalidRequest: A name that is no parameter, or too many cells.
        """
        session = self._session
        self.spec = sendable(session, grown(self.spec, axes, session.catalogue, session.inputs))
        self.save()
        self._tell(None)
        return self

    def retry(self) -> Sweep:
        """Take up every failed cell again but blocked ones, paying where nothing was charged."""
        for record in self.failed:
            if record.state != "blocked":
                with contextlib.suppress(errors.VeoError):
                    actions.retry(self._session, record.id)
        self.stopped = ""
        self._tell(None)
        return self

    def cancel(self) -> int:
        """Cancel every cell that has not been sent, and return how many; what was sent goes on."""
        self._runs.stop("cancelled by hand")
        return sum(job.cancel() for job in self.jobs() if job.state in UNSENT)

    # --- keeping

    def save(self) -> None:
        """Keep the sweep in the ledger under its name."""
        self._session.ledger.sweeps.keep(self.name, self.to_dict())

    def listen(self, listener: Callable[[JobRecord | None], None]) -> Callable[[], None]:
        """Call back with each change of a job, and with ``None`` for the sweep's own; the answer ends it."""
        self._heard.add(listener)
        stop = self._session.listen("", listener)

        def end() -> None:
            self._heard.discard(listener)
            stop()

        return end

    def _tell(self, record: JobRecord | None) -> None:
        for listener in tuple(self._heard):
            listener(record)
