"""Votes on pairs of clips as votes on what is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.core.duel import Duel, Outcome
from veo_widgets.core.voting import standing
from veo_widgets.judging.comparison import pair_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.core.ranking import Ranking
    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison

OUTCOMES: Final[dict[str, Outcome]] = {
    "left": "left",
    "right": "right",
    "tie": "tie",
    "both bad": "tie",
}


def pair_votes(votes: Iterable[Vote], question: str | None = None) -> list[Vote]:
    """Return the votes on pairs that stand, skipped ones among them.

    Args:
        votes: Every row of a comparison.
        question: Only answers to this; to all when ``None``.
    """
    return [
        vote
        for vote in standing(votes)
        if vote.kind == "pair" and question in {None, vote.question}
    ]


def told(comparison: Comparison, votes: Iterable[Vote], by: Sequence[str]) -> list[Vote]:
    """Return the answers on pairs that differ in what is compared, and in nothing else."""
    configurations = comparison.configurations(by)
    return [
        vote
        for vote in votes
        if vote.answer in OUTCOMES
        and {*vote.clips} <= configurations.keys()
        and len({configurations[clip] for clip in vote.clips}) == 2
        and comparison.comparable(vote.clips[0], vote.clips[1], by)
    ]


def duels(comparison: Comparison, votes: Iterable[Vote], by: Sequence[str]) -> list[Duel]:
    """Return votes as ``core.ranking.rank`` takes them.

    Args:
        comparison: What was judged.
        votes: Standing votes on pairs.
        by: The axes that are compared.
    """
    configurations = comparison.configurations(by)
    return [
        Duel(
            configurations[vote.clips[0]],
            configurations[vote.clips[1]],
            OUTCOMES[vote.answer],
            pair_key(vote.clips),
            comparison.places[vote.clips[0]][0].prompt,
        )
        for vote in told(comparison, votes, by)
    ]


def ranking(comparison: Comparison, votes: Iterable[Vote], by: Sequence[str]) -> Ranking:
    """Rank what is compared; prompts are a sample unless the pairs differ in them."""
    from veo_widgets.core.ranking import rank

    rows = told(comparison, votes, by)
    same = all(
        comparison.places[one][0].prompt == comparison.places[other][0].prompt
        for one, other in (vote.clips for vote in rows)
    )
    names = comparison.configurations(by).values()
    return rank(duels(comparison, rows, by), names, prompts=same)
