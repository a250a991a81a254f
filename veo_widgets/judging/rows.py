"""Votes as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.voting import is_blind, revealed, undone
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison

COLUMNS: Final = (
    *("at", "rater", "question", "kind", "answer", "left", "right", "preferred", "blind"),
    *("watched_left", "watched_right", "moment", "undone", "left_sha256", "right_sha256"),
    *("session", "id"),
)
UNSEEN: Final = frozenset({"undo", "reveal", "checklist"})
"""Rows that say something of other rows, or of no clip."""


def vote_rows(comparison: Comparison, votes: Sequence[Vote]) -> list[dict[str, Any]]:
    """Return votes as rows with equal columns; a vote on one clip has it as ``left``.

    Args:
        comparison: What they are about.
        votes: Every row of it, those that were taken back too.
    """
    gone, told = undone(votes), revealed(votes)
    names = {entry.sha256: entry.label for entry in reversed(comparison.entries)}
    rows = []
    for vote in votes:
        if vote.kind in UNSEEN:
            continue
        left, right = (*vote.clips, None, None)[:2]
        watched = (*vote.watched, None, None)[:2]
        sides = {"left": left, "right": right}
        row = {
            **{name: getattr(vote, name) for name in COLUMNS if name in type(vote).__slots__},
            "left": names.get(left or "", left and left[:8]),
            "right": names.get(right or "", right and right[:8]),
            "preferred": names.get(sides.get(vote.answer) or "") if right else None,
            "blind": is_blind(vote, told),
            "watched_left": watched[0],
            "watched_right": watched[1],
            "undone": vote.id in gone,
            "left_sha256": left,
            "right_sha256": right,
        }
        rows.append({name: row[name] for name in COLUMNS})
    return rows


def vote_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return votes as a data frame.

    Raises:
        InvalidRequest: pandas is not installed.
    """
    return frame(rows, COLUMNS, "export_votes(path) writes the same as JSON")


def frame(rows: Sequence[dict[str, Any]], columns: Sequence[str], instead: str) -> pd.DataFrame:
    """Return rows as a data frame.

    Raises:
        InvalidRequest: pandas is not installed; with what gives the same without it.
    """
    try:
        import pandas as pd
    except ImportError:
        raise InvalidRequest(
            f"a data frame needs pandas: pip install 'veo-widgets[pandas]'; {instead}"
        ) from None
    return pd.DataFrame(list(rows), columns=list(columns))
