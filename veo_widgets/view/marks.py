"""What was voted on single clips: kept, dropped, thumbs, scores, comments at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.core.voting import standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.core.voting import Vote
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
