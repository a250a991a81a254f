"""What is above a person's limit is not paid at one press, whatever button it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.press import launch, press, said, sent
from tests.raters import ready
from veo_widgets.client import Job
from veo_widgets.client.intent import Intent, new_record
from veo_widgets.experiment import open_sweep
from veo_widgets.view.ask import ask_above, must_ask
from veo_widgets.view.grid import GridState
from veo_widgets.view.job import most_of
from veo_widgets.view.patches import SourceChanged
from veo_widgets.view.sources import SweepSource
from veo_widgets.widgets import ComparisonGrid, StatusBadge
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from veo_widgets.client import Client, Session
    from veo_widgets.core.record import JobRecord

pytestmark = pytest.mark.usefixtures("widgets")
GIVEN = {"prompt": "a dear lake", "model": "veo-2", "duration": 5, "seed": [1, 2]}
LIMIT = 3.0


@pytest.mark.parametrize(
    ("price", "agreed", "asked"),
    [
        (0.4, None, False),
        (0.6, None, True),
        (0.6, 0.6, False),
        (1.2, 0.6, True),
        (None, None, True),
        (None, 0.0, False),
    ],
)
def test_much_or_unknown_is_not_paid_without_a_word(
    price: float | None, agreed: float | None, asked: bool
) -> None:
    assert must_ask(0.5, price, agreed) is asked
    assert not must_ask(None, price, agreed), "play money"


@pytest.fixture
def sends(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what would have been sent of a client whose limit is below all that follows."""
    client.session.set_amount("ask above", LIMIT)
    sends: list[str] = []

    def replaced(name: str) -> None:
        def again(session: Session, job: str) -> object:
            sends.append(f"{name} {job}")
            record = session.record(job)
            return (record, False) if name == "retry" else record

        def sent_again(job: Job) -> Job:
            again(job.session, job.id)
            return job

        monkeypatch.setattr(f"veo_widgets.client.actions.{name}", again)
        monkeypatch.setattr(f"veo_widgets.client.job.Job.{name}", sent_again)

    replaced("retry")
    replaced("resubmit")
    return sends


def planted(client: Client, key: str, high: float | None, state: str = "failed") -> JobRecord:
    """Write a job down that ended, or got lost."""
    intent = Intent("veo-2", {"prompt": "a dear lake"}, low=high, high=high, key=key)
    job = f"{len(client.jobs()):012}"
    record = new_record(intent, job, client.endpoint.name, client.session.clock())
    client.session.ledger.add(record, "planted", reuse=False)
    for step in ("sending", state):
        client.session.ledger.move(job, step, "planted", ended=1.0)
    return client.session.record(job)


def answers(widget: Any, message: dict[str, Any]) -> list[tuple[bool, float | None]]:
    """Return what a press is answered, without a person's word and then with it."""
    out = sent(widget)
    for agreed in (False, True):
        press(widget, {**message, "id": "1", "agreed": agreed})
    assert not said(out, "error")
    return [(answer["ask"], answer["most"]) for answer in said(out, "paid")]


@pytest.mark.parametrize(("high", "asks"), [(LIMIT, False), (LIMIT + 0.1, True), (None, True)])
def test_a_badge_and_a_take_ask_before_they_send_again(
    client: Client, sends: list[str], high: float | None, asks: bool
) -> None:
    job = planted(client, "k", high).id
    badge, studio = StatusBadge(Job(client.session, job)), Studio("veo-2", client=client)
    assert badge.job["ask_above"] == LIMIT

    for widget, message in (
        (badge, {"type": "act", "action": "retry"}),
        (studio, {"type": "act_on_take", "job": job, "action": "retry"}),
    ):
        sends.clear()
        assert answers(widget, message) == [(asks, high), (False, high)]
        assert sends == [f"retry {job}"] * (1 if asks else 2)
    badge.close()
    studio.close()


def test_to_risk_paying_twice_is_asked_for_and_to_stop_is_free(
    client: Client, sends: list[str]
) -> None:
    record = planted(client, "k", 4.0, "unknown")
    badge = StatusBadge(Job(client.session, record.id))

    assert answers(badge, {"type": "act", "action": "resubmit"}) == [(True, 4.0), (False, 4.0)]
    assert sends == [f"resubmit {record.id}"]
    assert most_of([record], "cancel") == most_of([record], "unwatch") == 0.0
    badge.close()


