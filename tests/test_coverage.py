"""Intervals hold what they say in simulated studies, and equal models are called equal."""

from __future__ import annotations

import pytest

from tools.studies import CAUTIOUS, DESIGNS, coverage, false_claims

STUDIES = 300

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", DESIGNS)
def test_an_interval_of_95_percent_holds_the_truth_in_as_many_studies(name: str) -> None:
    assert 0.93 <= coverage(DESIGNS[name], STUDIES) <= 0.99


@pytest.mark.parametrize("name", CAUTIOUS)
def test_with_four_prompts_it_errs_on_the_cautious_side(name: str) -> None:
    assert coverage(CAUTIOUS[name], STUDIES) >= 0.97


@pytest.mark.parametrize("votes", [60, 150])
def test_one_of_six_equal_models_is_seldom_called_better(votes: int) -> None:
    assert false_claims(6, votes, STUDIES) <= 0.07
