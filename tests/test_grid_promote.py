"""A draft's grid takes what is kept, or ticked, to its final form at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.conftest import KEY
from tests.press import press, sent, until
from tests.raters import ready
from veo_widgets import errors
from veo_widgets.experiment import Sweeps, open_sweep
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client
    from veo_widgets.core.record import State
    from veo_widgets.experiment import Sweep
    from veo_widgets.local.launch import Running

pytestmark = pytest.mark.usefixtures("widgets")
GIVEN = {"prompt": "a red panda", "model": ["veo-3-fast", "veo-2"]}


def drafted(client: Client, name: str, first_seed: int) -> Sweep:
    seeds = [first_seed, first_seed + 1]
    sweep = open_sweep(client, {**GIVEN, "name": name, "seed": seeds, "duration": 8})
    return sweep.draft().run().wait(120)


def finished(client: Client, name: str, *states: str) -> Sweep:
    sweep = Sweeps(client)[name]
    until(lambda: [record and record.state for _, record in sweep.cells()] == [*states])
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
    final = finished(client, "deck final", "ready", "ready")
    assert grid.saved == f"deck final: {final.saved}"
    assert "4 cells drafted for $" in grid.saved
    assert grid.promoted.startswith("anywidget:")
    assert grid.promotion is None
    jobs = len(client.jobs())
    late = pressed(grid, agreed=True, **{**offer, "cells": [1]})[-1]
    assert "nothing was sent" in late["error"]
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


def ended(client: Client, sweep: Sweep, *states: State) -> None:
    """Let the first cells of a sweep have ended so."""
    for (cell, _), state in zip(sweep.cells(), states, strict=False):
        record = ready(client, cell, "", {}).but(state=state, sha256=None, request_id=None)
        client.session.ledger.add(record, "made", reuse=False)


def test_a_press_sends_what_its_button_says_and_no_blocked_prompt(client: Client) -> None:
    sweep = open_sweep(client, {**GIVEN, "name": "again", "seed": [211, 212], "duration": 8})
    draft = sweep.draft()
    final = draft.promote([0, 1])
    ended(client, final, "failed", "blocked")
    grid = ComparisonGrid(draft)

    for cells, count in (([1], 0), ([0], 1), ([2], 1), ([0, 1, 2], 2)):
        grid.selected = cells
        assert (grid.promotion or {"count": 0})["count"] == count
    grid.selected = [1, 2]
    jobs = len(client.jobs())
    pressed(grid, agreed=True)
    sent = finished(client, "again final", "failed", "blocked", "ready")
    assert len(client.jobs()) == jobs + 1
    assert [cell.at for cell, _ in sent.cells()] == [cell.at for cell, _ in sweep.cells()][:3]
    pending = {cell.key for cell, _ in final.cells()}
    assert not draft.promotion([0, 1], pending).cells
    assert [cell.fate for cell in draft.promotion([0, 1]).cells] == ["send"]
    grid.close()


def test_python_sends_what_the_button_would_and_a_retry_sends_all(client: Client) -> None:
    sweep = open_sweep(client, {**GIVEN, "name": "rule", "seed": [251, 252], "duration": 8})
    draft = sweep.draft()
    ended(client, draft.promote([0, 1]), "failed", "blocked")
    chosen = draft.promote([2])
    assert chosen.plan().counts() == {"ended": 2, "send": 1}
    assert chosen.plan().cost == draft.promotion([2]).cost
    grid = ComparisonGrid(chosen)
    assert grid.cells[0]["high"] == sweep.plan().cells[0].high, "what its retry costs"
    assert (grid.pending or {})["count"] == 1
    grid.close()
    chosen.run().wait(60)
    states = [job.state for job in chosen.jobs()]
    assert states == ["failed", "blocked", "ready"]

    once = ComparisonGrid(draft)
    once.promote([2])
    once._promoting = draft.promote([0, 1])
    assert [cell.fate for cell in once.promote([2]).plan().cells] == ["ended", "ended", "reuse"]
    once.close()

    again = draft.promote([0, 1])
    assert [cell.fate for cell in again.plan().cells] == ["send", "ended", "reuse"]
    again.run().wait(60)
    assert [job.state for job in again.jobs()] == ["ready", "blocked", "ready"]
    again.jobs()[1].retry().wait(60)
    assert [job.state for job in again.jobs()] == ["ready"] * 3


def test_what_was_promoted_before_stays(client: Client) -> None:
    draft = open_sweep(client, {**GIVEN, "name": "two", "seed": [221, 222], "duration": 8}).draft()
    grid = ComparisonGrid(draft)
    first = grid.promote([0])
    below = grid.promoted
    second = grid.promote([3])

    assert (first, below) == (second, grid.promoted)
    assert (
        len(grid._final.cells)
        == len(second.cells())
        == len(Sweeps(client)["two final"].cells())
        == 2
    )
    assert "2 promoted" in grid.saved
    grid.selected = [3]
    assert grid.promotion is None
    assert second.spec.only == draft.promote([3]).spec.only
    grid.close()


def test_a_grid_is_shut_while_what_was_promoted_is_judged_blind(client: Client) -> None:
    draft = open_sweep(client, {**GIVEN, "name": "shut", "seed": [231, 232], "duration": 8}).draft()
    grid = ComparisonGrid(draft)
    shut: list[bool] = []
    grid.observe(lambda change: shut.append(change["new"]), "blind")
    grid.promote([0, 2]).wait(60)
    below = grid._final
    assert below is not None
    below.judge_blind()
    assert (grid.blind, grid.cells, grid.promotion) == (True, [], None)
    assert grid.still() == below.still()
    below.judge_blind()
    assert not grid.blind
    assert len(grid.cells) == 4
    assert shut == [True, False]
    grid.close()


def test_what_cannot_be_promoted_is_said_in_the_place_of_the_button(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = open_sweep(client, {**GIVEN, "name": "gone", "seed": [241], "duration": 8}).draft()

    def gone(*_: object) -> NoReturn:
        raise errors.UnknownModel("there is no veo-2")

    monkeypatch.setattr("veo_widgets.experiment.laddered.read", gone)
    grid = ComparisonGrid(draft)
    grid.selected = [0]
    assert grid.promotion is not None
    assert grid.promotion["count"] == 0
    assert "veo-2" in grid.promotion["problem"]
    grid.close()


def test_a_grid_of_no_draft_promotes_nothing(client: Client) -> None:
    sweep = open_sweep(client, {**GIVEN, "seed": [191], "duration": 8})
    grid = ComparisonGrid(sweep)
    grid.selected = [0]

    assert grid.promotion is None
    with pytest.raises(errors.InvalidRequest, match="no cells of a draft"):
        grid.promote([0])
    grid.close()


def test_real_money_is_asked_for(server: Running, connect: Callable[..., Client]) -> None:
    client = connect(server, api_key=KEY)
    draft = drafted(client, "paid", 201)
    client.session.set_amount("ask above", 0.5)
    grid = ComparisonGrid(draft)
    grid.selected = [0, 1, 2, 3]
    jobs = len(client.jobs())
    assert grid.promotion is not None
    assert grid.promotion["ask"]

    answer = pressed(grid)[-1]
    assert (answer["type"], answer["ask"], len(client.jobs())) == ("promoted", True, jobs)
    answer = pressed(grid, agreed=True)[-1]
    assert answer["ask"] is False
    finished(client, "paid final", *["ready"] * 4)
    assert len(client.jobs()) == jobs + 4
    grid.close()
