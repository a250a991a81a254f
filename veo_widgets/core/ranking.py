"""What votes on pairs say of each configuration, and how surely: strengths, places, tiers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.core.davidson import Prior, fit
from veo_widgets.core.duel import OUTCOMES, Duel, Outcome
from veo_widgets.core.intervals import Z95, Interval, logistic, student

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.core.davidson import Fit, Numbers, Whole

__all__ = ["OUTCOMES", "Duel", "Outcome", "Prior", "Ranking", "Spread", "rank"]
FEWEST_PROMPTS: Final = 4
DRAWS: Final = 1000
PRIOR: Final = Prior()


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the strengths may be off, by one way of looking at the votes.

    Attributes:
        covariance: Of the strengths, in squared log-odds.
        critical: How many standard errors make 95 %.
    """

    covariance: Numbers
    critical: float

    def half(self, contrast: Numbers) -> float:
        """Return half the width of a contrast's interval."""
        return self.critical * math.sqrt(max(float(contrast @ self.covariance @ contrast), 0.0))


@dataclass(frozen=True)
class Ranking:
    """What the votes say of each configuration, and how surely.

    Attributes:
        names: The configurations, in alphabetical order.
        strengths: Of each, in log-odds.
        order: Advantage of the left side, in log-odds.
        tie: The tie constant.
        spreads: By curvature; over pairs; over prompts, where there are enough.
        met: How many votes were on a configuration of the row and one of the column.
    """

    names: tuple[str, ...]
    strengths: Numbers
    order: float
    tie: float
    spreads: tuple[Spread, ...]
    met: Whole

    def difference(self, one: str, other: str, *, claim: bool = False) -> Interval:
        """Return by how much one is stronger than another, in log-odds.

        Args:
            one: A configuration.
            other: Another.
            claim: Whether the interval must hold for all pairs at once, as it must for
                the words "is preferred".
        """
        a, b = self._place[one], self._place[other]
        value = float(self.strengths[a] - self.strengths[b])
        half = float(self._halves[a, b]) * (self.factor / Z95 if claim else 1.0)
        return Interval(value, value - half, value + half)

    def chance(self, one: str, other: str, *, claim: bool = False) -> Interval:
        """Return the chance that one is preferred to another, ties left out."""
        there = self.difference(one, other, claim=claim)
        return Interval(logistic(there.value), logistic(there.low), logistic(there.high))

    def mean_chance(self, name: str) -> Interval:
        """Return the chance that one is preferred, ties left out, averaged over all others."""
        own = self._place[name]
        others = [index for index in range(len(self.names)) if index != own]
        if not others:
            return Interval(0.5, 0.5, 0.5)
        chances = np.array([logistic(self.strengths[own] - self.strengths[o]) for o in others])
        mean = float(chances.mean())
        slopes = chances * (1 - chances) / len(others)
        contrast = np.zeros(len(self.names))
        contrast[others], contrast[own] = -slopes, slopes.sum()
        # On the scale of log-odds, so that no interval leaves 0 to 1.
        bend = max(mean * (1 - mean), np.finfo(float).tiny)
        logit, half = float(np.log(mean / (1 - mean))), self._half(contrast) / bend
        return Interval(mean, logistic(logit - half), logistic(logit + half))

    def beats(self, one: str, other: str) -> bool:
        """Tell whether one may be called better than another, among all pairs at once."""
        return self.difference(one, other, claim=True).low > 0

    def ranks(self, name: str) -> tuple[int, int]:
        """Return the best and the worst place that a configuration may have."""
        others = [other for other in self.names if other != name]
        best = 1 + sum(self.beats(other, name) for other in others)
        return best, len(self.names) - sum(self.beats(name, other) for other in others)

    def sorted(self) -> tuple[str, ...]:
        """Return the names, the surest first: by the lower bound of the mean chance."""
        means = {name: self.mean_chance(name) for name in self.names}
        return tuple(sorted(self.names, key=lambda n: (-means[n].low, -means[n].value, n)))

    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """Return groups in which none may be called worse than the group's strongest."""
        tiers: list[list[str]] = []
        for name in sorted(self.names, key=lambda n: (-self.strengths[self._place[n]], n)):
            if tiers and not self.beats(tiers[-1][0], name):
                tiers[-1].append(name)
            else:
                tiers.append([name])
        return tuple(map(tuple, tiers))

    def linked(self, one: str, other: str) -> bool:
        """Tell whether votes lead from one to another, if only over third ones."""
        return bool(self._links[self._place[one]] == self._links[self._place[other]])

    @cached_property
    def factor(self) -> float:
        """Standard errors within which all differences lie at once, in 95 of 100 draws."""
        count = len(self.names)
        if count < 3:
            return Z95
        covariance = self.spreads[0].covariance
        rise = np.linalg.cholesky(covariance)
        drawn = np.random.default_rng(count).standard_normal((DRAWS, count)) @ rise.T
        first, second = np.triu_indices(count, 1)
        spread = np.diag(covariance)
        errors = np.sqrt(spread[first] + spread[second] - 2 * covariance[first, second])
        most = np.abs((drawn[:, first] - drawn[:, second]) / errors).max(axis=1)
        return max(Z95, float(np.quantile(most, 0.95)))

    @cached_property
    def _links(self) -> Whole:
        links = np.arange(len(self.names))
        for one, other in zip(*np.nonzero(self.met), strict=True):
            links[links == links[other]] = links[one]
        return links

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.names)}

    @cached_property
    def _halves(self) -> Numbers:
        """Half the width of the interval of each difference."""
        halves = np.zeros((len(self.names), len(self.names)))
        for spread in self.spreads:
            own = np.diag(spread.covariance)
            squares = own[:, None] + own[None, :] - 2 * spread.covariance
            halves = np.maximum(halves, spread.critical * np.sqrt(np.maximum(squares, 0.0)))
        return halves

    def _half(self, contrast: Numbers) -> float:
        return max(spread.half(contrast) for spread in self.spreads)


def rank(
    duels: Iterable[Duel],
    names: Iterable[str] = (),
    *,
    prior: Prior = PRIOR,
    prompts: bool = True,
) -> Ranking:
    """Fit the strengths of configurations to votes.

    Args:
        duels: The votes, skipped ones left out.
        names: Configurations that are to be there even without a vote.
        prior: What is believed before the first vote.
        prompts: Whether prompts are a sample of all prompts; not where they are what is
            compared.
    """
    votes = list(duels)
    known = tuple(sorted({*names, *[v.left for v in votes], *[v.right for v in votes]}))
    found = fit(votes, known, prior)
    spreads = [Spread(found.covariance[:-2, :-2], Z95)]
    clusters = [([vote.pair for vote in votes], 2)]
    if prompts:
        clusters.append(([vote.prompt for vote in votes], FEWEST_PROMPTS))
    for labels, fewest in clusters:
        place = {label: index for index, label in enumerate(dict.fromkeys(labels))}
        if len(place) >= fewest:
            codes = np.array(list(map(place.__getitem__, labels)), np.int64)
            robust = _sandwich(found, codes, len(place))
            spreads.append(Spread(robust[:-2, :-2], student(len(place) - 1)))
    *_, order, tie = found.top
    return Ranking(known, found.top[:-2], float(order), float(tie), tuple(spreads), found.met)


def _sandwich(found: Fit, codes: Whole, groups: int) -> Numbers:
    """Return the covariance that allows for votes of a group to be alike."""
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    pulls = np.add.reduceat(found.pulls[order], starts)
    meat = pulls.T @ pulls * (groups / (groups - 1))
    robust: Numbers = found.covariance @ meat @ found.covariance
    return robust
