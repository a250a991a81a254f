"""Davidson's model of votes on pairs, with ties, an order effect and a prior.

Of a pair the left one wins with utility half the difference of strengths plus half the order
effect, the right one with minus that, and a tie has one constant of its own; chances are the
softmax of the three. The logarithm of the posterior is concave: Newton's steps find its only top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from veo_widgets.core.duel import Duel, Outcome

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

SIGN: Final[dict[Outcome, float]] = {"left": 1.0, "right": -1.0, "tie": 0.0}
MOST_STEPS: Final = 100
CLOSE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before the first vote; normal distributions, in log-odds.

    Attributes:
        strength: Standard deviation of a configuration's strength around zero.
        order: That of the advantage of the left side around zero.
        tie: That of the tie constant.
        tie_at: Where the tie constant lies.
    """

    strength: float = 2.5
    order: float = 0.5
    tie: float = 1.5
    tie_at: float = -0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """The posterior's top and what is around it.

    Attributes:
        top: The strengths in the order of their names, the order effect, the tie constant.
        covariance: By the curvature at the top.
        pulls: How each vote pulls at the top; a line for each vote.
        met: How many votes were on the configurations of row and column.
    """

    top: Numbers
    covariance: Numbers
    pulls: Numbers
    met: Whole


@dataclass(frozen=True, slots=True)
class _Counts:
    """Votes as numbers: for each the cell (who was left, who right) and the outcome."""

    cells: Whole
    left: Whole
    right: Whole
    sign: Numbers
    tied: Numbers

    def of_cell(self, values: Numbers | None = None) -> Numbers:
        return np.bincount(self.cells, values, minlength=len(self.left)).astype(float)

    def design(self, count: int) -> Numbers:
        """Return what moves the utility of the left side, a line for each cell."""
        design = np.zeros((len(self.left), count + 2))
        line = np.arange(len(self.left))
        design[line, self.left], design[line, self.right] = 0.5, -0.5
        design[:, count] = 0.5
        return design


def _counted(votes: Sequence[Duel], names: tuple[str, ...]) -> _Counts:
    place = {name: index for index, name in enumerate(names)}
    count = max(len(names), 1)
    told = np.array([place[vote.left] * count + place[vote.right] for vote in votes], np.int64)
    sign = np.array([SIGN[vote.outcome] for vote in votes], float)
    pairs, cells = np.unique(told, return_inverse=True)
    return _Counts(cells.astype(np.int64), pairs // count, pairs % count, sign, 1.0 - np.abs(sign))


def _chances(design: Numbers, top: Numbers) -> tuple[Numbers, Numbers]:
    """Return of each cell the mean of the sign of its outcome, and the chance of a tie."""
    lead, tie = design @ top, top[-1]
    most = np.maximum(np.abs(lead), tie)
    left, right, tied = np.exp(lead - most), np.exp(-lead - most), np.exp(tie - most)
    total = left + right + tied
    return (left - right) / total, tied / total


def _curvature(
    design: Numbers, total: Numbers, mean: Numbers, tie: Numbers, precision: Numbers
) -> Numbers:
    curvature = design.T @ (design * (total * (1 - tie - mean**2))[:, None])
    cross = -design.T @ (total * mean * tie)
    curvature[-1] += cross
    curvature[:, -1] += cross
    curvature[-1, -1] += total @ (tie * (1 - tie))
    curvature[np.diag_indices_from(curvature)] += precision
    return curvature


def fit(votes: Sequence[Duel], names: tuple[str, ...], prior: Prior) -> Fit:
    """Find the posterior's top.

    Args:
        votes: On configurations of ``names``.
        names: All configurations.
        prior: What is believed before the first vote.
    """
    counts = _counted(votes, names)
    design = counts.design(len(names))
    size = design.shape[1]
    sizes = [prior.strength] * (size - 2) + [prior.order, prior.tie]
    precision = np.array(sizes) ** -2.0
    centre = np.zeros(size)
    centre[-1] = prior.tie_at
    sign, tied, total = (counts.of_cell(v) for v in (counts.sign, counts.tied, None))
    wins = design.T @ sign
    wins[-1] += tied.sum()

    def height(at: Numbers) -> float:
        lead = design @ at
        most = np.maximum(np.abs(lead), at[-1])
        norm = most + np.log(np.exp(lead - most) + np.exp(-lead - most) + np.exp(at[-1] - most))
        return float(wins @ at - total @ norm - precision @ (at - centre) ** 2 / 2)

    top, best = centre, height(centre)
    for _ in range(MOST_STEPS):
        mean, tie = _chances(design, top)
        slope = wins - design.T @ (total * mean) - precision * (top - centre)
        slope[-1] -= total @ tie
        step = np.linalg.solve(_curvature(design, total, mean, tie, precision), slope)
        if slope @ step < CLOSE:
            break
        while (there := height(top + step)) < best and slope @ step > CLOSE:
            step = step / 2
        top, best = top + step, there
    mean, tie = _chances(design, top)
    covariance = np.linalg.inv(_curvature(design, total, mean, tie, precision)).astype(float)
    pulls = design[counts.cells] * (counts.sign - mean[counts.cells])[:, None]
    pulls[:, -1] = counts.tied - tie[counts.cells]
    met = np.zeros((len(names), len(names)), np.int64)
    np.add.at(met, (counts.left, counts.right), total.astype(np.int64))
    return Fit(top, covariance, pulls, met + met.T)
