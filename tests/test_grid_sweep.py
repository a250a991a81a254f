"""The comparison grid of a sweep, without a browser."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.press import launch, press, sent, until
from tests.raters import ready
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import open_sweep
from veo_widgets.view.patches import SourceChanged
from veo_widgets.view.sources import SweepSource
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from veo_widgets.client import Client


pytestmark = pytest.mark.usefixtures("widgets")


def test_a_plan_is_drawn_as_the_grid_to_come(client: Client) -> None:
    sweep = open_sweep(
        client,
        {"prompt": "a plan", "model": ["veo-3-fast", "veo-2"], "duration": [4, 5], "seed": 1},
    )
    grid = ComparisonGrid(sweep.plan())
    fates = [cell["fate"] for cell in grid.cells]

    assert fates == ["send", "refused", "refused", "send"]
    low, high = sweep.plan().low, sweep.plan().high
    price = {"low": low, "high": high, "most": high}
    assert grid.pending == {"count": 2, "unpriced": 0, **price}
    assert "4, 6, 8" in grid.cells[1]["reason"]
    assert (grid.columns, grid.rows) == (["model"], ["duration"])
    assert not client.jobs()


def test_a_sweep_fills_its_grid_in_small_patches(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "patches", "model": "veo-3-fast", "seed": [611, 612], "duration": 4}
    )
    grid = ComparisonGrid(sweep)
    messages = sent(grid)
    launch(grid)
    sweep.wait(90)
    job = sweep.jobs()[0].record
    grid._happened(job)
    live = [m for m, _ in messages if m["type"] == "live"]

    assert {m["live"]["state"] for m in live} >= {"queued", "ready"}
    assert max(len(json.dumps(m)) for m in live) < 500
    assert [m["index"] for m, _ in messages if m["type"] == "clip"].count(0) == 1
    state = grid.get_state()
    assert [cell["live"]["state"] for cell in state["cells"]] == ["ready", "ready"]
    assert all(cell["clip"] for cell in state["cells"])
    assert state["pending"] is None
    assert all("reused" not in cell["live"]["flags"] for cell in state["cells"])
    again = ComparisonGrid(open_sweep(client, sweep.to_dict()))
    assert all("reused" in cell["live"]["flags"] for cell in again.cells)
    grid.close()
    again.close()


def test_the_still_in_the_notebook_follows_the_sweep_to_its_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = open_sweep(
        client, {"prompt": "stills", "model": "veo-3-fast", "seed": [613, 614], "duration": 4}
    )
    grid = ComparisonGrid(sweep)
    stills: list[str] = []
    monkeypatch.setattr(grid, "restill", lambda: stills.append(grid.still()))
    launch(grid)
    sweep.wait(90)
    grid._happened(SourceChanged())
    until(lambda: stills and stills[-1].count("data:image/jpeg") == 2)

    assert stills[-1].count("data:image/jpeg") == 2
    assert "2 ready" in stills[-1]
    assert len(stills) <= 4
    assert not sweep.fairness()
    assert list(grid.fairness()) == list(sweep.fairness())
    grid.close()


def test_extending_redraws_the_grid_and_its_button(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "more", "model": "veo-2", "seed": [621], "duration": 5})
    grid = ComparisonGrid(sweep)
    sweep.extend(seed=[622, 623])

    assert len(grid.cells) == 3
    assert grid.axes[0]["values"] == ["621", "622", "623"]
    assert grid.pending["count"] == 3
    assert grid._state.sheet.requests[2][1]["seed"] == 623
    grid.close()


def test_a_cells_buttons_act_on_its_job(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "buttons " + "x" * 30, "model": "veo-2", "seed": [631, 632]}
    )
    grid = ComparisonGrid(sweep)
    client.budget = 0.01
    sweep.run().wait(60)
    assert {row["state"] for row in sweep.rows()} == {"failed"}
    client.budget = None
    grid._happened(sweep.jobs()[0].record)
    press(grid, {"type": "act_on", "id": "1", "agreed": False, "index": 0, "action": "nonsense"})
    press(grid, {"type": "act_on", "id": "1", "agreed": False, "index": 0, "action": "retry"})
    sweep.wait(60)

    assert sorted(row["state"] for row in sweep.rows()) == ["failed", "ready"]
    press(grid, {"type": "retry_failed", "id": "1", "agreed": False, "cells": [0, 1]})
    sweep.wait(60)
    assert {row["state"] for row in sweep.rows()} == {"ready"}
    grid.close()


def test_the_button_sends_what_it_says_with_the_budget_that_was_asked(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "agreed", "model": "veo-2", "seed": [641, 642], "duration": 5}
    )
    grid = ComparisonGrid(sweep.run(budget=0.01, confirm=True))
    launch(grid)
    assert "budget" in grid.stop_reason
    assert not client.jobs()

    plan = ComparisonGrid(sweep.plan())
    seen = plan.pending
    sweep.extend(seed=[643])
    launch(plan)
    assert not client.jobs()
    assert plan.pending["count"] == 3
    assert "press again" in plan.stop_reason
    sweep.run(confirm=True)
    launch(plan, seen)
    assert not client.jobs(), "what was pressed showed another price"
    launch(plan, agreed=True)
    sweep.wait(90)
    assert len(client.jobs()) == 3
    grid.close()
    plan.close()


def test_a_plan_learns_that_it_was_run(client: Client) -> None:
    given = {"prompt": "a plan is run", "model": "veo-2", "seed": [651], "duration": 5}
    sweep = open_sweep(client, given)
    own = ComparisonGrid(sweep.plan())
    twin = ComparisonGrid(open_sweep(client, {**given, "name": "twin"}).plan())
    assert own.pending["count"] == 1
    sweep.run().wait(90)
    for grid in (own, twin):
        until(lambda grid=grid: grid._state.cell(0)["live"]["state"] == "ready")
        until(lambda grid=grid: grid.pending is None)
        grid.close()


def test_a_plan_stays_as_it_was_priced_until_it_is_run(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "still", "model": "veo-2", "seed": [661], "duration": 5})
    grid = ComparisonGrid(sweep.plan())
    sweep.extend(seed=[662])
    client.submit("veo-2", prompt="another", duration=5, seed=663).wait(90)

    assert (len(grid.cells), grid.pending["count"]) == (1, 1)
    grid.close()


def test_a_cell_tells_the_workers_time_as_learnt_of_jobs_like_it(client: Client) -> None:
    given = {"prompt": "times", "model": "veo-2", "duration": 5, "seed": [671]}
    for seed, worked in ((672, 7.0), (673, 7.0)):
        asked = {"prompt": "times", "duration": 5, "seed": seed}
        record = JobRecord(f"past {seed}", client.endpoint.name, "veo-2", asked, 0.0)
        client.session.ledger.add(record, "planted", reuse=False)
        times = {"submitted": 10.0, "processing": 100.0, "completed": 100.0 + worked}
        for state in ("waiting", "sending", "queued", "processing", "saving", "ready"):
            client.session.ledger.move(record.id, state, "planted", **times)
    sweep = open_sweep(client, given)
    learnt = client.session.expected(
        JobRecord("", client.endpoint.name, "veo-2", {"duration": 5}, 0.0)
    ).median
    assert sweep.plan().expected_s == pytest.approx(learnt, abs=0.01)
    queued = 100.0 - 10.0
    assert learnt < queued, "the queue is not in it"

    source = SweepSource(sweep)
    (cell,) = (cell for cell, _ in sweep.cells())
    record = JobRecord("now", client.endpoint.name, "veo-2", dict(cell.parameters), 200.0)
    record = record.but(key=cell.key, submitted=205.0, state="queued")
    ((_, drawn),) = source.drawn(record)
    live = drawn.live
    assert (live["created"], live["submitted"], live["began"]) == (200.0, 205.0, None)
    assert live["usual"] == round(learnt, 1)
    ((_, drawn),) = source.drawn(record.but(state="processing", processing=230.0))
    assert drawn.live["began"] == 230.0


def test_what_a_person_pinned_stays_pinned_when_the_sweep_grows(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "pins", "model": ["veo-3-fast", "veo-2"], "seed": [1, 2], "take": 1}
    )
    grid = ComparisonGrid(sweep)
    grid.baseline, grid.selected = 2, [1, 3]
    before = [grid._state.sheet.requests[n] for n in (2, 1, 3)]
    sweep.extend(seed=[3])
    chosen = [grid.baseline, *grid.selected]

    assert [grid._state.sheet.requests[n] for n in chosen] == before
    sweep.extend(take=[2])
    assert len(grid.cells) == 12
    assert {len(cell["at"]) for cell in grid.cells} == {3}
    assert "take=2" in grid._state.text(grid.cells[-1]["index"], "python", 0)
    grid.close()


def test_a_shape_that_nobody_knows_is_hatched_and_drawn(client: Client) -> None:
    shapes = ["16:9", "21:9", "wide"]
    sweep = open_sweep(client, {"prompt": "x", "model": "veo-2", "aspect_ratio": shapes, "seed": 1})
    grid = ComparisonGrid(sweep.plan())

    assert [cell["fate"] for cell in grid.cells] == ["send", "refused", "refused"]
    assert [cell["shape"] for cell in grid.cells] == [[1280, 720], [1680, 720], [1280, 720]]


@pytest.mark.parametrize(("about", "word"), [("python", "veo.submit("), ("curl", "x-api-key")])
def test_a_cells_call_is_told_without_the_key(client: Client, about: str, word: str) -> None:
    sweep = open_sweep(client, {"prompt": "a call", "model": "veo-2", "seed": [1, 2]})
    grid = ComparisonGrid(sweep.plan())
    messages = sent(grid)
    press(grid, {"type": "text_request", "id": "9", "index": 1, "about": about, "time": 0})

    assert word in messages[-1][0]["text"]
    assert "SG_0123456789abcdef" not in json.dumps(messages[-1][0])


def test_the_last_patch_is_what_a_reload_shows_whatever_thread_told_it(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "threads", "model": "veo-2", "seed": [651, 652]})
    grid = ComparisonGrid(sweep)
    patches: list[dict] = []

    def send(patch: dict, buffers: object = None) -> None:
        time.sleep(0.002 * (len(patches) % 3))  # lets another thread in, if it may
        patches.append(patch)

    grid.send = send
    cells = [cell for cell in sweep.plan().cells if cell.key]
    events = [
        JobRecord("a", "segmind", "veo-2", cell.parameters, 0.0, key=cell.key, state=state)
        for cell in cells
        for state in ("queued", "processing", "failed")
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(grid._happened, events * 20))

    for index, cell in enumerate(grid.cells):
        lives = [patch["live"] for patch in patches if patch["index"] == index]
        assert lives[-1] == cell["live"]
        assert all(one != other for one, other in pairwise(lives))
    grid.close()


@pytest.mark.parametrize(("ended", "offered"), [(2, 0), (1, 1)])
def test_what_failed_or_was_blocked_is_not_launched_again(
    own: Client, ended: int, offered: int
) -> None:
    defined = {"name": "pond", "prompt": "a newt", "model": "veo-2", "seed": [1, 2]}
    sweep = open_sweep(own, defined)
    for cell, state in zip(sweep.plan().new[:ended], ("blocked", "failed"), strict=False):
        record = ready(own, cell, "", {}).but(state=state, sha256=None)
        own.session.ledger.add(record, "made", reuse=False)

    pending = ComparisonGrid(sweep).pending
    assert (pending["count"] if pending else 0) == offered
