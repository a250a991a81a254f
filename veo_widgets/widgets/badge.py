"""A job's state at a glance."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from veo_widgets.errors import VeoError
from veo_widgets.view.html import job_html
from veo_widgets.view.job import job_view
from veo_widgets.view.wire import JobView, Struct
from veo_widgets.widgets.base import VeoWidget

if TYPE_CHECKING:
    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord


class StatusBadge(VeoWidget):
    """Icon, word and colour of a job's state, its time, cost and next steps.

    Args:
        job: The job to follow.
        switch: Whether to follow the new job after a retry.
    """

    module = "badge"

    job = Struct(JobView | None)
    """What is drawn; set by the kernel only."""

    def __init__(self, job: Job, *, switch: bool = True) -> None:
        self._job, self._switch = job, switch
        super().__init__(job=job_view(job, job.record))
        self._stop = job.listen(self._changed)

    def _changed(self, record: JobRecord) -> None:
        self.job = job_view(self._job, record)

    def follow(self, job: Job) -> None:
        """Follow another job from now on."""
        self._stop()
        self._job = job
        self.job = job_view(job, job.record)
        self._stop = job.listen(self._changed)

    def on_act(self, message: dict[str, Any], _: object) -> None:
        """Do what a button says."""
        action = message.get("action")
        with contextlib.suppress(VeoError):
            if action == "cancel":
                self._job.cancel()
            elif action == "unwatch":
                self._job.unwatch()
            elif action in {"retry", "resubmit"}:
                again = self._job.retry if action == "retry" else self._job.resubmit
                fresh = again()
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
