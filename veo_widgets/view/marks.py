"""What was voted on single clips: kept, dropped, thumbs, scores, comments at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.core.voting import standing
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from veo_widgets.core.voting import Kind, Vote
    from veo_widgets.home.votes import VoteShelf
    from veo_widgets.view.wire.marks import ClipMarks


def no_marks() -> ClipMarks:
    """Return what is said of a clip that nobody voted on."""
    return {"keep": "", "thumb": "", "score": 0, "comments": []}


def marks_of(votes: Iterable[Vote], rater: str = "") -> dict[str, ClipMarks]:
    """Return what a rater's votes say of each clip, by its sha256.

    Args:
        votes: Rows on single clips, of whatever comparison; the latest counts.
        rater: Whose.
    """
    marks: dict[str, ClipMarks] = {}
    for vote in standing(votes):
        if vote.rater != rater or len(vote.clips) != 1:
            continue
        mark = marks.setdefault(vote.clips[0], no_marks())
        if vote.kind == "keep":
            mark["keep"] = vote.answer
        elif vote.kind == "thumb":
            mark["thumb"] = vote.answer
        elif vote.kind == "score":
            mark["score"] = int(vote.answer)
        elif vote.kind == "comment":
            mark["comments"].append({"id": vote.id, "at": vote.moment or 0.0, "text": vote.answer})
    return marks


class Hand:
    """Votes on single clips that were given here, and can be taken back from here.

    Args:
        shelf: Where votes are kept.
    """

    def __init__(self, shelf: Callable[[], VoteShelf]) -> None:
        self._shelf = shelf
        self._given: list[Vote] = []

    def vote(
        self, comparison: str, sha256: str, kind: Kind, answer: str, moment: float | None
    ) -> None:
        """Write a vote on a clip down; it is on disk when this returns.

        Args:
            comparison: What it belongs to.
            sha256: The clip.
            kind: What was asked.
            answer: One of its answers, or a text.
            moment: Seconds into the clip, for a comment.

        Raises:
            InvalidRequest: It is no vote.
        """
        text = answer.strip()
        if not text:
            raise InvalidRequest("an empty comment says nothing")
        vote = self._shelf().cast(
            comparison=comparison, kind=kind, answer=text, clips=(sha256,), moment=moment
        )
        self._given.append(vote)

    def undo(self) -> str:
        """Take the last vote that was given here back; return the clip it was on.

        Raises:
            InvalidRequest: There is none.
        """
        if not self._given:
            raise InvalidRequest("no vote was given here that could be taken back")
        last = self._given.pop()
        self._shelf().undo(last.id)
        return last.clips[0]
