"""How far a rater is: votes that are in, and about how many would decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets.judging.comparison import pair_key
from veo_widgets.judging.duels import pair_votes
from veo_widgets.judging.standing import stand, undecided
from veo_widgets.judging.words import FEWEST_PAIRS, FEWEST_VOTES, MOST_MORE, more_votes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Count:
    """How far a rater is.

    Attributes:
        votes: Of this rater, over all questions, skipped ones left out.
        fresh: Pairs of clips that this rater has not seen, over all questions.
        more: About how many more would decide what is nearest; ``None`` where it is past
            counting, 0 where all is decided.
    """

    votes: int
    fresh: int
    more: int | None

    @property
    def sentence(self) -> str:
        """Say it without a name."""
        done = f"{self.votes} vote{'s' * (self.votes != 1)} in"
        if self.more is None:
            return f"{done}; more than {MOST_MORE} further ones would be needed"
        if not self.more:
            return f"{done}; it is decided"
        return f"{done}; about {self.votes + self.more} would decide"


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
    more = None if None in needed else max((each or 0 for each in needed), default=0)
    return Count(sum(vote.answer != "skip" for vote in own), fresh, more)


def _more(
    comparison: Comparison, rows: Sequence[Vote], by: Sequence[str], question: str, rater: str
) -> int | None:
    """Return about how many more votes decide what is nearest to being decided."""
    of = stand(comparison, rows, by, question=question, rater=rater)
    early = max(FEWEST_VOTES - of.votes, FEWEST_PAIRS - of.pairs, 0)
    open_ = [more_votes(of, *names) for names in undecided(of)]
    known = [each for each in open_ if each is not None]
    if early or not open_:
        return max(early, min(known, default=0))
    return min(known, default=None)
