"""A verdict in words: one honest sentence, and what would be worth knowing next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from veo_widgets.core.duel import spread_of_vote
from veo_widgets.judging.more import more_votes
from veo_widgets.judging.standing import undecided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.core.intervals import Interval
    from veo_widgets.judging.figures import Going
    from veo_widgets.judging.standing import Line, Standing

FEWEST_VOTES: Final = 10
FEWEST_PAIRS: Final = 4
AS_GOOD: Final = 0.4
"""One is as good as another if it is preferred at least this often, at the worst."""
CENT: Final = 0.005


def percent(chance: Interval) -> str:
    """Say a chance with its interval, as ``71 % (55-83)`` with a dash."""
    low, high = (round(100 * value) for value in (chance.low, chance.high))
    return f"{100 * chance.value:.0f} % ({low}–{high})"


def dollars(amount: float) -> str:
    """Say an amount, such as ``$0.80``."""
    return f"${amount:,.2f}"


def listed(names: Sequence[str]) -> str:
    """Say several names."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def is_early(of: Standing) -> bool:
    """Tell whether there is too little to say anything."""
    return of.votes < FEWEST_VOTES or of.pairs < FEWEST_PAIRS


def sentence(of: Standing) -> str:
    """Say what the votes show, and what they do not."""
    if len(of.lines) < 2:
        return "There is nothing to compare: all clips are of one kind."
    if is_early(of):
        pairs = f"{of.pairs} pair{'s' * (of.pairs != 1)} of clips"
        return (
            f"Too early: {of.votes} vote{'s' * (of.votes != 1)} on {pairs}; nothing is said "
            f"under {FEWEST_VOTES} votes on {FEWEST_PAIRS} pairs."
        )
    first = [line for line in _by_strength(of) if line.tier == 1]
    parts = [_leading(of, first), _money(of, first), _apart(of), _more(of, first)]
    return " ".join(filter(None, parts))


def _by_strength(of: Standing) -> list[Line]:
    place = {name: index for index, name in enumerate(of.ranking.names)}
    return sorted(of.lines, key=lambda line: (-of.ranking.strengths[place[line.name]], line.name))


def _leading(of: Standing, first: Sequence[Line]) -> str:
    lead, *tied = first
    others = [line for line in _by_strength(of) if line.tier > 1]
    if not tied:
        chance = percent(of.ranking.chance(lead.name, others[0].name, claim=True))
        rest = "" if len(others) == 1 else " and to all others"
        return f"{lead.label} is preferred to {others[0].label}{rest}, {chance}."
    beaten = [line for line in others if of.ranking.beats(lead.name, line.name)]
    if len(of.lines) == 2:
        chance = percent(of.ranking.chance(lead.name, tied[0].name, claim=True))
        return f"{lead.label} and {tied[0].label} cannot be told apart: {lead.label} is preferred in {chance}."
    named = listed([line.label for line in first])
    if not beaten:
        return f"None of {named} can be told from the others."
    chance = percent(of.ranking.chance(lead.name, beaten[0].name, claim=True))
    return (
        f"{lead.label} is preferred to {listed([line.label for line in beaten])}, {chance} for "
        f"the nearest; {named} cannot be told apart."
    )


def _money(of: Standing, first: Sequence[Line]) -> str:
    """Say which is cheaper among those that are not called worse, and how good it is."""
    lead = first[0]
    priced = [line for line in first if line.cost is not None]
    if lead.cost is None or not priced:
        return ""
    cheap = min(priced, key=lambda line: (line.cost or 0.0, line.name))
    if cheap is lead:
        dearer = [
            line
            for line in _by_strength(of)
            if line.cost is not None and of.ranking.beats(lead.name, line.name)
        ]
        saved = (dearer[0].cost or 0.0) - lead.cost if dearer else 0.0
        if saved < CENT:
            return ""
        return f"{lead.label} is {dollars(saved)} cheaper a clip than {dearer[0].label}, too."
    saved = lead.cost - (cheap.cost or 0.0)
    if saved < CENT or not of.ranking.linked(lead.name, cheap.name):
        return ""
    chance = of.ranking.chance(cheap.name, lead.name, claim=True)
    if chance.low >= AS_GOOD:
        return f"{cheap.label} is as good as {lead.label} and {dollars(saved)} cheaper a clip."
    return f"{cheap.label} is {dollars(saved)} cheaper a clip than {lead.label}."


def _apart(of: Standing) -> str:
    names = of.ranking.names
    never = [name for name in names[1:] if not of.ranking.linked(names[0], name)]
    if not never:
        return ""
    return (
        f"{of.label(names[0])} and {of.label(never[0])} never met, not even through others: "
        "nothing is known between them."
    )


def _more(of: Standing, first: Sequence[Line]) -> str:
    if len(first) < 2:
        return ""
    more = more_votes(of, first[0].name, first[1].name)
    both = listed([line.label for line in first[:2]])
    if more.over:
        return (
            f"If {both} are as close as they look, it takes more than {more.votes} more votes "
            "on new seeds."
        )
    whom = "" if len(of.lines) == 2 else f" between {both}"
    return f"About {more.votes} more votes on new seeds would decide{whom}."


def correlation(going: Going) -> str:
    """Say a rank correlation with its interval, as ``+0.42 (0.05 to 0.71)``."""
    there = going.correlation
    if there is None:
        return "–"
    return f"{there.value:+.2f} ({there.low:.2f} to {there.high:.2f})".replace("-", "−")


def scored(goings: Sequence[Going]) -> str:
    """Say which scores go with the votes; nothing where nothing was measured."""
    if not goings:
        return ""
    parts = []
    for told, words in (("with", "go with"), ("against", "go against")):
        names = [f"{row.name} {correlation(row)}" for row in goings if row.told == told]
        if names:
            verb = words.replace("go", "goes", 1) if len(names) == 1 else words
            parts.append(f"{listed(names)} {verb} the votes")
    if parts:
        return f"{'; '.join(parts)[0].upper()}{'; '.join(parts)[1:]}."
    most = max(row.pairs for row in goings)
    if all(row.told == "few" for row in goings):
        return f"{most} pairs are too few to tell whether any score goes with the votes."
    return f"No score can be said to go with the votes on {most} pairs."


def next_dollar(of: Standing) -> str:
    """Say where another seed tells most, for its price where that is known."""
    best = ""
    most = 0.0
    for one, other in undecided(of):
        gap = of.ranking.difference(one, other)
        error = (gap.high - gap.low) / 4
        gain = math.log1p(error**2 * spread_of_vote(gap.value, of.ranking.tie) / 4)
        costs = [of.line(name).cost for name in (one, other)]
        price = sum(cost or 0.0 for cost in costs) if None not in costs else None
        worth = gain / price if price else gain
        if worth > most:
            most = worth
            of_what = f" ({dollars(price)})" if price else ""
            best = (
                f"The next {'dollar' if price else 'seed'} tells most on {of.label(one)} against "
                f"{of.label(other)}: a new seed of both{of_what} and a vote on it."
            )
    return best
