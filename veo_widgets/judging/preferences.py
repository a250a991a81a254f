"""Votes on pairs as preference data: prompt, chosen, rejected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from veo_widgets.core.voting import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison

SIDES = ("left", "right")


def preferences(
    comparison: Comparison, votes: Iterable[Vote], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return a row for each two clips of one prompt that were judged, by question.

    ``margin`` is from 0 (as many for either, ``tie`` is true) to 1 (all for one); ties
    and "both bad" count for neither, skipped pairs not at all.

    Args:
        comparison: What the votes are about.
        votes: Every row of it.
        names: What each clip's file is called, by sha256.
    """
    prompts = {entry.sha256: entry.prompt for entry in comparison.entries}
    wins: dict[tuple[str, str, str], Counter[str]] = {}
    for vote in standing(votes):
        if vote.kind != "pair" or vote.answer == "skip" or not {*vote.clips} <= names.keys():
            continue
        if len({prompts.get(clip) for clip in vote.clips}) > 1:
            continue
        first, second = sorted(vote.clips)
        winner = dict(zip(SIDES, vote.clips, strict=True)).get(vote.answer, vote.answer)
        wins.setdefault((vote.question, first, second), Counter())[winner] += 1
    rows = []
    for (question, first, second), counts in sorted(wins.items()):
        chosen, rejected = sorted((first, second), key=lambda clip: -counts[clip])
        total = counts.total()
        rows.append(
            {
                "prompt": prompts.get(chosen, ""),
                "chosen": names[chosen],
                "rejected": names[rejected],
                "question": question,
                "votes_chosen": counts[chosen],
                "votes_rejected": counts[rejected],
                "ties": counts["tie"],
                "both_bad": counts["both bad"],
                "margin": round((counts[chosen] - counts[rejected]) / total, 4),
                "tie": counts[chosen] == counts[rejected],
            }
        )
    return rows
