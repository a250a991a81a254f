"""What a grid's buttons pay for: new cells, and failed ones again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.view.job import first_line
from veo_widgets.view.patches import SourceChanged
from veo_widgets.view.wire.pay import ActOn, Launch, RetryFailed
from veo_widgets.widgets.grid_promote import GridPromote
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.paying import pay

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.view.patches import Event
    from veo_widgets.widgets.messages import Buffers


class GridPay(GridPromote):
    """The buttons of a grid that may pay; each asks first above a person's limit."""

    _happened: Callable[[Event], None]

    @handles(Launch)
    def _launch(self, message: Launch, _: Buffers) -> None:
        """Send the new cells, if their price is still the one that was shown."""
        price = self._source.most(message["high"], message["unpriced"])
        pay(self, message, self._source.ask_above(), price, lambda: self._sent_new(message))

    def _sent_new(self, message: Launch) -> None:
        if self.pending is None:
            return
        try:
            self._source.launch(message["count"], message["high"], message["unpriced"])
        except errors.VeoError as error:
            self._happened(SourceChanged())
            self.stop_reason = first_line(error)

    @handles(RetryFailed)
    def _retry_failed(self, message: RetryFailed, _: Buffers) -> None:
        source = self._source
        lives = [self._state.cell(index)["live"] for index in message["cells"]]
        jobs = [live["job"] for live in lives if live["job"] is not None]
        price = source.most_of(jobs, "retry")
        pay(self, message, source.ask_above(), price, lambda: source.retry(jobs))

    @handles(ActOn)
    def _act_on(self, message: ActOn, _: Buffers) -> None:
        """Do what a cell's button says."""
        source, action = self._source, message["action"]
        job = self._state.cell(message["index"])["live"]["job"]
        if job is None:
            raise errors.InvalidRequest(f"cell {message['index']} has no job")
        price = source.most_of([job], action)
        pay(self, message, source.ask_above(), price, lambda: source.act(job, action))
