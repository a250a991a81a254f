"""A job as a cell shows it: the badge, and then the player, as one widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.catalogue import frame_size
from veo_widgets.view.html import job_html
from veo_widgets.view.wire.job import JobWidgetFromPython
from veo_widgets.widgets.badge import Following
from veo_widgets.widgets.player import VideoPlayer

if TYPE_CHECKING:
    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord


class JobWidget(Following[JobWidgetFromPython], VideoPlayer):
    """Badge and player of one job; the player's place is held free from the start.

    Args:
        job: The job.
    """

    module = "job"
    pushed = ("job", "clip")

    def __init__(self, job: Job) -> None:
        self._begin(job)
        shape = frame_size(job.parameters, job.session.catalogue.get(job.model))
        super().__init__(shape=shape, placeholder="the clip plays here", titled=False)
        self.follow(job)

    def _drawn(self, record: JobRecord) -> None:
        super()._drawn(record)
        clip = self._followed.clip if record.state == "ready" else None
        if clip is not None and (self.clip is None or self.clip["sha256"] != clip.sha256):
            self.show(clip, job=self._followed)

    def still(self) -> str:
        """Return what a notebook without its kernel shows, as HTML."""
        return job_html(self._followed)
