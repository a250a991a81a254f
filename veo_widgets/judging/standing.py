"""What votes say of one question: each configuration's place, its failures, its price."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.terminal import plain
from veo_widgets.core.intervals import Interval, wilson
from veo_widgets.core.voting import standing
from veo_widgets.judging.agreement import Share
from veo_widgets.judging.checklist import following
from veo_widgets.judging.comparison import pair_key
from veo_widgets.judging.duels import ranking, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.core.ranking import Ranking
    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison, Entry

LONGEST: Final = 48


@dataclass(frozen=True, slots=True)
class Line:
    """One configuration in a verdict.

    Attributes:
        name: The configuration, in full.
        label: What it is called in tables and charts.
        chance: To be preferred to the others on average, ties left out.
        ranks: The best and the worst place it may have.
        tier: Its group, from 1; within a group none is called worse than the first.
        votes: How many it was in.
        unusable: In how many of them both clips were bad.
        kept: Of the clips that were kept or dropped, how many were kept.
        cost: US dollars for a clip, the mean of those that are known.
        cost_per_kept: US dollars for a clip that is kept; ``None`` where not known.
        seconds_per_kept: Seconds of making for a clip that is kept; ``None`` likewise.
        follows: Of the items of its prompts' checklists, the share that is there; ``None``
            where none was answered.
    """

    name: str
    label: str
    chance: Interval
    ranks: tuple[int, int]
    tier: int
    votes: int
    unusable: Share
    kept: Share
    cost: float | None
    cost_per_kept: Interval | None
    seconds_per_kept: Interval | None
    follows: Interval | None = None


@dataclass(frozen=True)
class Standing:
    """What the votes on one question say.

    Attributes:
        question: The criterion; empty for plain preference.
        rater: Whose votes; ``None`` for all together.
        ranking: Strengths and intervals.
        lines: The configurations, the surest first.
        votes: How many answers there are.
        pairs: On how many pairs of clips.
        raters: Who gave them.
        blind: How many were blind.
    """

    question: str
    rater: str | None
    ranking: Ranking
    lines: tuple[Line, ...]
    votes: int
    pairs: int
    raters: tuple[str, ...]
    blind: int

    def label(self, name: str) -> str:
        """Return what a configuration is called."""
        return next(line.label for line in self.lines if line.name == name)

    def line(self, name: str) -> Line:
        """Return a configuration's line."""
        return next(line for line in self.lines if line.name == name)


def stand(
    comparison: Comparison,
    rows: Sequence[Vote],
    by: Sequence[str],
    *,
    question: str = "",
    rater: str | None = None,
    blind: frozenset[str] = frozenset(),
) -> Standing:
    """Sum up the votes on one question.

    Args:
        comparison: What was judged.
        rows: Every row of it.
        by: The axes that are compared.
        question: The criterion.
        rater: Whose votes; all together when ``None``.
        blind: The ids of votes that were blind.
    """
    mine = [vote for vote in standing(rows) if rater in {None, vote.rater}]
    pairs = [vote for vote in mine if vote.kind == "pair" and vote.question == question]
    answers = told(comparison, pairs, by)
    ranked = ranking(comparison, answers, by)
    tiers = {name: tier for tier, names in enumerate(ranked.tiers(), 1) for name in names}
    labels = dict(zip(ranked.names, labelled(ranked.names), strict=True))
    configurations = comparison.configurations(by)
    entries: dict[str, list[Entry]] = {}
    for clip, name in configurations.items():
        entries.setdefault(name, []).append(comparison.places[clip][0])
    seen = Counter(configurations[clip] for vote in answers for clip in vote.clips)
    bad = Counter(
        configurations[clip] for v in answers if v.answer == "both bad" for clip in v.clips
    )
    keeps = kept(mine)
    checks = [vote for vote in rows if vote.kind != "check" or rater in {None, vote.rater}]
    follows = following(comparison, checks, by)
    lines = []
    for name in ranked.sorted():
        own = entries[name]
        share = Share(
            sum(keeps.get(entry.sha256, False) for entry in own),
            sum(entry.sha256 in keeps for entry in own),
        )
        cost = mean([entry.cost for entry in own])
        lines.append(
            Line(
                name,
                labels[name],
                ranked.mean_chance(name),
                ranked.ranks(name),
                tiers[name],
                seen[name],
                Share(bad[name], seen[name]),
                share,
                cost,
                per_kept(cost, share),
                per_kept(mean([entry.seconds for entry in own]), share),
                follows[name].share if name in follows else None,
            )
        )
    return Standing(
        question,
        rater,
        ranked,
        tuple(lines),
        len(answers),
        len({pair_key(vote.clips) for vote in answers}),
        tuple(sorted({vote.rater for vote in answers})),
        sum(vote.id in blind for vote in answers),
    )


def kept(votes: Iterable[Vote]) -> dict[str, bool]:
    """Return of each clip that was kept or dropped whether more raters kept it.

    Args:
        votes: Standing rows, oldest first; of each rater the last one on a clip counts.
    """
    last = {(vote.rater, vote.clips[0]): vote.answer for vote in votes if vote.kind == "keep"}
    balance: Counter[str] = Counter()
    for (_, clip), answer in last.items():
        balance[clip] += 1 if answer == "keep" else -1
    return {clip: more > 0 for clip, more in balance.items()}


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of what is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def per_kept(each: float | None, kept: Share) -> Interval | None:
    """Return what one kept clip takes, if all of them take the same; without end at none."""
    if each is None or not kept.of:
        return None
    share = wilson(kept.hits, kept.of)
    value = each / share.value if share.value else math.inf
    return Interval(value, each / share.high, each / share.low if kept.hits else math.inf)


def labelled(names: Sequence[str]) -> list[str]:
    """Return names that are short, on one line and no two the same."""
    lines = [" ".join(plain(name).split()) for name in names]
    short = [line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in lines]
    counts = Counter(short)
    seen: Counter[str] = Counter()
    out = []
    for label in short:
        seen[label] += 1
        out.append(f"{label} ({seen[label]})" if counts[label] > 1 else label)
    return out


def undecided(of: Standing) -> list[tuple[str, str]]:
    """Return the configurations of which neither may be called better, by two."""
    return [
        (one, other)
        for one, other in combinations(of.ranking.names, 2)
        if of.ranking.difference(one, other, claim=True).holds(0)
    ]
