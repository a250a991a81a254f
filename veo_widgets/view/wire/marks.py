"""Votes on single clips."""

from __future__ import annotations

from typing import Literal, TypedDict

MarkKind = Literal["keep", "thumb", "score", "comment"]


class CommentView(TypedDict):
    """A comment, and the second of the clip that it is about."""

    id: str
    at: float
    text: str


class ClipMarks(TypedDict):
    """What was voted on a clip: empty, or 0, where nothing was."""

    keep: str
    thumb: str
    score: int
    comments: list[CommentView]


class VoteOn(TypedDict):
    """A vote on a cell's clip; ``moment`` in seconds, for a comment."""

    type: Literal["vote_on"]
    index: int
    kind: MarkKind
    answer: str
    moment: float | None


class VoteOnTake(TypedDict):
    """A vote on the clip of a job; ``moment`` in seconds, for a comment."""

    type: Literal["vote_on_take"]
    job: str
    kind: MarkKind
    answer: str
    moment: float | None


class UndoVoteOn(TypedDict):
    """Take the last vote that was given here back."""

    type: Literal["undo_vote_on"]


class JudgeBlind(TypedDict):
    """Open blind pairs of these clips, or close them."""

    type: Literal["judge_blind"]
