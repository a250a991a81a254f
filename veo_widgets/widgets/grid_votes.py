"""Votes on a grid's cells, and blind pairs of them below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from veo_widgets._lib.judged import Judged
from veo_widgets.core.voting import standing
from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.sources import comparison_of
from veo_widgets.view.marks import marks_of
from veo_widgets.view.wire.marks import ClipMarks, JudgeBlind, UndoVoteOn, VoteOn
from veo_widgets.widgets.grid_view import GridView
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from veo_widgets.core.voting import Vote
    from veo_widgets.home.votes import VoteShelf
    from veo_widgets.view.grid import GridState
    from veo_widgets.view.sources import Source
    from veo_widgets.widgets.judge import Judge
    from veo_widgets.widgets.messages import Buffers


class GridVotes(Judged, GridView):
    """What a grid does with votes on its cells."""

    marks = Struct(dict[str, ClipMarks], {})
    """What was voted on cells, by their numbers; set by the kernel only."""
    dropped_shown = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether cells whose clips were dropped are shown."""
    blind_pairs = t.Unicode("").tag(sync=True)
    """The blind pairs that are open below, as ``anywidget:<id>``; set by the kernel only."""

    _source: Source
    _state: GridState
    _judge: Judge | None = None

    def _shelf(self) -> VoteShelf:
        return self._source.session.ledger.votes

    def _votes(self) -> list[Vote]:
        return self._shelf().about(clip.sha256 for clip in self._state.sheet.clips.values())

    def _mark(self) -> None:
        """Say what was voted on each cell."""
        marks = marks_of(self._votes())
        self.marks = {
            str(index): marks[clip.sha256]
            for index, clip in self._state.sheet.clips.items()
            if clip.sha256 in marks
        }

    @handles(VoteOn)
    def _vote_on(self, message: VoteOn, _: Buffers) -> None:
        """Write a vote on a cell's clip down."""
        clip = self._state.clip(message["index"])
        answer = message["answer"].strip()
        if not answer:
            raise InvalidRequest("an empty comment says nothing")
        self._shelf().cast(
            comparison=comparison_of(self)[0].id,
            kind=message["kind"],
            answer=answer,
            clips=(clip.sha256,),
            moment=message["moment"],
        )
        self._mark()

    @handles(UndoVoteOn)
    def _undo_vote_on(self, _: UndoVoteOn, __: Buffers) -> None:
        """Take the last vote on a cell back."""
        own = [vote for vote in standing(self._votes()) if not vote.rater]
        if not own:
            raise InvalidRequest("there is no vote to take back")
        self._shelf().undo(own[-1].id)
        self._mark()

    @handles(JudgeBlind)
    def _judge_blind(self, _: JudgeBlind, __: Buffers) -> None:
        """Open blind pairs of the clips below, or close them."""
        from veo_widgets.widgets.judge import Judge

        old, self._judge = self._judge, None
        if old is None:
            self._judge = Judge(self)
        else:
            old.close()
        self.blind_pairs = "" if self._judge is None else f"anywidget:{self._judge.model_id}"

    def close(self) -> None:
        """Close what is open below, and leave the page."""
        if self._judge is not None:
            self._judge.close()
        super().close()
