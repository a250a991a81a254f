"""A job's state at a glance."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from veo_widgets._lib.values import expect
from veo_widgets.client import Job
from veo_widgets.view.html import job_html
from veo_widgets.view.job import job_view
from veo_widgets.view.wire.badge import Act, JobView, StatusBadgeFromPython
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from veo_widgets.core.record import JobRecord
    from veo_widgets.widgets.messages import Buffers


class StatusBadge(VeoWidget[StatusBadgeFromPython]):
    """Icon, word and colour of a job's state, its time, cost and next steps.

    Args:
        job: The job to follow.
        switch: Whether to follow the new job after a retry.
    """

    module = "badge"

    job = Struct(JobView | None)
    """What is drawn; set by the kernel only."""

    def __init__(self, job: Job, *, switch: bool = True) -> None:
        expect(job, Job, "what a badge shows", "a job")
        self._job, self._switch = job, bool(switch)
        self._lock = threading.RLock()
        super().__init__(job=job_view(job, job.record))
        self._stop = job.listen(self._changed)

    def _changed(self, record: JobRecord) -> None:
        with self._lock:
            if record.id == self._job.id:
                self.job = job_view(self._job, record)

    def follow(self, job: Job) -> None:
        """Follow another job from now on."""
        self._stop()
        with self._lock:
            self._job = job
            self.job = job_view(job, job.record)
        self._stop = job.listen(self._changed)

    @handles(Act)
    def _act(self, message: Act, _: Buffers) -> None:
        """Do what a button says."""
        action = message["action"]
        if action == "cancel":
            self._job.cancel()
        elif action == "unwatch":
            self._job.unwatch()
        else:
            fresh = self._job.retry() if action == "retry" else self._job.resubmit()
            if self._switch:
                self.follow(fresh)

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        return job_html(self._job)

    def close(self) -> None:
        """Stop following and leave the page."""
        stop = getattr(self, "_stop", None)
        if stop is not None:
            stop()
        super().close()
