"""The next pair to show: where a vote tells most, on clips that are fresh, sides balanced."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from veo_widgets.judging.comparison import pair_key
from veo_widgets.judging.duels import pair_votes, ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison, Pair

REPEATED: Final = 0.1
TELLING: Final = 0.5
FIRST_REPEAT: Final = 8
REPEAT_AFTER: Final = 5
"""A pair is shown again when so many others were shown since."""
LEAN: Final = 4
"""So much further apart, two configurations change sides: where there are but two, one vote puts them 2 apart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Two clips to be shown beside each other.

    Attributes:
        left: The sha256 of the clip on the left.
        right: Of the one on the right.
        repeat: Whether this rater answered the same pair before, with sides swapped.
    """

    left: str
    right: str
    repeat: bool = False


def next_pair(
    comparison: Comparison,
    votes: Sequence[Vote],
    by: Sequence[str],
    *,
    question: str = "",
    rater: str = "",
    seed: int = 0,
) -> Shown | None:
    """Choose what to show next; the same votes and seed give the same pair.

    The rater's last answer is of no account, so that the pair can be loaded before it comes.

    Args:
        comparison: What is judged.
        votes: Every row of it.
        by: The axes that are compared.
        question: The criterion.
        rater: Who will answer.
        seed: Of the order, another for each rater by their name.

    Returns:
        The pair; ``None`` where there is nothing to compare.
    """
    pairs = comparison.pairs(by)
    if not pairs:
        return None
    every = pair_votes(votes, question)
    own = [vote for vote in every if vote.rater == rater]
    rng = random.Random(f"{seed}\n{rater}\n{question}\n{len(own)}")  # noqa: S311
    again = _repeat(own, {pair.key for pair in pairs}, rng)
    if again is not None:
        return again
    if own:
        every = [replace(vote, answer="tie") if vote is own[-1] else vote for vote in every]
    chosen = _fresh(_telling(comparison, every, by, pairs, own, rng), pairs, every, own, rng)
    return _sides(chosen, own, comparison.configurations(by), rng)


def _repeat(own: Sequence[Vote], keys: set[str], rng: random.Random) -> Shown | None:
    if rng.random() >= REPEATED or len(own) < FIRST_REPEAT:
        return None
    seen = Counter(pair_key(vote.clips) for vote in own)
    old = [
        vote
        for vote in own[:-REPEAT_AFTER]
        if vote.answer != "skip"
        and seen[pair_key(vote.clips)] == 1
        and pair_key(vote.clips) in keys
    ]
    if not old:
        return None
    left, right = rng.choice(old).clips
    return Shown(right, left, repeat=True)


def _telling(
    comparison: Comparison,
    every: Sequence[Vote],
    by: Sequence[str],
    pairs: Sequence[Pair],
    own: Sequence[Vote],
    rng: random.Random,
) -> list[Pair]:
    """Return the pairs of two configurations: half the time the least known two."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        first, second = sorted(pair.configurations)
        groups.setdefault((first, second), []).append(pair)
    seen = {pair_key(vote.clips) for vote in own}
    fresh = [names for names, group in groups.items() if any(p.key not in seen for p in group)]
    choice = sorted(fresh or groups)
    if rng.random() < TELLING and len(choice) > 1:
        standing = ranking(comparison, every, by)
        gaps = {names: standing.difference(*names) for names in choice}
        unsure = [names for names in choice if gaps[names].holds(0)]
        if unsure:
            place = {name: index for index, name in enumerate(standing.names)}
            met = {n: int(standing.met[place[n[0]], place[n[1]]]) for n in unsure}
            widths = {names: round(gaps[names].high - gaps[names].low, 6) for names in unsure}
            most = max(widths.values())
            widest = [names for names in unsure if widths[names] == most]
            least = min(met[names] for names in widest)
            return groups[rng.choice([names for names in widest if met[names] == least])]
    return groups[rng.choice(choice)]


def _fresh(
    choice: Sequence[Pair],
    pairs: Sequence[Pair],
    every: Sequence[Vote],
    own: Sequence[Vote],
    rng: random.Random,
) -> Pair:
    """Return one of the chosen that was seen least, of the prompt and seed that were."""
    mine, all_ = (Counter(pair_key(vote.clips) for vote in votes) for votes in (own, every))
    clips = Counter(clip for vote in own for clip in vote.clips)
    prompts, places = Counter[str](), Counter[str]()
    for pair in pairs:
        prompts[pair.prompt] += mine[pair.key]
        places[pair.place] += mine[pair.key]

    def seen(pair: Pair) -> tuple[int, ...]:
        return (
            mine[pair.key],
            prompts[pair.prompt],
            places[pair.place],
            all_[pair.key],
            clips[pair.one] + clips[pair.other],
        )

    least = min(map(seen, choice))
    return rng.choice([pair for pair in choice if seen(pair) == least])


def _sides(
    pair: Pair, own: Sequence[Vote], configurations: dict[str, str], rng: random.Random
) -> Shown:
    """Put a configuration that was more on one side to the other, else draw."""
    lean: Counter[str] = Counter()
    for vote in own:
        for clip, side in zip(vote.clips, (1, -1), strict=True):
            lean[configurations.get(clip, "")] += side
    one, other = pair.configurations
    more = lean[one] - lean[other]
    left = pair.one if (more < 0 if abs(more) >= LEAN else rng.random() < 0.5) else pair.other
    return Shown(left, pair.other if left == pair.one else pair.one)
