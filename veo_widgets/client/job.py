"""A job as people hold it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import seconds, short
from veo_widgets.catalogue import prompt_of
from veo_widgets.client import actions
from veo_widgets.client.progress import waiting
from veo_widgets.core import failures
from veo_widgets.core.money import told
from veo_widgets.core.record import LIVE, Event, JobRecord, at_rest, counted, flags
from veo_widgets.media import Clip, clip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from veo_widgets.client.session import Session
    from veo_widgets.core.record import Flag, State


NO_JOBS = "No jobs here yet. veo.submit(…) or veo.studio() makes the first."


class Job(Displayable):
    """One request's life, from intent to clip on disk.

    Await it, or call ``wait``; as a cell's last line it shows a badge and then the
    player. Everything is read from the ledger, so two objects of one job agree.
    """

    def __init__(self, session: Session, job: str, *, reused: bool = False) -> None:
        self._session = session
        self.id = job
        self.reused = reused

    def __repr__(self) -> str:
        """Say id, model, state and what it shows."""
        record = self.record
        return f"Job({self.id}, {record.model}, {record.state}, {short(self._prompt)})"

    @property
    def _prompt(self) -> str:
        return prompt_of(self.record.parameters)

    def line(self) -> str:
        """Say on one line, for a list of jobs, how it stands, its cost and what it shows."""
        record = self.record
        states = (f"{record.state:<10}", f"{record.model:<14}", f"{told(record):>13}")
        words = (*states, record.id[:8])
        return f"{'  '.join(words)}  {short(self._prompt)}"

    @property
    def session(self) -> Session:
        """The session that the job belongs to."""
        return self._session

    @property
    def record(self) -> JobRecord:
        """All that the ledger knows of the job now."""
        record = self._session.ledger.get(self.id)
        if record is None:
            raise errors.HomeError(f"the ledger holds no job {self.id}")
        return record

    @property
    def request_id(self) -> str | None:
        """The service's id, once it took the job."""
        return self.record.request_id

    @property
    def model(self) -> str:
        """The model's slug."""
        return self.record.model

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What was asked, the seed included."""
        return self.record.parameters

    @property
    def state(self) -> State:
        """Where the job stands."""
        return self.record.state

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What to know beside the state."""
        record = self.record
        usual = self._session.expected(record).told
        return flags(record, self._session.clock(), usual, reused=self.reused)

    @property
    def history(self) -> History:
        """The job's whole story: times, states, causes."""
        return History(self._session.ledger.history(self.id))

    @property
    def cost(self) -> float | None:
        """US dollars charged, once known; play dollars on the local server."""
        return self.record.cost

    @property
    def error(self) -> errors.VeoError | None:
        """Why it failed, or ``None``."""
        return failures.from_record(self.record.error)

    @property
    def clip(self) -> Clip | None:
        """The clip, once it is on disk."""
        return clip_of(self.record, self._session.store.clip)

    def wait(self, timeout: float | None = None) -> Clip:
        """Block until the job ends, and show how far it is.

        Args:
            timeout: Seconds; for ever when not given.

        Raises:
            InferenceTimeout: Still running; the job goes on.
            WaitInterrupted: A person interrupted the wait; the job goes on.
            VeoError: The job failed.
        """
        timeout = seconds(timeout)
        if at_rest(self.record):
            return self._outcome()
        try:
            with waiting(Waited(self)):
                self._session.blocking(self._session.ended(self.id), timeout)
        except TimeoutError:
            raise errors.InferenceTimeout(self.request_id, timeout or 0.0) from None
        return self._outcome()

    def __await__(self) -> Generator[Any, None, Clip]:
        """Wait without blocking the loop."""
        return self._awaited().__await__()

    async def _awaited(self) -> Clip:
        await asyncio.wrap_future(self._session.spawn(self._session.ended(self.id)))
        return self._outcome()

    def _outcome(self) -> Clip:
        clip = self.clip
        if clip is not None:
            return clip
        record = self.record
        if record.state == "cancelled":
            raise errors.VeoError(f"job {self.id} was cancelled")
        raise self.error or errors.VeoError(f"job {self.id} ended as {record.state}")

    def cancel(self) -> bool:
        """Cancel the job if it has not been sent; the service itself cannot cancel.

        Returns:
            Whether it was cancelled. A job already sent goes on and is charged if
            it succeeds; ``unwatch`` stops fetching it.
        """
        return actions.cancel(self._session, self.id)

    def unwatch(self) -> None:
        """Stop polling and fetching; ``retry`` takes it up again."""
        actions.unwatch(self._session, self.id)

    def retry(self) -> Job:
        """Take up what went wrong, paying again only where nothing was charged.

        A paid clip that did not arrive is fetched again; a failed request is sent
        again as a new job.

        Raises:
            InvalidRequest: The job is still running, or nobody knows whether the
                service took it (``resubmit`` decides that).
        """
        record, reused = actions.retry(self._session, self.id)
        return Job(self._session, record.id, reused=reused)

    def resubmit(self) -> Job:
        """Send an ``unknown`` job again, at the risk of paying twice.

        The service's history is read once more before: what it shows by then is taken
        up instead, free of charge.

        Raises:
            InvalidRequest: The job is not ``unknown``, or is being sent again.
        """
        return Job(self._session, actions.resubmit(self._session, self.id).id)

    def listen(self, listener: Callable[[JobRecord], None]) -> Callable[[], None]:
        """Call back with each change, from the background thread.

        Returns:
            A function that ends it.
        """
        return self._session.listen(self.id, listener)


