"""A job as a cell shows it: the badge, and then the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets

from veo_widgets._lib.displayable import ShownOtherwise
from veo_widgets.catalogue import frame_size
from veo_widgets.core.record import TERMINAL
from veo_widgets.view.html import MimeBundle, estimate_of, job_html, with_html
from veo_widgets.view.style import framed
from veo_widgets.widgets.badge import StatusBadge
from veo_widgets.widgets.player import VideoPlayer
from veo_widgets.widgets.shown import Shown, stands_alone

if TYPE_CHECKING:
    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord


class JobWidget(ipywidgets.VBox):  # type: ignore[misc]
    """Badge and player of one job; the player's place is held free from the start.

    Args:
        job: The job.
    """

    def __init__(self, job: Job) -> None:
        self.badge = StatusBadge(job)
        self.player = VideoPlayer(
            shape=frame_size(job.parameters), placeholder="the clip plays here", titled=False
        )
        self.shown = Shown(self.still)
        super().__init__([self.badge, self.player])
        self._job = job
        self._changed(job.record)
        self._stop = job.listen(self._changed)

    def _changed(self, record: JobRecord) -> None:
        clip = self._job.clip if record.state == "ready" else None
        shown = self.player.clip
        if clip is not None and (shown is None or shown["sha256"] != clip.sha256):
            self.player.show(clip, estimate_of(record), job=self._job)
        if record.state in TERMINAL:
            self.shown.again()

    def still(self) -> str:
        """Return what a notebook without its kernel shows, as HTML."""
        return job_html(self._job)

    def _repr_mimebundle_(self, **given: Any) -> MimeBundle:  # noqa: ANN401
        return with_html(super()._repr_mimebundle_(**given), framed(self.still()))

    def _ipython_display_(self) -> None:
        if stands_alone():
            raise ShownOtherwise
        self.shown.show(super()._repr_mimebundle_() or {}, {})

    def close(self) -> None:
        """Stop following and leave the page."""
        self._stop()
        super().close()
