"""Strengths from votes: against another's fit, at the edges, and under any order."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import evalica
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veo_widgets.core.davidson import Prior
from veo_widgets.core.duel import OUTCOMES, Duel
from veo_widgets.core.intervals import logistic, student, wilson
from veo_widgets.core.ranking import Ranking, rank

if TYPE_CHECKING:
    from random import Random

FLAT = Prior(strength=1e5, order=1e-6, tie=1e5)
SIDES = {"left": evalica.Winner.X, "right": evalica.Winner.Y, "tie": evalica.Winner.Draw}
TURNED = {"left": "right", "right": "left", "tie": "tie"}


def drawn(models: int, votes: int, seed: int = 0) -> list[Duel]:
    """Draw votes, the first models stronger than the last."""
    rng = np.random.default_rng(seed)
    duels = []
    for number in range(votes):
        one, other = rng.choice(models, 2, replace=False)
        chances = [1 + (one < other), 1 + (other < one), 1]
        outcome = OUTCOMES[rng.choice(3, p=np.array(chances) / sum(chances))]
        duels.append(Duel(f"m{one}", f"m{other}", outcome, f"p{number}", f"q{number % 7}"))
    return duels


def won(times: int, one: str = "a", other: str = "b", outcome: str = "left") -> list[Duel]:
    return [Duel(one, other, outcome, f"{one}{other}{n}", f"q{n}") for n in range(times)]


@pytest.mark.parametrize(("models", "votes"), [(2, 40), (5, 200), (10, 2000)])
def test_without_a_prior_it_is_the_same_fit_as_another_s(models: int, votes: int) -> None:
    duels = drawn(models, votes)
    theirs = evalica.newman(
        [duel.left for duel in duels],
        [duel.right for duel in duels],
        [SIDES[duel.outcome] for duel in duels],
        tolerance=1e-10,
        limit=10_000,
    )
    scores = np.log(theirs.scores.sort_index().to_numpy())
    ours = rank(duels, prior=FLAT)

    assert np.allclose(
        ours.strengths - ours.strengths.mean(), scores - scores.mean(), rtol=0, atol=1e-3
    )
    # Theirs counts a tie once, ours between two ways to win.
    assert math.exp(ours.tie) == pytest.approx(2 * theirs.v, abs=1e-3)


def test_ten_to_nothing_is_finite_and_sure_of_the_side() -> None:
    ranking = rank(won(10))
    chance = ranking.chance("a", "b")

    assert 0.5 < chance.low < chance.value < chance.high < 1
    assert ranking.beats("a", "b")
    assert not ranking.beats("b", "a")
    assert ranking.ranks("a") == (1, 1)
    assert ranking.tiers() == (("a",), ("b",))


def test_four_to_nothing_proves_nothing() -> None:
    assert rank(won(4)).difference("a", "b").holds(0)


def test_what_never_met_is_wide_and_known_to_be_apart() -> None:
    ranking = rank([*won(10), *won(10, "c", "d", "tie")])

    assert ranking.linked("a", "b")
    assert not ranking.linked("a", "d")
    assert ranking.difference("a", "c").holds(0)
    assert ranking.met.sum() == 2 * 20
    assert all(map(math.isfinite, (*ranking.strengths, ranking.factor)))
    assert rank([*won(3), *won(3, "b", "c")]).linked("a", "c")


def test_without_votes_all_is_open() -> None:
    ranking = rank([], ["a", "b", "c"])

    assert ranking.chance("a", "b").value == 0.5
    assert ranking.mean_chance("a").low < 0.05
    assert ranking.ranks("b") == (1, 3)
    assert ranking.tiers() == (("a", "b", "c"),)
    assert rank([]).names == ()
    assert rank([], ["a"]).mean_chance("a").value == 0.5


def test_ties_speak_for_closeness_and_sides_are_allowed_for() -> None:
    some, many = (
        rank([*won(4), *won(4, "b", "a")]),
        rank([*won(4), *won(4, "b", "a"), *won(40, "a", "b", "tie")]),
    )
    assert many.tie > some.tie
    assert _width(many) < _width(some)

    onesided = rank([*won(15), *won(15, "b", "a")])
    assert onesided.order > 0.4
    assert onesided.difference("a", "b").value == pytest.approx(0, abs=1e-9)


def test_votes_on_the_same_clips_again_are_not_new_clips() -> None:
    outcomes = ["left", "left", "right", "left"]
    fresh = [Duel("a", "b", outcomes[n % 4], f"p{n}") for n in range(40)]
    again = [replace(duel, pair=f"p{n % 4}") for n, duel in enumerate(fresh)]

    assert _width(rank(again)) > 1.5 * _width(rank(fresh))


def test_prompts_count_as_a_sample_from_four_on_unless_they_are_compared() -> None:
    outcomes = ["left", "left", "right", "left"]
    votes = [Duel("a", "b", outcomes[n % 4], f"p{n}", f"q{n % 4}") for n in range(40)]
    three = [replace(duel, prompt=f"q{n % 3}") for n, duel in enumerate(votes)]

    assert len(rank(votes).spreads) == 3
    assert len(rank(three).spreads) == len(rank(votes, prompts=False).spreads) == 2
    assert _width(rank(votes)) > _width(rank(votes, prompts=False))


def test_many_pairs_at_once_need_more_than_one_alone() -> None:
    ranking = rank([*drawn(6, 200), *won(30, "m0", "m5")])

    assert 2.5 < ranking.factor < 3.2
    assert rank(won(10)).factor == pytest.approx(1.96, abs=0.001)
    plain, claim = ranking.difference("m0", "m5"), ranking.difference("m0", "m5", claim=True)
    assert claim.low < plain.low < plain.value == claim.value
    best, worst = ranking.ranks("m0")
    assert best == 1 <= worst < 6
    assert {name for tier in ranking.tiers() for name in tier} == set(ranking.names)


def test_who_stands_first_is_sure_not_lucky() -> None:
    ranking = rank([*drawn(3, 200), *won(2, "new", "m2")])

    assert ranking.mean_chance("new").value > 0.5
    assert ranking.sorted()[0] == "m0"
    assert ranking.mean_chance("new").low < ranking.mean_chance("m0").low


votes = st.lists(
    st.builds(
        lambda pair, outcome, number: Duel(
            pair[0], pair[1], outcome, f"p{number}", f"q{number % 5}"
        ),
        st.sampled_from([("a", "b"), ("b", "a"), ("a", "c"), ("c", "b"), ("d", "a")]),
        st.sampled_from(OUTCOMES),
        st.integers(0, 12),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(votes, st.randoms(use_true_random=False))
def test_the_order_of_votes_is_of_no_account(duels: list[Duel], random: Random) -> None:
    shuffled = list(duels)
    random.shuffle(shuffled)

    _same(rank(duels, "ab"), rank(shuffled, "ab"))


@settings(max_examples=60, deadline=None)
@given(votes)
def test_sides_swapped_turn_the_order_effect_alone(duels: list[Duel]) -> None:
    swapped = [replace(d, left=d.right, right=d.left, outcome=TURNED[d.outcome]) for d in duels]
    ours, theirs = rank(duels, "ab"), rank(swapped, "ab")

    assert ours.order == pytest.approx(-theirs.order, abs=1e-6)
    _same(ours, theirs)


@settings(max_examples=60, deadline=None)
@given(votes)
def test_names_are_of_no_account(duels: list[Duel]) -> None:
    other = {"a": "z", "b": "y", "c": "x", "d": "w"}
    renamed = [replace(d, left=other[d.left], right=other[d.right]) for d in duels]
    ours, theirs = rank(duels, "abcd"), rank(renamed, "wxyz")

    for name in ours.names:
        mine, its = ours.mean_chance(name), theirs.mean_chance(other[name])
        assert (mine.value, mine.low) == pytest.approx((its.value, its.low), abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(votes)
def test_every_figure_is_finite_and_in_its_place(duels: list[Duel]) -> None:
    ranking = rank(duels, "ab")
    for name in ranking.names:
        chance, (best, worst) = ranking.mean_chance(name), ranking.ranks(name)
        assert 0 <= chance.low <= chance.value <= chance.high <= 1
        assert 1 <= best <= worst <= len(ranking.names)


def test_critical_values_are_those_of_the_tables() -> None:
    table = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 7: 2.365, 15: 2.131, 100: 1.984}
    for freedom, value in table.items():
        assert student(freedom) == pytest.approx(value, abs=0.004)


def test_a_share_is_open_without_trials_and_never_leaves_zero_to_one() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    share = wilson(8, 10)
    assert (share.low, share.high) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 5).low == 0.0
    assert wilson(5, 5).high == 1.0
    assert logistic(-800) == 0.0
    assert logistic(800) == 1.0


def _width(ranking: Ranking) -> float:
    there = ranking.difference("a", "b")
    return there.high - there.low


def _same(ours: Ranking, theirs: Ranking) -> None:
    assert ours.names == theirs.names
    assert np.allclose(ours.strengths, theirs.strengths, rtol=0, atol=1e-6)
    assert len(ours.spreads) == len(theirs.spreads)
    for mine, its in zip(ours.spreads, theirs.spreads, strict=True):
        assert mine.critical == its.critical
        assert np.allclose(mine.covariance, its.covariance, atol=1e-5)
