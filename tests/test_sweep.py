"""Sweeps run against the local server."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import serving
from veo_widgets import errors
from veo_widgets.client import actions
from veo_widgets.conductor import Limits
from veo_widgets.experiment import Sweeps, open_sweep
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client
    from veo_widgets.core.record import JobRecord
    from veo_widgets.local import Running


def test_a_sweep_runs_and_a_second_run_is_free(client: Client) -> None:
    given = {
        "prompt": "a heron",
        "model": ["veo-3-fast", "veo-2"],
        "seed": [501, 502],
        "resolution": ["720p", "1080p"],
        "name": "herons",
    }
    sweep = open_sweep(client, given)
    assert len(sweep.plan().new) == 6
    sweep.run().wait(120)

    table = sweep.to_dataframe()
    assert list(table["state"]) == ["ready"] * 8
    assert table["path"].map(lambda path: Path(path).exists()).all()
    assert table["cost"].notna().sum() == 6
    assert set(table.columns) >= {"model", "seed", "resolution", "seconds", "width", "id"}
    before = len(client.jobs(limit=None))
    again = open_sweep(client, given)
    assert again.plan().counts() == {"reuse": 6, "merged": 2}
    assert again.plan().high == 0
    again.run().wait(30)
    assert len(client.jobs(limit=None)) == before


def test_what_a_budget_does_not_hold_is_not_sent(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "a budget", "model": "veo-3-fast", "seed": "521,…,526", "duration": 4}
    )
    each = sweep.plan().cells[0].high
    with pytest.raises(errors.BudgetExceeded, match="all 6"):
        sweep.run(budget=each / 2)
    sweep.run(budget=2.2 * each).wait(90)
    rows = sweep.rows()
    spent = sum(row["cost"] or 0 for row in rows)

    assert spent <= 2.2 * each
    assert "used up" in sweep.stopped
    assert {row["state"] for row in rows} == {"ready", "planned"}
    sweep.run().wait(90)
    assert {row["state"] for row in sweep.rows()} == {"ready"}
    assert not sweep.stopped


def test_the_pilot_goes_first_and_its_failure_stops_the_rest(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    fault = Fault(kind="fail", prompt="pilot")
    with serving(tmp_path / "server", faults=(fault,)) as running:
        client = connect(running)
        sweep = open_sweep(client, {"prompt": "a pilot", "model": "veo-3-fast", "seed": "1,…,5"})
        sweep.run(pilot=True).wait(90)
        states = [row["state"] for row in sweep.rows()]

        assert states == ["failed"] + ["planned"] * 4
        assert "pilot" in sweep.stopped
        client.close()


def test_two_equal_failures_in_a_row_stop_what_is_not_sent(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    fault = Fault(kind="fail", prompt="broken")
    with serving(tmp_path / "server", faults=(fault,)) as running:
        client = connect(running, limits=Limits(in_flight=1))
        sweep = open_sweep(client, {"prompt": "broken", "model": "veo-3-fast", "seed": "1,…,8"})
        sweep.run().wait(120)
        states = [row["state"] for row in sweep.rows()]

        assert 2 <= states.count("failed") <= 3
        assert states.count("cancelled") >= 5
        assert "failed alike" in sweep.stopped
        assert len(sweep.failed) == states.count("failed")
        client.close()


def test_a_cell_is_pending_until_its_job_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = open_sweep(client, {"prompt": "a queue", "model": "veo-3-fast", "seed": [261, 262]})
    keys = [cell.key for cell in sweep.plan().new]
    pending: list[frozenset[str]] = []
    submit = actions.submit

    def noted(*args: Any, **options: Any) -> tuple[JobRecord, bool]:
        with sweep._lock:
            pending.append(sweep.pending)
        return submit(*args, **options)

    monkeypatch.setattr(actions, "submit", noted)
    sweep.run().wait(90)
    assert pending == [frozenset(keys), frozenset(keys[1:])]


def test_a_refused_key_stops_the_sweep_at_once(
    server: Running, connect: Callable[..., Client]
) -> None:
    client = connect(server, api_key="SG_wrong0000000000", limits=Limits(in_flight=1))
    sweep = open_sweep(client, {"prompt": "no key", "model": "veo-2", "seed": "1,…,6"})
    sweep.run().wait(60)
    states = [row["state"] for row in sweep.rows()]

    assert states.count("failed") <= 4
    assert states.count("cancelled") + states.count("planned") >= 2
    assert sweep.stopped


def test_the_cheapest_cells_go_first(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "cheap", "model": "veo-3-fast", "duration": [8, 4], "seed": 541}
    )
    sweep.run(order="cheapest").wait(90)
    first = min(sweep.rows(), key=lambda row: row["created"])

    assert first["duration"] == 4
    with pytest.raises(errors.InvalidRequest, match="'cheapest'"):
        sweep.run(order="dearest")


def test_cancelling_sends_nothing_more(tmp_path: Path, connect: Callable[..., Client]) -> None:
    with serving(tmp_path / "server", latency="2") as running:
        client = connect(running, limits=Limits(in_flight=2))
        given = {"prompt": "stop", "model": "veo-3-fast", "seed": "1,…,10", "duration": 4}
        sweep = open_sweep(client, given)
        sweep.run(budget=4 * sweep.plan().cells[0].high)
        while not any(job.request_id for job in sweep.jobs()):
            time.sleep(0.02)  # bounded by the test's time limit
        sweep.cancel()
        sweep.wait(60)
        states = [row["state"] for row in sweep.rows()]

        assert states.count("ready") <= 2
        assert "cancelled by hand" in sweep.stopped
        pilot = open_sweep(client, {**given, "prompt": "pilot stop"})
        pilot.run(pilot=True)
        pilot.cancel()
        pilot.wait(60)
        assert len(pilot.jobs()) <= 1
        client.close()


def test_running_again_during_a_run_sends_what_was_added(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "twice", "model": "veo-2", "seed": [1], "duration": 5})
    sweep.run()
    sweep.extend(seed=[2]).run().wait(90)

    assert [row["state"] for row in sweep.rows()] == ["ready", "ready"]
    again = open_sweep(
        client,
        {"prompt": "twice", "model": "veo-2", "seed": [1], "duration": 5, "name": sweep.name},
    )
    again.run().wait(30)
    assert len(Sweeps(client)[sweep.name].rows()) == 2


def test_a_paid_clip_that_did_not_come_is_fetched_and_not_bought_again(
    client: Client, server: Running
) -> None:
    given = {"prompt": "lost on the way", "model": "veo-2", "seed": 7, "duration": 5}
    sweep = open_sweep(client, given)
    sweep.run().wait(90)
    job = sweep.jobs()[0]
    job.clip.path.unlink()
    client.session.ledger.move(job.id, "saving", "test")
    client.session.ledger.move(
        job.id, "failed", "test", error={"kind": "MediaError", "message": "broke off"}
    )
    plan = sweep.plan()
    assert (plan.cells[0].fate, plan.high) == ("reuse", 0)
    assert "paid before" in plan.cells[0].reason
    sweep.run().wait(90)

    assert [row["state"] for row in sweep.rows()] == ["ready"]
    assert len(client.jobs()) == 1
    job.clip.path.unlink()
    again = client.submit("veo-2", prompt="lost on the way", seed=7, duration=5)
    assert again.id == job.id
    assert again.wait(90).path.exists()
