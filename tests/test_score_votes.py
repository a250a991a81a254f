"""How scores go with votes, and how many more would decide: never said more surely than known."""

from __future__ import annotations

import random
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.raters import made, voted
from tests.test_pairs import answered, clip, grid
from veo_widgets.client.scoring import key_of, subject_of
from veo_widgets.home.scores import Score
from veo_widgets.judging.counts import counted
from veo_widgets.judging.figures import goings
from veo_widgets.judging.more import STEPS
from veo_widgets.judging.pairs import Shown
from veo_widgets.judging.sources import clips_of
from veo_widgets.judging.words import scored
from veo_widgets.media.metrics import known
from veo_widgets.view.verdict import verdict_html

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.core.voting import Vote


def duels(count: int, better: float = 1.0, seed: int = 1) -> list[Vote]:
    """Vote on so many pairs of two models, the first preferred that often."""
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        sides = [clip(model, number % 8, number // 8) for model in "ab"]
        if rng.random() < 0.5:
            sides.reverse()
        first = sides[0].startswith("a") == (rng.random() < better)
        rows.append(answered(Shown(*sides), "left" if first else "right"))
    return rows


# --- scores


def test_a_score_that_points_where_the_votes_do_goes_with_them() -> None:
    votes = duels(20)
    clips = {sha256 for vote in votes for sha256 in vote.clips}
    figures = {
        "noise": {sha256: random.Random(sha256).random() for sha256 in clips},
        "blur": {sha256: float(sha256.startswith("b")) for sha256 in clips},
        "motion": {sha256: float(sha256.startswith("a")) for sha256 in clips},
        "same": dict.fromkeys(clips, 1.0),
    }
    rows = goings(figures, votes)

    assert [(row.name, row.told, row.pairs) for row in rows] == [
        ("motion", "with", 20),
        ("blur", "against", 20),
        ("noise", "open", 20),
        ("same", "few", 0),
    ]
    motion = rows[0].correlation
    assert motion is not None
    assert (motion.value, motion.high) == (1.0, 1.0)
    assert 0.5 < motion.low < 0.8
    assert rows[3].correlation is None
    words = "Motion +1.00 (0.68 to 1.00) goes with the votes; blur −1.00 (−1.00 to −0.68) goes against the votes."
    assert scored(rows) == words


def test_under_ten_pairs_nothing_is_said_and_votes_again_are_no_new_pair() -> None:
    votes = duels(9) * 4
    figures = {"motion": {sha: float(sha.startswith("a")) for v in votes for sha in v.clips}}
    (row,) = goings(figures, votes)

    assert (row.told, row.pairs) == ("few", 9)
    assert scored([row]) == ("9 pairs are too few to tell whether any score goes with the votes.")
    ties = [answered(Shown(*vote.clips), "tie") for vote in votes]
    assert goings(figures, ties)[0].pairs == 0
    assert goings({}, votes) == ()
    assert scored(()) == ""


def test_of_many_scores_none_goes_with_votes_by_chance() -> None:
    said = 0
    for study in range(40):
        votes = duels(30, 0.5, study)
        rng = random.Random(study)
        clips = sorted({sha256 for vote in votes for sha256 in vote.clips})
        figures = {f"m{n}": {sha256: rng.random() for sha256 in clips} for n in range(25)}
        said += any(row.told in {"with", "against"} for row in goings(figures, votes))

    assert said <= 4


def test_the_verdict_of_a_sweep_tells_of_its_scores(own: Client) -> None:
    sweep = made(own)
    voted(sweep, 60, better=1.0)
    assert sweep.verdict(by="model").scores == ()
    bright = known()["brightness"]
    order = ("veo-2", "veo-3-fast", "veo-3.1-fast")
    own.session.ledger.scores.keep(
        (key_of(subject_of(own.session, each), bright, {}), Score(float(order.index(each.model))))
        for each in clips_of(sweep).values()
    )
    verdict = sweep.verdict(by="model")

    (row,) = verdict.scores
    assert (row.name, row.told) == ("brightness", "with")
    assert "Brightness +1.00" in repr(verdict)
    page = verdict_html(verdict)
    assert "How the scores agree with your votes" in page
    assert "goes with them" in page


# --- how many more


@pytest.mark.parametrize("better", [0.5, 0.6, 0.7, 0.9])
def test_how_many_more_is_rounded_and_stands_still_for_five_votes(better: float) -> None:
    comparison = grid(8, 20, ("a", "b"))
    votes = duels(80, better, 3)
    said = [
        counted(comparison, votes[:count], ["model"], [""], "").more
        for count in range(len(votes) + 1)
    ]

    assert said[:10] == [None] * 10
    assert {more.votes for more in said[10:] if more is not None} <= {0, *STEPS}
    changes = [at for at, (one, other) in enumerate(pairwise(said), 1) if one != other]
    assert all(at % 5 == 0 for at in changes)
    assert len(changes) <= 12


def test_what_is_too_close_is_given_a_floor_alone() -> None:
    votes = [vote for pair in zip(duels(12), duels(24, 0.0)[12:], strict=True) for vote in pair]
    count = counted(grid(8, 20, ("a", "b")), votes, ["model"], [""], "")

    assert count.more is not None
    assert count.more.over
    assert count.sentence == "24 votes in; so close that it takes more than 50 more"


def test_scores_of_files_that_are_gone_are_no_trouble(own: Client, tmp_path: Path) -> None:
    sweep = made(own)
    voted(sweep, 20)
    shutil.rmtree(own.home.clips, ignore_errors=True)

    assert sweep.verdict(by="model").scores == ()
