"""Votes on a grid's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from veo_widgets._lib.judged import Judged
from veo_widgets.judging.sources import comparison_of
from veo_widgets.view.marks import Hand, marks_of
from veo_widgets.view.wire.marks import ClipMarks, UndoVoteOn, VoteOn
from veo_widgets.widgets.grid_view import GridView
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.home.votes import VoteShelf
    from veo_widgets.view.grid import GridState
    from veo_widgets.view.sources import Source
    from veo_widgets.view.wire.marks import MarkKind
    from veo_widgets.widgets.messages import Buffers


class GridVotes(Judged, GridView):
    """What a grid does with votes on its cells."""

    marks = Struct(dict[str, ClipMarks], {})
    """What was voted on cells, by their numbers; set by the kernel only."""
    dropped_shown = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether cells whose clips were dropped are shown."""

    _source: Source
    _state: GridState
    _hand: Hand
    _hearing: list[Callable[[str], object]]

    def _shelf(self) -> VoteShelf:
        return self._source.session.ledger.votes

    def mark(self) -> None:
        """Show what is voted on each cell by now, wherever that was said."""
        clips = self._state.sheet.clips
        marks = marks_of(self._shelf().about(clip.sha256 for clip in clips.values()))
        self.marks = {
            str(index): marks[clip.sha256]
            for index, clip in clips.items()
            if clip.sha256 in marks and not self.blind
        }

    @handles(VoteOn)
    def _vote_on(self, message: VoteOn, _: Buffers) -> None:
        """Write a vote on a cell's clip down."""
        self.vote(message["index"], message["kind"], message["answer"], message["moment"])

    def vote(self, index: int, kind: MarkKind, answer: str, moment: float | None = None) -> None:
        """Vote on a cell's clip, as its buttons do.

        Args:
            index: The cell.
            kind: ``keep``, ``thumb``, ``score`` or ``comment``.
            answer: ``keep`` or ``drop``; ``up`` or ``down``; ``1`` to ``5``; or a text.
            moment: Seconds into the clip that a comment is about.

        Raises:
            MediaError: The cell has no clip yet.
            InvalidRequest: It is no such vote.
        """
        clip = self._state.clip(index)
        self._hand.vote(comparison_of(self)[0].id, clip.sha256, kind, answer, moment)
        self._voted(clip.sha256)

    @handles(UndoVoteOn)
    def _undo_vote_on(self, _: UndoVoteOn, __: Buffers) -> None:
        """Take the last vote on a cell back."""
        self._voted(self._hand.undo())

    def _voted(self, sha256: str) -> None:
        self.mark()
        for heard in self._hearing:
            heard(sha256)

    def on_vote(self, heard: Callable[[str], object]) -> None:
        """Call back with the sha256 of each clip that is voted on here, or whose vote is undone."""
        self._hearing.append(heard)
