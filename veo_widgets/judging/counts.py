"""How far a rater is: votes that are in, and about how many would decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from veo_widgets.judging.comparison import pair_key
from veo_widgets.judging.duels import pair_votes
from veo_widgets.judging.more import More, more_votes
from veo_widgets.judging.standing import stand, undecided
from veo_widgets.judging.words import is_early

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison

ANEW: Final = 5
"""Votes after which it is counted anew how many more would decide, so that it stands still meanwhile."""


@dataclass(frozen=True, slots=True)
class Count:
    """How far a rater is.

    Attributes:
        votes: Of this rater, over all questions, skipped ones left out.
        fresh: Pairs of clips that this rater has not seen, over all questions.
        more: About how many more would decide what is nearest; ``None`` as long as nothing
            can be said.
    """

    votes: int
    fresh: int
    more: More | None

    @property
    def sentence(self) -> str:
        """Say it without a name."""
        done = f"{self.votes} vote{'s' * (self.votes != 1)} in"
        if self.more is None:
            return done
        if not self.more.votes:
            return f"{done}; it is decided"
        if self.more.over:
            return f"{done}; so close that it takes more than {self.more.votes} more"
        return f"{done}; about {self.more.votes} more would decide"


def counted(
    comparison: Comparison,
    rows: Sequence[Vote],
    by: Sequence[str],
    questions: Sequence[str],
    rater: str,
) -> Count:
    """Return how far a rater is.

    Args:
        comparison: What is judged.
        rows: Every row of it.
        by: The axes that are compared.
        questions: The criteria.
        rater: Who.
    """
    own = [v for v in pair_votes(rows) if v.rater == rater and v.question in questions]
    seen = {(pair_key(vote.clips), vote.question) for vote in own}
    pairs = comparison.pairs(by)
    fresh = sum((pair.key, each) not in seen for pair in pairs for each in questions)
    needed = [_more(comparison, rows, by, question, rater) for question in questions]
    said = [more for more in needed if more is not None]
    most = max(said, key=lambda more: (more.votes, more.over)) if len(said) == len(needed) else None
    return Count(sum(vote.answer != "skip" for vote in own), fresh, most)


def _more(
    comparison: Comparison, rows: Sequence[Vote], by: Sequence[str], question: str, rater: str
) -> More | None:
    """Return about how many more votes decide what is nearest to being decided."""
    own = [v for v in pair_votes(rows, question) if v.rater == rater and v.answer != "skip"]
    late = {vote.id for vote in own[len(own) // ANEW * ANEW :]}
    early = [vote for vote in rows if vote.id not in late]
    of = stand(comparison, early, by, question=question, rater=rater)
    if is_early(of):
        return None
    open_ = [more_votes(of, *names) for names in undecided(of)]
    return min(open_, key=lambda more: (more.votes, more.over), default=More(0))
