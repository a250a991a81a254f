"""Paid once, home once: the promises, on a service in memory that misbehaves."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import KEY
from tests.fake_service import FakeService
from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.service import Download, RunResult

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

ASKED = {"prompt": "a lake in the hills", "duration": 5, "seed": 11}
QUICK = Limits(reconcile_delays=(0.0, 0.1, 0.2), patience_s=60.0)
GONE = errors.RequestExpired("no such request")


class Moody(FakeService):
    """A service whose calls fail as they are scripted, each step once."""

    def __init__(self, clip: bytes) -> None:
        super().__init__(clip)
        self.failing: dict[str, list[Exception | int]] = {}
        self.forgetful = False
        self.calls: Counter[str] = Counter()

    async def _begin(self, method: str) -> None:
        self.calls[method] += 1
        steps = self.failing.get(method)
        if steps:
            step = steps.pop(0)
            if isinstance(step, Exception):
                raise step
        await super()._begin(method)

    async def status(self, request_id: str) -> Any:
        await self._begin("status")
        return (await self.find(request_id)).status

    async def result(self, request_id: str) -> Any:
        await self._begin("result")
        return (await self.find(request_id)).status

    async def find(self, request_id: str) -> Any:
        self.calls["find"] += 1
        if self.forgetful:
            raise GONE
        return await super().find(request_id)

    @asynccontextmanager
    async def download(self, url: str, start: int = 0) -> AsyncIterator[Download]:
        self.calls["download"] += 1
        steps = self.failing.get("download")
        step = steps.pop(0) if steps else None
        if isinstance(step, Exception):
            raise step
        if step is not None:
            yield Download(step, {}, self._cut())
            return
        async with super().download(url, start) as download:
            yield download

    async def _cut(self) -> AsyncIterator[bytes]:
        yield self.clip[: len(self.clip) // 3]


@pytest.fixture
def service(clip_of_four_seconds: bytes) -> Moody:
    return Moody(clip_of_four_seconds)


@pytest.fixture
def opened(service: Moody, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def make(limits: Limits = QUICK) -> Client:
        clients.append(
            Client(
                KEY,
                f"{service.name}/v1",
                tmp_path / "home",
                connect=lambda _: service,
                limits=limits,
            )
        )
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    return opened()


# --- silence


@pytest.mark.parametrize(
    "word",
    [
        GONE,
        errors.AuthenticationError("invalid key"),
        errors.EndpointUnreachable("no route"),
        errors.ServerError("<html>", 502),
        errors.InvalidRequest("bad request"),
        errors.ModelRetired("gone"),
        errors.InsufficientCredits("no money"),
    ],
)
@pytest.mark.parametrize("method", ["status", "result"])
def test_what_ends_a_paid_job_is_the_service_s_own_word_repeated(
    service: Moody, client: Client, method: str, word: errors.VeoError
) -> None:
    service.failing = {method: [word, word, word]}
    service.find = _forgets(service, 2)  # type: ignore[method-assign]
    clip = client.run("veo-2", timeout=60, **ASKED)

    assert clip.path.exists()
    assert len(service.taken) == 1


def _forgets(service: Moody, times: int) -> Any:
    left = [times]

    async def find(request_id: str) -> Any:
        if service.calls["status"] <= 2 and left[0] > 0:
            left[0] -= 1
            raise GONE
        return await Moody.find(service, request_id)

    return find


@pytest.mark.parametrize("answer", [403, 404, 500, 302])
def test_a_file_s_host_that_refuses_for_a_while_ends_nothing(
    service: Moody, client: Client, answer: int
) -> None:
    service.failing = {"download": [answer, answer, answer]}

    assert client.run("veo-2", timeout=60, **ASKED).path.exists()
    assert len(service.taken) == 1


def test_what_a_service_forgot_still_stands_and_is_asked_for_free(
    service: Moody, opened: Callable[..., Client]
) -> None:
    client = opened(Limits(patience_s=0.2))
    service.forgetful = True
    job = client.submit("veo-2", **ASKED)
    with pytest.raises(errors.RequestExpired):
        job.wait(60)
    assert job.state == "expired"

    service.forgetful = False
    again = client.submit("veo-2", **ASKED)
    assert again.id == job.id
    assert again.wait(60).path.exists()
    assert len(service.taken) == 1


def test_an_unreachable_service_is_said_with_its_words(service: Moody, client: Client) -> None:
    service.failing = {"status": [errors.EndpointUnreachable("no route to host")] * 3}
    job = client.submit("veo-2", **ASKED)
    job.wait(60)

    assert any("no route to host" in event.cause for event in job.history)
    assert job.record.hold is None
    assert job.record.note is None


# --- clips


def test_a_clip_that_is_broken_again_and_again_is_kept_for_a_free_retry(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veo_widgets.conductor.collect.ATTEMPTS", 2)
    service.failing = {"download": [200, 200]}
    job = client.submit("veo-2", **ASKED)
    with pytest.raises(errors.MediaError):
        job.wait(60)
    assert "free" in job.error.next_step

    again = client.submit("veo-2", **ASKED)
    assert again.wait(60).sha256
    assert again.id == job.id
    assert len(service.taken) == 1


def test_a_fault_of_our_own_after_acceptance_is_a_note_and_another_try(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veo_widgets.conductor import collect

    real, left = collect.probe, [1]

    def probe(path: Path) -> Any:
        if left[0]:
            left[0] -= 1
            raise ValueError("an odd file")
        return real(path)

    monkeypatch.setattr(collect, "probe", probe)
    job = client.submit("veo-2", **ASKED)
    job.wait(60)

    assert any("an odd file" in event.cause for event in job.history)
    assert len(service.taken) == 1


# --- the answer to a POST


def test_an_accepted_id_reaches_a_ledger_that_cannot_be_written_just_then(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = client.session.ledger
    real, left = ledger.move, [2]

    def move(job: str, state: str, *rest: Any, **changes: Any) -> Any:
        if state == "queued" and left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return real(job, state, *rest, **changes)

    monkeypatch.setattr(ledger, "move", move)
    monkeypatch.setattr(service, "history", _empty)
    job = client.submit("veo-2", **ASKED)
    assert job.wait(60).path.exists()

    assert job.request_id == "fake0"
    assert [event.state for event in job.history].count("sending") == 1


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
    service.history = _empty  # type: ignore[method-assign]
    job = client.submit("veo-2", via="v1", **ASKED)
    with pytest.raises(errors.SubmissionUnknown):
        job.wait(60)
    assert job.state == "unknown"

    assert client.submit("veo-2", via="v1", **ASKED).id == job.id
    assert len(service.taken) == 1


async def _empty(limit: int = 100) -> list[Any]:
    return []


# --- people


def _lost(service: Moody, client: Client, **asked: Any) -> Any:
    """Return a job whose answer was lost, and of which the history knows nothing."""
    real = service.submit

    async def submit(model: str, parameters: Any) -> Any:
        await real(model, parameters)
        raise errors.SubmissionUnknown("the connection broke")

    service.submit, kept = submit, service.history  # type: ignore[method-assign]
    service.history = _empty  # type: ignore[method-assign]
    job = client.submit("veo-2", **asked)
    client.session.blocking(client.session.ended(job.id), 60)
    service.submit, service.history = real, kept  # type: ignore[method-assign]
    return job


def test_a_job_of_unknown_fate_cannot_be_cancelled(service: Moody, client: Client) -> None:
    job = _lost(service, client, **ASKED)

    assert not job.cancel()
    assert job.state == "unknown"
    assert client.submit("veo-2", **ASKED).id == job.id
    assert len(service.taken) == 1


def _at_once(calls: list[Callable[[], object]]) -> list[object]:
    gate, results = threading.Barrier(len(calls)), []

    def work(call: Callable[[], object]) -> None:
        gate.wait(20)
        try:
            results.append(call())
        except errors.VeoError as error:
            results.append(error)

    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_send_again_pressed_in_two_places_sends_once(
    service: Moody, opened: Callable[..., Client]
) -> None:
    first, second = opened(), opened()
    job = _lost(service, first, **ASKED)
    _at_once([first.job(job.id).resubmit, second.job(job.id).resubmit])
    first.job(job.id).wait(60)

    assert len(service.taken) == 2
    assert first.job(job.id).request_id == "fake1"
    assert first.job(job.id).record.risked > 0


def test_a_retry_pressed_many_times_without_a_seed_sends_once(
    service: Moody, opened: Callable[..., Client]
) -> None:
    clients = [opened() for _ in range(3)]
    service.failing = {"submit": [errors.AuthenticationError("no")]}
    job = clients[0].submit("veo-2", prompt="no seed", duration=5)
    clients[0].session.blocking(clients[0].session.ended(job.id), 60)
    assert job.state == "failed"
    jobs = _at_once([client.job(job.id).retry for client in clients for _ in range(2)])
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
    import asyncio

    await asyncio.sleep(0.01)
