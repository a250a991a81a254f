"""Votes on the clips of a studio's takes."""

from __future__ import annotations

from typing import Any

import traitlets as t

from veo_widgets.core.voting import comparison_id
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.takes import dropped, jobs_of
from veo_widgets.view.marks import Hand
from veo_widgets.view.wire.marks import UndoVoteOn, VoteOnTake
from veo_widgets.widgets.messages import Buffers, handles
from veo_widgets.widgets.wall import Wall


class TakeVotes(Wall):
    """What a studio does with votes on its takes; they are those of a grid's cells."""

    dropped = t.Int(0).tag(sync=True)
    """How many takes have clips that were dropped; set by the kernel only."""

    def __init__(self, model: str | None, **given: Any) -> None:  # noqa: ANN401
        self._hand = Hand(lambda: self._client.session.ledger.votes)
        super().__init__(model, **given)

    def _follow(self) -> None:
        super()._follow()
        self.dropped = dropped(self._client.session.ledger)

    @handles(VoteOnTake)
    def _vote_on_take(self, message: VoteOnTake, _: Buffers) -> None:
        """Write a vote on a take's clip down, with its sweep's votes where it has one."""
        record = self._client.session.record(message["job"])
        if record.state != "ready" or not record.sha256:
            raise InvalidRequest(f"job {record.id} is {record.state}: it has no clip to vote on")
        comparison = record.run or comparison_id([record.sha256])
        answer, moment = message["answer"], message["moment"]
        self._hand.vote(comparison, record.sha256, message["kind"], answer, moment)
        self._voted(record.sha256)

    @handles(UndoVoteOn)
    def _undo_vote_on(self, _: UndoVoteOn, __: Buffers) -> None:
        """Take the last vote that was given here back."""
        self._voted(self._hand.undo())

    def _voted(self, sha256: str) -> None:
        """Say what is voted on a clip by now, of every take that has it."""
        ledger = self._client.session.ledger
        for record in jobs_of(ledger, sha256):
            self._tell(record)
        self.dropped = dropped(ledger)
