"""A sweep as people hold it: planned, run, extended, kept by name."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable
from veo_widgets.client import Client, Job, actions
from veo_widgets.core.record import UNSENT
from veo_widgets.experiment.plan import Cell, Plan, make_plan
from veo_widgets.experiment.rows import rows
from veo_widgets.experiment.runner import Run
from veo_widgets.experiment.spec import SweepSpec, read, with_values

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    import pandas as pd

    from veo_widgets.core.record import JobRecord

Order = Literal["plan", "cheapest"]
SEEDS = 2**31
RETRIED = frozenset({"failed", "blocked", "expired"})


class Sweep(Displayable):
    """Combinations of parameters, each a clip; shown as a grid that fills in.

    Kept in the home's ledger under its name: what it is, and through the ledger
    what became of every cell. See ``veo.sweep``.

    Attributes:
        spec: Fixed values and axes.
        stopped: Why cells were not sent; empty while all goes well.
        asked: How ``run(confirm=True)`` was asked for; its button runs it so.
        opened: When this object was made, in seconds since the epoch; clips that
            are older are shown as reused.
    """

    def __init__(self, client: Client, spec: SweepSpec) -> None:
        self._client = client
        self.spec = spec
        self.stopped = ""
        self.opened = client.clock()
        self.asked: dict[str, Any] = {}
        self._runs: list[tuple[Run, Future[None]]] = []
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
        counts: dict[str, int] = {}
        for row in self.rows():
            counts[row["state"]] = counts.get(row["state"], 0) + 1
        axes = " × ".join(f"{n} {len(v)}" for n, v in self.spec.axes.items())
        told = ", ".join(f"{count} {state}" for state, count in counts.items())
        return f"Sweep({self.name}: {axes or 'one cell'}: {told})"

    def to_dict(self) -> dict[str, Any]:
        """Return what ``veo.sweep(**this)`` takes; JSON and YAML can hold it."""
        return self.spec.to_dict()

    def to_yaml(self) -> str:
        """Return the sweep as YAML; ``veo-widgets sweep FILE.yaml`` runs it."""
        import yaml

        text: str = yaml.safe_dump(self.to_dict(), sort_keys=False, allow_unicode=True)
        return text

    # --- looking

    def plan(self) -> Plan:
        """Work out every cell with its request, fate and price; sends nothing."""
        client = self._client
        plan = make_plan(
            self.spec,
            client.catalogue,
            client.endpoint.name,
            client.ledger.by_keys,
            lambda model: client.usual_s(client.endpoint.name, model),
            client.limits,
        )
        return replace(plan, source=self)

    def cells(self) -> list[tuple[Cell, JobRecord | None]]:
        """Return every cell with the job that stands for it now, if there is one."""
        return self._with_jobs(self.plan())

    def _with_jobs(self, plan: Plan) -> list[tuple[Cell, JobRecord | None]]:
        keys = {cell.key for cell in plan.cells if cell.key}
        found = self._client.ledger.by_keys(keys)
        return [(cell, found.get(cell.key)) for cell in plan.cells]

    def jobs(self) -> list[Job]:
        """Return the jobs of the cells, each once, in the plan's order."""
        found = {r.id: None for _, r in self.cells() if r is not None}
        return [Job(self._client, job) for job in found]

    def rows(self) -> list[dict[str, Any]]:
        """Return one tidy row for each cell, as dictionaries; see ``to_dataframe``."""
        return rows(self.cells(), self._client.store)

    def to_dataframe(self) -> pd.DataFrame:
        """Return one tidy row for each cell.

        Columns: axes and parameters; ``state``, ``fate``, ``reason``; ``created``,
        ``submitted``, ``completed``, ``ended`` (seconds since the epoch) and
        ``seconds``; ``cost``, ``low``, ``high`` (US dollars); facts of the clip; ids
        and ``path``.

        Raises:
            InvalidRequest: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise errors.InvalidRequest(
                "a data frame needs pandas: pip install 'veo-widgets[pandas]'; "
                "sweep.rows() gives the same as dictionaries"
            ) from None
        return pd.DataFrame(self.rows())

    @property
    def failed(self) -> list[JobRecord]:
        """The jobs that failed, each once."""
        found = {r.id: r for _, r in self.cells() if r and r.state in RETRIED}
        return list(found.values())

    @property
    def running(self) -> bool:
        """Whether cells are still being sent or made."""
        return any(not future.done() for _, future in self._runs)

    # --- sending

    def run(
        self,
        budget: float | None = None,
        *,
        pilot: bool = False,
        confirm: bool = False,
        order: Order = "plan",
    ) -> Sweep:
        """Send the new cells and return at once; the display is the grid.

        What is there or on its way already is not sent again, so running the same
        cell of a notebook twice costs nothing.

        Args:
            budget: US dollars that this run may cost together, each clip counted at
                its worst until its cost is told; cells beyond it are not sent.
            pilot: Send the first cell alone, and the others once it succeeded.
            confirm: Send nothing yet: the grid shows a button with count and price.
            order: ``plan``, or ``cheapest`` first.

        Raises:
            BudgetExceeded: Not even the first cell fits; nothing was sent.
        """
        if order not in {"plan", "cheapest"}:
            raise errors.InvalidRequest(f"order is 'plan' or 'cheapest', not {order!r}")
        self._keep()
        if confirm:
            self.asked = {"budget": budget, "pilot": pilot, "order": order}
            self._tell(None)
            return self
        with self._lock:
            plan = self.plan()
            self._take_up(plan)
            going = [run for run, future in self._runs if not future.done()]
            pending = {key for run in going for key in run.pending}
            new = [cell for cell in plan.new if cell.key not in pending]
            if not new:
                return self
            if order == "cheapest":
                new.sort(key=lambda cell: cell.high)
            if budget is not None and new[0].high > budget:
                raise errors.BudgetExceeded(
                    f"the first cell may cost ${new[0].high:.2f}, the budget is "
                    f"${budget:.2f}; all {len(new)} may cost "
                    f"${sum(cell.high for cell in new):.2f}"
                )
            self.stopped, self.asked = "", {}
            run = Run(
                self._client,
                new,
                self.name,
                budget=budget,
                pilot=pilot,
                told=lambda: self._stop(run),
            )
            future = self._client.spawn(run.go())
            self._runs = [one for one in self._runs if not one[1].done()]
            self._runs.append((run, future))
        self._tell(None)
        future.add_done_callback(lambda _: self._tell(None))
        return self

    def _take_up(self, plan: Plan) -> None:
        """Fetch what was paid for and is not here: lost files, broken downloads."""
        for cell, record in self._with_jobs(plan):
            if cell.fate == "reuse" and record is not None:
                with contextlib.suppress(errors.VeoError):
                    actions.revive(self._client, record)

    def _stop(self, run: Run) -> None:
        self.stopped = run.stopped
        self._tell(None)

    def wait(self, timeout: float | None = None) -> Sweep:
        """Block until no cell is being sent or made; badges move meanwhile.

        Args:
            timeout: Seconds; for ever when not given.

        Raises:
            InferenceTimeout: Still running; the jobs go on.
        """
        try:
            self._client.blocking(self._ended(), timeout)
        except TimeoutError:
            raise errors.InferenceTimeout(None, timeout or 0.0) from None
        return self

    async def _ended(self) -> None:
        runs = [asyncio.wrap_future(future) for _, future in self._runs]
        await asyncio.gather(*map(asyncio.shield, runs))
        live = [job.id for job in await asyncio.to_thread(self.jobs)]
        await asyncio.gather(*map(self._client.ended, live))

    def extend(self, **axes: Any) -> Sweep:  # noqa: ANN401
        """Add values to axes, or axes; ``plan()`` then prices only what is new.

        Args:
            **axes: As for ``veo.sweep``; ``seed=[4]`` adds a seed.

        Raises:
            InvalidRequest: A name that is no parameter, or too many cells.
        """
        known = {"prompt": self._known("prompt"), "model": self._known("model")}
        asked = read({**known, **axes}, self._client.catalogue, self.spec.drawn)
        given = with_values(asked, self._client.as_sent)
        kept = {n: v for n, v in given.base.items() if n in axes}
        more = SweepSpec("", kept, {n: v for n, v in given.axes.items() if n in axes})
        self.spec = _checked(self.spec.extended(more), self._client)
        self.save()
        self._tell(None)
        return self

    def _known(self, name: str) -> Any:  # noqa: ANN401
        return self.spec.base.get(name) or list(self.spec.axes[name])

    def retry(self) -> Sweep:
        """Take up every failed cell again, paying only where nothing was charged."""
        for record in self.failed:
            with contextlib.suppress(errors.VeoError):
                actions.retry(self._client, record.id)
        self.stopped = ""
        self._tell(None)
        return self

    def cancel(self) -> int:
        """Cancel every cell that has not been sent; what was sent goes on.

        Returns:
            How many were cancelled.
        """
        for run, _ in self._runs:
            run.stop("cancelled by hand")
        waiting = [job for job in self.jobs() if job.state in UNSENT]
        return sum(job.cancel() for job in waiting)

    # --- keeping

    def _keep(self) -> None:
        """Keep the sweep, unless what is kept is this one, extended."""
        kept = self._client.ledger.sweeps.get(self.name)
        if kept is not None:
            with contextlib.suppress(errors.VeoError):
                if read(kept, self._client.catalogue, 1).covers(self.spec):
                    return
        self.save()

    def save(self) -> None:
        """Keep the sweep in the ledger under its name."""
        self._client.ledger.sweeps.keep(self.name, self.to_dict())

    def listen(self, listener: Callable[[JobRecord | None], None]) -> Callable[[], None]:
        """Call back with each change of a job, and with ``None`` for the sweep's own.

        Returns:
            A function that ends it.
        """
        self._heard.add(listener)
        stop = self._client.listen("", listener)

        def end() -> None:
            self._heard.discard(listener)
            stop()

        return end

    def _tell(self, record: JobRecord | None) -> None:
        for listener in tuple(self._heard):
            listener(record)


class Sweeps(Mapping[str, Sweep], Displayable):
    """The sweeps of a home, by name, newest first."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __getitem__(self, name: str) -> Sweep:
        """Open a sweep.

        Raises:
            InvalidRequest: There is none of that name; with the nearest.
        """
        kept = self._client.ledger.sweeps.get(name)
        if kept is None:
            from veo_widgets.catalogue.check import unknown_name

            told = unknown_name(name, None, list(self))
            raise errors.InvalidRequest(str(told).replace("parameter", "sweep", 1))
        return Sweep(self._client, read(kept, self._client.catalogue, 1))

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a sweep of that name."""
        return name in self._client.ledger.sweeps.names()

    def __iter__(self) -> Iterator[str]:
        """List the names, newest first."""
        return iter(self._client.ledger.sweeps.names())

    def __len__(self) -> int:
        """Count the sweeps."""
        return len(self._client.ledger.sweeps.names())

    def __repr__(self) -> str:
        """List the names."""
        return f"Sweeps({', '.join(self) or 'none yet'})"


def open_sweep(client: Client, given: Mapping[str, Any]) -> Sweep:
    """Make a sweep, or the one that is kept already for the same definition.

    Raises:
        InvalidRequest: A name that is no parameter, an axis without values.
        InvalidParameters: The models refuse every cell.
        MediaError: An image cannot be used.
    """
    asked = read(given, client.catalogue, 0)
    spec = with_values(asked, client.as_sent)
    told = spec.to_dict()
    name = spec.name or _named(told)
    kept = client.ledger.sweeps.get(name)
    drawn = told["drawn"] or (kept or {}).get("drawn") or 1 + secrets.randbelow(SEEDS)
    found = SweepSpec(name, spec.base, spec.axes, int(drawn))
    return Sweep(client, _checked(found, client))


def _checked(spec: SweepSpec, client: Client) -> SweepSpec:
    """Refuse a sweep of which no cell could be sent."""
    sweep = Sweep(client, spec)
    cells = sweep.plan().cells
    if all(cell.fate == "refused" for cell in cells):
        raise errors.InvalidParameters(cells[0].model, cells[0].problems)
    return spec


def _named(told: Mapping[str, Any]) -> str:
    """Name a sweep by its first words and what it is, so that equal ones meet."""
    prompt = told.get("prompt", "sweep")
    words = str(prompt if isinstance(prompt, str) else prompt[0]).split()[:4]
    text = json.dumps(told, sort_keys=True, default=str)
    return f"{' '.join(words)[:32]} {hashlib.sha256(text.encode()).hexdigest()[:6]}"
