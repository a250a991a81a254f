"""What metrics say of a grid's cells; measured when a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import traitlets as t

from veo_widgets.errors import InvalidRequest
from veo_widgets.view.scores import Measuring, nothing_known, scores_view
from veo_widgets.view.wire.scores import Measure, ScoreFilter, ScoresView
from veo_widgets.widgets.grid_votes import GridVotes
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    import threading

    from veo_widgets.widgets.messages import Buffers

ANY_SCORE: Final[ScoreFilter] = {"least": None, "most": None, "flagged": "any"}


class GridScores(GridVotes):
    """What a grid does with scores of its cells' clips."""

    scores_known = Struct(ScoresView, nothing_known())
    """Values, places and defects by cell; set by the kernel only."""
    score = t.Unicode("").tag(sync=True)
    """The metric whose places are shown, by which is sorted and filtered; empty for none."""
    score_filter = Struct(ScoreFilter, ANY_SCORE)
    """Which cells are shown, by the score and by defects."""

    _lock: threading.RLock
    _measuring: Measuring | None = None

    def _show_scores(self, done: int = 0, total: int = 0, trouble: str = "") -> None:
        """Say what is known of the cells; nothing while they are judged blind."""
        if self.blind:
            self.scores_known = nothing_known()
            return
        view = scores_view(self._source.session, dict(self._state.sheet.clips))
        self.scores_known = {**view, "done": done, "total": total, "trouble": trouble}

    @handles(Measure)
    def _measure(self, _: Measure, __: Buffers) -> None:
        """Begin, or stop."""
        with self._lock:
            if self._measuring is None:
                self.measure()
            else:
                self._stop_measuring()
                self._show_scores()

    def measure(self) -> None:
        """Measure the clips that were not yet, in the background, as the button does.

        It returns at once; cells show their places and defects as they come. What is
        measured once is kept in the ledger. ``scores()`` waits for it instead.

        Raises:
            InvalidRequest: No cell has a clip yet.
        """
        with self._lock:
            clips = dict(self._state.sheet.clips)
            if not clips:
                raise InvalidRequest("no cell has a clip yet: there is nothing to measure")
            self._stop_measuring()
            count = len({clip.sha256 for clip in clips.values()})
            measuring = Measuring(self._source, clips, lambda *news: self._came(measuring, *news))
            self._measuring = measuring
            self._show_scores(0, count)
            measuring.begin()

    def _came(self, measuring: Measuring, done: int, total: int, trouble: str) -> None:
        """Take in what was measured; called from a thread of its own."""
        with self._lock:
            if measuring is not self._measuring:
                return
            if not total:
                self._measuring = None
            self._show_scores(done, total, trouble)

    def _stop_measuring(self) -> None:
        measuring, self._measuring = self._measuring, None
        if measuring is not None:
            measuring.end()

    def close(self) -> None:
        """Measure no further, and leave the page."""
        self._stop_measuring()
        super().close()
