"""A request that may have been taken is never paid for again by itself."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.fake_service import FakeService
from tests.moody import ASKED, GONE, Moody, at_once, client, empty, lost, opened, service  # noqa: F401
from tests.press import until
from veo_widgets import errors
from veo_widgets.conductor import conductor
from veo_widgets.home import LeaseLost
from veo_widgets.service import RunResult

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from veo_widgets.client import Client


# --- the answer to a POST


@pytest.mark.parametrize(("via", "first"), [("v2", "queued"), ("v1", "saving")])
def test_an_accepted_id_reaches_a_ledger_that_cannot_be_written_just_then(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch, via: str, first: str
) -> None:
    ledger = client.session.ledger
    real, left = ledger.move, [2]

    def move(job: str, state: str, *rest: Any, **changes: Any) -> Any:
        if state == first and left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return real(job, state, *rest, **changes)

    monkeypatch.setattr(ledger, "move", move)
    monkeypatch.setattr(service, "history", empty)
    job = client.submit("veo-2", via=via, **ASKED)
    assert job.wait(60).path.exists()

    assert job.request_id == "fake0"
    assert [event.state for event in job.history].count("sending") == 1


def test_an_accepted_id_is_kept_where_another_process_took_the_job_and_the_ledger_is_busy(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = client.session.ledger
    real, note, left = ledger.move, ledger.note_request, [2]

    def move(job: str, state: str, *rest: Any, **changes: Any) -> Any:
        if state == "queued":
            raise LeaseLost(job)
        return real(job, state, *rest, **changes)

    def busy(job: str, request_id: str) -> bool:
        if left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError("database is locked")
        return note(job, request_id)

    monkeypatch.setattr(ledger, "move", move)
    monkeypatch.setattr(ledger, "note_request", busy)
    job = client.submit("veo-2", **ASKED)
    until(lambda: job.record.request_id)

    assert job.request_id == "fake0"
    assert len(service.taken) == 1


def test_a_client_that_closes_waits_for_the_answer_to_its_post(
    service: Moody, opened: Callable[..., Client]
) -> None:
    began = threading.Event()
    service._scripts["submit"] = iter([0.6])
    real = service._begin

    async def begin(method: str) -> None:
        if method == "submit":
            began.set()
        await real(method)

    service._begin = begin  # type: ignore[method-assign]
    first = opened()
    job = first.submit("veo-2", **ASKED)
    assert began.wait(20)
    first.close()

    second = opened()
    assert second.job(job.id).request_id == "fake0"
    assert second.job(job.id).wait(60).path.exists()
    assert len(service.taken) == 1


def test_a_post_not_answered_when_a_client_has_closed_is_looked_for_by_the_next(
    service: Moody, opened: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conductor, "LAST_SENDS_S", 0.05)
    began, real = threading.Event(), service.submit

    async def submit(model: str, parameters: Any) -> Any:
        await real(model, parameters)
        began.set()
        await asyncio.Event().wait()

    service.submit = submit  # type: ignore[method-assign]
    first = opened()
    job = first.submit("veo-2", **ASKED)
    assert began.wait(20)
    first.close()

    again = opened().job(job.id)
    assert again.wait(60).path.exists()
    assert any("when this home is opened again" in event.cause for event in again.history)
    assert len(service.taken) == 1


def test_an_answer_lost_on_the_way_is_found_in_the_history(service: Moody, client: Client) -> None:
    real = service.submit

    async def submit(model: str, parameters: Any) -> Any:
        await real(model, parameters)
        raise errors.SubmissionUnknown("the connection broke")

    service.submit = submit  # type: ignore[method-assign]

    assert client.run("veo-2", timeout=60, **ASKED).path.exists()
    assert len(service.taken) == 1


@pytest.mark.parametrize("status", ["nothing", "cut"])
def test_a_v1_answer_without_a_clip_is_looked_for_and_never_bought_again(
    service: Moody, client: Client, status: str
) -> None:
    @asynccontextmanager
    async def run(model: str, parameters: Any) -> AsyncIterator[RunResult]:
        await FakeService.submit(service, model, parameters)
        yield RunResult(None, None, None, service._cut() if status == "cut" else None)

    service.run = run  # type: ignore[method-assign]
    service.history = empty  # type: ignore[method-assign]
    job = client.submit("veo-2", via="v1", **ASKED)
    with pytest.raises(errors.SubmissionUnknown):
        job.wait(60)
    assert job.state == "unknown"

    assert client.submit("veo-2", via="v1", **ASKED).id == job.id
    assert len(service.taken) == 1


# --- people


def test_a_job_of_unknown_fate_cannot_be_cancelled(service: Moody, client: Client) -> None:
    job = lost(service, client, **ASKED)

    assert not job.cancel()
    assert job.state == "unknown"
    assert client.submit("veo-2", **ASKED).id == job.id
    assert len(service.taken) == 1


def test_a_retry_pressed_many_times_without_a_seed_sends_once(
    service: Moody, opened: Callable[..., Client]
) -> None:
    clients = [opened() for _ in range(3)]
    service.failing = {"submit": [errors.AuthenticationError("no")]}
    job = clients[0].submit("veo-2", prompt="no seed", duration=5)
    clients[0].session.blocking(clients[0].session.ended(job.id), 60)
    assert job.state == "failed"
    jobs = at_once([client.job(job.id).retry for client in clients for _ in range(2)])
    clips = {again.wait(60).sha256 for again in jobs}

    assert len(service.taken) == 1
    assert len(clips) == 1


def test_an_adopted_request_stands_for_the_same_again(service: Moody, client: Client) -> None:
    asked = client.catalogue["veo-2"].validate(ASKED)
    request_id = client.session.blocking(service.submit("veo-2", asked)).request_id
    adopted = client.adopt(request_id, model="veo-2")
    adopted.wait(60)

    assert client.submit("veo-2", **ASKED).id == adopted.id
    assert len(service.taken) == 1


def test_a_run_s_budget_is_checked_again_at_the_post(service: Moody, client: Client) -> None:
    price = client.catalogue["veo-2"].price(ASKED).high
    jobs = [
        client.submit("veo-2", budget=price * 1.5, run="r", **{**ASKED, "seed": seed})
        for seed in (1, 2, 3)
    ]
    records = [client.session.blocking(client.session.ended(job.id), 60) for job in jobs]

    assert sorted(record.state for record in records) == ["failed", "failed", "ready"]
    assert {type(job.error) for job in jobs if job.error} == {errors.BudgetExceeded}
    assert len(service.taken) == 1


def test_watching_stops_and_begins_again_for_free(service: Moody, client: Client) -> None:
    service.failing = {"status": [errors.EndpointUnreachable("no")] * 2}
    job = client.submit("veo-2", **ASKED)
    while job.state not in {"queued", "processing", "saving", "ready"}:
        client.session.blocking(_turn())
    job.unwatch()
    assert job.state == "ready" or "unwatched" in job.flags
    job.retry()

    assert job.wait(60).path.exists()
    assert len(service.taken) == 1


async def _turn() -> None:
    await asyncio.sleep(0.01)
