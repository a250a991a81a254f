"""Where a grid's cells come from: a sweep, or any clips."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from veo_widgets import errors
from veo_widgets.client import actions
from veo_widgets.client.functions import client as default_client
from veo_widgets.core.record import LIVE, flags
from veo_widgets.experiment import Plan, Sweep
from veo_widgets.media import Derived
from veo_widgets.view.clip import clip_of, labels_of
from veo_widgets.view.files import home_of_all, open_clip
from veo_widgets.view.job import actions as actions_of
from veo_widgets.view.job import error_view
from veo_widgets.view.patches import SourceChanged
from veo_widgets.view.sheet import Drawn, Sheet, idle, sheet_of_clips, sheet_of_plan

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment import Cell
    from veo_widgets.home.paths import Home
    from veo_widgets.media import Clip
    from veo_widgets.view.patches import Event
    from veo_widgets.view.wire.common import JobAction
    from veo_widgets.view.wire.grid import CellLive, PendingView

    Listener = Callable[[Event], None]
    Shown = Sweep | Plan | Sequence[Clip | Job | str | os.PathLike[str]]

OPENED_AT_ONCE: Final = 4


class Source(Protocol):
    """Where a grid's cells come from."""

    home: Home
    derived: Derived

    @property
    def catalogue(self) -> Catalogue:
        """The models that the cells speak of."""

    def clock(self) -> float:
        """Return seconds since the epoch."""

    def sheet(self) -> Sheet:
        """Draw every cell."""

    def redrawn(self) -> Sheet | None:
        """Draw every cell again if they are others than before."""

    def drawn(self, record: JobRecord | None = None) -> Iterator[tuple[int, Drawn]]:
        """Draw what moves of the cells of a job, or of all."""

    def pending(self) -> PendingView | None:
        """Return what a launch would send, if it may be pressed."""

    def stop_reason(self) -> str:
        """Say why cells were not sent."""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call back with every event; return what ends it."""

    def launch(self, agreed: PendingView) -> None:
        """Send the new cells, at the price that a person saw."""

    def retry_failed(self) -> None:
        """Take up every failed cell again."""

    def act(self, job: str, action: JobAction) -> None:
        """Do what a button says with a job."""


def source_of(shown: Shown, labels: Sequence[str] | None = None) -> Source:
    """Return the source for what a person wants to see.

    Raises:
        MediaError: A file is no clip.
        InvalidRequest: There is nothing to compare, or not one label for each clip.
    """
    if isinstance(shown, Sweep):
        return SweepSource(shown)
    if isinstance(shown, Plan):
        sweep = shown.source or Sweep(default_client(), shown.spec)
        return SweepSource(sweep, shown)
    with ThreadPoolExecutor(OPENED_AT_ONCE) as pool:
        clips = list(pool.map(open_clip, shown))
    return ClipsSource(clips, labels)


class SweepSource:
    """The cells of a sweep, which fill in while it runs.

    Args:
        sweep: The sweep.
        plan: What is shown until the sweep is launched; the sweep as it stands when
            not given.
    """

    def __init__(self, sweep: Sweep, plan: Plan | None = None) -> None:
        self.sweep, self.session = sweep, sweep.client
        self.home = self.session.home
        self.derived = Derived(self.home.derived)
        self._following = plan is None
        self._show(plan or sweep.plan())
        self._listener: Listener | None = None
        self._end: Callable[[], None] | None = None

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._sharing: dict[str, list[Cell]] = {}
        for cell in plan.cells:
            if cell.key:
                self._sharing.setdefault(cell.key, []).append(cell)

    @property
    def catalogue(self) -> Catalogue:
        """The sweep's own models."""
        return self.session.catalogue

    def clock(self) -> float:
        """Return seconds since the epoch."""
        return self.session.clock()

    def sheet(self) -> Sheet:
        """Draw every cell."""
        now = dict(self.drawn())
        endpoint = self.session.endpoint.name
        return sheet_of_plan(
            self._plan,
            lambda cell: now[cell.index],
            lambda model: self.session.latency(endpoint, model).usual()[1],
            self.derived,
        )

    def redrawn(self) -> Sheet | None:
        """Draw every cell again if the sweep has others than before.

        While it runs, only its states move: nothing is planned anew.
        """
        old = self._plan
        if self.sweep.running and self.sweep.spec == old.spec:
            return None
        self._show(self.sweep.plan())
        same = [c.key for c in self._plan.cells] == [c.key for c in old.cells]
        return None if same and self._plan.spec.axes == old.spec.axes else self.sheet()

    def drawn(self, record: JobRecord | None = None) -> Iterator[tuple[int, Drawn]]:
        """Draw what moves of the cells of a job, or of all."""
        usual_s = cache(self.session.usual_s)
        cells: Sequence[Cell]
        if record is not None:
            cells = self._sharing.get(record.key, ())
            records = {record.key: record}
        else:
            cells = self._plan.cells
            records = dict(self.session.ledger.by_keys(self._sharing))
        for cell in cells:
            yield cell.index, self._drawn(cell, records.get(cell.key), usual_s)

    def _drawn(
        self, cell: Cell, record: JobRecord | None, usual_s: Callable[[str, str], float]
    ) -> Drawn:
        if record is None:
            return Drawn(idle(), None)
        opened = self.sweep.opened if self._following else float("inf")
        reused = record.state == "ready" and record.created < opened
        usual = usual_s(record.endpoint, record.model)
        error = error_view(record)
        live: CellLive = {
            "job": record.id,
            "state": record.state,
            "flags": list(flags(record, self.clock(), usual, reused=reused)),
            "actions": actions_of(record) if cell.into is None else [],
            "note": (error["message"] if error else record.reason) or "",
            "cost": record.cost if cell.into is None else None,
            "began": record.submitted or record.created,
            "ended": record.ended if record.state not in LIVE else None,
        }
        return Drawn(live, clip_of(record, self.session.store.clip))

    def pending(self) -> PendingView | None:
        """Return what a launch would send, unless cells are being sent."""
        plan = self._plan
        if not plan.new or (self._following and self.sweep.running):
            return None
        return {"count": len(plan.new), "low": plan.low, "high": plan.high}

    def stop_reason(self) -> str:
        """Say why cells were not sent."""
        return self.sweep.stopped if self._following else ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call back with every event of the sweep, once it is followed."""
        self._listener = listener
        if self._following:
            self._follow()
        return self._unlisten

    def _follow(self) -> None:
        """Listen, then look again for what changed before the first word came."""
        listener = self._listener
        self._following = True
        if listener is None or self._end is not None:
            return
        self._end = self.sweep.listen(
            lambda record: listener(SourceChanged() if record is None else record)
        )
        # A turn of the loop puts the listener in its place.
        self.session.spawn(asyncio.sleep(0)).result()
        listener(SourceChanged())

    def _unlisten(self) -> None:
        if self._end is not None:
            self._end()
        self._listener = self._end = None

    def launch(self, agreed: PendingView) -> None:
        """Send the new cells, at the price that a person saw.

        Raises:
            InvalidRequest: The price is another one by now; nothing was sent.
            BudgetExceeded: Not even the first cell fits; nothing was sent.
        """
        self._follow()
        fresh = self.sweep.plan()
        if (len(fresh.new), fresh.high) != (agreed["count"], agreed["high"]):
            raise errors.InvalidRequest("the price is another one by now; press again to agree")
        self.sweep.run(**self.sweep.asked)

    def retry_failed(self) -> None:
        """Take up every failed cell again."""
        self._follow()
        self.sweep.retry()

    def act(self, job: str, action: JobAction) -> None:
        """Do what a button says with a job.

        Raises:
            VeoError: It cannot be done with the job as it stands.
        """
        act = {
            "cancel": actions.cancel,
            "retry": actions.retry,
            "resubmit": actions.resubmit,
            "unwatch": actions.unwatch,
        }
        act[action](self.session, job)


class ClipsSource:
    """Finished clips, which stay as they are.

    Args:
        clips: The clips.
        labels: What to call them.

    Raises:
        InvalidRequest: There is nothing to compare, or not one label for each clip.
    """

    def __init__(self, clips: Sequence[Clip], labels: Sequence[str] | None = None) -> None:
        if not clips:
            raise errors.InvalidRequest("there is nothing to compare")
        if labels is not None and len(labels) != len(clips):
            raise errors.InvalidRequest(f"{len(clips)} clips and {len(labels)} labels")
        self.clips, self.labels = clips, labels_of(clips, labels)
        self.home = home_of_all(clips)
        self.derived = Derived(self.home.derived)

    @property
    def catalogue(self) -> Catalogue:
        """The package's own models."""
        return default_client().catalogue

    def clock(self) -> float:
        """Return nothing of use: no cell of clips runs."""
        return 0.0

    def sheet(self) -> Sheet:
        """Draw every clip."""
        return sheet_of_clips(
            self.clips,
            self.labels,
            self.derived,
            lambda clip: clip.path.parent == self.home.clips,
        )

    def redrawn(self) -> Sheet | None:
        """Return nothing: the cells stay."""
        return None

    def drawn(self, record: JobRecord | None = None) -> Iterator[tuple[int, Drawn]]:
        """Return nothing: no cell has a job."""
        del record
        return iter(())

    def pending(self) -> PendingView | None:
        """Return nothing: there is nothing to send."""
        return None

    def stop_reason(self) -> str:
        """Return nothing: nothing was to be sent."""
        return ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call nobody: nothing happens."""
        del listener
        return lambda: None

    def launch(self, agreed: PendingView) -> None:
        """Do nothing: there is nothing to send."""

    def retry_failed(self) -> None:
        """Do nothing: no cell failed."""

    def act(self, job: str, action: JobAction) -> None:
        """Do nothing: no cell has a job."""
