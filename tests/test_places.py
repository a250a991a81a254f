"""Places, rank correlation, and how often a figure and a vote agree."""

from __future__ import annotations

import pytest

from veo_widgets.core.places import Agreement, Place, agreement, places, ranks, spearman


def test_places_count_from_the_highest_and_equal_ones_share_the_better() -> None:
    assert places({"a": 3.0, "b": 5.0, "c": None, "d": 3.0, "e": 1.0}) == {
        "b": Place(1, 4),
        "a": Place(2, 4),
        "d": Place(2, 4),
        "e": Place(4, 4),
    }


def test_rank_correlation_knows_ties() -> None:
    assert ranks([10, 20, 20, 5]) == [2, 3.5, 3.5, 1]
    assert spearman([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert spearman([1, 2, 3], [9, 4, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 2, 3], [1, 3, 2, 4]) == pytest.approx(0.9486832980505138)
    assert spearman([1, 1, 1], [1, 2, 3]) is None
    assert spearman([1, 2], [1, 2]) is None
    with pytest.raises(ValueError, match="shorter"):
        spearman([1, 2, 3], [1, 2])


def test_rank_correlation_agrees_with_pandas() -> None:
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(4)
    for _ in range(20):
        one, other = random.integers(0, 6, (2, 15)).astype(float)
        frame = pd.DataFrame({"a": one, "b": other}).rank()
        assert spearman(one, other) == pytest.approx(frame.corr().loc["a", "b"])


def test_agreement_counts_the_votes_on_clips_that_differ() -> None:
    values = {"a": 3.0, "b": 1.0, "c": 3.0, "d": None}
    votes = [("a", "b"), ("b", "a"), ("c", "b"), ("a", "c"), ("a", "d"), ("a", "x")]

    assert agreement(values, votes) == Agreement(2 / 3, 3)
    assert agreement(values, []) == Agreement(None, 0)