def test_a_grid_asks_for_a_cell_and_for_the_sum_of_several(
    client: Client, sends: list[str]
) -> None:
    sweep = open_sweep(client, GIVEN)
    jobs = [planted(client, cell.key, 2.0).id for cell, _ in sweep.cells()]
    grid = ComparisonGrid(sweep)
    assert grid.summary["ask_above"] == LIMIT

    act = {"type": "act_on", "index": 1, "action": "retry"}
    assert answers(grid, act) == [(False, 2.0), (False, 2.0)]
    sends.clear()
    again = {"type": "retry_failed", "cells": [0, 1]}
    assert answers(grid, again) == [(True, 4.0), (False, 4.0)]
    assert sends == [f"retry {job}" for job in jobs]
    grid.close()


def test_new_cells_and_a_plan_wait_for_a_word(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Any] = []
    monkeypatch.setattr("veo_widgets.experiment.Sweep.run", lambda *_, **__: runs.append(1))
    client.session.set_amount("ask above", 1.0)
    grid = ComparisonGrid(open_sweep(client, GIVEN))
    out = sent(grid)
    high = grid.pending["high"]
    launch(grid)
    assert (said(out, "paid")[-1]["ask"], len(runs)) == (True, 0)
    launch(grid, agreed=True)
    assert (said(out, "paid")[-1]["ask"], len(runs)) == (False, 1)
    grid.close()

    studio = Studio("veo-2", value={"prompt": "a dear lake", "duration": 5}, client=client)
    out = sent(studio)
    form = {**studio.form, "axes": {"seed": [1, 2]}}
    plan = {"type": "run_plan", "ticket": studio.ticket, "form": form, "count": 1, "new": 2}
    plan |= {"high": high, "unpriced": 0, "budget": None, "unknown": None, "id": "1"}
    press(studio, {**plan, "agreed": False})
    assert (said(out, "pressed")[-1]["ask"], len(runs)) == (True, 1)
    assert studio.ticket == plan["ticket"], "nothing was sent with it"
    press(studio, {**plan, "agreed": False, "budget": 0.5})
    assert (said(out, "pressed")[-1]["ask"], len(runs)) == (False, 2), "no more than the budget"
    studio.close()


def test_play_money_is_never_asked_for(client: Client, own: Client) -> None:
    assert ask_above(client.session) == 5.0
    assert own.endpoint.real_money or ask_above(own.session) is None


def test_a_retry_shows_its_price_though_the_grid_was_drawn_on_running_jobs(own: Client) -> None:
    sweep = open_sweep(own, {**GIVEN, "name": "running"})
    ledger, planned = own.session.ledger, sweep.plan()
    running = {"state": "processing", "sha256": None, "completed": None, "ended": None}
    for cell in planned.new:
        record = ready(own, cell, "", {}, low=cell.low, high=cell.high).but(**running)
        ledger.add(record, "made", reuse=False)
    source = SweepSource(sweep)
    grid = GridState(source)
    shown = [(cell["fate"], cell["low"], cell["high"]) for cell in grid.sheet.cells]
    assert shown == [("reuse", cell.low, cell.high) for cell in planned.new], "an estimate each"
    assert (sweep.plan().high, source.pending()) == (0.0, None), "nothing of it is new"

    told = {"kind": "InferenceFailed", "message": "no"}
    for job in sweep.jobs():
        grid.apply(ledger.move(job.id, "failed", "made", error=told, cost=0.0, ended=1100.0))
    grid.apply(SourceChanged())
    lives = [cell["live"] for cell in grid.sheet.cells]
    assert [(live["retry"], live["actions"]) for live in lives] == [("send", ["retry"])] * 2
    high = sum(cell["high"] or 0.0 for cell in grid.sheet.cells)
    assert high == sweep.plan().high == planned.high
    assert high == source.most_of([live["job"] or "" for live in lives], "retry")