class Waited(Displayable):
    """A job that is waited for; a notebook shows its badge.

    Attributes:
        job: The job.
    """

    def __init__(self, job: Job) -> None:
        self.job = job

    def __repr__(self) -> str:
        """Say it as a terminal does."""
        return self.line()

    def line(self) -> str:
        """Say model, state and seconds on one line."""
        record, now = self.job.record, self.job.session.clock()
        usual = self.job.session.expected(record).told
        begun = record.processing
        times = f"{now - record.created:.0f} s"
        if begun is not None and record.state == "processing":
            of = "usual time unknown" if usual is None else f"of about {usual:.0f} s"
            times = f"{now - begun:.0f} s {of}"
        note = f" · {record.note}" if record.note else ""
        return f"{record.model} · {record.state} · {times}{note}"

    @property
    def after(self) -> str:
        """Say that the job goes on, and how to get it back."""
        return (
            "Stopped waiting; the job goes on. "
            f"veo.job({self.job.id[:8]!r}).wait() waits again, veo.jobs() lists it."
        )


class History(list[Event], Displayable):
    """A job's story, one event a line, oldest first."""

    def __repr__(self) -> str:
        """Say when, what and why, in local time."""
        return "\n".join(
            f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(event.at))}  "
            f"{event.state:<10}  {event.cause}"
            for event in self
        )


class Jobs(Sequence[Job], Displayable):
    """A list of jobs, newest first, that shows as a table.

    Attributes:
        empty: What to say of none.
    """

    def __init__(self, jobs: Sequence[Job], empty: str = NO_JOBS) -> None:
        self._jobs, self.empty = list(jobs), empty

    @overload
    def __getitem__(self, index: int) -> Job: ...
    @overload
    def __getitem__(self, index: slice) -> Jobs: ...
    def __getitem__(self, index: int | slice) -> Job | Jobs:
        """Return a job, or a part of the list."""
        return Jobs(self._jobs[index]) if isinstance(index, slice) else self._jobs[index]

    def __len__(self) -> int:
        """Count the jobs."""
        return len(self._jobs)

    def __repr__(self) -> str:
        """List the jobs, one a line, below what they are together."""
        if not self._jobs:
            return self.empty
        states = counted(job.record for job in self._jobs)
        jobs = f"{len(self)} job{'' if len(self) == 1 else 's'}"
        return "\n".join((f"{jobs}: {states}", *(job.line() for job in self._jobs)))

    @property
    def running(self) -> Jobs:
        """Those that are not at their end."""
        return Jobs([job for job in self._jobs if job.state in LIVE])
