"""A draft's grid takes what is kept, or ticked, to its final form at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import KEY
from tests.press import press, sent, until
from veo_widgets import errors
from veo_widgets.experiment import Sweeps, open_sweep
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep
    from veo_widgets.local.launch import Running

pytestmark = pytest.mark.usefixtures("widgets")
GIVEN = {"prompt": "a red panda", "model": ["veo-3-fast", "veo-2"]}


def drafted(client: Client, name: str, first_seed: int) -> Sweep:
    seeds = [first_seed, first_seed + 1]
    sweep = open_sweep(client, {**GIVEN, "name": name, "seed": seeds, "duration": 8})
    return sweep.draft().run().wait(120)


def finished(client: Client, name: str, count: int) -> Sweep:
    sweep = Sweeps(client)[name]
    until(lambda: [record and record.state for _, record in sweep.cells()] == ["ready"] * count)
    return sweep


def keep(grid: ComparisonGrid, index: int) -> None:
    press(
        grid,
        {"type": "vote_on", "index": index, "kind": "keep", "answer": "keep", "moment": 0},
    )


def pressed(grid: ComparisonGrid, **change: Any) -> list[dict]:
    """Press the button as it stands, and return what is answered."""
    out = sent(grid)
    offer = grid.promotion or {}
    names = ("ticket", "cells", "count", "high", "unpriced")
    message = {name: offer[name] for name in names if name in offer}
    press(grid, {"type": "promote", "id": "p", "agreed": False, **message, **change})
    return [message for message, _ in out]


def test_what_is_kept_is_offered_promoted_once_and_shown(client: Client) -> None:
    draft = drafted(client, "deck", 171)
    grid = ComparisonGrid(draft)
    assert grid.promotion is None
    keep(grid, 0)
    keep(grid, 3)

    offer = grid.promotion
    assert offer is not None
    expected = draft.promote([0, 3]).plan().cost
    assert (offer["cells"], offer["count"], offer["high"]) == ([0, 3], 2, expected.high)
    answer = pressed(grid, agreed=True)[-1]
    assert answer == {"type": "promoted", "id": "p", "ask": False}
    final = finished(client, "deck final", 2)
    assert grid.saved == f"deck final: {final.saved}"
    assert "4 cells drafted for $" in grid.saved
    assert grid.promoted.startswith("anywidget:")
    assert grid.promotion is None
    jobs = len(client.jobs())
    again = {name: offer[name] for name in ("ticket", "cells", "count", "high", "unpriced")}
    assert pressed(grid, agreed=True, **again)[-1]["ask"] is False
    assert len(client.jobs()) == jobs
    grid.close()


def test_what_is_selected_goes_before_what_is_kept(client: Client) -> None:
    grid = ComparisonGrid(drafted(client, "ticked", 181))
    keep(grid, 0)
    grid.selected = [2, 1]
    assert grid.promotion is not None
    assert grid.promotion["cells"] == [1, 2]
    grid.selected = []
    assert grid.promotion["cells"] == [0]
    grid.judge_blind()
    assert grid.promotion is None
    grid.judge_blind()
    assert grid.promotion is not None
    wrong = pressed(grid, high=0.01)
    assert "another one by now" in wrong[-1]["error"]
    grid.close()


def test_a_grid_of_no_draft_promotes_nothing(client: Client) -> None:
    sweep = open_sweep(client, {**GIVEN, "seed": [191], "duration": 8})
    grid = ComparisonGrid(sweep)
    grid.selected = [0]

    assert grid.promotion is None
    with pytest.raises(errors.InvalidRequest, match="no cells of a draft"):
        grid.promote([0])
    grid.close()


def test_real_money_is_asked_for(
    server: Running, connect: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(server, api_key=KEY)
    draft = drafted(client, "paid", 201)
    money = {"real": True, "ask_above": 0.5}
    monkeypatch.setattr("veo_widgets.view.promote.money_view", lambda *_: money)
    grid = ComparisonGrid(draft)
    grid.selected = [0, 1, 2, 3]
    jobs = len(client.jobs())
    assert grid.promotion is not None
    assert grid.promotion["ask"]

    answer = pressed(grid)[-1]
    assert (answer["type"], answer["ask"], len(client.jobs())) == ("promoted", True, jobs)
    answer = pressed(grid, agreed=True)[-1]
    assert answer["ask"] is False
    finished(client, "paid final", 4)
    assert len(client.jobs()) == jobs + 4
    grid.close()
