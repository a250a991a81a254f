"""Studies of raters that do not exist: what intervals and claims are worth, by counting.

Each study draws strengths (or none), qualities of prompts and clips, tastes of raters, and
votes; what an interval must hold is the chance to be preferred on a new prompt and seed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.core.duel import Duel
from veo_widgets.core.ranking import rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.core.davidson import Numbers
    from veo_widgets.core.duel import Outcome

TIE: Final = math.log(2 / 3)
"""A quarter of the votes on equals are ties."""
ORDER: Final = 0.2
STRENGTH: Final = 0.8
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(21)


@dataclass(frozen=True)
class Design:
    """How a study is laid out.

    Attributes:
        models: How many are compared.
        prompts: How many there are.
        seeds: Of each prompt.
        votes: On each pair of clips.
        most: At most so many votes, drawn among all; all when 0.
        prompt: Standard deviation of a model's quality from prompt to prompt, in log-odds.
        clip: That of a clip's.
        taste: That of a rater's liking of a model.
        raters: How many vote.
    """

    models: int
    prompts: int
    seeds: int
    votes: int = 1
    most: int = 0
    prompt: float = 0.5
    clip: float = 0.7
    taste: float = 0.0
    raters: int = 1


def lone(models: int, votes: int) -> Design:
    """Return a design of votes that have nothing to do with each other."""
    return Design(models, votes, 1, most=votes, prompt=0.0, clip=0.0)


DESIGNS: Final = {
    "2 models, 20 votes": lone(2, 20),
    "4 models, 20 votes": lone(4, 20),
    "6 models, 20 votes": lone(6, 20),
    "4 models, 100 votes": lone(4, 100),
    "6 models, 300 votes": lone(6, 300),
    "2 models, 4 prompts x 4 seeds, each pair 4 times, 64 votes": Design(2, 4, 4, 4),
    "3 models, 8 x 2, each pair twice, 96 votes": Design(3, 8, 2, 2),
    "4 models, 8 x 2, 96 votes": Design(4, 8, 2),
    "4 models, 16 prompts, each pair twice, 192 votes": Design(4, 16, 1, 2),
    "3 models, 6 x 2, 2 raters with tastes, 72 votes": Design(3, 6, 2, 2, taste=0.5, raters=2),
}
CAUTIOUS: Final = {"2 models, 4 prompts x 4 seeds, 16 votes": Design(2, 4, 4)}
"""Four prompts have three degrees of freedom: the interval is wider than it need be."""


def studied(design: Design, seed: int, sd: float = STRENGTH) -> tuple[list[Duel], Numbers]:
    """Draw one study.

    Returns:
        Its votes, and the true difference of each two models in log-odds.
    """
    rng = np.random.default_rng(seed)
    shape = (design.models, design.prompts, design.seeds)
    strengths = rng.normal(0, sd, design.models)
    tastes = rng.normal(0, design.taste, (design.raters, design.models))
    quality = rng.normal(0, design.clip, shape)
    quality += rng.normal(0, design.prompt, shape[:2])[:, :, None]
    slots = [
        (*pair, prompt, seed, vote)
        for prompt in range(design.prompts)
        for seed in range(design.seeds)
        for pair in combinations(range(design.models), 2)
        for vote in range(design.votes)
    ]
    if design.most:
        chosen = rng.choice(len(slots), design.most, replace=False)
        slots = [slots[index] for index in chosen]
    duels = []
    for first, second, prompt, number, vote in slots:
        left, right = (first, second) if rng.random() < 0.5 else (second, first)
        liking = strengths + tastes[vote % design.raters] + quality[:, prompt, number]
        outcome = _voted(float(liking[left] - liking[right]), rng)
        pair = f"{prompt} {number} {first} {second}"
        duels.append(Duel(str(left), str(right), outcome, pair, str(prompt)))
    return duels, _truth(design, strengths, tastes)


def _voted(difference: float, rng: np.random.Generator) -> Outcome:
    lead = (difference + ORDER) / 2
    left, right, tie = math.exp(lead), math.exp(-lead), math.exp(TIE)
    drawn = rng.random() * (left + right + tie)
    return "left" if drawn < left else "right" if drawn < left + right else "tie"


def _truth(design: Design, strengths: Numbers, tastes: Numbers) -> Numbers:
    """Return the log-odds to be preferred on a new prompt and seed, by these raters."""
    spread = math.sqrt(2 * (design.prompt**2 + design.clip**2))
    truth = np.zeros((design.models, design.models))
    for one, other in combinations(range(design.models), 2):
        gaps = strengths[one] - strengths[other] + tastes[:, one] - tastes[:, other]
        lead = (gaps[:, None] + spread * NODES) / 2
        left, right = np.exp(lead), np.exp(-lead)
        total = left + right + math.exp(TIE)
        wins, losses = ((side / total @ WEIGHTS).sum() for side in (left, right))
        truth[one, other] = math.log(wins / losses)
        truth[other, one] = -truth[one, other]
    return truth


def holds(design: Design, studies: int) -> Iterator[bool]:
    """Tell of each interval of many studies whether it holds the truth."""
    for seed in range(studies):
        duels, truth = studied(design, seed)
        ranking = rank(duels, map(str, range(design.models)))
        for one, other in combinations(range(design.models), 2):
            yield ranking.difference(str(one), str(other)).holds(truth[one, other])


def coverage(design: Design, studies: int) -> float:
    """Return the share of intervals that hold the truth."""
    return float(np.mean(list(holds(design, studies))))


def false_claims(models: int, votes: int, studies: int) -> float:
    """Return the share of studies of equal models in which one is called better."""
    design = lone(models, votes)
    claimed = 0
    for seed in range(studies):
        duels, _ = studied(design, seed, sd=0.0)
        names = [str(model) for model in range(models)]
        ranking = rank(duels, names)
        claimed += any(ranking.beats(*pair) for one in names for pair in _against(one, names))
    return claimed / studies


def _against(one: str, names: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for other in names if other != one]
