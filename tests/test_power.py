"""What so many votes can show is said before anything is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.raters import opened
from veo_widgets.core.power import SURE, needed, power
from veo_widgets.experiment import open_sweep
from veo_widgets.view.sheet import Drawn, idle, sheet_of_plan

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.experiment.plan import Plan
    from veo_widgets.media import Clip
    from veo_widgets.view.wire.grid import GridClip


def test_the_sign_test_needs_what_the_tables_say() -> None:
    table = {4: None, 5: None, 6: 6, 10: 9, 16: 13, 20: 15, 38: 26}

    assert {decided: needed(decided) for decided in table} == table


def test_four_pairs_tell_nothing_apart_whatever_the_answers() -> None:
    assert "cannot tell two apart, whatever the answers" in power(4).sentence
    assert "cannot tell two apart" in power(0).sentence
    assert "only if nearly all answers agree" in power(7).sentence
    assert "1 pair of clips with one vote each" in power(1).sentence


@pytest.mark.parametrize(("seeds", "shows"), [(20, 0.85), (40, 0.75), (100, 0.7), (200, 0.65)])
def test_more_pairs_show_closer_preferences(seeds: int, shows: float) -> None:
    assert power(seeds).shows == shows
    assert f"{100 * shows:.0f} % or more" in power(seeds).sentence
    assert SURE == 0.8


def test_votes_on_the_same_clips_add_less_than_new_clips() -> None:
    assert power(16, 4).alone < 16 * 4 / 2
    assert power(16, 4).alone > power(16).alone
    assert power(64).shows < power(16, 4).shows


def test_a_plan_says_it_in_one_line_while_there_is_something_to_pay(tmp_path: Path) -> None:
    given = {"prompt": ["a fox", "a hare"], "model": ["veo-2", "veo-3-fast"], "seed": [1, 2]}
    with opened(tmp_path) as client:
        plan = open_sweep(client, given).plan()
        alone = open_sweep(client, {**given, "model": "veo-2", "prompt": "a fox"}).plan()
        prompts = open_sweep(client, {**given, "model": "veo-2"}).plan()
        many = open_sweep(client, {**given, "seed": "1,2,…,30"}).plan()
        refused = open_sweep(client, {**given, "duration": [5, 8], "seed": [1, 2]}).plan()

    assert plan.power == power(4)
    assert plan.shows == f"By model: {power(4).sentence}."
    assert plan.shows in repr(plan)
    assert "\n" not in repr(plan)
    assert alone.power is None
    assert alone.shows == ""
    assert prompts.shows.startswith("By prompt: 2 pairs")
    assert many.power == power(60)
    assert refused.power is not None
    assert plan.shows in _sheet(plan)
    assert _sheet(alone) == []


def _sheet(plan: Plan) -> list[str]:
    def never(_: Clip) -> GridClip:
        raise AssertionError("no cell has a clip")

    return sheet_of_plan(plan, lambda _: Drawn(idle(), None), never, {}).warnings
