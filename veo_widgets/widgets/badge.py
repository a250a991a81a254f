"""A job's state at a glance."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar, TypeVar

from veo_widgets._lib.values import expect
from veo_widgets.client import Job
from veo_widgets.core.record import TERMINAL
from veo_widgets.view.html import badge_html
from veo_widgets.view.job import job_view
from veo_widgets.view.wire.badge import Act, JobView, StatusBadgeFromPython
from veo_widgets.view.wire.common import AskNow
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from veo_widgets.core.record import JobRecord
    from veo_widgets.widgets.messages import Buffers

FromPython = TypeVar("FromPython")


class Following(VeoWidget[FromPython]):
    """What follows a job and does what its buttons say."""

    pushed: ClassVar[tuple[str, ...]] = ("job",)
    """What threads of the kernel set."""
    job = Struct(JobView | None)
    """What is drawn of it; set by the kernel only."""

    def _begin(self, job: Job, *, switch: bool = True) -> None:
        """Follow a job, and the new one after a retry if it is to switch."""
        expect(job, Job, "what a badge shows", "a job")
        self._followed, self._switch = job, switch
        self._lock = threading.RLock()

    def follow(self, job: Job) -> None:
        """Follow another job from now on."""
        self._unfollow()
        with self._lock:
            self._followed = job
            self._drawn(job.record)
        self._stop = job.listen(self._changed)

    def _changed(self, record: JobRecord) -> None:
        with self._lock:
            if record.id == self._followed.id:
                self._drawn(record)
                if record.state in TERMINAL:
                    self.restill()

    def still_stage(self) -> object:
        """Return the state of the job."""
        return self._followed.record.state

    def _drawn(self, record: JobRecord) -> None:
        """Draw what a job is by now."""
        self.job = job_view(self._followed, record)

    @handles(Act)
    def _act(self, message: Act, _: Buffers) -> None:
        """Do what a button says."""
        action, job = message["action"], self._followed
        if action == "cancel":
            job.cancel()
        elif action == "unwatch":
            job.unwatch()
        else:
            fresh = job.retry() if action == "retry" else job.resubmit()
            if self._switch:
                self.follow(fresh)

    @handles(AskNow)
    def _ask_now(self, _: AskNow, __: Buffers) -> None:
        """Say the job again, from the thread that heard the question."""
        with self._lock:
            self._drawn(self._followed.record)
        self.send_state([name for name in self.pushed if getattr(self, name) is not None])

    def _unfollow(self) -> None:
        stop = getattr(self, "_stop", None)
        if stop is not None:
            stop()

    def close(self) -> None:
        """Stop following and leave the page."""
        self._unfollow()
        super().close()


class StatusBadge(Following[StatusBadgeFromPython]):
    """Icon, word and colour of a job's state, its time, cost and next steps.

    Args:
        job: The job to follow.
        switch: Whether to follow the new job after a retry.
    """

    module = "badge"

    def __init__(self, job: Job, *, switch: bool = True) -> None:
        self._begin(job, switch=bool(switch))
        super().__init__(job=job_view(job, job.record))
        self._stop = job.listen(self._changed)

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        return badge_html(self._followed)
