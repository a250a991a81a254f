"""Whether automatic scores go with the votes, score by score and never as a total."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from veo_widgets.client.scoring import known_scores, subject_of
from veo_widgets.core.intervals import Interval, wilson
from veo_widgets.core.places import agreement
from veo_widgets.judging.comparison import pair_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.client import Session
    from veo_widgets.core.voting import Vote
    from veo_widgets.media import Clip

FEWEST: Final = 10
"""Pairs under which nothing is said of a score."""
Figures = dict[str, dict[str, float]]
"""Values by the metric's name and the clip's sha256."""


@dataclass(frozen=True, slots=True)
class Going:
    """How far one score goes with the votes.

    Attributes:
        name: The metric.
        correlation: The rank correlation over the pairs that were judged (Goodman and
            Kruskal's gamma): 1 where the clip with more of it was always preferred, -1
            where it never was; with its 95 % interval. ``None`` without such a pair.
        pairs: Pairs of clips that were decided and differ in the score.
        told: Whether it holds among all scores at once: ``with`` or ``against`` the
            votes, ``open``, or ``few`` under ten pairs.
    """

    name: str
    correlation: Interval | None
    pairs: int
    told: str


def figures_of(session: Session, clips: Iterable[Clip]) -> Figures:
    """Return what is known of clips by metric; measures nothing.

    Args:
        session: Whose ledger keeps it.
        clips: The clips.
    """
    figures: Figures = {}
    subjects = [subject_of(session, clip) for clip in clips]
    for sha256, scores in known_scores(session, subjects).items():
        for name, score in scores.items():
            if score.value is not None:
                figures.setdefault(name, {})[sha256] = score.value
    return figures


def goings(figures: Mapping[str, Mapping[str, float]], votes: Sequence[Vote]) -> tuple[Going, ...]:
    """Return how far each score goes with votes, those that tell something first.

    Args:
        figures: Values by metric and clip.
        votes: Standing votes on pairs, of one question.
    """
    decided = _decided(votes)
    among = max(1, len(figures))
    rows = [_going(name, values, decided, among) for name, values in figures.items()]
    order = ("with", "against", "open", "few")
    return tuple(sorted(rows, key=lambda row: order.index(row.told)))


def _going(
    name: str, values: Mapping[str, float], decided: Sequence[tuple[str, str]], among: int
) -> Going:
    share, pairs = agreement(values, decided)
    if share is None:
        return Going(name, None, 0, "few")
    hits = share * pairs
    plain = _correlation(wilson(hits, pairs))
    if pairs < FEWEST:
        return Going(name, plain, pairs, "few")
    # Of twenty scores one would seem to go with any votes by chance.
    all_at_once = _correlation(wilson(hits, pairs, NormalDist().inv_cdf(1 - 0.025 / among)))
    told = "with" if all_at_once.low > 0 else "against" if all_at_once.high < 0 else "open"
    return Going(name, plain, pairs, told)


def _correlation(share: Interval) -> Interval:
    return Interval(2 * share.value - 1, 2 * share.low - 1, 2 * share.high - 1)


def _decided(votes: Iterable[Vote]) -> list[tuple[str, str]]:
    """Return each pair of clips of which one was preferred more often, that one first."""
    balance: dict[str, int] = {}
    clips: dict[str, tuple[str, ...]] = {}
    for vote in votes:
        if vote.answer in {"left", "right"}:
            key = pair_key(vote.clips)
            first = clips.setdefault(key, vote.clips)
            better = vote.clips[vote.answer == "right"]
            balance[key] = balance.get(key, 0) + (1 if better == first[0] else -1)
    return [(clips[key][more < 0], clips[key][more > 0]) for key, more in balance.items() if more]
