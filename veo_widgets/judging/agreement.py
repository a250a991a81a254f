"""Whether raters agree: with each other, and with themselves on a pair shown again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets.core.intervals import Interval, wilson
from veo_widgets.judging.comparison import pair_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.core.voting import Vote


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with Wilson's interval.

    Attributes:
        hits: How many.
        of: Of how many.
    """

    hits: int
    of: int

    @property
    def interval(self) -> Interval:
        """The share and where it lies."""
        return wilson(self.hits, self.of)


def meaning(vote: Vote) -> str:
    """Return an answer so that swapped sides are the same: the clip, tie or both bad."""
    sides = dict(zip(("left", "right"), vote.clips, strict=True))
    return sides.get(vote.answer, vote.answer)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha for answers without an order.

    Args:
        units: Of each thing judged, the answers of all who judged it.

    Returns:
        1 for full agreement, 0 for what chance gives; ``None`` where nothing was judged
        by two, or all answers are the same.
    """
    paired = [answers for answers in units if len(answers) > 1]
    total = sum(map(len, paired))
    counts = Counter(answer for answers in paired for answer in answers)
    by_chance = total * total - sum(count * count for count in counts.values())
    if not by_chance:
        return None
    apart = sum(
        (len(answers) ** 2 - sum(count * count for count in Counter(answers).values()))
        / (len(answers) - 1)
        for answers in paired
    )
    return 1 - (total - 1) * apart / by_chance


def between(votes: Iterable[Vote]) -> float | None:
    """Return the agreement of raters on pairs, as ``alpha`` does; each rater's first answer.

    Args:
        votes: Standing votes on pairs.
    """
    units: dict[tuple[str, str], dict[str, str]] = {}
    for vote in votes:
        if vote.answer != "skip":
            unit = units.setdefault((pair_key(vote.clips), vote.question), {})
            unit.setdefault(vote.rater, meaning(vote))
    return alpha([list(answers.values()) for answers in units.values()])


def with_oneself(votes: Iterable[Vote]) -> dict[str, Share]:
    """Return of each rater how often a pair was answered alike with its sides swapped.

    Args:
        votes: Standing votes on pairs, oldest first.
    """
    first: dict[tuple[str, str, str], Vote] = {}
    alike: dict[str, list[bool]] = {}
    for vote in votes:
        if vote.answer == "skip":
            continue
        key = (vote.rater, vote.question, pair_key(vote.clips))
        earlier = first.setdefault(key, vote)
        if earlier.clips != vote.clips:
            alike.setdefault(vote.rater, []).append(meaning(earlier) == meaning(vote))
    return {rater: Share(sum(answers), len(answers)) for rater, answers in alike.items()}
